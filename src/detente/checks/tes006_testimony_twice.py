"""The same passage testifies to the same statement twice.

It is one witness, heard twice. If the stances agree, one row is superfluous; if they do not, the passage cannot
both attest and deny. Where it bears the statement out but in one detail, `differs` with the detail says all.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.records import Testimony

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    for name, rows in study.testimony_of.items():
        if len(rows) == 1 or len({row.passage for row in rows}) == len(rows):
            continue
        first: dict[str, Testimony] = {}
        for row in rows:
            other = first.setdefault(row.passage, row)
            if other is not row and row.passage:
                stances = row.stance if row.stance == other.stance else f"{other.stance} and {row.stance}"
                message = f"`{row.passage}` testifies to `{name}` twice ({stances})"
                yield Finding(row, "passage", message, help=f"line {other.span.line} has it already")
