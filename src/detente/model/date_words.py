"""Dates in the words of a historian: no abbreviation, and no more precision than is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from detente.model.calendars import MONTHS
from detente.model.edtf import Member, Part, Reading

_SEASONS: Final[Mapping[int, str]] = dict(
    enumerate(
        (
            *("spring", "summer", "autumn", "winter") * 3,
            *("first quarter of", "second quarter of", "third quarter of", "fourth quarter of"),
            *("first third of", "second third of", "last third of"),
            *("first half of", "second half of"),
        ),
        start=21,
    )
)
_COMPONENTS: Final[Mapping[str, str]] = {"y": "year", "m": "month", "d": "day"}
_QUALIFIERS: Final = ("about", "perhaps", "roughly")


def reading_words(reading: Reading, text: str) -> str:
    """Say what a reading says; the text tells an open end from an unknown one."""
    if reading.kind == "date":
        return part_words(reading.parts[0])
    if reading.kind == "interval":
        return _interval_words(reading.members[0], text)
    joint = "or" if reading.kind == "one of" else "and"
    words = [_member_words(member, joint) for member in reading.members]
    if len(words) == 2:
        return f" {joint} ".join(_without_common_end(*words))
    return listed(words, joint)


def _interval_words(member: Member, text: str) -> str:
    start, end = member
    if start and end:
        first, last = _without_common_end(_with_article(part_words(start)), _with_article(part_words(end)))
        return f"from {first}{',' if 'unknown' in first else ''} to {last}"
    if start:
        return f"from {_with_article(part_words(start))}" + (" onwards" if text.endswith("..") else ", end unknown")
    if end:
        return f"until {_with_article(part_words(end))}" + ("" if text.startswith("..") else ", beginning unknown")
    raise ValueError("an interval has a known end")


def _member_words(member: Member, joint: str) -> str:
    start, end = member
    if start is end and start:
        return part_words(start)
    if start and end:
        first, last = _without_common_end(part_words(start), part_words(end))
        if joint == "and":
            return f"{first} to {last}"
        return f"{first} or {last}" if end.stated.first == start.stated.last + 1 else f"between {first} and {last}"
    known = start or end
    if known is None:
        raise ValueError("a range has a known end")
    is_plain = known.precision == "year" and known.written == "y" and not known.uncertain + known.approximate
    if joint == "or" and is_plain:
        year = known.components.years[0]
        return f"after {_year(year - 1)}" if start else f"before {_year(year + 1)}"
    return part_words(known) + (f" {joint} later" if start else f" {joint} earlier")


def part_words(part: Part) -> str:
    """Say one date: ``25 December between 1500 and 1599``, ``about April 1949``, ``April 1949, day unknown``."""
    words = _stated_words(part)
    if part.estimate is not None:
        words = f"{words}, about {_year(part.estimate)}"
    signs = {"uncertain": part.uncertain, "approximate": part.approximate}
    if part.uncertain == part.approximate:
        signs = {"uncertain and approximate": part.uncertain}
    notes = [
        f"{listed([_COMPONENTS[c] for c in qualified])} {sign}"
        for sign, qualified in signs.items()
        if qualified and qualified != part.written
    ]
    if part.approximate == part.written:
        words = f"{'roughly' if words.startswith('between') else 'about'} {_with_article(words)}"
    if part.uncertain == part.written:
        words = f"perhaps {words}"
    return f"{words} ({', '.join(notes)})" if notes else words


def _stated_words(part: Part) -> str:
    components = part.components
    years = _years_words(components.years)
    if components.season is not None:
        return _season_words(components.season, components.years, years)
    unknown = []
    month = day = ""
    if components.months is not None:
        if len(components.months) == 12:
            unknown.append("month")
        else:
            month = _choice([MONTHS[n - 1] for n in components.months])
    if part.written == "ymd":
        if components.days is None:
            unknown.append("day")
        else:
            day = _choice([str(n) for n in components.days])
    if len(components.years) == 10_000:
        unknown.append("year")
        years = ""
    if day and not month:
        day, unknown = f"day {day} of a month", [u for u in unknown if u != "month"]
        years = f"of {years}" if years and len(components.years) == 1 else years
    in_year = [day, month] if day and month else [day or month]
    if in_year != [""] and years and len(components.years) > 1 and not years.startswith("between"):
        years = f"in the {years}"
    words = " ".join(word for word in (*in_year, years) if word)
    return ", ".join(word for word in (words, f"{listed(unknown)} unknown" if unknown else "") if word)


def _with_article(words: str) -> str:
    """Put an article where a sentence needs it: ``the 1950s``, ``the first half of 1949``."""
    return f"the {words}" if re.match(r"\d+s$|first |second |third |fourth |last ", words) else words


def _season_words(season: int, years: Sequence[int], words: str) -> str:
    name = _SEASONS[season]
    if season in (24, 28, 30) and len(years) == 1:
        words = f"{words.removesuffix(' CE')}/{_year(years[0] + 1)}"
    hemisphere = "" if not 25 <= season <= 32 else " (northern)" if season <= 28 else " (southern)"
    return f"{name} {words}{hemisphere}"


def _years_words(years: Sequence[int]) -> str:
    first, last = years[0], years[-1]
    if len(years) == 1:
        return _year(first)
    if isinstance(years, range) and len(years) == 10 and first >= 1000 and first % 100:
        return f"{first}s"
    return "between {} and {}".format(*_without_common_end(_year(first), _year(last)))


def _year(year: int) -> str:
    if year <= 0:
        return f"{1 - year} BCE"
    return str(year) if year >= 1000 else f"{year} CE"


def _choice(words: Sequence[str]) -> str:
    """``October, November or December``; longer runs by their ends."""
    numbers = [MONTHS.index(w) if w in MONTHS else int(w) for w in words]
    is_run = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return f"between {words[0]} and {words[-1]}" if is_run and len(words) > 3 else listed(words, "or")


def listed(words: Sequence[str], joint: str = "and") -> str:
    """Return words apart by commas, the last after a joint: ``a, b and c``."""
    return f" {joint} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def _without_common_end(first: str, last: str) -> tuple[str, str]:
    """Leave out of the first what the last says again: ``27``, ``29 June 1948``."""
    head, tail = first.split(), last.split()
    if len(head) != len(tail) or first == last or "between" in head or "unknown" in head:
        return first, last
    while len(head) > 1 and head[-1] == tail[-1] and head[-2] not in _QUALIFIERS:
        head, tail = head[:-1], tail[:-1]
    return " ".join(head), last
