"""The study prefers two versions of one statement that exclude each other.

It can follow only one. Two passages that tell the same may both be preferred; here their stance, date or value is
not the same. Keep `preferred_because` where the statement's own date and value come from, and empty it elsewhere.
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.model.diagnostics import Severity
from detente.model.records import Testimony
from detente.model.study import Study, Texts

SEVERITY = Severity.ERROR


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find preferred rows whose version is not that of the first preferred row."""
    first: dict[str, Testimony] = {}
    for row in study.testimony:
        if row.preferred_because:
            other = first.setdefault(row.statement, row)
            if _version(row) != _version(other):
                yield Finding(
                    row,
                    "preferred_because",
                    f"two versions of `{row.statement}` are preferred",
                    help=f"`{other.passage}` is preferred in line {other.span.line}; keep one",
                    about=row.statement,
                )


def _version(row: Testimony) -> tuple[str, str, str]:
    date = str(row.date_claimed) if row.date_claimed is not None else ""
    return row.stance, date, row.value_claimed
