"""Places in a study's files, and what is wrong there."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one file, both ends included.

    Lines and columns count from 1 and columns count characters (code points), as editors do.
    ``column`` 0 means the whole of the lines; ``line`` 0 means the file as a whole.
    """

    file: str
    line: int = 0
    last_line: int = 0
    column: int = 0
    last_column: int = 0


class Severity(StrEnum):
    """How much a finding matters: an error is wrong, a warning is doubtful, a note is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about a study. A fact in ``message``, an action in ``help`` or none.

    ``about`` is the id of the statement or record concerned, so that drafts can be spared and a waiver can name it.
    ``label`` says, in a few words, what stands under the caret.
    """

    code: str
    severity: Severity
    message: str
    span: Span
    label: str = ""
    help: str = ""
    about: str = ""

    def as_json(self) -> Mapping[str, str | int]:
        """Return the keys that other programs may rely on."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "file": self.span.file,
            "line": self.span.line,
            "column": self.span.column,
            "help": self.help,
            "about": self.about,
        }
