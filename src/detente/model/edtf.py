"""Reading EDTF: from a text to the days that it may mean.

The Extended Date/Time Format of 4 February 2019 (Library of Congress; ISO 8601-2:2019), levels 0, 1 and 2, and of ISO
8601 besides the decade ``195`` and the century ``19``, standing alone. ``detente.model.dates`` is the way in.

Where the standard leaves a meaning open, the convention is:

- a season belongs to the year in which it begins, has three whole months, and without a hemisphere is northern: winter
  1949 is December 1949 to February 1950;
- an open end and an unknown end bound nothing;
- what is approximate may lie ``WIDTHS`` further on either side.
"""

from __future__ import annotations

import heapq
import itertools
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from detente.model.calendars import (
    MONTHS,
    gregorian_day,
    gregorian_ordinal,
    is_gregorian_leap,
    month_length,
    shift_months,
)

MAX_LENGTH: Final = 200
MAX_YEAR_DIGITS: Final = 12

Precision = Literal["day", "month", "season", "year", "decade", "century", "millennium"]
Kind = Literal["date", "interval", "one of", "all of"]
PRECISIONS: Final[tuple[Precision, ...]] = ("day", "month", "season", "year", "decade", "century", "millennium")


class Width(NamedTuple):
    """How far an approximate date may lie from what is written, on either side."""

    months: int
    days: int


WIDTHS: Final[Mapping[Precision, Width]] = MappingProxyType(
    {
        "day": Width(0, 3),
        "month": Width(1, 0),
        "season": Width(3, 0),
        "year": Width(24, 0),
        "decade": Width(60, 0),
        "century": Width(300, 0),
        "millennium": Width(3000, 0),
    }
)
"""How much ``~`` and ``%`` widen a date, by its precision: a convention of this program, for EDTF has none.

The rule is that an author who writes "about" would have chosen a coarser precision if he were further off: the day lies
within the week around it, the month or the season may be its neighbour, the year lies within five years, the decade is
off by at most its half, the century and the millennium by a quarter. A generous width errs on the safe side: it can
take away a "certainly before", and never makes one.
"""

# First month and number of months of the groupings 21 to 41.
_SEASONS: Final[Mapping[int, tuple[int, int]]] = {
    21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3),
    25: (3, 3), 26: (6, 3), 27: (9, 3), 28: (12, 3),
    29: (9, 3), 30: (12, 3), 31: (3, 3), 32: (6, 3),
    33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3),
    37: (1, 4), 38: (5, 4), 39: (9, 4),
    40: (1, 6), 41: (7, 6),
}  # fmt: skip
_LONGEST_DATE: Final = 17  # a BCE day with signs at both sides of each component
_COMPONENT: Final = r"([?~%]?)([\dX]{2})([?~%]?)"
_DATE: Final = re.compile(rf"([?~%]?)(-?[\dX]{{4}})([?~%]?)(?:-{_COMPONENT}(?:-{_COMPONENT})?)?", re.ASCII)
_LONG_YEAR: Final = re.compile(r"(Y?)(-?)(\d+)(?:E(\d+))?(?:S(\d+))?([?~%]?)", re.ASCII)
_SHORT_YEAR: Final = re.compile(r"(\d{2,3})([?~%]?)", re.ASCII)
_TIME: Final = re.compile(
    r"(?:(?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60))?|24:00(?::00)?)(?:Z|[+-](?:[01]\d|2[0-3])(?::[0-5]\d)?)?",
    re.ASCII,
)
_USUAL: Final = "write the year first, then month and day, as in `1949-04-10`, `1949-04` or `1949`"


class DateError(ValueError):
    """A text is not a date.

    Attributes
    ----------
    message
        What is the case, as a clause without a full stop.
    offset
        The character where it goes wrong, counted from 0; the length of the text if it ends too early.
    help
        What to do, or empty.
    """

    def __init__(self, message: str, offset: int = 0, help: str = "") -> None:
        super().__init__(message, offset, help)
        self.message = message
        self.offset = offset
        self.help = help

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days by their ordinals, both ends included.

    An end that is None is open or unknown. An ordinal is what ``datetime.date.toordinal`` gives, in any year.

    >>> 3 in Days(1, 5), 3 in Days(None, 2), Days(1, 5).overlaps(Days(5, None))
    (True, False, True)
    """

    first: int | None
    last: int | None

    def __contains__(self, day: int) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def overlaps(self, other: Days) -> bool:
        """Whether a day is in both."""
        return not (
            (self.last is not None and other.first is not None and self.last < other.first)
            or (other.last is not None and self.first is not None and other.last < self.first)
        )

    @property
    def n_days(self) -> int | None:
        """Number of days; None without one of the ends."""
        return None if self.first is None or self.last is None else self.last - self.first + 1


class Stretch(NamedTuple):
    """Days that follow each other; both ends are known."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Components:
    """The years, months and days that a date may have, each by itself; a season stands in place of a month."""

    years: Sequence[int]
    months: tuple[int, ...] | None = None
    days: tuple[int, ...] | None = None
    season: int | None = None

    def stretches_of(self, year: int) -> list[Stretch]:
        """The possible days of one of the years, ascending; empty where the calendar lacks them."""
        if self.season is not None:
            month, n_months = _SEASONS[self.season]
            return [_months(year, month, n_months)]
        if self.months is None:
            return [_months(year, 1, 12)]
        if self.days is None:
            return [_months(year, month, 1) for month in self.months]
        return [
            Stretch(day, day)
            for month in self.months
            for n in self.days
            if n <= month_length(month, leap=is_gregorian_leap(year))
            for day in [gregorian_ordinal(year, month, n)]
        ]

    def hull(self) -> Stretch | None:
        """The first and the last possible day; None where the calendar has no such day."""
        first = next((s[0].first for year in self.years if (s := self.stretches_of(year))), None)
        last = next((s[-1].last for year in reversed(self.years) if (s := self.stretches_of(year))), None)
        return None if first is None or last is None else Stretch(first, last)


def _months(year: int, month: int, n_months: int) -> Stretch:
    return Stretch(gregorian_ordinal(year, month), gregorian_ordinal(year, month + n_months) - 1)


@dataclass(frozen=True, slots=True)
class Part:
    """One date, without ends.

    ``written`` names the components that are written (``y``, ``ym``, ``ymd``), ``masked`` those with an X,
    ``uncertain`` and ``approximate`` those that are qualified, in that order. ``stated`` are the days as written,
    ``bounds`` the same after widening.
    """

    components: Components
    written: str
    masked: str
    uncertain: str
    approximate: str
    estimate: int | None
    precision: Precision
    stated: Stretch
    bounds: Stretch

    def stretches(self, within: Days) -> Iterator[Days]:
        """The possible days, ascending, as far as they touch ``within``; an approximate date has no gaps."""
        has_gaps = not self.approximate and (self.written != "y" or not isinstance(self.components.years, range))
        if not has_gaps:
            found: Iterator[Stretch] = iter((self.bounds,))
        else:
            years = self.components.years
            low = 0 if within.first is None else bisect_left(years, gregorian_day(within.first).year - 1)
            high = len(years) if within.last is None else bisect_right(years, gregorian_day(within.last).year)
            found = itertools.chain.from_iterable(self.components.stretches_of(year) for year in years[low:high])
        return (days for days in itertools.starmap(Days, found) if days.overlaps(within))


class Member(NamedTuple):
    """A date of an expression, or the ends of an interval or of a range in a set; None is an end left out."""

    start: Part | None
    end: Part | None

    def hull(self) -> Days:
        """From the earliest possible beginning to the latest possible end."""
        return Days(self.start.bounds.first if self.start else None, self.end.bounds.last if self.end else None)

    def core(self) -> Days | None:
        """The days that every reading covers."""
        if self.start is None or self.end is None:
            known = self.start or self.end
            return Days(*known.bounds) if known and known.bounds.first == known.bounds.last else None
        first, last = self.start.bounds.last, self.end.bounds.first
        return Days(first, last) if first <= last else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What an EDTF text says: its dates, and the days on which the whole may begin and may end."""

    kind: Kind
    members: tuple[Member, ...]
    begin: Days
    end: Days

    @property
    def bounds(self) -> Days:
        """From the earliest possible beginning to the latest possible end."""
        return Days(self.begin.first, self.end.last)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The dates in it, in order; one that stands for both ends counts once."""
        return tuple(
            part
            for start, end in self.members
            for part in ((start,) if start is end else (start, end))
            if part is not None
        )

    @property
    def precision(self) -> Precision:
        """The coarsest precision among its dates."""
        return max((part.precision for part in self.parts), key=PRECISIONS.index)

    def stated(self) -> Days:
        """The bounds without the widening of approximate dates."""
        starts = [start.stated.first if start else None for start, _ in self.members]
        ends = [end.stated.last if end else None for _, end in self.members]
        return Days(_least(starts), _greatest(ends))

    def core(self) -> Days | None:
        """The days that every reading covers; of several members, only where their cores join up."""
        if self.kind == "one of":
            return self.bounds if self.bounds.n_days == 1 else None
        cores = [member.core() for member in self.members]
        joined: list[Days] = []
        for core in sorted((c for c in cores if c), key=_first_or_before_all):
            joined = _append(joined, core)
        return joined[0] if len(joined) == 1 and None not in cores else None

    def stretches(self, within: Days) -> Iterator[Days]:
        """The possible days, ascending and apart, as far as they touch ``within``."""
        sources: list[Iterator[Days]] = []
        for member in self.members:
            if member.start is not None and member.start is member.end:
                sources.append(member.start.stretches(within))
            elif (hull := member.hull()).overlaps(within):
                sources.append(iter((hull,)))
        last: list[Days] = []
        for days in heapq.merge(*sources, key=_first_or_before_all):
            *done, newest = _append(last, days)
            yield from done
            last = [newest]
        yield from last


def _first_or_before_all(days: Days) -> float:
    return -math.inf if days.first is None else days.first


def _append(stretches: list[Days], days: Days) -> list[Days]:
    """Add a stretch that begins no earlier than the last; the two become one where they meet."""
    if not stretches:
        return [days]
    *done, newest = stretches
    if newest.last is not None and days.first is not None and days.first > newest.last + 1:
        return [*stretches, days]
    return [*done, Days(newest.first, _greatest([newest.last, days.last]))]


def _least(values: Sequence[int | None]) -> int | None:
    return None if None in values else min(v for v in values if v is not None)


def _greatest(values: Sequence[int | None]) -> int | None:
    return None if None in values else max(v for v in values if v is not None)


@lru_cache(maxsize=2**14)
def read(text: str) -> Reading:
    """Read EDTF as the standard has it.

    Raises
    ------
    DateError
        If the text is not EDTF.
    """
    if len(text) > MAX_LENGTH:
        raise DateError(f"the date has {len(text)} characters", MAX_LENGTH, f"write at most {MAX_LENGTH} characters")
    if not text.strip():
        raise DateError("there is no date", 0, "write a date such as `1949-04-10`, or leave the field empty")
    if text[0] in "[{":
        return _read_set(text)
    if "/" in text:
        return _read_interval(text)
    part = _read_date_and_time(text)
    return _reading("date", [Member(part, part)])


def _reading(kind: Kind, members: Sequence[Member]) -> Reading:
    """Work out on which days the whole may begin and end: what is one of several dates, on any of its days."""
    hulls = [member.hull() for member in members]
    first, last = _least([hull.first for hull in hulls]), _greatest([hull.last for hull in hulls])
    if kind in ("date", "one of"):
        return Reading(kind, tuple(members), Days(first, last), Days(first, last))
    begin_last = min(part.bounds.last for member in members if (part := member.start or member.end))
    end_first = max(part.bounds.first for member in members if (part := member.end or member.start))
    begin = Days(first, begin_last if last is None else min(begin_last, last))
    return Reading(kind, tuple(members), begin, Days(end_first if first is None else max(end_first, first), last))


def _read_interval(text: str) -> Reading:
    left, right = text.split("/", 1)
    after = len(left) + 1
    if "/" in right:
        help_ = "write one `/` between its beginning and its end"
        raise DateError("an interval has two ends", after + right.index("/"), help_)
    start = None if left in ("", "..") else _read_part(left, 0)
    end = None if right in ("", "..") else _read_part(right, after)
    if start is None and end is None:
        raise DateError("neither end of the interval is known", 0, "leave the field empty")
    if start and end and end.stated.last < start.stated.first:
        raise DateError("the interval ends before it begins", after, f"write `{right}/{left}`")
    return _reading("interval", [Member(start, end)])


def _read_set(text: str) -> Reading:
    kind: Kind = "one of" if text[0] == "[" else "all of"
    closing = "]" if kind == "one of" else "}"
    if text[-1] != closing:
        raise DateError(f"the set is not closed by `{closing}`", len(text), f"end it with `{closing}`")
    texts = text[1:-1].split(",")
    members, offset = [], 1
    for n, member in enumerate(texts):
        members.append(_read_member(member, offset, may_open=(n == 0, n == len(texts) - 1)))
        offset += len(member) + 1
    return _reading(kind, members)


def _read_member(text: str, offset: int, *, may_open: tuple[bool, bool]) -> Member:
    left, dots, right = text.partition("..")
    if not dots:
        part = _read_part(text, offset)
        return Member(part, part)
    after = offset + len(left) + 2
    if not left and not right:
        raise DateError("the dots have no date beside them", offset, "write a date before or after `..`")
    if (not left and not may_open[0]) or (not right and not may_open[1]):
        help_ = "put `..` before the first date, after the last, or between two dates"
        raise DateError("dots in the middle of a set have a date on one side only", offset, help_)
    start, end = (_read_part(left, offset) if left else None), (_read_part(right, after) if right else None)
    if start and end:
        if (start.written, start.precision) != (end.written, end.precision):
            message = "the ends of the range are not equally precise"
            raise DateError(message, after, "write both as years, months or days")
        if end.stated.last < start.stated.first:
            raise DateError("the range ends before it begins", after, f"write `{right}..{left}`")
    return Member(start, end)


def _read_date_and_time(text: str) -> Part:
    day, mark, time = text.partition("T")
    if not mark:
        return _read_part(text, 0, alone=True)
    part = _read_part(day, 0)
    if part.written != "ymd" or part.masked or len(day.lstrip("-")) != 10:
        raise DateError("a time of day stands after a date that is not one day", len(day), f"write `{day}`")
    if not _TIME.fullmatch(time):
        example = f"write the time as in `{day}T18:30:00` or `{day}T18:30:00+01:00`, or leave it out"
        raise DateError("the time of day cannot be read", len(day) + 1, example)
    return part


def _read_part(text: str, offset: int, *, alone: bool = False) -> Part:
    if match := _DATE.fullmatch(text):
        return _read_components(match, offset)
    if (match := _LONG_YEAR.fullmatch(text)) and any(match.group(1, 4, 5)):
        return _read_long_year(match, offset)
    if match := _SHORT_YEAR.fullmatch(text):
        return _read_short_year(match, offset, alone=alone)
    raise _misshapen(text, offset)


def _misshapen(text: str, offset: int) -> DateError:
    at = next(n for n in range(min(len(text), _LONGEST_DATE), -1, -1) if _may_go_on(text[:n]))
    if at == len(text):
        return DateError("the date ends too early" if text else "a date is missing", offset + at, _USUAL)
    if re.fullmatch(r"-?\d{5,}", text, re.ASCII):
        return DateError("the year has more than four digits", offset + 4, f"write `Y{text}` if this is a year")
    return DateError(f"`{text[at]}` is out of place in a date", offset + at, _USUAL)


def _may_go_on(text: str) -> bool:
    """Whether a date can begin with this text."""
    template = "XXXX-XX-XX"
    return any(_DATE.fullmatch(text + template[n:]) for n in range(len(template) + 1))


def _read_components(match: re.Match[str], offset: int) -> Part:
    year, month, day = match.group(2, 5, 8)
    written = "ymd"[: 1 + (month is not None) + (day is not None)]
    uncertain, approximate = (_qualified(match, written, signs) for signs in ("?%", "~%"))
    masked = "".join(c for c, text in zip("ymd", (year, month, day), strict=True) if text and "X" in text)
    years = _years(year, offset + match.start(2))
    if month is None:
        return _part(Components(years), written, masked, uncertain, approximate, _year_precision(year))
    if month.isdigit() and int(month) in _SEASONS:
        if day is not None:
            raise DateError("a season has no days", offset + match.start(8), "write a month from 01 to 12")
        components = Components(years, season=int(month))
        return _part(components, written, masked, uncertain, approximate, _year_precision(year))
    months = _matching(month, 12)
    if not months:
        help_ = "write a month from 01 to 12, XX if it is not known, or a part of the year from 21 (spring) to 41"
        raise DateError(f"there is no month {month}", offset + match.start(5), help_)
    days = None if day is None or day == "XX" else _matching(day, 31)
    if days == ():
        message = f"there is no day {day}"
        raise DateError(message, offset + match.start(8), "write a day from 01 to 31, or XX if it is not known")
    components = Components(years, months, days)
    if components.hull() is None:
        raise _no_such_day(components, match, offset)
    return _part(components, written, masked, uncertain, approximate, _year_precision(year))


def _no_such_day(components: Components, match: re.Match[str], offset: int) -> DateError:
    year, month, day = match.group(2, 5, 8)
    longest = month_length(
        components.months[0] if components.months else 1, leap=is_gregorian_leap(components.years[0])
    )
    if "X" in year + month:
        return DateError(f"none of these months has a day {day}", offset + match.start(8), "write another day, or XX")
    help_ = f"write a day up to `{year}-{month}-{longest}`, or `{year}-{month}-XX` if it is not known"
    return DateError(f"{MONTHS[int(month) - 1]} {year} has {longest} days", offset + match.start(8), help_)


def _qualified(match: re.Match[str], written: str, signs: str) -> str:
    """The components that carry one of the signs: one by a sign at its left, all so far by a sign at the right."""
    found = set()
    for n, component in enumerate(written):
        left, right = match.group(3 * n + 1, 3 * n + 3)
        if left and left in signs:
            found.add(component)
        if right and right in signs:
            found.update(written[: n + 1])
    return "".join(c for c in written if c in found)


def _matching(pattern: str, largest: int) -> tuple[int, ...]:
    """The numbers from 1 that agree with two digits or X."""
    return tuple(
        n for n in range(1, largest + 1) if all(p in ("X", c) for p, c in zip(pattern, f"{n:02d}", strict=True))
    )


def _years(text: str, offset: int) -> Sequence[int]:
    """The years that agree with four digits or X: a range unless an X stands before a digit."""
    digits, is_negative = text.lstrip("-"), text.startswith("-")
    known = digits.rstrip("X")
    n_unknown = 10 ** (4 - len(known))
    years: Sequence[int]
    if "X" in known:
        fillings = itertools.product(*("0123456789" if c == "X" else c for c in digits))
        years = tuple(int("".join(filling)) for filling in fillings)
    else:
        years = range(int(known or 0) * n_unknown, (int(known or 0) + 1) * n_unknown)
    if not is_negative:
        return years
    if years[-1] == 0:
        raise DateError("the year 0 has no sign", offset, "write `0000` for 1 BCE, `-0001` for 2 BCE")
    if isinstance(years, range):
        return range(-years[-1], -max(years[0], 1) + 1)
    return tuple(-year for year in reversed(years) if year)


def _year_precision(text: str) -> Precision:
    digits = text.lstrip("-")
    coarseness = 4 - digits.index("X") if "X" in digits else 0
    return _precision_of_block(10**coarseness)


def _precision_of_block(n_years: int) -> Precision:
    precisions: dict[int, Precision] = {1: "year", 10: "decade", 100: "century"}
    return precisions.get(n_years, "millennium")


def _read_long_year(match: re.Match[str], offset: int) -> Part:
    prefix, sign, digits, exponent, significant, qualifier = match.groups("")
    if len(exponent) > 2 or len(digits) + int(exponent or 0) > MAX_YEAR_DIGITS:
        at = offset + match.start(4 if exponent else 3)
        raise DateError(f"the year has more than {MAX_YEAR_DIGITS} digits", at, "write a year that history can reach")
    year = int(digits) * 10 ** int(exponent or 0)
    if prefix and (digits.startswith("0") or year <= 9999):
        short = f"{sign}{year:04d}" + (f"S{significant}" if significant else "")
        raise DateError("a year of four digits has no Y", offset, f"write `{short}`")
    if not prefix and (exponent or len(digits) != 4):
        raise DateError("a year of other than four digits needs a Y", offset, f"write `Y{match.group()}`")
    n_digits = len(str(year))
    n_significant = int(significant) if 0 < len(significant) < 3 else 0 if significant else n_digits
    if not 1 <= n_significant <= n_digits:
        at, help_ = offset + match.start(5), f"write a number from 1 to {n_digits} after S"
        raise DateError(f"the year has {n_digits} digits, not {significant} that signify", at, help_)
    block = 10 ** (n_digits - n_significant)
    low = year // block * block
    years = range(-(low + block - 1), -low + 1) if sign else range(low, low + block)
    uncertain, approximate = ("y" if qualifier and qualifier in signs else "" for signs in ("?%", "~%"))
    estimate = (-year if sign else year) if significant else None
    precision = _precision_of_block(block)
    return _part(Components(years), "y", "", uncertain, approximate, precision, estimate)


def _read_short_year(match: re.Match[str], offset: int, *, alone: bool) -> Part:
    digits, qualifier = match.groups()
    n_years = 10 ** (4 - len(digits))
    unit = _precision_of_block(n_years)
    whole = digits + "X" * (4 - len(digits))
    if not alone:
        raise DateError(f"`{digits}` is not a year", offset, f"write four digits, or `{whole}` for the {unit}")
    years = range(int(digits) * n_years, (int(digits) + 1) * n_years)
    if years[0] > 2099:
        help_ = f"write four digits for a year, `{whole}` if the {unit} is meant"
        raise DateError(f"`{digits}` would be the {unit} {years[0]} to {years[-1]}", offset, help_)
    uncertain, approximate = ("y" if qualifier and qualifier in signs else "" for signs in ("?%", "~%"))
    return _part(Components(years), "y", "", uncertain, approximate, unit)


def _part(
    components: Components,
    written: str,
    masked: str,
    uncertain: str,
    approximate: str,
    year_precision: Precision,
    estimate: int | None = None,
) -> Part:
    stated = components.hull()
    if stated is None:
        raise ValueError("the calendar has none of these days")
    units: dict[str, Precision] = {
        "y": year_precision,
        "m": "year" if "m" in masked else "season" if components.season else "month",
        "d": "month" if "d" in masked else "day",
    }
    known_to = units[masked[0]] if masked else units[written[-1]]
    precision = known_to if year_precision == "year" else year_precision
    bounds = _widened(stated, written, approximate, units, precision) if approximate else stated
    return Part(components, written, masked, uncertain, approximate, estimate, precision, stated, bounds)


def _widened(
    stated: Stretch, written: str, approximate: str, units: Mapping[str, Precision], precision: Precision
) -> Stretch:
    """Widen by the finest approximate component; what is not approximate and coarser is kept."""
    finest = approximate[-1]
    first, last = _shifted(stated, WIDTHS[precision if approximate == written else units[finest]])
    kept = [c for c in written[: written.index(finest)] if c not in approximate]
    if not kept:
        return Stretch(first, last)
    (year, month, _), (last_year, last_month, _) = gregorian_day(stated.first), gregorian_day(stated.last)
    if kept[-1] == "y":
        month, last_month = 1, 12
    first = max(first, gregorian_ordinal(year, month))
    last = min(last, gregorian_ordinal(last_year, last_month + 1) - 1)
    return _shifted(Stretch(first, last), WIDTHS[units["y"]]) if "y" in approximate else Stretch(first, last)


def _shifted(days: Stretch, width: Width) -> Stretch:
    """Move both ends outwards; the end of a month stays the end of a month."""
    first = shift_months(days.first, -width.months) - width.days
    last = max(shift_months(days.last, width.months), shift_months(days.last + 1, width.months) - 1) + width.days
    return Stretch(first, last)
