"""Which entry of a study's files stands on which line: from a finding to the form that mends it."""

from collections.abc import Mapping
from typing import Final

from detente.model.study import Study
from detente.study.columns import TABLES
from detente.study.once import once_per_study

UNEDITED: Final = ("hypotheses", "reliabilities", "cells")
"""Tables that have no forms in the reading room; sets of rivals are written in `hypotheses.yaml`."""


@once_per_study
def entries_by_line(study: Study) -> Mapping[tuple[str, int], tuple[str, str]]:
    """Return for each line of a study's files which entry it is of: the table, and the id, or `@` and its line."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for table in TABLES:
        for record in getattr(study, table.collection, ()) if table.collection not in UNEDITED else ():
            entry = table.collection, record.id or f"@{record.span.line}"
            lines = range(record.span.line, max(record.span.line, record.span.last_line) + 1)
            found.update({(record.span.file, line): entry for line in lines})
    return found
