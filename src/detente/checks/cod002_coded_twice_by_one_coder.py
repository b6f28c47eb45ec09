"""One coder gave the same code to the same passage twice.

Agreement between coders is counted by passages; a second row counts nothing twice but hides which memo is meant.
For a coding that was done again after weeks, to see whether the coder agrees with himself, name him otherwise:
`AX-2`.
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.model.diagnostics import Severity
from detente.model.records import Coding
from detente.model.study import Study, Texts

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find codings whose passage, code and coder are those of an earlier one."""
    first: dict[tuple[str, str, str], Coding] = {}
    for row in study.codings:
        other = first.setdefault((row.passage, row.code, row.coder), row)
        if other is not row:
            yield Finding(
                row,
                "code",
                f"{row.coder} gave `{row.code}` to `{row.passage}` twice",
                help=f"line {other.span.line} has it already",
                about=row.passage,
            )
