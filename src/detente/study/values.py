"""Texts to values: what each kind of column accepts, and what is said of what it does not."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final

from detente.model.dates import Date, DateError, from_calendar, parse_date
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

    def add(
        self,
        code: str,
        message: str,
        span: Span,
        *,
        help: str = "",
        label: str = "",
        about: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note one complaint."""
        self.found.append(Diagnostic(code, severity, message, span, label, help, about))


class FaultError(Exception):
    """A text that is no value of its column: a code, a fact, an action, and where in the text it goes wrong."""

    def __init__(self, code: str, message: str, help: str = "", start: int = 0, end: int | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.help, self.start, self.end = code, message, help, start, end


Reader = Callable[[str], Any]


def read_id(text: str) -> str:
    """Return an id, or fault characters that ids do not have."""
    if not ID.fullmatch(text):
        raise FaultError("VAL004", f"`{short(text)}` cannot be an id", "use letters, digits, `-`, `_`, `.` and `:`")
    return text


def _read_date(text: str) -> Date:
    try:
        return parse_date(text)
    except DateError as error:
        raise FaultError("DAT001", error.message, error.help, error.offset) from None


def read_julian_date(text: str) -> Date:
    """Return the Gregorian date of one written in the Julian calendar."""
    try:
        return from_calendar(text, "julian")
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
        close = get_close_matches(text.lower(), [word.lower() for word in known], 1, 0.6)
        by_lower = {word.lower(): word for word in known}
        choices = ", ".join(f"`{word}`" for word in column.words)
        help = f"did you mean `{by_lower[close[0]]}`?" if close else f"write one of {choices}"
        raise FaultError("VAL002", f"`{short(text)}` is no {column.name}", help)

    return read_word


def reader_of(column: Column) -> Reader | None:
    """Return what turns a column's texts into values; None where a text is the value."""
    match column.kind:
        case Kind.ID:
            return read_id
        case Kind.WORD:
            return _word_reader(column)
        case Kind.DATE:
            return _read_date
        case Kind.NUMBER:
            return read_number
        case Kind.FLAG:
            return _read_flag
        case Kind.LIST:
            return read_list
        case Kind.TEXT | Kind.MAP | Kind.INTERVAL:
            return None


def default_of(kind: Kind) -> Any:
    """Return the value of an empty cell: nothing, and never a zero."""
    empty: dict[Kind, Any] = {
        Kind.DATE: None,
        Kind.NUMBER: None,
        Kind.FLAG: False,
        Kind.LIST: (),
        Kind.MAP: NOTHING,
        Kind.INTERVAL: None,
    }
    return empty.get(kind, "")


def short(text: str) -> str:
    """Return a text as a message may quote it."""
    return text if len(text) <= 60 else text[:57] + "..."
