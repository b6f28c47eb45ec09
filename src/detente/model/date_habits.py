"""How people write dates, and what EDTF would say instead: a table of habits.

Only text is turned into text here. ``detente.model.dates`` offers a proposal to the author after it has read it itself,
so a proposal may be wrong without harm.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from detente.model.calendars import MONTHS, gregorian_day, gregorian_ordinal, is_gregorian_leap, month_length

_SEASONS: Final = {
    "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24,
    "first quarter": 33, "second quarter": 34, "third quarter": 35, "fourth quarter": 36, "last quarter": 36,
    "first half": 40, "second half": 41,
}  # fmt: skip
_PARTS: Final = {"early": ("01", "04"), "mid": ("05", "08"), "late": ("09", "12")}
_PARTS_OF_MONTH: Final = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_SPREADSHEET_DAY_ZERO: Final = datetime.date(1899, 12, 30)
_Rewrite = Callable[[re.Match[str]], Iterable[str]]
_Rule = tuple[re.Pattern[str], str, _Rewrite]

# What patterns call day, month, year, year of two digits, month's name.
_PIECES: Final = {
    "{d}": r"(?P<d>\d{1,2})", "{m}": r"(?P<m>\d{1,2})", "{y}": r"(?P<y>\d{4})", "{yy}": r"(?P<yy>\d\d)",
    "{name}": r"(?P<name>[a-z]{3,9}\.?)",
}  # fmt: skip
_DAY: Final = "{y}-{m:0>2}-{d:0>2}"
_MONTH: Final = "{y}-{m:0>2}"
_EITHER: Final = (_DAY, "{y}-{d:0>2}-{m:0>2}")


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
        if match and (rewritten := tuple(dict.fromkeys(rewrite(match)))):
            yield Habit(fact, rewritten)


def _meant(text: str, habits: Iterable[_Rule]) -> tuple[str, ...]:
    """EDTF for a part of a longer expression: itself, or what it is a habit for.

    Joined dates hold qualified dates and these hold dates, never the other way round, so that the search ends.
    """
    if re.fullmatch(r"-?[\dX]{4}(-[\dX]{2}){0,2}[?~%]?", text):
        return (text,)
    return tuple(edtf for habit in _recognised(text, habits) for edtf in habit.proposals)


def _as(*templates: str) -> _Rewrite:
    """Put the pieces of a pattern into templates; where there is no day, a month stands for a day's template."""

    def rewrite(match: re.Match[str]) -> Iterator[str]:
        pieces = {name: piece for name, piece in match.groupdict().items() if piece}
        if "name" in pieces:
            pieces["m"] = _month(pieces["name"])
        years = [century + pieces["yy"] for century in ("19", "20", "18")] if "yy" in pieces else [pieces.get("y", "")]
        for year in years if pieces.get("m") != "" else ():
            for template in templates:
                yield (_MONTH if template is _DAY and "d" not in pieces else template).format_map(pieces | {"y": year})

    return rewrite


def _month(word: str) -> str:
    """Two digits for a month's name, whole or cut short to three letters or more; empty for another word."""
    stem = word.lower().rstrip(".")
    hits = [f"{n:02d}" for n, name in enumerate(MONTHS, 1) if len(stem) > 2 and name.lower().startswith(stem)]
    return hits[0] if hits else ""


def _part_of_year(match: re.Match[str]) -> Iterator[str]:
    first, last = _PARTS[match["part"].lower()]
    yield f"[{match['y']}-{first}..{match['y']}-{last}]"


def _part_of_month(match: re.Match[str]) -> Iterator[str]:
    first, last = _PARTS_OF_MONTH[match["part"].lower()]
    if month := _month(match["name"]):
        last = min(last, month_length(int(month), leap=is_gregorian_leap(int(match["y"]))))
        yield f"[{match['y']}-{month}-{first:02d}..{match['y']}-{month}-{last}]"


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


def _neighbour(before: str, step: int, after: str) -> _Rewrite:
    return lambda match: (
        f"{before}{beside}{after}" for edtf in _meant(match[1], _DATES) for beside in _beside(edtf, step)
    )


def _around(before: str, after: str) -> _Rewrite:
    """Put EDTF signs around the date that was meant."""
    return lambda match: (f"{before}{edtf}{after}" for edtf in _meant(match[1], _DATES))


def _between(before: str, joint: str, after: str) -> _Rewrite:
    """Put EDTF signs around two dates; ``27 to 29 June 1948`` lends the first its month and year."""

    def rewrite(match: re.Match[str]) -> Iterator[str]:
        first, last = match[1].split(), match[2].split()
        habits = (*_DATES, *_QUALIFIED)
        firsts = _meant(match[1], habits) or _meant(" ".join([*first, *last[len(first) :]]), habits)
        return (f"{before}{a}{joint}{b}{after}" for a in firsts for b in _meant(match[2], habits))

    return rewrite


def _days_to_day(match: re.Match[str]) -> Iterator[str]:
    d, m, y = match["d"], match["m"] or match["m2"], match["y"] or match["y2"]
    yield f"{y}-{m:0>2}-{d:0>2}/{match['y2']}-{match['m2']:0>2}-{match['d2']:0>2}"


def _spreadsheet_day(match: re.Match[str]) -> Iterator[str]:
    yield (_SPREADSHEET_DAY_ZERO + datetime.timedelta(int(match[1]))).isoformat()
    yield f"Y{match[1]}"


def _replaced(wrong: str, right: str) -> _Rewrite:
    return lambda match: (re.sub(wrong, right, match[1]),)


def _rules(*rules: tuple[str, str, _Rewrite]) -> tuple[_Rule, ...]:
    def compiled(pattern: str) -> re.Pattern[str]:
        for name, piece in _PIECES.items():
            pattern = pattern.replace(name, piece)
        return re.compile(pattern, re.IGNORECASE | re.ASCII)

    return tuple((compiled(pattern), fact, rewrite) for pattern, fact, rewrite in rules)


_DATES: Final = _rules(
    (r"{d}\. ?(?P<m>0?\d|1[0-2])\. ?{y}", "the day is written before the year", _as(_DAY)),
    (r"(?P<d>0?\d|1[0-2])\.(?P<m>1[3-9]|2\d|3[01])\.{y}", "the month is written before the day", _as(*_EITHER)),
    (r"{d}[/-]{m}[/-]{y}", "the year is written last", _as(*_EITHER)),
    (r"{d}\. ?{m}\. ?{yy}", "the year has two digits", _as(_DAY)),
    (r"(?:{d}[ -])?(?P<name>[a-z]{3,9})[ -]{yy}", "the year has two digits", _as(_DAY)),
    (r"{m}[./-]{y}", "the month is written before the year", _as(_MONTH)),
    (r"(?P<y>(\d\d)\d\d)[./](?P<m>\d\d)", "what follows the year is neither a month nor a whole year",
     lambda match: (f"{match['y']}-{match['m']}", f"{match['y']}/{match[2]}{match['m']}")),
    (r"{y}[./ ]{m}[./ ]{d}", "the parts of a date are not joined by hyphens", _as(_DAY)),
    (r"{y}[./-]{m}(?:-{d})?", "month and day have two digits each", _as(_DAY)),
    (r"{y}(?P<m>\d\d)(?P<d>\d\d)", "the parts of a date are not joined by hyphens", _as(_DAY)),
    (r"(\d{4}-\d\d-\d\d)[ T]\d\d?:\d\d.*", "the time of day is not one that EDTF knows", _replaced("", "")),
    (r"(?:{d}(?:st|nd|rd|th|\.)?[ -])?{name},?[ -]{y}", "the month is a word", _as(_DAY)),
    (r"{name} {d}(?:st|nd|rd|th)?,? {y}", "the month is a word", _as(_DAY)),
    (r"{y}[ ,-]+{name}(?:[ -]{d})?", "the month is a word", _as(_DAY)),
    (r"(winter) {y} ?[/-] ?(?:\d\d|\d{4})", "a season belongs to the year in which it begins", _as("{y}-24")),
    (r"((?:spring|summer|autumn|fall|winter)|(?:(?:first|second|third|fourth|last) quarter|(?:first|second) half))"
     r"(?: of)? {y}", "the season is a word", lambda match: (f"{match['y']}-{_SEASONS[match[1].lower()]}",)),
    (r"(?P<part>early|mid|late)[ -](?:in )?{y}", "EDTF has no word for a part of a year", _part_of_year),
    (r"(?P<part>early|mid|late)[ -](?:in )?{name} {y}", "EDTF has no word for a part of a month", _part_of_month),
    (r"(?:the )?(?P<y>\d{3})0'?s", "the decade ends in s", _as("{y}X")),
    (r"(?:the )?(\d{1,2})(?:st|nd|rd|th) century", "the century is counted",
     lambda match: (f"[{100 * int(match[1]) - 99:04d}..{100 * int(match[1]):04d}]",)),
    (r"(\d{1,4}) (?:bce?|b\. ?c\.(?: ?e\.)?)", "the year is counted backwards",
     lambda match: (f"-{int(match[1]) - 1:04d}" if int(match[1]) > 1 else "0000",)),
    (r"(\d{5})", "a number of five digits is no date; a spreadsheet may have put it for a day", _spreadsheet_day),
)  # fmt: skip
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
    (r"(\d{4}(?:-\d\d){0,2}[?~%]?)-", "the date ends with a hyphen", lambda match: (match[1], f"{match[1]}/..")),
    (r"after (.+)", _CHOICE, _neighbour("[", 1, "..]")),
    (r"before (.+)", _CHOICE, _neighbour("[..", -1, "]")),
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
    (r"{d}\.?(?:{m}\.?)?{y}? ?[-–—] ?(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>\d{4})", _INTERVAL, _days_to_day),
    (r"{name} {d} ?[-–—] ?(?P<d2>\d{1,2}),? {y}", _INTERVAL, _as(_DAY + "/{y}-{m}-{d2:0>2}")),
    (r"(?:from )?(.+?)(?: to | until | till | ?/ ?| [-–—] )(.+)", _INTERVAL, _between("", "/", "")),
    (r"(\d{1,2}(?: [a-z]+)?)[-–—](\d{1,2} [a-z]+ \d{4})", _INTERVAL, _between("", "/", "")),
    (r"([a-z]+)[-–—]([a-z]+ \d{4})", _INTERVAL, _between("", "/", "")),
    (r"(\d{4})[-–—/](\d{4}|\d\d)", _INTERVAL,
     lambda match: (f"{match[1]}/{match[1][: 4 - len(match[2])]}{match[2]}",)),
    (r"(.*[‐‑‒–—−].*)", "a dash stands for a hyphen", _replaced("[‐‑‒–—−]", "-")),
    (r"(.*(?:\?~|~\?).*)", "uncertain and approximate together are one sign, %", _replaced(r"\?~|~\?", "%")),
    (r"(.*[xu].*)", "an unspecified digit is a capital X", _replaced("[xuU]", "X")),
    (r"(.*[yest].*)", "EDTF writes its letters large", lambda match: (match[1].upper(),)),
    (r"(.* .*)", "there is a space in it", _replaced(" ", "")),
    (r"(.+)", "there is a space before or after it", lambda match: (match[1],)),
)  # fmt: skip
