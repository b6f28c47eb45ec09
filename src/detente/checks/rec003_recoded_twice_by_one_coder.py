"""One coder gave the same column of a record a value twice.

Only one of them can be compared with the first coder's. If the column was coded again after weeks, to see whether the
coder agrees with himself, name him otherwise: `BY-2`. What was decided when the coders talked belongs into `settled`.
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.model.diagnostics import Severity
from detente.model.records import Recoding
from detente.model.study import Study, Texts

SEVERITY = Severity.ERROR


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find recodings whose record, column and coder are those of an earlier one."""
    first: dict[object, Recoding] = {}
    for row in study.recodings:
        other = first.setdefault((row.record, row.column, row.coder), row)
        if other is not row:
            message = f"{row.coder} gave the {row.column} of `{row.record}` twice"
            yield Finding(row, "column", message, f"line {other.span.line} has it already", about=row.record)
