"""Texts to values: what each kind of column accepts, and what is said of what it does not."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final

from detente.model.dates import Date, DateError, from_calendar
from detente.model.diagnostics import Diagnostic, Severity, Span
from detente.model.records import NOTHING
from detente.study.columns import Column, Kind

MAX_CELL: Final = 200_000
ID: Final = re.compile(r"[\w][\w.:-]{0,199}")
_NUMBER: Final = re.compile(r"[-+]?\d{1,30}(\.\d{1,30})?")
_YES: Final = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(slots=True)
class Complaints:
    """Collects what reading finds wrong, and turns offsets into places at once."""

    found: list[Diagnostic] = field(default_factory=list)

    def add(self, code: str, message: str, span: Span, help: str = "", about: str = "") -> None:
        """Note one error."""
        self.found.append(Diagnostic(code, Severity.ERROR, message, span, help=help, about=about))

    def suspect(self, code: str, message: str, span: Span, help: str) -> None:
        """Note what looks like a slip of the pen: a warning if ``help`` says what may be meant, else a note."""
        self.found.append(Diagnostic(code, Severity.WARNING if help else Severity.NOTE, message, span, help=help))

    def add_fault(self, fault: "FaultError", span: Span, about: str = "") -> None:
        """Note a value that its column does not accept."""
        self.add(fault.code, fault.message, span, fault.help, about)


class FaultError(Exception):
    """A text that is no value of its column: a code, a fact, an action, and where in the text it goes wrong."""

    def __init__(self, code: str, message: str, help: str = "", start: int = 0) -> None:
        super().__init__(message)
        self.code, self.message, self.help, self.start = code, message, help, start


Reader = Callable[[str], Any]


def read_id(text: str) -> str:
    """Return an id, or fault characters that ids do not have."""
    if not ID.fullmatch(text):
        raise FaultError("VAL004", f"`{short(text)}` cannot be an id", "use letters, digits, `-`, `_`, `.` and `:`")
    return text


def read_date(text: str, calendar: str = "gregorian") -> Date:
    """Return a date, in the Gregorian calendar whatever it was written in, or fault a text that is none."""
    try:
        return from_calendar(text, calendar)
    except DateError as error:
        raise FaultError("DAT001", error.message, error.help, error.offset) from None


def read_number(text: str) -> Decimal:
    """Return a number, or fault a text that is none."""
    if not _NUMBER.fullmatch(text):
        help = "write digits with a decimal point, and the unit in its own column"
        if re.fullmatch(r"[-+]?\d+,\d+", text):
            help = f"write `{text.replace(',', '.')}` if the comma is a decimal comma"
        raise FaultError("VAL003", f"`{short(text)}` is not a number", help)
    return Decimal(text)


def _read_flag(text: str) -> bool:
    if text.lower() not in _YES:
        raise FaultError("VAL002", f"`{short(text)}` is neither yes nor empty", "write `yes` or leave it empty")
    return _YES[text.lower()]


def read_list(text: str) -> tuple[str, ...]:
    """Return the parts of a text apart by semicolons.

    >>> read_list("ALB; SUN;")
    ('ALB', 'SUN')
    """
    return tuple(part for piece in text.split(";") if (part := piece.strip()))


def _word_reader(column: Column) -> Reader:
    known = {word: word for word in column.words}

    def read_word(text: str) -> str:
        if text in known:
            return known[text]
        by_lower = {word.lower(): word for word in known}
        choices = ", ".join(f"`{word}`" for word in known)
        help = did_you_mean(text.lower(), by_lower, 0.6) or f"write one of {choices}"
        raise FaultError("VAL002", f"`{short(text)}` is no {column.name}", help)

    return read_word


def reader_of(column: Column) -> Reader | None:
    """Return what turns a column's texts into values; None where a text is the value."""
    return _word_reader(column) if column.kind is Kind.WORD else _READERS.get(column.kind)


_READERS: Final[Mapping[Kind, Reader]] = {
    **{Kind.ID: read_id, Kind.DATE: read_date, Kind.NUMBER: read_number, Kind.FLAG: _read_flag, Kind.LIST: read_list},
}
_EMPTY: Final[Mapping[Kind, Any]] = {
    **{Kind.DATE: None, Kind.NUMBER: None, Kind.INTERVAL: None, Kind.FLAG: False, Kind.LIST: (), Kind.MAP: NOTHING},
}


def default_of(kind: Kind) -> Any:
    """Return the value of an empty cell: nothing, and never a zero."""
    return _EMPTY.get(kind, "")


def did_you_mean(text: str, known: Mapping[str, str] | Iterable[str], cutoff: float = 0.75) -> str:
    """Return a question with the nearest of the known words, or with what stands under it; nothing if none is near."""
    close = get_close_matches(text, known, 1, cutoff)
    return f"did you mean `{known[close[0]] if isinstance(known, Mapping) else close[0]}`?" if close else ""


def short(text: str) -> str:
    """Return a text as a message may quote it."""
    return text if len(text) <= 60 else text[:57] + "..."
