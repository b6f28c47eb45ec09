"""What a reader has to say beside its documents: why it refuses a file, or what is doubtful in one."""

from dataclasses import dataclass

from detente.model.diagnostics import Severity


class RefusedError(Exception):
    """A file that is damaged (``is_excess`` false) or asks for more time, memory or room than a text may."""

    def __init__(self, message: str, line: int = 0, column: int = 0, *, is_excess: bool = False) -> None:
        super().__init__(message)
        self.message, self.line, self.column, self.is_excess = message, line, column, is_excess


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader found doubtful in a file that it read."""

    code: str
    message: str
    line: int = 0
    help: str = ""
    severity: Severity = Severity.WARNING
