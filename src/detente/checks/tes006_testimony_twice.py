"""The same passage testifies to the same statement twice.

It is one witness, heard twice. If the stances agree, one row is superfluous; if they do not, the passage cannot
both attest and deny. Where it bears the statement out but in one detail, `differs` with the detail says all.
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.model.diagnostics import Severity
from detente.model.records import Testimony
from detente.model.study import Study, Texts

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find rows whose statement and passage are those of an earlier row."""
    for name, rows in study.testimony_of.items():
        if len(rows) == 1 or len({row.passage for row in rows}) == len(rows):
            continue
        first: dict[str, Testimony] = {}
        for row in rows:
            other = first.setdefault(row.passage, row)
            if other is not row and row.passage:
                stances = row.stance if row.stance == other.stance else f"{other.stance} and {row.stance}"
                yield Finding(
                    row,
                    "passage",
                    f"`{row.passage}` testifies to `{name}` twice ({stances})",
                    help=f"line {other.span.line} has it already",
                    about=name,
                )
