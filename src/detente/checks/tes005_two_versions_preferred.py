"""The study prefers two versions of one statement that exclude each other.

It can follow only one. Two passages that tell the same may both be preferred; here their stance, date or value is
not the same. Keep `preferred_because` where the statement's own date and value come from, and empty it elsewhere.
"""

from detente.checks import Finding, Findings, Study, Texts
from detente.model.records import Testimony


def check(study: Study, texts: Texts) -> Findings:
    first: dict[str, Testimony] = {}
    for row in study.testimony:
        if row.preferred_because:
            other = first.setdefault(row.statement, row)
            if _version(row) != _version(other):
                message = f"two versions of `{row.statement}` are preferred"
                help = f"`{other.passage}` is preferred in line {other.span.line}; keep one"
                yield Finding(row, "preferred_because", message, help=help)


def _version(row: Testimony) -> tuple[str, str, str]:
    date = str(row.date_claimed) if row.date_claimed is not None else ""
    return row.stance, date, row.value_claimed
