"""How people write dates, and what EDTF would say instead.

Only text is turned into text here. ``detente.model.dates`` offers a proposal to the author after it has read it itself,
so a proposal may be wrong without harm.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from detente.model.calendars import MONTHS, gregorian_day, gregorian_ordinal

_SEASONS: Final = {
    "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24,
    "first quarter": 33, "second quarter": 34, "third quarter": 35, "fourth quarter": 36, "last quarter": 36,
    "first half": 40, "second half": 41,
}  # fmt: skip
_PARTS: Final = {"early": ("01", "04"), "mid": ("05", "08"), "late": ("09", "12")}
_Rule = tuple[re.Pattern[str], str, Callable[..., Iterator[str]]]
_SPREADSHEET_DAY_ZERO: Final = datetime.date(1899, 12, 30)


class Habit(NamedTuple):
    """A way in which people write dates: what is amiss with it, and what the author may have meant."""

    fact: str
    proposals: tuple[str, ...]


def proposals(text: str) -> tuple[Habit, ...]:
    """Recognise the habit behind a text that is not EDTF; the best guess first.

    >>> proposals("4/10/1949")[0].proposals
    ('1949-10-04', '1949-04-10')
    >>> proposals("c. April 1949")[0].proposals
    ('1949-04~',)
    """
    return tuple(_recognised(" ".join(text.split()), (*_DATES, *_QUALIFIED, *_JOINED)))


def _recognised(text: str, habits: Iterable[_Rule]) -> Iterator[Habit]:
    for pattern, fact, rewrite in habits:
        match = pattern.fullmatch(text)
        if match and (rewritten := tuple(dict.fromkeys(rewrite(*match.groups(""))))):
            yield Habit(fact, rewritten)


def _meant(text: str, habits: Iterable[_Rule]) -> tuple[str, ...]:
    """EDTF for a part of a longer expression: itself, or what it is a habit for.

    Joined dates hold qualified dates and these hold dates, never the other way round, so that the search ends.
    """
    if re.fullmatch(r"-?[\dX]{4}(-[\dX]{2}){0,2}[?~%]?", text):
        return (text,)
    return tuple(edtf for habit in _recognised(text, habits) for edtf in habit.proposals)


def _month(word: str) -> str:
    """Two digits for a month's name, whole or cut short to three letters or more; empty for another word."""
    stem = word.lower().rstrip(".")
    hits = [f"{n:02d}" for n, name in enumerate(MONTHS, 1) if len(stem) > 2 and name.lower().startswith(stem)]
    return hits[0] if hits else ""


def _day_first(day: str, month: str, year: str) -> Iterator[str]:
    yield f"{year}-{int(month):02d}-{int(day):02d}"


def _either_first(one: str, other: str, year: str) -> Iterator[str]:
    yield from _day_first(one, other, year)
    yield from _day_first(other, one, year)


def _year_first(year: str, month: str, day: str) -> Iterator[str]:
    yield f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")


def _named_month(day: str, month: str, year: str) -> Iterator[str]:
    if number := _month(month):
        yield f"{year}-{number}" + (f"-{int(day):02d}" if day else "")


def _month_then_day(month: str, day: str, year: str) -> Iterator[str]:
    return _named_month(day, month, year)


def _year_then_month(year: str, month: str, day: str) -> Iterator[str]:
    return _named_month(day, month, year)


def _month_first(month: str, year: str) -> Iterator[str]:
    return _year_first(year, month, "")


def _itself(text: str) -> Iterator[str]:
    yield text


def _season(words: str, year: str) -> Iterator[str]:
    yield f"{year}-{_SEASONS[words.lower()]}"


def _part_of_year(part: str, year: str) -> Iterator[str]:
    first, last = _PARTS[part.lower()]
    yield f"[{year}-{first}..{year}-{last}]"


def _short_year(day: str, month: str, year: str) -> Iterator[str]:
    for century in ("19", "20", "18"):
        yield from (_day_first if month.isdigit() else _named_month)(day, month, century + year)


def _beside(edtf: str, step: int) -> Iterator[str]:
    """The next or the last day, month or year; nothing for what has no neighbour so plain."""
    if match := re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?", edtf, re.ASCII):
        year, month, day = (int(n) if n else 0 for n in match.groups())
        if day:
            yield str(gregorian_day(gregorian_ordinal(year, month, day) + step))
        elif month:
            number = 12 * year + month - 1 + step
            yield f"{number // 12:04d}-{number % 12 + 1:02d}"
        else:
            yield f"{year + step:04d}"


def _later(text: str) -> Iterator[str]:
    return (f"[{beside}..]" for edtf in _meant(text, _DATES) for beside in _beside(edtf, 1))


def _earlier(text: str) -> Iterator[str]:
    return (f"[..{beside}]" for edtf in _meant(text, _DATES) for beside in _beside(edtf, -1))


def _two_years(first: str, last: str) -> Iterator[str]:
    yield f"{first}/{first[: 4 - len(last)]}{last}"


def _month_or_second_year(first: str, last: str) -> Iterator[str]:
    yield f"{first}-{last}"
    yield from _two_years(first, last)


def _spreadsheet_day(number: str) -> Iterator[str]:
    yield (_SPREADSHEET_DAY_ZERO + datetime.timedelta(int(number))).isoformat()
    yield f"Y{number}"


def _century(number: str) -> Iterator[str]:
    last = 100 * int(number)
    yield f"[{last - 99:04d}..{last:04d}]"


def _before_common_era(year: str) -> Iterator[str]:
    yield f"-{int(year) - 1:04d}" if int(year) > 1 else "0000"


def _around(before: str, after: str) -> Callable[..., Iterator[str]]:
    """Put EDTF signs around the date that was meant."""
    return lambda text: (f"{before}{edtf}{after}" for edtf in _meant(text, _DATES))


def _between(before: str, joint: str, after: str) -> Callable[..., Iterator[str]]:
    """Put EDTF signs around two dates; ``27 to 29 June 1948`` lends the first its month and year."""

    def rewrite(first: str, last: str) -> Iterator[str]:
        words = last.split()
        whole = " ".join([*first.split(), *words[len(first.split()) :]])
        habits = (*_DATES, *_QUALIFIED)
        firsts = _meant(first, habits) or _meant(whole, habits)
        return (f"{before}{a}{joint}{b}{after}" for a in firsts for b in _meant(last, habits))

    return rewrite


def _replaced(wrong: str, right: str) -> Callable[..., Iterator[str]]:
    return lambda text: iter((re.sub(wrong, right, text),))


def _rules(*rules: tuple[str, str, Callable[..., Iterator[str]]]) -> tuple[_Rule, ...]:
    return tuple((re.compile(pattern, re.IGNORECASE | re.ASCII), fact, rewrite) for pattern, fact, rewrite in rules)


_DATES: Final = _rules(
    (r"(\d{1,2})\. ?(0?\d|1[0-2])\. ?(\d{4})", "the day is written before the year", _day_first),
    (r"(0?\d|1[0-2])\.(1[3-9]|2\d|3[01])\.(\d{4})", "the month is written before the day", _either_first),
    (r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", "the year is written last", _either_first),
    (r"(\d{1,2})\. ?(\d{1,2})\. ?(\d\d)", "the year has two digits", _short_year),
    (r"(?:(\d{1,2})[ -])?([a-z]{3,9})[ -](\d\d)", "the year has two digits", _short_year),
    (r"(\d{1,2})[./-](\d{4})", "the month is written before the year", _month_first),
    (r"(\d{4})[./](\d\d)", "what follows the year is neither a month nor a whole year", _month_or_second_year),
    (r"(\d{4})[./ ](\d{1,2})[./ ](\d{1,2})", "the parts of a date are not joined by hyphens", _year_first),
    (r"(\d{4})[./-](\d{1,2})(?:-(\d{1,2}))?", "month and day have two digits each", _year_first),
    (r"(\d{4})(\d\d)(\d\d)", "the parts of a date are not joined by hyphens", _year_first),
    (r"(\d{4}-\d\d-\d\d)[ T]\d\d?:\d\d.*", "the time of day is not one that EDTF knows", _itself),
    (r"(?:(\d{1,2})(?:st|nd|rd|th|\.)?[ -])?([a-z]{3,9}\.?),?[ -](\d{4})", "the month is a word", _named_month),
    (r"([a-z]{3,9}\.?) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", "the month is a word", _month_then_day),
    (r"(\d{4})[ ,-]+([a-z]{3,9}\.?)(?:[ -](\d{1,2}))?", "the month is a word", _year_then_month),
    (r"(spring|summer|autumn|fall|winter)(?: of)? (\d{4})", "the season is a word", _season),
    (r"((?:first|second|third|fourth|last) quarter|(?:first|second) half) of (\d{4})", "the season is a word", _season),
    (r"(early|mid|late)[ -](?:in )?(\d{4})", "EDTF has no word for a part of a year", _part_of_year),
    (r"(?:the )?(\d{3})0'?s", "the decade ends in s", lambda decade: iter((f"{decade}X",))),
    (r"(?:the )?(\d{1,2})(?:st|nd|rd|th) century", "the century is counted", _century),
    (r"(\d{1,4}) (?:bce?|b\. ?c\.(?: ?e\.)?)", "the year is counted backwards", _before_common_era),
    (r"(\d{5})", "a number of five digits is no date; a spreadsheet may have put it for a day", _spreadsheet_day),
)
_ABOUT: Final = "an approximate date ends with `~`"
_PERHAPS: Final = "an uncertain date ends with `?`"
_QUALIFIED: Final = _rules(
    (r"(?:c|ca|cca|circa|about|around|approx|approximately)\b\.? ?(.+)", _ABOUT, _around("", "~")),
    (r"(?:perhaps|possibly|probably|maybe) (.+)", _PERHAPS, _around("", "?")),
    (r"(.+?) ?\((?:\?|uncertain)\)", _PERHAPS, _around("", "?")),
)
_OPEN: Final = "an open end is written `..`"
_UNKNOWN: Final = "an unknown end is left empty"
_CHOICE: Final = "a choice of dates stands in square brackets"
_INTERVAL: Final = "the ends of an interval are joined by `/`"
_JOINED: Final = _rules(
    (r"(\d{4}(?:-\d\d){0,2}[?~%]?)-", "the date ends with a hyphen", lambda date: iter((date, f"{date}/.."))),
    (r"after (.+)", _CHOICE, _later),
    (r"before (.+)", _CHOICE, _earlier),
    (r"(.+?) or later", _CHOICE, _around("[", "..]")),
    (r"(.+?) or earlier", _CHOICE, _around("[..", "]")),
    (r"(?:from |since )?(.+?)(?:/| to | until |-| - )(?:open|present|now|today)", _OPEN, _around("", "/..")),
    (r"(?:since|from) (.+?)(?: on| onwards)?", _OPEN, _around("", "/..")),
    (r"(?:until |till |to |up to |open/)(.+)", _OPEN, _around("../", "")),
    (r"(.+)/unknown", _UNKNOWN, _around("", "/")),
    (r"unknown/(.+)", _UNKNOWN, _around("/", "")),
    (r"between (.+) and (.+)", _CHOICE, _between("[", "..", "]")),
    (r"(.+) or (.+)", _CHOICE, _between("[", ",", "]")),
    (r"(.+) and (.+)", "dates that are all meant stand in braces", _between("{", ",", "}")),
    (r"(?:from )?(.+?)(?: to | until | till | ?/ ?| [-–—] )(.+)", _INTERVAL, _between("", "/", "")),
    (r"(\d{1,2}(?: [a-z]+)?)[-–—](\d{1,2} [a-z]+ \d{4})", _INTERVAL, _between("", "/", "")),
    (r"([a-z]+)[-–—]([a-z]+ \d{4})", _INTERVAL, _between("", "/", "")),
    (r"(\d{4})[-–—/](\d{4}|\d\d)", _INTERVAL, _two_years),
    (r"(.*[‐‑‒–—−].*)", "a dash stands for a hyphen", _replaced("[‐‑‒–—−]", "-")),
    (r"(.*(?:\?~|~\?).*)", "uncertain and approximate together are one sign, %", _replaced(r"\?~|~\?", "%")),
    (r"(.*[xu].*)", "an unspecified digit is a capital X", _replaced("[xuU]", "X")),
    (r"(.*[yest].*)", "EDTF writes its letters large", lambda text: iter((text.upper(),))),
    (r"(.* .*)", "there is a space in it", _replaced(" ", "")),
    (r"(.+)", "there is a space before or after it", _itself),
)  # fmt: skip
