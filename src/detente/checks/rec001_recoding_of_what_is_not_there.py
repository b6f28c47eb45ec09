"""A column of a record is coded again, and there is no such record.

The second coder's value would be compared with nothing, and agreement would rest on fewer cases than were coded.
Events have an `action`, `domain`, `behaviour` and `weight`, passages a `credibility`, sources a `reliability`. Correct
the id or the column.
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.checks.names import Names
from detente.model.diagnostics import Severity
from detente.model.study import Study, Texts
from detente.model.vocabulary import RECODED

SEVERITY = Severity.ERROR
SILENCED_BY = ("events.csv", "passages.csv", "sources.yaml")


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find recodings whose record is not in the collection that has their column."""
    collections = {name for name, _ in RECODED.values()}
    names = {name: Names(record.id for record in getattr(study, name)) for name in collections}
    for row in study.recodings:
        collection, _ = RECODED.get(row.column, ("", ()))
        if collection and row.record and row.record not in names[collection].known:
            message = f"no {collection.removesuffix('s')} is named `{row.record}`"
            yield Finding(row, "record", message, names[collection].help(row.record))
