"""Dates as historians know them: written in EDTF, and asked on which days they may lie.

>>> pact = parse_date("1949-04")
>>> describe(pact), pact.precision, day_text(pact.bounds().first)
('April 1949', 'month', '1949-04-01')
>>> certainly_before(pact, parse_date("1949-05-11")), certainly_before(pact, parse_date("1949-04~"))
(True, False)

A date is what somebody wrote, and keeps its text; all else follows from it. A reading of a date is one way in which it
can be true; whether one date is before another is asked of all readings (certainly) or of any (possibly). Uncertainty,
the sign ``?``, is doubt about the statement and leaves its days alone; approximation, ``~`` or ``%``, widens them by
``WIDTHS``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from detente.model.calendars import CivilDay, gregorian_day, is_julian_leap, julian_day, julian_ordinal, month_length
from detente.model.date_habits import proposals
from detente.model.date_words import reading_words
from detente.model.edtf import MAX_LENGTH, WIDTHS, DateError, Days, Kind, Precision, Reading, Width, read

__all__ = [
    "WIDTHS",
    "Date",
    "DateError",
    "Days",
    "Kind",
    "Precision",
    "Width",
    "certainly_before",
    "day_in_calendar",
    "day_text",
    "describe",
    "from_calendar",
    "is_edtf",
    "parse_date",
    "possibly_before",
    "possibly_same",
    "sort_key",
]

_EVER: Final = Days(None, None)
_SHAPE: Final = re.compile(r"\d{4}-\d\d(?:-\d\d)?", re.ASCII)
_CALENDARS: Final[Mapping[str, Callable[[int], CivilDay]]] = {"gregorian": gregorian_day, "julian": julian_day}
_JULIAN: Final = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d)([?~%]?))?)?", re.ASCII)


@dataclass(frozen=True, slots=True, repr=False)
class Date:
    """A date in EDTF; made by `parse_date`, equal to another if it is written alike."""

    text: str
    _bounds: Days = field(compare=False)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Date({self.text!r})"

    @property
    def _reading(self) -> Reading:
        return read(self.text)

    def bounds(self) -> Days:
        """The days within which it lies in the widest reading."""
        return self._bounds

    def stated(self) -> Days:
        """The days within which it lies as written, approximate or not.

        >>> [day_text(day) for day in (parse_date("1949~").stated().first, parse_date("1949~").bounds().first)]
        ['1949-01-01', '1947-01-01']
        """
        return self._reading.stated() if self.is_approximate else self._bounds

    def core(self) -> Days | None:
        """The days that every reading covers, if there are any.

        A day covers itself, a year no day for certain, ``1948/1950`` all of 1949 with a day on either side.
        """
        if self._bounds.n_days == 1:
            return self._bounds
        return self._reading.core()

    def beginning(self) -> Days:
        """The days on which it may begin."""
        return self._reading.begin if self._has_ends else self._bounds

    def ending(self) -> Days:
        """The days on which it may end."""
        return self._reading.end if self._has_ends else self._bounds

    @property
    def _has_ends(self) -> bool:
        return "/" in self.text or "{" in self.text

    @property
    def kind(self) -> Kind:
        """Whether it is one date, an interval, one of several dates or all of them."""
        return self._reading.kind

    @property
    def precision(self) -> Precision:
        """The unit within which it is known: decade for ``195X``, year for ``1956-XX``; the coarsest of several dates.

        Parts of a year of three months or more are seasons.
        """
        return self._reading.precision

    @property
    def is_uncertain(self) -> bool:
        """Whether any part is doubted (``?``, ``%``)."""
        return "?" in self.text or "%" in self.text

    @property
    def is_approximate(self) -> bool:
        """Whether any part is approximate (``~``, ``%``) or estimated (``1950S2``)."""
        return "~" in self.text or "%" in self.text or "S" in self.text

    @property
    def year(self) -> int | None:
        """The year, if all readings lie in one."""
        first, last = self._bounds.first, self._bounds.last
        if first is None or last is None:
            return None
        year = gregorian_day(first).year
        return year if gregorian_day(last).year == year else None

    def stretches(self, within: Days = _EVER) -> Iterator[Days]:
        """The possible days in stretches that do not meet, ascending: many for ``156X-12-25``, two for ``[1948,1950]``.

        An approximate date has one stretch, its bounds.
        """
        if self._bounds.n_days == 1:
            return iter((self._bounds,) if self._bounds.overlaps(within) else ())
        return self._reading.stretches(within)

    def contains(self, day: int) -> bool:
        """Whether a day [ordinal] is possible."""
        return day in self._bounds and any(day in days for days in self.stretches(Days(day, day)))

    def years(self, within: Days = _EVER) -> Iterator[int]:
        """The years it may touch, ascending.

        Raises
        ------
        ValueError
            If an end is open or unknown and ``within`` does not close it.

        >>> list(parse_date("[1948,1950]").years())
        [1948, 1950]
        """
        return _units(self.stretches(within), within, lambda day: gregorian_day(day).year)

    def months(self, within: Days = _EVER) -> Iterator[tuple[int, int]]:
        """The months (year, month) it may touch, ascending; raises as ``years`` does.

        >>> list(parse_date("1949-12/1950-01").months())
        [(1949, 12), (1950, 1)]
        """
        numbers = _units(self.stretches(within), within, _month_number)
        return ((number // 12, number % 12 + 1) for number in numbers)


def _month_number(day: int) -> int:
    year, month, _ = gregorian_day(day)
    return 12 * year + month - 1


def _units(stretches: Iterator[Days], within: Days, number_of: Callable[[int], int]) -> Iterator[int]:
    """Number the units of time that the stretches touch, each once."""
    following: int | None = None
    for days in stretches:
        firsts = [day for day in (days.first, within.first) if day is not None]
        lasts = [day for day in (days.last, within.last) if day is not None]
        if not firsts or not lasts:
            raise ValueError("the date has no end on one side: say within which days")
        first, last = number_of(max(firsts)), number_of(min(lasts))
        yield from range(first if following is None else max(first, following), last + 1)
        following = last + 1


def parse_date(text: str) -> Date:
    """Read a date in EDTF (levels 0 to 2).

    Raises
    ------
    DateError
        If it is not EDTF; its help proposes what to write instead, and every proposal is EDTF.

    >>> parse_date("1948-06-28").bounds() == Days(711306, 711306)
    True
    >>> try:
    ...     parse_date("10.4.1949")
    ... except DateError as error:
    ...     print(error, "|", error.offset, "|", error.help)
    the day is written before the year | 2 | write `1949-04-10`
    """
    return _parse(text)


@lru_cache(maxsize=2**16)
def _parse(text: str) -> Date:
    if len(text) == 10 and text[4] == "-" == text[7]:
        try:
            day = datetime.date.fromisoformat(text).toordinal()
        except ValueError:
            pass
        else:
            return Date(text, Days(day, day))
    try:
        return Date(text, read(text).bounds)
    except DateError as error:
        raise _kinder(text, error) from None


def _kinder(text: str, error: DateError) -> DateError:
    """The error, with the author's habit named and what to write instead, where the habit is known."""
    if len(text) > MAX_LENGTH:
        return error
    for fact, texts in proposals(text):
        meant = [edtf for edtf in texts if is_edtf(edtf)]
        if len(meant) == 1:
            return DateError(fact, error.offset, f"write `{meant[0]}`")
        if meant:
            words = {edtf: reading_words(read(edtf), edtf) for edtf in meant}
            message = f"`{text}` is ambiguous: {' or '.join(words.values())}"
            help_ = "write " + " or ".join(f"`{edtf}` ({said})" for edtf, said in words.items())
            return DateError(message, error.offset, help_)
    return _nearest(text, error)


def _nearest(text: str, error: DateError) -> DateError:
    """What is wrong with the day or month that was meant, where a habit leads to one that does not exist."""
    for edtf in (edtf for habit in proposals(text) for edtf in habit.proposals if _SHAPE.fullmatch(edtf)):
        try:
            read(edtf)
        except DateError as nearer:
            return DateError(nearer.message, error.offset, nearer.help)
    return error


def is_edtf(text: str) -> bool:
    """Whether a text is EDTF."""
    try:
        read(text)
    except DateError:
        return False
    return True


def certainly_before(a: Date, b: Date) -> bool:
    """Whether in all readings the first ends before the second begins.

    >>> certainly_before(parse_date("1948"), parse_date("1949-01-01"))
    True
    """
    last, first = a.bounds().last, b.bounds().first
    return last is not None and first is not None and last < first


def possibly_before(a: Date, b: Date) -> bool:
    """Whether in some reading the first ends before the second begins.

    An interval that ends in 1950 is not before one that begins in 1948, whatever the days:

    >>> possibly_before(parse_date("1948/1950"), parse_date("1948/1949"))
    False
    >>> possibly_before(parse_date("1949"), parse_date("1949"))
    True
    """
    first, last = a.ending().first, b.beginning().last
    return first is None or last is None or first < last


def possibly_same(a: Date, b: Date) -> bool:
    """Whether some day is possible for both: a time within an interval may be the interval's.

    >>> possibly_same(parse_date("[1948,1950]"), parse_date("1949"))
    False
    """
    if not a.bounds().overlaps(b.bounds()):
        return False
    ours, theirs = a.stretches(b.bounds()), b.stretches(a.bounds())
    mine, other = next(ours, None), next(theirs, None)
    while mine is not None and other is not None:
        if mine.overlaps(other):
            return True
        if mine.last is not None and other.first is not None and mine.last < other.first:
            mine = next(ours, None)
        else:
            other = next(theirs, None)
    return False


def sort_key(date: Date) -> tuple[bool, int, bool, int, str]:
    """Order of a chronology: by the earliest possible day, then the narrower first, then by the text.

    An open or unknown beginning comes before all days, an open or unknown end after all.

    >>> dates = ["1949-04-10", "1949", "../1950", "1949-01-01", "1949/.."]
    >>> [str(date) for date in sorted(map(parse_date, dates), key=sort_key)]
    ['../1950', '1949-01-01', '1949', '1949/..', '1949-04-10']
    """
    first, last = date.bounds().first, date.bounds().last
    return first is not None, first or 0, last is None, last or 0, date.text


def day_text(ordinal: int) -> str:
    """EDTF for a day by its ordinal; for its year, where it has more than four digits, as EDTF has no such days.

    >>> day_text(711306), day_text(-15000), day_text(10**8)
    ('1948-06-28', '-0041-12-07', 'Y273791')
    """
    day = gregorian_day(ordinal)
    return str(day) if -9999 <= day.year <= 9999 else f"Y{day.year}"


def describe(date: Date, language: str = "en") -> str:
    """Say a date in words that can be printed.

    >>> [describe(parse_date(text)) for text in ("1949-04-10", "1949~", "195X", "[1948-06-27..1948-06-29]")]
    ['10 April 1949', 'about 1949', '1950s', 'between 27 and 29 June 1948']

    Raises
    ------
    ValueError
        If there are no words for the language; there are English ones (``en``).
    """
    if language != "en":
        raise ValueError(f"dates have no words in {language!r}, only in 'en'")
    return reading_words(date._reading, date.text)


def from_calendar(text: str, calendar: str) -> Date:
    """Read a date that is written in the Gregorian or the Julian calendar; the result is Gregorian.

    A Julian day stays a day, and may be qualified. A month or a year becomes a choice of its days, ``[first..last]``:
    no Gregorian month or year has the same. An interval becomes one of days: the first day of its beginning to the last
    of its end. Years begin on 1 January.

    >>> from_calendar("1917-10-25", "julian"), from_calendar("1917-10", "julian")
    (Date('1917-11-07'), Date('[1917-10-14..1917-11-13]'))

    Raises
    ------
    DateError
        If the calendar is not ``gregorian`` or ``julian``, or the text is not a date in it.
    """
    if calendar == "gregorian":
        return parse_date(text)
    if calendar != "julian":
        raise DateError(f"no calendar is named `{calendar}`", 0, "write `gregorian` or `julian`")
    if len(text) > MAX_LENGTH:
        return parse_date(text)
    left, slash, right = text.partition("/")
    start = None if slash and left in ("", "..") else _julian_days(left, 0)
    end = None if right in ("", "..") else _julian_days(right, len(left) + 1)
    if start and end and end.last < start.first:
        raise DateError("the interval ends before it begins", len(left) + 1, f"write `{right}/{left}`")
    if slash:
        first = f"{day_text(start.first)}{start.qualifier}" if start else left
        return parse_date(first + "/" + (f"{day_text(end.last)}{end.qualifier}" if end else right))
    if start is None or start.first == start.last:
        return parse_date(f"{day_text(start.first)}{start.qualifier}" if start else text)
    return parse_date(f"[{day_text(start.first)}..{day_text(start.last)}]")


class _JulianDays(NamedTuple):
    first: int
    last: int
    qualifier: str


def _julian_days(text: str, offset: int) -> _JulianDays:
    match = _JULIAN.fullmatch(text)
    if match is None:
        parse_date(text)
        help_ = "write a day, a month, a year, or an interval between such; only a day may be qualified"
        raise DateError(f"`{text}` cannot be converted from the Julian calendar", offset, help_)
    year, month, day = (int(n) if n else None for n in match.group(1, 2, 3))
    if year is None or (year == 0 and text.startswith("-")):
        raise DateError("the year 0 has no sign", offset, "write `0000` for 1 BCE, `-0001` for 2 BCE")
    if month is not None and not 1 <= month <= 12:
        raise DateError(f"there is no month {month:02d}", offset + match.start(2), "write a month from 01 to 12")
    length = month_length(month or 12, leap=is_julian_leap(year))
    if day is not None and not 1 <= day <= length:
        message = f"{match[1]}-{month:02d} has {length} days in the Julian calendar"
        raise DateError(message, offset + match.start(3), f"write a day from 01 to {length}")
    days = _JulianDays(
        julian_ordinal(year, month or 1, day or 1), julian_ordinal(year, month or 12, day or length), match[4] or ""
    )
    if not -9999 <= gregorian_day(days.first).year <= gregorian_day(days.last).year <= 9999:
        message = "the day lies beyond the years that EDTF can write"
        raise DateError(message, offset, "write the year alone, after a `Y`")
    return days


def day_in_calendar(ordinal: int, calendar: str) -> str:
    """Write a day by its ordinal in the Gregorian or the Julian calendar: what ``from_calendar`` reads.

    >>> day_in_calendar(parse_date("1917-11-07").bounds().first, "julian")
    '1917-10-25'

    Raises
    ------
    KeyError
        If the calendar is not ``gregorian`` or ``julian``.
    """
    return str(_CALENDARS[calendar](ordinal))
