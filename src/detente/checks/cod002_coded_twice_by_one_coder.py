"""One coder gave the same code to the same passage twice.

Agreement between coders is counted by passages; a second row counts nothing twice but hides which memo is meant.
For a coding that was done again after weeks, to see whether the coder agrees with himself, name him otherwise:
`AX-2`.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.records import Coding

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    first: dict[tuple[str, str, str], Coding] = {}
    for row in study.codings:
        other = first.setdefault((row.passage, row.code, row.coder), row)
        if other is not row:
            message = f"{row.coder} gave `{row.code}` to `{row.passage}` twice"
            yield Finding(row, "code", message, help=f"line {other.span.line} has it already")
