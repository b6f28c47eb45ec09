"""Dates as historians write them, in any of their languages, read into EDTF.

>>> period = Years(1944, 1961)
>>> [read_day(text, period).edtf for text in ("prill 1949", "апрель 1949", "10-12 April 1949", "c. 1949", "10.4.49")]
['1949-04', '1949-04', '1949-04-10/1949-04-12', '1949~', '1949-04-10']
>>> read_day("4/10/1949", period)
Day(edtf='[1949-04-10,1949-10-04]', doubt='either')
>>> read_day("4/10/1949", period, order="day").edtf, read_day("winter 1948/49", period).edtf
('1949-10-04', '1948-24')
"""

import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from detente.model.calendars import MONTHS
from detente.model.date_habits import proposals
from detente.model.dates import is_edtf
from detente.study.imports.words import UNDATED, date_words, fold, month_of

UNKNOWN: Final = "XXXX"
"""EDTF for a day of which nothing is known."""
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_NUMBERS: Final = re.compile(r"(\d{1,2}) ?([./-]) ?(\d{1,2}) ?[./-] ?(\d{4})\.?")
_MONTH: Final = "|".join(MONTHS)
_SHORT_YEAR: Final = re.compile(rf"(.*(?:\d ?[./-] ?\d{{1,2}} ?[./-] ?|(?:{_MONTH})[ '’-]+))(\d\d)")
_DATE_WITHIN: Final = re.compile(
    rf"\d{{1,2}} (?:{_MONTH}) \d{{4}}|\d{{1,2}}\. ?\d{{1,2}}\. ?\d{{4}}|(?<!\d)\d{{4}}-\d\d-\d\d(?!\d)"
    rf"|(?:{_MONTH}) \d{{4}}"
)


class Years(NamedTuple):
    """The years of a study, both included: what settles which century is meant."""

    first: int
    last: int

    def century_of(self, short: int) -> int:
        """Return the year of two digits that lies nearest to the study.

        >>> Years(1944, 1961).century_of(49)
        1949
        """
        middle = (self.first + self.last) // 2
        return min((century + short for century in range(1000, 2100, 100)), key=lambda year: abs(year - middle))


class Day(NamedTuple):
    """What was read: EDTF, empty if nothing could be, and what is doubtful in it.

    ``doubt`` is `either` (day or month first), `part` (of a longer text) or `short` (a year of two digits).
    """

    edtf: str
    doubt: str = ""


def read_day(text: str, period: Years, *, order: str = "", year: int | None = None) -> Day:
    """Read one date.

    Parameters
    ----------
    order
        `day` or `month` where the column has settled which of two numbers comes first.
    year
        The year for dates that name none, from a heading or another column.
    """
    text = re.sub("[‐‑‒–—−]", "-", " ".join(text.split())).strip(" ,;")
    if len(text) > 150 or fold(text) in UNDATED or not text:
        return Day("")
    if _is_plain(text):
        return Day(text)
    words = _in_english(text)
    if (
        year is not None
        and re.search(rf"\d|{_MONTH}", words)
        and not re.search(r"\d{3}|['’]\d\d|\d[./-]\d{1,2}[./-]\d", words)
    ):
        is_day_and_month = re.fullmatch(r"\d{1,2} ?[./] ?\d{1,2}\.?", words)
        words = f"{words.rstrip('. ')}.{year}" if is_day_and_month else f"{words} {year}"
    words, doubt = _with_century(words, period)
    return _first_read(words, doubt, order)


def _first_read(words: str, doubt: str, order: str) -> Day:
    for read in _READERS:
        found = read(words, order)
        if found.edtf:
            return Day(found.edtf, found.doubt or doubt)
    return Day("")


def settled_order(texts: Iterable[str]) -> str:
    """Return `day` or `month`, whichever the unambiguous dates of a column put first; `mixed` if they differ.

    >>> settled_order(["4/10/1949", "25/10/1949"]), settled_order(["4/10/1949", "10.11.1950"])
    ('day', '')
    """
    firsts = set()
    for text in texts:
        match = _NUMBERS.fullmatch(text.strip())
        if match and match[2] != "." and (int(match[1]) > 12) != (int(match[3]) > 12):
            firsts.add("day" if int(match[1]) > 12 else "month")
    return firsts.pop() if len(firsts) == 1 else "mixed" if firsts else ""


def _is_plain(text: str) -> bool:
    return bool(re.match(r"[\[{(.\-]*[\dX]{4}|\[\.\.", text)) and is_edtf(text) and not re.fullmatch(r"\d{5,}", text)


# To English


def _in_english(text: str) -> str:
    text = re.sub(r"\b(\d{1,2}) ?([./ -]) ?([IVX]{1,4})\b ?\2? ?(?=\d)", _roman, text)
    text = re.sub(r"(\d)(?:st|nd|rd|th|er|°|º|ª)\b", r"\1", text)
    text = re.sub(r"(\d)-?(?:го|е|ого|ые)\b", r"\1", text)
    words = " ".join(re.sub(r"[^\W\d_]+\.?", _english_word, text).split())
    words = re.sub(r" -(?=\S)", "-", words)
    words = re.sub(r"\b(early|mid|late)[ -](?:and )?", r"\1 ", words)
    words = re.sub(rf"(\d)\.? ?({_MONTH})", r"\1 \2", words)
    words = re.sub(rf"(\d)\. ?- ?(?=\d{{1,2}} (?:{_MONTH}))", r"\1-", words)
    words = re.sub(rf"({_MONTH}),? ?(?=\d{{4}})", r"\1 ", words)
    return " ".join(words.split()).strip(" ,.")


def _roman(match: re.Match[str]) -> str:
    numeral = match[3].lower()
    return f"{match[1]}.{_ROMAN.index(numeral) + 1}." if numeral in _ROMAN else match[0]


def _english_word(match: re.Match[str]) -> str:
    word = match[0].rstrip(".")
    if word == "X" or len(word) > 30:
        return match[0]
    english = date_words().get(fold(word)) or month_of(word)
    return f"{english} " if english and english != "-" else "" if english else match[0]


def _with_century(words: str, period: Years) -> tuple[str, str]:
    match = _SHORT_YEAR.fullmatch(words.rstrip("?"))
    if match is None:
        return words, ""
    doubt = "?" if words.endswith("?") else ""
    before = match[1].rstrip(" -'’") + " " if match[1].rstrip(" -'’")[-1:].isalpha() else match[1]
    return f"{before}{period.century_of(int(match[2]))}{doubt}", "short"


# Readers: each gives a day, or none


def _qualified(words: str, order: str) -> Day:
    """`about x`, `x?`, `x (?)`, `perhaps x`."""
    sign, rest = "", words
    if match := re.fullmatch(r"(?:about|~) ?\.? ?(.+)", rest):
        sign, rest = "~", match[1]
    if match := re.fullmatch(r"perhaps (.+)|(.+?) ?(?:\(\?\)|\[\?\]|\?)", rest):
        sign, rest = "%" if sign else "?", match[1] or match[2]
    if not sign:
        return Day("")
    inner = _first_read(rest, "", order) if not _is_plain(rest) else Day(rest)
    for edtf in (inner.edtf + sign, "/".join(end + sign for end in inner.edtf.split("/"))):
        if inner.edtf and is_edtf(edtf):
            return Day(edtf, inner.doubt)
    return inner


def _numbers(words: str, order: str) -> Day:
    """`10.4.1949`, `4/10/1949`: dots put the day first, other signs leave it open."""
    match = _NUMBERS.fullmatch(words)
    if match is None:
        return Day("")
    one, sign, other, year = int(match[1]), match[2], int(match[3]), match[4]
    day_first, month_first = _edtf(year, other, one), _edtf(year, one, other)
    if not (day_first and month_first) or day_first == month_first or sign == ".":
        return Day(day_first or month_first)
    if order in ("day", "month"):
        return Day(day_first if order == "day" else month_first)
    return Day("[{},{}]".format(*sorted((day_first, month_first))), "either")


def _edtf(year: str, month: int, day: int) -> str:
    text = f"{year}-{month:02d}-{day:02d}"
    return text if is_edtf(text) else ""


def _habit(words: str, _: str) -> Day:
    """What the model itself would propose to write."""
    if not re.search(r"\d{4}|\d{3}0s", words) or re.fullmatch(r"\d{5,}", words):
        return Day("")
    for habit in proposals(words):
        meant = [text for text in habit.proposals if re.search(r"\d{4}|\d{3}X", text) and is_edtf(text)]
        if meant:
            return Day(meant[0] if len(meant) == 1 else "")
    return Day("")


def _within(words: str, order: str) -> Day:
    """The one date in a longer text."""
    if match := re.fullmatch(r"(.+?) ?[(\[][^)\]]*[)\]]", words):
        found = _first_read(match[1], "", order)
        return Day(found.edtf, found.doubt or "part")
    found_texts = _DATE_WITHIN.findall(words)
    if len(found_texts) != 1 or found_texts[0] == words:
        return Day("")
    return Day(_first_read(found_texts[0], "", order).edtf if not _is_plain(found_texts[0]) else found_texts[0], "part")


_READERS: Final[tuple[Callable[[str, str], Day], ...]] = (_qualified, _numbers, _habit, _within)
