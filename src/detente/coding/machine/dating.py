"""When an event was, as its sentence says it, read from the date of the document: EDTF and the words it rests on.

`On the 14th` is the last 14th before the document, `last Tuesday` the Tuesday before it, `in March` the March that is
nearest behind it. Where what is told lies ahead (`will arrive on the 3rd`), the nearest one ahead is meant. A sentence
that names no date leaves the document's own.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Final, NamedTuple

from detente.model.calendars import MONTHS
from detente.model.dates import Date, DateError, parse_date

_HINT: Final = re.compile(
    r"\d|day|week|month|year|night|morning|noon|evening|tomorrow|ago|hence|spring|summer|autumn|winter"
    r"|hui|hier|demain|gestern|heute|morgen|ieri|oggi|domani|вчера|сегодня|завтра"
    r"|[Jj]an|[Ff][eé][bv]|[Mm]a[ryigj]|[Mm]är|[Aa][pvg][ro]|[Jj]ui?[nl]|[Gg]iu|[Ll]ug|[Aa][uo][gû]|[SsOoNnDd][a-zé]{2,7}[bt]e?r|[а-я]{3,}[аяе]\b"
    r"|di\b|tag\b|woch|edì|erdì|abato|omenica|ник|торник|среду|четверг|пятниц|суббот|воскрес"
)
"""What a sentence that names a date has somewhere; the others are not looked at further."""


class Dated(NamedTuple):
    """A date in EDTF (empty where nothing is known), the words that give it, and where they stand in the sentence.

    ``words`` is `document` where the document's date is all there is; ``start`` and ``end`` are then 0.
    """

    edtf: str
    words: str
    start: int = 0
    end: int = 0


_MONTH_NAMES: Final = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ru2": "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
}
_DAY_NAMES: Final = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "ru": "понедельник вторник среду четверг пятницу субботу воскресенье",
}
_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_NEAR: Final = {
    "the day before yesterday": -2, "day before yesterday": -2, "yesterday": -1, "last night": -1, "last evening": -1,
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "this day": 0,
    "tomorrow": 1, "the day after tomorrow": 2, "day after tomorrow": 2,
    "avant-hier": -2, "hier": -1, "aujourd'hui": 0, "demain": 1,
    "vorgestern": -2, "gestern": -1, "heute": 0, "übermorgen": 2,
    "позавчера": -2, "вчера": -1, "сегодня": 0, "завтра": 1,
    "l'altro ieri": -2, "ieri": -1, "oggi": 0, "domani": 1,
}  # fmt: skip


@cache
def _months() -> dict[str, int]:
    named = {name.lower(): n for n, name in enumerate(MONTHS, 1)}
    named |= {name[:3]: n for name, n in named.items()} | {"sept": 9}
    for words in _MONTH_NAMES.values():
        named |= {word: n for n, word in enumerate(words.split(), 1)}
    return named


@cache
def _weekdays() -> dict[str, int]:
    return {word: n for words in _DAY_NAMES.values() for n, word in enumerate(words.split())}


def _any(words: object) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))  # type: ignore[call-overload]


@cache
def _rules() -> tuple[tuple[re.Pattern[str], "_Reading"], ...]:
    month = rf"(?P<month>{_any(_months())})\b\.?"
    day = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|\.)?"
    year = r"(?P<year>1[5-9]\d\d|20\d\d)"
    weekday = rf"(?P<weekday>{_any(_weekdays())})"
    count = rf"(?P<count>\d{{1,3}}|{_any(_NUMBERS)}|several|some|a few|few|a couple of)"
    unit = r"(?P<unit>days?|weeks?|fortnights?|months?|years?)"
    return tuple(
        (re.compile(rf"(?<![\w.,/-]){pattern}(?![\w/])"), reading)
        for pattern, reading in (
            (rf"{year}-(?P<m>\d\d)-(?P<day>\d\d)", _day),
            (rf"(?:the )?{day} (?:of |de |di )?{month},? (?:of )?{year}", _day),
            (rf"{month} {day},? {year}", _day),
            (rf"(?:the )?{day} (?:of )?{month}", _day),
            (rf"{month} {day}", _day),
            (rf"{month},? (?:of |de |del |des jahres )?{year}", _month),
            (r"(?:the |on )?(?P<day>[0-3]?\d)(?:st|nd|rd|th)? (?P<latin>(?:inst|ult|prox)(?:ant|imo|\.)?)", _latin),
            (r"(?:on )?the (?P<day>[0-3]?\d)(?:st|nd|rd|th)(?! (?:session|article|meeting|party|congress|anniversary"
             r"|of|parallel|century|army|division|time|floor|regiment|corps|plenum|year|plenary|fleet|day|week|month))",
             _nth),
            (rf"(?P<which>last|next|this|past|on|since|by|until)? ?{weekday}(?: (?P<after>last|next|week))?",
             _on_weekday),
            (rf"{_any(_NEAR)}", _near),
            (rf"(?:some |about )?{count} {unit} (?P<way>ago|earlier|before|later|hence|back)", _ago),
            (r"(?P<which>last|next|this|past|current|coming) (?P<unit>week|month|year|fortnight)", _neighbour),
            (rf"(?P<which>last|next|this|past) {month}", _month),
            (r"(?P<which>last|next|this|past) (?P<season>spring|summer|autumn|fall|winter)", _season),
            (rf"(?:in|since|during|by|of|until|throughout|late|early|mid|im|en|nel|в) (?:the )?{month}", _month),
            (rf"(?P<season>spring|summer|autumn|fall|winter) (?:of )?{year}", _season),
            (rf"(?:in|since|during|by|of|until|from|after|before|early|late|year|im jahre?|en|nel|в) {year}", _year),
        )
    )  # fmt: skip


_Reading = Callable[[re.Match[str], date | None, bool], str]


def find_date(sentence: str, place: int, made: Date | None, *, is_ahead: bool = False) -> Dated:
    """Return the date of what stands at a place of a sentence: the nearest that is named, else the document's.

    Parameters
    ----------
    made
        The document's date; without it only dates that are whole in themselves can be read.
    is_ahead
        What is told lies after the document.

    >>> find_date("The ship was seized last Tuesday.", 13, parse_date("1949-04-14")).edtf
    '1949-04-12'
    """
    found = list(_found(sentence, made, is_ahead)) if _HINT.search(sentence) else []
    if found:
        return min(found, key=lambda each: _distance(sentence, place, each))
    return Dated(str(made) if made is not None else "", "document" if made is not None else "")


def _distance(sentence: str, place: int, each: Dated) -> tuple[float, int]:
    """How far a date stands from a place: a clause's end between them counts for much."""
    a, z = sorted((place, each.start))
    between = sentence[a:z]
    return len(between) + 60.0 * sum(between.count(sign) for sign in ";:") + 12.0 * between.count(","), each.start


def _found(sentence: str, made: Date | None, is_ahead: bool) -> Iterator[Dated]:
    lowered = sentence.lower()
    if len(lowered) != len(sentence):
        return
    reference = _reference(made)
    is_exact = made is not None and made.bounds().n_days == 1
    lowered = lowered.replace("’", "'")
    taken: list[tuple[int, int]] = []
    for pattern, reading in _rules():
        for match in pattern.finditer(lowered):
            if any(match.start() < z and a < match.end() for a, z in taken):
                continue
            if match.groupdict().get("month") in ("may", "mar", "dec") and not _is_month(sentence, match):
                continue
            edtf = reading(match, reference if is_exact or reading not in _NEEDS_A_DAY else None, is_ahead)
            if edtf and _is_date(edtf):
                taken.append(match.span())
                words = sentence[match.start() : match.end()].strip().rstrip(".,")
                start = match.start() + len(match[0]) - len(match[0].lstrip())
                yield Dated(edtf, words, start, start + len(words))


def _is_month(sentence: str, match: re.Match[str]) -> bool:
    """Whether `may` is written as a month: large, and with a number or a preposition."""
    return sentence[match.start("month")].isupper()


def _is_date(edtf: str) -> bool:
    try:
        parse_date(edtf)
    except DateError:
        return False
    return True


def _reference(made: Date | None) -> date | None:
    """Return the day from which a text's words count: the last on which the document may have been made."""
    if made is None:
        return None
    days = made.bounds()
    ordinal = days.last if days.last is not None else days.first
    return date.fromordinal(ordinal) if ordinal is not None and 1 <= ordinal <= date.max.toordinal() else None


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _day(match: re.Match[str], reference: date | None, is_ahead: bool) -> str:
    groups = match.groupdict()
    month = _number(groups.get("m")) or _months().get(groups.get("month") or "", 0)
    day, year = _number(groups["day"]), _number(groups.get("year"))
    if not year:
        if reference is None:
            return ""
        year = _nearest_year(month, day, reference, is_ahead)
    return f"{year:04}-{month:02}-{day:02}"


def _nearest_year(month: int, day: int, reference: date, is_ahead: bool) -> int:
    """Return the year of a day without one: the last that is past, or where it lies ahead the next."""
    behind = (month, day) <= (reference.month, reference.day)
    return reference.year + (0 if behind != is_ahead else 1 if is_ahead else -1)


def _month(match: re.Match[str], reference: date | None, is_ahead: bool) -> str:
    groups = match.groupdict()
    month, year = _months().get(groups.get("month") or "", 0), _number(groups.get("year"))
    if not year:
        if reference is None:
            return ""
        which = groups.get("which")
        year = _nearest_year(month, 1, reference, is_ahead or which == "next")
        if month == reference.month:
            year = reference.year - (which == "last") + (which == "next")
    return f"{year:04}-{month:02}"


def _latin(match: re.Match[str], reference: date | None, is_ahead: bool) -> str:
    if reference is None:
        return ""
    step = {"i": 0, "u": -1, "p": 1}[match["latin"][0]]
    number = 12 * reference.year + reference.month - 1 + step
    return f"{number // 12:04}-{number % 12 + 1:02}-{_number(match['day']):02}"


def _nth(match: re.Match[str], reference: date | None, is_ahead: bool) -> str:
    if reference is None:
        return ""
    day = _number(match["day"])
    number = 12 * reference.year + reference.month - 1
    number += 1 if is_ahead and day < reference.day else -1 if not is_ahead and day > reference.day else 0
    return f"{number // 12:04}-{number % 12 + 1:02}-{day:02}"


def _on_weekday(match: re.Match[str], reference: date | None, is_ahead: bool) -> str:
    if reference is None:
        return ""
    which = (match["which"] or "", match["after"] or "")
    step = (_weekdays()[match["weekday"]] - reference.weekday()) % 7
    if "next" in which or (is_ahead and "last" not in which):
        return (reference + timedelta(step or 7)).isoformat()
    step -= 7 if step or "last" in which or "past" in which else 0
    return (reference + timedelta(step)).isoformat()


def _near(match: re.Match[str], reference: date | None, is_ahead: bool) -> str:
    return (reference + timedelta(_NEAR[match[0]])).isoformat() if reference else ""


def _ago(match: re.Match[str], reference: date | None, is_ahead: bool) -> str:
    if reference is None or match["way"] in ("earlier", "before", "later"):
        return ""  # counted from another event, not from the document
    count = match["count"]
    n = _number(count) or _NUMBERS.get(count, 0)
    sign = 1 if match["way"] == "hence" else -1
    unit = match["unit"].rstrip("s")
    if not n:
        return ""
    if unit in ("day", "week", "fortnight"):
        days = n * {"day": 1, "week": 7, "fortnight": 14}[unit]
        there = (reference.toordinal() + sign * days) if days < reference.toordinal() else 1
        return date.fromordinal(there).isoformat() + ("" if unit == "day" else "~")
    if unit == "month":
        number = 12 * reference.year + reference.month - 1 + sign * n
        return f"{number // 12:04}-{number % 12 + 1:02}~"
    return f"{reference.year + sign * n:04}~"


def _neighbour(match: re.Match[str], reference: date | None, is_ahead: bool) -> str:
    if reference is None:
        return ""
    which = match["which"]
    step = -1 if which in ("last", "past") else 1 if which in ("next", "coming") else 0
    if match["unit"] in ("week", "fortnight"):
        monday = reference - timedelta(reference.weekday()) + timedelta(step * (7 if match["unit"] == "week" else 14))
        return f"{monday.isoformat()}/{(monday + timedelta(6)).isoformat()}"
    if match["unit"] == "month":
        number = 12 * reference.year + reference.month - 1 + step
        return f"{number // 12:04}-{number % 12 + 1:02}"
    return f"{reference.year + step:04}"


def _season(match: re.Match[str], reference: date | None, is_ahead: bool) -> str:
    season = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}[match["season"]]
    groups = match.groupdict()
    if groups.get("year"):
        return f"{groups['year']}-{season}"
    if reference is None:
        return ""
    begins = {21: 3, 22: 6, 23: 9, 24: 12}[season]
    year = reference.year
    if groups["which"] in ("last", "past"):
        year -= 0 if reference.month > begins + 2 or (season == 24 and reference.month == 12) else 1
        if season == 24 and reference.month <= 2:
            year = reference.year - 1
    elif groups["which"] == "next":
        year += 0 if reference.month < begins else 1
    return f"{year:04}-{season}"


def _year(match: re.Match[str], reference: date | None, is_ahead: bool) -> str:
    return match["year"]


_NEEDS_A_DAY: Final = (_latin, _nth, _on_weekday, _near, _ago)
"""What can only be read where the document's own day is known."""
