"""One coder gave the same code to the same passage, or the same place in it, twice.

A second row counts nothing twice in the agreement between coders, but hides which memo is meant.
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
    """Find codings whose passage, code, coder and place are those of an earlier one."""
    first: dict[object, Coding] = {}
    for row in study.codings:
        other = first.setdefault((row.passage, row.code, row.coder, row.place), row)
        if other is not row:
            yield Finding(
                row,
                "code",
                f"{row.coder} gave {f'`{row.code}`' if row.code else 'no code'} to `{row.passage}` twice",
                help=f"line {other.span.line} has it already",
                about=row.passage,
            )
