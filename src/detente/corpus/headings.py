"""What a document's printed heading says: who wrote to whom, from where, and when.

Headings of editions are formulas: "Telegram From the Embassy in Poland to the Department of State", "Memorandum by the
Director of ... (Raynor)", "Minutes of a Meeting, Washington, January 5, 1955".
"""

import re
from typing import Final, NamedTuple

from detente.model.calendars import MONTHS
from detente.model.dates import Date, parse_date

_FORMS: Final = (
    r"telegrams?|circular telegram|airgram|letter|memorandum|memoranda|message|despatch|dispatch|instruction|note"
    r"|aide-m[eé]moire|cable|communication|report|paper|circular"
)
_FROM: Final = re.compile(rf"\b(?:{_FORMS})\b[^()]{{0,40}}?\bfrom\s+", re.IGNORECASE)
_BY: Final = re.compile(r"(?:^|[\s,])(?:prepared\s+(?:by|in)|by)\s+", re.IGNORECASE)
_SUBMITTED: Final = re.compile(r"\bsubmitted by\s+", re.IGNORECASE)
_FOR: Final = re.compile(r"\s+for (?=the (?:Delegation|President|Secretary of State|National Security Council)\b)")
_OCCASION: Final = re.compile(r"\s+before (?=the\s).*$", re.IGNORECASE)
_BARE: Final = re.compile(r"^(?=The\s[^,]+\sto\s(?:the|certain|all)\s)")
_TO: Final = re.compile(r"(?<=[\w),.’])\s+to\s+(?=\S)")
_MONTH: Final = "|".join(MONTHS)
_DATE: Final = re.compile(rf"\b({_MONTH})\s+(\d{{1,2}})(?:\s*[–-]\s*(?:({_MONTH})\s+)?(\d{{1,2}}))?,\s+(\d{{4}})\b")
_TAIL: Final = re.compile(rf",\s+(?:[^,()]+,\s+)?(?:{_MONTH})\s+\d.*$|,?\s+undated\.?$", re.IGNORECASE)


class Letter(NamedTuple):
    """Who wrote to whom; empty where the heading does not say."""

    sender: str = ""
    recipient: str = ""


def read_heading(heading: str, marked: tuple[int, int] = (-1, -1)) -> Letter:
    """Read who wrote to whom.

    ``marked`` are the offsets at which the edition's own mark of the sender ends and that of the recipient begins, or
    -1: a "to" between them parts the two, wherever others stand.

    >>> read_heading("Telegram From the Legation in Hungary to the Department of State")
    Letter(sender='Legation in Hungary', recipient='Department of State')
    >>> read_heading("Letter From the Representative to the Council (Dreier) to the President")
    Letter(sender='Representative to the Council (Dreier)', recipient='President')
    >>> read_heading("Memorandum of a Conversation, Department of State, Washington, September 7, 1955")
    Letter(sender='', recipient='')
    """
    heading = _TAIL.sub("", heading).rstrip(" .")
    if start := _FROM.search(heading) or _BARE.search(heading) or _SUBMITTED.search(heading):
        return _parted(heading, start.end(), marked)
    if start := _BY.search(heading):
        return _parted(_OCCASION.sub("", heading), start.end(), (-1, -1), is_by=True)
    return Letter()


def _parted(heading: str, start: int, marked: tuple[int, int], *, is_by: bool = False) -> Letter:
    """Part sender from recipient at the "to" that follows a name in brackets or between commas, else at the first.

    After "by" only a bracket, or "for the Delegation", will do: "by the Adviser to the Mission" names one man.
    """
    cuts = list(_TO.finditer(heading, start))
    if -1 < marked[0] < marked[1]:
        cuts = [cut for cut in cuts if marked[0] <= cut.start() < marked[1]] or cuts
    closed = [cut for cut in cuts if heading[cut.start() - 1] in (")" if is_by else "),")]
    cut = next(iter(closed or ([*_FOR.finditer(heading, start)] if is_by else cuts)), None)
    if cut is None:
        return Letter(_plain(heading[start:]))
    return Letter(_plain(heading[start : cut.start()]), _plain(heading[cut.end() :]))


def _plain(name: str) -> str:
    name = name.strip(" ,.;")
    return name[4:] if name[:4] in ("the ", "The ") else name


def read_printed_date(text: str) -> Date | None:
    """Return the first date that a text spells out, as an EDTF day or span of days; None if it spells none.

    >>> read_printed_date("Vienna, May 10–11, 1957"), read_printed_date("undated")
    (Date('1957-05-10/1957-05-11'), None)
    """
    found = _DATE.search(text)
    if found is None:
        return None
    month, day, last_month, last_day, year = found.groups()
    first = f"{year}-{MONTHS.index(month) + 1:02}-{int(day):02}"
    last = f"{year}-{MONTHS.index(last_month or month) + 1:02}-{int(last_day):02}" if last_day else ""
    try:
        return parse_date(f"{first}/{last}" if last else first)
    except ValueError:
        return None


def read_place(text: str) -> str:
    """Return the place that stands before the date in a dateline or at the end of a heading.

    >>> read_place("Minutes of a Meeting, Washington, January 5, 1955"), read_place("New York, June 2, 1955—7 p.m.")
    ('Washington', 'New York')
    """
    found = _DATE.search(text)
    if found is None:
        return ""
    before = text[: found.start()].rstrip(" ,")
    place = before.rpartition(",")[2].strip()
    return place if place[:1].isupper() and len(place) < 40 else ""
