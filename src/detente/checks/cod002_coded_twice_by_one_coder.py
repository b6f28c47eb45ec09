"""One coder gave the same code to the same passage, or the same place in it, twice.

A second row counts nothing twice in the agreement between coders, but hides which memo is meant.
For a coding that was done again after weeks, to see whether the coder agrees with himself, name him otherwise:
`AX-2`.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.records import Coding

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    first: dict[object, Coding] = {}
    for row in study.codings:
        other = first.setdefault((row.passage, row.code, row.coder, row.place), row)
        if other is not row:
            given = f"`{row.code}`" if row.code else "no code"
            message = f"{row.coder} gave {given} to `{row.passage}` twice"
            yield Finding(row, "code", message, help=f"line {other.span.line} has it already")
