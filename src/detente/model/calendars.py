"""Day numbers in the Gregorian and the Julian calendar, for any year.

A day is one number, its ordinal: what ``datetime.date.toordinal`` gives, carried on before year 1 and after
year 9999 by the rule of the calendar (proleptically). Years are astronomical: 0 is 1 BCE, -43 is 44 BCE.

References
----------
E. G. Richards, "Calendars", in *Explanatory Supplement to the Astronomical Almanac*, 3rd ed., 2013, ch. 15.
"""

from __future__ import annotations

import datetime
from typing import Final, NamedTuple

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS_BEFORE_MONTH: Final = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_GREGORIAN_CYCLE: Final = 146_097  # days in 400 years
_JULIAN_CYCLE: Final = 1_461  # days in 4 years


class CivilDay(NamedTuple):
    """A day as a calendar names it."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        """Write the day as EDTF does; meant for years of at most four digits."""
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"


def is_gregorian_leap(year: int) -> bool:
    """Whether a Gregorian year has 366 days.

    >>> [year for year in (1900, 1949, 1956, 2000) if is_gregorian_leap(year)]
    [1956, 2000]
    """
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def is_julian_leap(year: int) -> bool:
    """Whether a Julian year has 366 days."""
    return year % 4 == 0


def month_length(month: int, *, leap: bool) -> int:
    """Days in a month of either calendar."""
    if month == 2:
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


def gregorian_ordinal(year: int, month: int = 1, day: int = 1) -> int:
    """Ordinal of a Gregorian day; a month above 12 runs on into the next years, below 1 into those before.

    >>> gregorian_ordinal(1949, 4, 10) == datetime.date(1949, 4, 10).toordinal()
    True
    >>> gregorian_ordinal(1949, 14, 1) == gregorian_ordinal(1950, 2, 1)
    True
    """
    if not 1 <= month <= 12:
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    before = year - 1
    leap_day = 1 if month > 2 and is_gregorian_leap(year) else 0
    return 365 * before + before // 4 - before // 100 + before // 400 + _DAYS_BEFORE_MONTH[month] + leap_day + day


def gregorian_day(ordinal: int) -> CivilDay:
    """Name a day in the Gregorian calendar.

    >>> gregorian_day(0)
    CivilDay(year=0, month=12, day=31)
    """
    cycles, rest = divmod(ordinal - 1, _GREGORIAN_CYCLE)
    day = datetime.date.fromordinal(rest + 1)
    return CivilDay(day.year + 400 * cycles, day.month, day.day)


def julian_ordinal(year: int, month: int = 1, day: int = 1) -> int:
    """Ordinal of a day that is named in the Julian calendar.

    The first day of the Gregorian reform, and the October Revolution:

    >>> str(gregorian_day(julian_ordinal(1582, 10, 5)))
    '1582-10-15'
    >>> str(gregorian_day(julian_ordinal(1917, 10, 25)))
    '1917-11-07'
    """
    before = year - 1
    leap_day = 1 if month > 2 and is_julian_leap(year) else 0
    return 365 * before + before // 4 + _DAYS_BEFORE_MONTH[month] + leap_day + day - 2


def julian_day(ordinal: int) -> CivilDay:
    """Name a day in the Julian calendar.

    >>> str(julian_day(datetime.date(1917, 11, 7).toordinal()))
    '1917-10-25'
    """
    cycles, rest = divmod(ordinal + 1, _JULIAN_CYCLE)
    years = min(rest // 365, 3)
    year = 4 * cycles + years + 1
    month = max(m for m in range(1, 13) if julian_ordinal(year, m) <= ordinal)
    return CivilDay(year, month, ordinal - julian_ordinal(year, month) + 1)


def shift_months(ordinal: int, months: int) -> int:
    """Move a day by Gregorian months; a day that the month lacks becomes its last.

    >>> str(gregorian_day(shift_months(gregorian_ordinal(1949, 3, 31), -1)))
    '1949-02-28'
    """
    year, month, day = gregorian_day(ordinal)
    first = gregorian_ordinal(year, month + months)
    return min(first + day, gregorian_ordinal(year, month + months + 1)) - 1
