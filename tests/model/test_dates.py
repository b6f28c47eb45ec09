"""Dates: the examples of the EDTF specification, bounds worked out by hand, and what must hold of any text.

The table follows the EDTF specification of 4 February 2019 (https://www.loc.gov/standards/datetime/), in its order.
"""

from __future__ import annotations

import datetime
import itertools
import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.calendars import gregorian_day, gregorian_ordinal, julian_day, julian_ordinal, month_length
from detente.model.date_habits import _DATES, _JOINED, _QUALIFIED
from detente.model.dates import (
    WIDTHS,
    Date,
    DateError,
    Days,
    certainly_before,
    day_in_calendar,
    day_text,
    describe,
    from_calendar,
    parse_date,
    possibly_before,
    possibly_same,
    sort_key,
)

EXAMPLES_OF_THE_SPECIFICATION = """
    level 0: date
    1985-04-12                   1985-04-12  1985-04-12  day         12 April 1985
    1985-04                      1985-04-01  1985-04-30  month       April 1985
    1985                         1985-01-01  1985-12-31  year        1985
    level 0: date and time
    1985-04-12T23:20:30          1985-04-12  1985-04-12  day         12 April 1985
    1985-04-12T23:20:30Z         1985-04-12  1985-04-12  day         12 April 1985
    1985-04-12T23:20:30-04       1985-04-12  1985-04-12  day         12 April 1985
    1985-04-12T23:20:30+04:30    1985-04-12  1985-04-12  day         12 April 1985
    level 0: time interval
    1964/2008                    1964-01-01  2008-12-31  year        from 1964 to 2008
    2004-06/2006-08              2004-06-01  2006-08-31  month       from June 2004 to August 2006
    2004-02-01/2005-02-08        2004-02-01  2005-02-08  day         from 1 February 2004 to 8 February 2005
    2004-02-01/2005-02           2004-02-01  2005-02-28  month       from 1 February 2004 to February 2005
    2004-02-01/2005              2004-02-01  2005-12-31  year        from 1 February 2004 to 2005
    2005/2006-02                 2005-01-01  2006-02-28  year        from 2005 to February 2006
    level 1: letter-prefixed calendar year
    Y170000002                   Y170000002  Y170000002  year        170000002
    Y-170000002                  Y-170000002  Y-170000002  year        170000003 BCE
    level 1: seasons
    2001-21                      2001-03-01  2001-05-31  season      spring 2001
    level 1: qualification of a date (complete)
    1984?                        1984-01-01  1984-12-31  year        perhaps 1984
    2004-06~                     2004-05-01  2004-07-31  month       about June 2004
    2004-06-11%                  2004-06-08  2004-06-14  day         perhaps about 11 June 2004
    level 1: unspecified digit(s) from the right
    201X                         2010-01-01  2019-12-31  decade      2010s
    20XX                         2000-01-01  2099-12-31  century     between 2000 and 2099
    2004-XX                      2004-01-01  2004-12-31  year        2004, month unknown
    1985-04-XX                   1985-04-01  1985-04-30  month       April 1985, day unknown
    1985-XX-XX                   1985-01-01  1985-12-31  year        1985, month and day unknown
    level 1: extended interval
    1985-04-12/..                1985-04-12  -           day         from 12 April 1985 onwards
    1985-04/..                   1985-04-01  -           month       from April 1985 onwards
    1985/..                      1985-01-01  -           year        from 1985 onwards
    ../1985-04-12                -           1985-04-12  day         until 12 April 1985
    ../1985-04                   -           1985-04-30  month       until April 1985
    ../1985                      -           1985-12-31  year        until 1985
    1985-04-12/                  1985-04-12  -           day         from 12 April 1985, end unknown
    1985-04/                     1985-04-01  -           month       from April 1985, end unknown
    1985/                        1985-01-01  -           year        from 1985, end unknown
    /1985-04-12                  -           1985-04-12  day         until 12 April 1985, beginning unknown
    /1985-04                     -           1985-04-30  month       until April 1985, beginning unknown
    /1985                        -           1985-12-31  year        until 1985, beginning unknown
    level 1: negative calendar year
    -1985                        -1985-01-01  -1985-12-31  year        1986 BCE
    level 2: exponential year
    Y-17E7                       Y-170000000  Y-170000000  year        170000001 BCE
    level 2: significant digits
    1950S2                       1900-01-01  1999-12-31  century     between 1900 and 1999, about 1950
    Y171010000S3                 Y171000000  Y171999999  millennium  between 171000000 and 171999999, about 171010000
    Y3388E2S3                    Y338000     Y338999     millennium  between 338000 and 338999, about 338800
    level 2: sub-year groupings
    2001-34                      2001-04-01  2001-06-30  season      second quarter of 2001
    level 2: one of a set
    [1667,1668,1670..1672]       1667-01-01  1672-12-31  year        1667, 1668 or between 1670 and 1672
    [..1760-12-03]               -           1760-12-03  day         3 December 1760 or earlier
    [1760-12..]                  1760-12-01  -           month       December 1760 or later
    [1760-01,1760-02,1760-12..]  1760-01-01  -  month  January 1760, February 1760 or December 1760 or later
    [1667,1760-12]               1667-01-01  1760-12-31  year        1667 or December 1760
    [..1984]                     -           1984-12-31  year        before 1985
    level 2: all members
    {1667,1668,1670..1672}       1667-01-01  1672-12-31  year        1667, 1668 and 1670 to 1672
    {1960,1961-12}               1960-01-01  1961-12-31  year        1960 and December 1961
    {..1984}                     -           1984-12-31  year        1984 and earlier
    level 2: group qualification
    2004-06~-11                  2004-05-11  2004-07-11  day         11 June 2004 (year and month approximate)
    2004?-06-11                  2004-06-11  2004-06-11  day         11 June 2004 (year uncertain)
    level 2: qualification of individual component
    ?2004-06-~11                 2004-06-08  2004-06-14  day         11 June 2004 (year uncertain, day approximate)
    2004-%06-11                  2004-05-11  2004-07-11  day         11 June 2004 (month uncertain and approximate)
    level 2: unspecified digit
    156X-12-25                   1560-12-25  1569-12-25  decade      25 December in the 1560s
    15XX-12-25                   1500-12-25  1599-12-25  century     25 December between 1500 and 1599
    XXXX-12-XX                   0000-12-01  9999-12-31  millennium  December, day and year unknown
    1XXX-XX                      1000-01-01  1999-12-31  millennium  between 1000 and 1999, month unknown
    1XXX-12                      1000-12-01  1999-12-31  millennium  December between 1000 and 1999
    1984-1X                      1984-10-01  1984-12-31  year        October, November or December 1984
    level 2: interval
    2004-06-~01/2004-06-~20      2004-06-01  2004-06-23  day         from 1 to 20 June 2004 (day approximate)
    2004-06-XX/2004-07-03        2004-06-01  2004-07-03  month       from June 2004, day unknown, to 3 July 2004
"""

OTHER_DATES = """
    decades and centuries of ISO 8601
    195                          1950-01-01  1959-12-31  decade      1950s
    19                           1900-01-01  1999-12-31  century     between 1900 and 1999
    190X                         1900-01-01  1909-12-31  decade      between 1900 and 1909
    a time without its seconds
    1985-04-12T23:20             1985-04-12  1985-04-12  day         12 April 1985
    parts of the year: northern, southern, thirds, halves
    1949-22                      1949-06-01  1949-08-31  season      summer 1949
    1949-23                      1949-09-01  1949-11-30  season      autumn 1949
    1947-24                      1947-12-01  1948-02-29  season      winter 1947/1948
    1949-25                      1949-03-01  1949-05-31  season      spring 1949 (northern)
    1949-28                      1949-12-01  1950-02-28  season      winter 1949/1950 (northern)
    1949-29                      1949-09-01  1949-11-30  season      spring 1949 (southern)
    1949-30                      1949-12-01  1950-02-28  season      summer 1949/1950 (southern)
    1949-32                      1949-06-01  1949-08-31  season      winter 1949 (southern)
    1949-33                      1949-01-01  1949-03-31  season      first quarter of 1949
    1949-36                      1949-10-01  1949-12-31  season      fourth quarter of 1949
    1949-37                      1949-01-01  1949-04-30  season      first third of 1949
    1949-39                      1949-09-01  1949-12-31  season      last third of 1949
    1949-40                      1949-01-01  1949-06-30  season      first half of 1949
    1949-41                      1949-07-01  1949-12-31  season      second half of 1949
    X anywhere
    1956-1X-XX                   1956-10-01  1956-12-31  year        October, November or December 1956, day unknown
    1956-12-2X                   1956-12-20  1956-12-29  month       between 20 and 29 December 1956
    1956-XX-25                   1956-01-25  1956-12-25  year        day 25 of a month of 1956
    1X5X                         1050-01-01  1959-12-31  millennium  between 1050 and 1959
    19XX-02-29                   1904-02-29  1996-02-29  century     29 February between 1900 and 1999
    -195X                        -1959-01-01  -1950-12-31  decade      between 1960 and 1951 BCE
    XXXX                         0000-01-01  9999-12-31  millennium  year unknown
    before the common era, and its first centuries
    0000                         0000-01-01  0000-12-31  year        1 BCE
    -0043-03-15                  -0043-03-15  -0043-03-15  day         15 March 44 BCE
    -0044/-0043                  -0044-01-01  -0043-12-31  year        from 45 to 44 BCE
    0033                         0033-01-01  0033-12-31  year        33 CE
    approximation, by the table of widths
    1949-04-10~                  1949-04-07  1949-04-13  day         about 10 April 1949
    1949-01~                     1948-12-01  1949-02-28  month       about January 1949
    1949-21~                     1948-12-01  1949-08-31  season      about spring 1949
    1949~                        1947-01-01  1951-12-31  year        about 1949
    195X~                        1945-01-01  1964-12-31  decade      about the 1950s
    19XX~                        1875-01-01  2024-12-31  century     roughly between 1900 and 1999
    1956-04-XX~                  1956-03-01  1956-05-31  month       about April 1956, day unknown
    1956-XX~                     1954-01-01  1958-12-31  year        about 1956, month unknown
    2004~-06-11                  2002-06-11  2006-06-11  day         11 June 2004 (year approximate)
    2004-06-~01                  2004-06-01  2004-06-04  day         1 June 2004 (day approximate)
    2004-~12                     2004-11-01  2004-12-31  month       December 2004 (month approximate)
    1949%/1950%                  1947-01-01  1952-12-31  year        from perhaps about 1949 to perhaps about 1950
    ~1949                        1947-01-01  1951-12-31  year        about 1949
    sets and intervals in the words of historians
    [1949,1950]                  1949-01-01  1950-12-31  year        1949 or 1950
    [1949..1950]                 1949-01-01  1950-12-31  year        1949 or 1950
    [1949..1952]                 1949-01-01  1952-12-31  year        between 1949 and 1952
    [1949..]                     1949-01-01  -           year        after 1948
    [1948-06-27..1948-06-29]     1948-06-27  1948-06-29  day         between 27 and 29 June 1948
    {1948-06-27,1948-07-03}      1948-06-27  1948-07-03  day         27 June and 3 July 1948
    1948-06-27/1948-06-29        1948-06-27  1948-06-29  day         from 27 to 29 June 1948
    195X/196X                    1950-01-01  1969-12-31  decade      from the 1950s to the 1960s
    1949-40/1950-41              1949-01-01  1950-12-31  season  from the first half of 1949 to the second half of 1950
"""

ROWS = [
    row
    for line in (EXAMPLES_OF_THE_SPECIFICATION + OTHER_DATES).splitlines()
    if len(row := re.split(r" {2,}", line.strip())) == 5
]


def bounds_in_words(date: Date) -> tuple[str, str]:
    first, last = date.bounds().first, date.bounds().last
    return "-" if first is None else day_text(first), "-" if last is None else day_text(last)


def ordinal(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


def days(first: str, last: str) -> Days:
    return Days(ordinal(first), ordinal(last))


def error_of(text: str) -> DateError:
    with pytest.raises(DateError) as caught:
        parse_date(text)
    return caught.value


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_date_has_the_bounds_precision_and_words_of_the_table(row: list[str]) -> None:
    text, first, last, precision, words = row
    date = parse_date(text)
    assert bounds_in_words(date) == (first, last)
    assert date.precision == precision
    assert describe(date) == words
    assert str(date) == text


@pytest.mark.parametrize(
    ("text", "message", "offset", "help_"),
    [
        ("10.4.1949", "the day is written before the year", 2, "write `1949-04-10`"),
        (
            "4/10/1949",
            "`4/10/1949` is ambiguous: 4 October 1949 or 10 April 1949",
            4,
            "write `1949-10-04` (4 October 1949) or `1949-04-10` (10 April 1949)",
        ),
        ("13/4/1949", "the year is written last", 4, "write `1949-04-13`"),
        ("April 1949", "the month is a word", 0, "write `1949-04`"),
        ("10th Apr. 1949", "the month is a word", 2, "write `1949-04-10`"),
        ("April 10, 1949", "the month is a word", 0, "write `1949-04-10`"),
        ("1949-4-1", "month and day have two digits each", 6, "write `1949-04-01`"),
        ("19490410", "the parts of a date are not joined by hyphens", 4, "write `1949-04-10`"),
        ("1949.04.10", "the parts of a date are not joined by hyphens", 4, "write `1949-04-10`"),
        (
            "1949?-",
            "`1949?-` is ambiguous: perhaps 1949 or from perhaps 1949 onwards",
            6,
            "write `1949?` (perhaps 1949) or `1949?/..` (from perhaps 1949 onwards)",
        ),
        ("c. 1949", "an approximate date ends with `~`", 0, "write `1949~`"),
        ("circa 10 April 1949", "an approximate date ends with `~`", 0, "write `1949-04-10~`"),
        ("1949-1950", "the ends of an interval are joined by `/`", 7, "write `1949/1950`"),
        ("1949–50", "the ends of an interval are joined by `/`", 4, "write `1949/1950`"),
        ("1949/50", "what follows the year is neither a month nor a whole year", 5, "write `1949/1950`"),
        (
            "1905/10",
            "`1905/10` is ambiguous: October 1905 or from 1905 to 1910",
            5,
            "write `1905-10` (October 1905) or `1905/1910` (from 1905 to 1910)",
        ),
        ("27 to 29 June 1948", "the ends of an interval are joined by `/`", 2, "write `1948-06-27/1948-06-29`"),
        ("10.4.1949/12.4.1949", "the ends of an interval are joined by `/`", 2, "write `1949-04-10/1949-04-12`"),
        ("1948 or 1949", "a choice of dates stands in square brackets", 4, "write `[1948,1949]`"),
        ("after 1948", "a choice of dates stands in square brackets", 0, "write `[1949..]`"),
        ("before April 1949", "a choice of dates stands in square brackets", 0, "write `[..1949-03]`"),
        ("1948 to present", "an open end is written `..`", 4, "write `1948/..`"),
        ("1950s", "the decade ends in s", 4, "write `195X`"),
        ("19th century", "the century is counted", 2, "write `[1801..1900]`"),
        ("44 BC", "the year is counted backwards", 2, "write `-0043`"),
        ("spring 1949", "the season is a word", 0, "write `1949-21`"),
        ("early 1949", "EDTF has no word for a part of a year", 0, "write `[1949-01..1949-04]`"),
        (
            "17989",
            "`17989` is ambiguous: 1 April 1949 or 17989",
            4,
            "write `1949-04-01` (1 April 1949) or `Y17989` (17989)",
        ),
        ("1949-04-10 00:00:00", "the time of day is not one that EDTF knows", 10, "write `1949-04-10`"),
        ("195x", "an unspecified digit is a capital X", 3, "write `195X`"),
        ("1984?~", "uncertain and approximate together are one sign, %", 5, "write `1984%`"),
        ("1949/unknown", "an unknown end is left empty", 5, "write `1949/`"),
        ("[1949, 1950]", "there is a space in it", 6, "write `[1949,1950]`"),
        (" 1949", "there is a space before or after it", 0, "write `1949`"),
    ],
)
def test_a_habit_is_named_and_answered(text: str, message: str, offset: int, help_: str) -> None:
    error = error_of(text)
    assert (error.message, error.offset, error.help) == (message, offset, help_)


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("", "there is no date", 0),
        ("   ", "there is no date", 0),
        ("Friday", "`F` is out of place in a date", 0),
        ("1949-04-1O", "`O` is out of place in a date", 9),
        ("1949-0\uff14-10", "`\uff14` is out of place in a date", 6),
        ("1949-02-31", "February 1949 has 28 days", 8),
        ("31.2.1949", "February 1949 has 28 days", 2),
        ("1900-02-29", "February 1900 has 28 days", 8),
        ("19X1-02-29", "none of these months has a day 29", 8),
        ("1949-13", "there is no month 13", 5),
        ("1949-00-10", "there is no month 00", 5),
        ("1956-02-3X", "February 1956 has 29 days", 8),
        ("1949-04-32", "there is no day 32", 8),
        ("1949-21-03", "a season has no days", 8),
        ("1950/1949", "the interval ends before it begins", 5),
        ("1949/1950/1951", "an interval has two ends", 9),
        ("../..", "neither end of the interval is known", 0),
        ("/", "neither end of the interval is known", 0),
        ("[1949,1950", "the set is not closed by `]`", 10),
        ("[1949..1950-01]", "the ends of the range are not equally precise", 7),
        ("[1950..1949]", "the range ends before it begins", 7),
        ("[1949,..1950,1951]", "dots in the middle of a set have a date on one side only", 6),
        ("[..]", "the dots have no date beside them", 1),
        ("{}", "a date is missing", 1),
        ("1949-04-10T25:00:00", "the time of day is not one that EDTF knows", 11),
        ("1949-04T10:00:00", "a time of day stands after a date that is not one day", 7),
        ("Y1949", "a year of four digits has no Y", 0),
        ("1950S7", "the year has 4 digits, not 7 that signify", 5),
        ("-0000", "the year 0 has no sign", 0),
        ("49", "`49` would be the century 4900 to 4999", 0),
        ("949", "`949` would be the decade 9490 to 9499", 0),
        ("18/19", "`18` is not a year", 0),
        ("18/1949", "there is no month 18", 0),
        ("Y1E999999999999", "the year has more than 12 digits", 3),
        ("Y" + "9" * 199, "the year has more than 12 digits", 1),
        ("X" * 201, "the date has 201 characters", 200),
    ],
)
def test_what_is_not_a_date_is_refused_where_it_goes_wrong(text: str, message: str, offset: int) -> None:
    error = error_of(text)
    assert (error.message, error.offset) == (message, offset)
    assert error.help


def test_dates_are_equal_when_they_are_written_alike() -> None:
    assert parse_date("1949-04") == parse_date("1949-04")
    assert parse_date("1949-04") != parse_date("1949-04-XX")
    assert len({parse_date("1949"), parse_date("1949"), parse_date("1949?")}) == 2
    assert pickle.loads(pickle.dumps(parse_date("1949"))) == parse_date("1949")  # noqa: S301
    assert repr(parse_date("1949")) == "Date('1949')"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1948-06-28", "1948-06-28", "1948-06-28"),
        ("1948/1950", "1948-12-31", "1950-01-01"),
        ("1948-06-28/..", "1948-06-28", "1948-06-28"),
        ("2004-06-~01/2004-06-~20", "2004-06-04", "2004-06-17"),
        ("{1948-06-27..1948-06-29}", "1948-06-27", "1948-06-29"),
        ("{1948-06-28,1948-06-27}", "1948-06-27", "1948-06-28"),
    ],
)
def test_the_core_is_in_every_reading(text: str, first: str, last: str) -> None:
    assert parse_date(text).core() == days(first, last)


@pytest.mark.parametrize(
    "text", ["1948", "1948-06-28~", "1948/..", "[1948-06-27,1948-06-28]", "[..1948-06-28]", "{1948-06-01,1948-06-28}"]
)
def test_a_date_that_is_certain_of_no_day_has_no_core(text: str) -> None:
    assert parse_date(text).core() is None


def test_beginning_and_ending_of_an_interval_are_told_apart() -> None:
    interval = parse_date("1948/1950-06")
    assert interval.beginning() == days("1948-01-01", "1948-12-31")
    assert interval.ending() == days("1950-06-01", "1950-06-30")
    assert parse_date("1949").beginning() == parse_date("1949").ending() == days("1949-01-01", "1949-12-31")


def test_the_stated_days_leave_the_widening_out() -> None:
    assert parse_date("1949~").stated() == days("1949-01-01", "1949-12-31")
    assert parse_date("[..1949~]").stated() == Days(None, ordinal("1949-12-31"))


def test_doubt_does_not_widen_and_widths_grow_with_the_precision() -> None:
    assert parse_date("1949?").bounds() == parse_date("1949").bounds()
    in_days = [31 * width.months + width.days for width in WIDTHS.values()]
    assert in_days == sorted(in_days)


@pytest.mark.parametrize(
    ("text", "is_uncertain", "is_approximate", "kind"),
    [
        ("1949", False, False, "date"),
        ("1949?", True, False, "date"),
        ("1949~/..", False, True, "interval"),
        ("[1949,%1950]", True, True, "one of"),
        ("{1949,1950-?04}", True, False, "all of"),
        ("1950S2", False, True, "date"),
    ],
)
def test_qualification_of_any_part_is_told(text: str, is_uncertain: bool, is_approximate: bool, kind: str) -> None:
    date = parse_date(text)
    assert (date.is_uncertain, date.is_approximate, date.kind) == (is_uncertain, is_approximate, kind)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1949-04-10", 1949),
        ("1949", 1949),
        ("1949~", None),
        ("1949-24", None),
        ("1949/..", None),
        ("[1949-01,1949-03]", 1949),
    ],
)
def test_a_date_has_a_year_when_all_readings_lie_in_it(text: str, year: int | None) -> None:
    assert parse_date(text).year == year


def test_years_and_months_skip_what_no_reading_touches() -> None:
    assert list(parse_date("[1952,1948..1949,1949-03]").years()) == [1948, 1949, 1952]
    assert list(parse_date("194X-12-25").years()) == list(range(1940, 1950))
    assert list(parse_date("1949-11/1950-01").months()) == [(1949, 11), (1949, 12), (1950, 1)]
    assert list(parse_date("1949-24").months()) == [(1949, 12), (1950, 1), (1950, 2)]
    assert list(parse_date("1956-XX-31").months()) == [(1956, month) for month in (1, 3, 5, 7, 8, 10, 12)]


def test_an_open_date_has_years_only_within_a_period() -> None:
    assert list(parse_date("1960/..").years(days("1944-01-01", "1961-12-31"))) == [1960, 1961]
    assert list(parse_date("1949").months(days("1949-11-01", "1961-12-31"))) == [(1949, 11), (1949, 12)]
    with pytest.raises(ValueError, match="within which days"):
        list(parse_date("1960/..").years())


def test_a_gap_is_not_contained() -> None:
    christmas = parse_date("156X-12-25")
    assert christmas.contains(ordinal("1565-12-25"))
    assert not christmas.contains(ordinal("1565-12-24"))
    assert not parse_date("[1948,1950]").contains(ordinal("1949-06-01"))
    assert parse_date("[1948,1950]").contains(ordinal("1950-12-31"))
    assert parse_date("1949/..").contains(10**9)
    assert parse_date("1947-24").contains(ordinal("1948-02-29"))


@pytest.mark.parametrize(
    ("a", "b", "certainly", "possibly", "same"),
    [
        ("1948", "1949", True, True, False),
        ("1949", "1949-06", False, True, True),
        ("1949-06", "1949", False, True, True),
        ("1949-06-01", "1949-06-01", False, False, True),
        ("1949", "1948", False, False, False),
        ("1948~", "1949", False, True, True),
        ("1948?", "1949", True, True, False),
        ("1948/1950", "1948/1949", False, False, True),
        ("1948/..", "1949", False, True, True),
        ("../1948", "1949", True, True, False),
        ("1949", "../1948", False, False, False),
        ("1949", "/1950", False, True, True),
        ("[1948,1950]", "1949", False, True, False),
        ("156X-12-25", "1565-12-24", False, True, False),
        ("156X-12-25", "1565-12", False, True, True),
        ("XXXX-12-25", "1XXX-12-26", False, True, False),
    ],
)
def test_before_and_same_are_asked_of_all_readings_or_of_any(
    a: str, b: str, certainly: bool, possibly: bool, same: bool
) -> None:
    one, other = parse_date(a), parse_date(b)
    assert certainly_before(one, other) == certainly
    assert possibly_before(one, other) == possibly
    assert possibly_same(one, other) == possibly_same(other, one) == same


def test_a_chronology_goes_by_the_earliest_day_then_the_narrower_date() -> None:
    order = ["../1940", "../1950", "Y-17E7", "-0043", "1949-01-01", "1949-01", "1949", "1949?", "1949/..", "1949-01-02"]
    assert [str(d) for d in sorted((parse_date(t) for t in reversed(order)), key=sort_key)] == order


@pytest.mark.parametrize(
    ("julian", "gregorian"),
    [
        ("1582-10-05", "1582-10-15"),
        ("1582-10-04", "1582-10-14"),
        ("1752-09-03", "1752-09-14"),
        ("1900-02-29", "1900-03-13"),
        ("1917-10-25", "1917-11-07"),
        ("1918-02-01", "1918-02-14"),
        ("0001-01-01", "0000-12-30"),
        ("-4712-01-01", "-4713-11-24"),
        ("1917-10-25?", "1917-11-07?"),
        ("1917-02", "[1917-02-14..1917-03-13]"),
        ("1917", "[1917-01-14..1918-01-13]"),
        ("1917-02-23/1917-10-25", "1917-03-08/1917-11-07"),
        ("1917-02/1917-10-25~", "1917-02-14/1917-11-07~"),
        ("1917-10-25/..", "1917-11-07/.."),
        ("/1917-10-25", "/1917-11-07"),
    ],
)
def test_a_julian_date_becomes_gregorian(julian: str, gregorian: str) -> None:
    assert from_calendar(julian, "julian") == parse_date(gregorian)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1917-02-29", "1917-02 has 28 days in the Julian calendar"),
        ("1917-13", "there is no month 13"),
        ("191X", "`191X` cannot be converted from the Julian calendar"),
        ("1917-10~", "`1917-10~` cannot be converted from the Julian calendar"),
        ("25.10.1917", "the day is written before the year"),
        ("1918/1917", "the interval ends before it begins"),
        ("9999-12-31", "the day lies beyond the years that EDTF can write"),
        ("-0000", "the year 0 has no sign"),
        ("/", "neither end of the interval is known"),
        ("", "there is no date"),
        ("1/" * 101, "the date has 202 characters"),
    ],
)
def test_what_is_not_a_julian_date_is_refused(text: str, message: str) -> None:
    with pytest.raises(DateError) as caught:
        from_calendar(text, "julian")
    assert caught.value.message == message


def test_a_calendar_has_a_name() -> None:
    assert from_calendar("1949~", "gregorian") == parse_date("1949~")
    with pytest.raises(DateError, match="no calendar is named"):
        from_calendar("1949", "mayan")


def test_words_in_another_language_are_not_made_up() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        describe(parse_date("1949"), language="fr")


@pytest.mark.parametrize(
    "text",
    [
        "from " * 40,
        "c. " * 66,
        "to " * 66,
        "1 or " * 40,
        "1949 - " * 28,
        "[" * 200,
        "?~%" * 66,
        "[XXXX-XX-XX" + ",XXXX-XX-XX" * 17,
    ],
)
def test_a_long_text_is_refused(text: str) -> None:
    error_of(text)


HABITS = {fact for _, fact, _ in (*_DATES, *_QUALIFIED, *_JOINED)}
ORDINALS = st.integers(-3_000_000, 3_000_000)
DIGIT_OR_X = st.sampled_from("0123456789XXX")
QUALIFIERS = st.sampled_from(["", "", "", "?", "~", "%"])


@st.composite
def single_dates(draw: st.DrawFn) -> str:
    """A date of any precision, masked and qualified anywhere; it may name a day that does not exist."""
    year = "".join(draw(st.lists(DIGIT_OR_X, min_size=4, max_size=4)))
    text = draw(QUALIFIERS) + draw(st.sampled_from(["", "", "-"])) + year + draw(QUALIFIERS)
    month = st.sampled_from([*(f"{n:02d}" for n in range(1, 13)), "XX", "1X", "0X", *map(str, range(21, 42))])
    day = st.sampled_from([*(f"{n:02d}" for n in range(1, 32)), "XX", "1X", "X1", "3X"])
    n_components = draw(st.integers(1, 3))
    if n_components > 1:
        text += "-" + draw(QUALIFIERS) + draw(month) + draw(QUALIFIERS)
    if n_components > 2:
        text += "-" + draw(QUALIFIERS) + draw(day) + draw(QUALIFIERS)
    return text


ENDS = single_dates() | st.sampled_from(["", ".."])
EXPRESSIONS = (
    single_dates()
    | st.tuples(ENDS, ENDS).map("/".join)
    | st.lists(single_dates() | st.tuples(single_dates(), single_dates()).map("..".join), min_size=1, max_size=4).map(
        lambda members: "[" + ",".join(members) + "]"
    )
    | st.lists(single_dates(), min_size=1, max_size=4).map(lambda members: "{" + ",".join(members) + "}")
)
LIKE_DATES = st.text(st.sampled_from("0123456789XYESTZ-/.,[]{}?~%: aprilco"), max_size=40)


def date_or_error(text: str) -> Date | DateError:
    try:
        return parse_date(text)
    except DateError as error:
        return error


def check_text(text: str) -> None:
    """What holds of any text: it is refused with a place and a way out, or it is a date."""
    date = date_or_error(text)
    if isinstance(date, DateError):
        assert 0 <= date.offset <= len(text)
        assert date.message
        assert date.help
        if date.message in HABITS:
            assert describe(parse_date(date.help.removeprefix("write `").removesuffix("`")))
    else:
        check_date(date)
        assert str(date) == text
        assert parse_date(str(date)) == date


def check_date(date: Date) -> None:
    """What holds of any date: the bounds are in order, and nothing lies outside."""
    bounds, core = date.bounds(), date.core()
    assert bounds.first is None or bounds.last is None or bounds.first <= bounds.last
    for inner in (date.stated(), core or bounds, date.beginning(), date.ending()):
        assert bounds.first is None or (inner.first is not None and bounds.first <= inner.first)
        assert bounds.last is None or (inner.last is not None and inner.last <= bounds.last)
    assert all(day is None or date.contains(day) for day in (bounds.first, bounds.last))
    assert not certainly_before(date, date)
    assert possibly_same(date, date)
    assert describe(date)


@given(EXPRESSIONS)
def test_an_expression_is_a_date_or_refused(text: str) -> None:
    check_text(text)


@given(st.text(max_size=60) | LIKE_DATES)
def test_any_text_is_a_date_or_refused(text: str) -> None:
    check_text(text)


@given(single_dates(), single_dates())
def test_certainly_before_is_possibly_before_and_not_the_same(a: str, b: str) -> None:
    try:
        one, other = parse_date(a), parse_date(b)
    except DateError:
        return
    if certainly_before(one, other):
        assert possibly_before(one, other)
        assert not possibly_same(one, other)
        assert not possibly_before(other, one)
        assert sort_key(one) < sort_key(other)


@given(single_dates())
def test_stretches_are_ascending_apart_and_fill_the_bounds(text: str) -> None:
    try:
        date = parse_date(text)
    except DateError:
        return
    first = date.bounds().first
    assert first is not None
    stretches = list(date.stretches(Days(first, first + 5000)))
    assert stretches[0].first == first
    for one, following in itertools.pairwise(stretches):
        assert one.last is not None
        assert following.first is not None
        assert one.last + 1 < following.first


@given(st.dates(), st.lists(st.booleans(), min_size=8, max_size=8), st.sampled_from([4, 7, 10]), st.dates())
def test_a_day_is_possible_when_its_digits_agree(
    day: datetime.date, hidden: list[bool], length: int, other: datetime.date
) -> None:
    hide = iter(hidden)
    text = "".join("X" if c != "-" and next(hide) else c for c in day.isoformat())[:length]
    date = parse_date(text)
    assert date.contains(day.toordinal())
    for near in (other, day.replace(year=other.year, day=min(day.day, 28)), day.replace(month=other.month, day=1)):
        agrees = re.match(text.replace("X", "[0-9]"), near.isoformat()) is not None
        assert date.contains(near.toordinal()) == agrees


@given(st.dates())
def test_ordinals_are_those_of_the_standard_library(day: datetime.date) -> None:
    assert gregorian_ordinal(day.year, day.month, day.day) == day.toordinal()
    assert parse_date(day.isoformat()).bounds() == Days(day.toordinal(), day.toordinal())
    assert day_text(day.toordinal()) == day.isoformat()


@given(st.integers(-(10**14), 10**14))
def test_both_calendars_go_round_in_any_year(day: int) -> None:
    assert gregorian_ordinal(*gregorian_day(day)) == day
    assert julian_ordinal(*julian_day(day)) == day
    year, month, _ = julian_day(day)
    assert julian_day(day)[2] <= month_length(month, leap=year % 4 == 0)


@given(ORDINALS)
def test_a_day_goes_into_the_julian_calendar_and_back(day: int) -> None:
    assert from_calendar(day_in_calendar(day, "julian"), "julian").bounds() == Days(day, day)
