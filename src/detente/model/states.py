"""States and organisations as dated tables: codes, names, membership of the state systems, mentions in text.

Days are ordinals (`datetime.date.toordinal`); a span is (first, last) and includes both. A code says which state acted;
whether COW or Gleditsch-Ward counted it on a day is another question, which `is_member` answers. `states.csv` and
`organisations.csv` name their sources; `docs/reference/states.md` explains their columns.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

Days = tuple[int, int]
_EVER = (date.min.toordinal(), date.max.toordinal())
_KINDS = {"names": "name", "adjectives": "adjective", "capitals": "capital", "metonyms": "metonym"}
_PLAIN = ("code", "name", "long_name", "alpha2", "alpha3", "numeric", "alpha4", "wikidata", "note")
_ENDINGS = {
    "ru": ("ий", "ая", "ое", "ие", "ого", "ой", "ому", "им", "ом", "ую", "их", "ими", "о"),
    "sr": ("и", "а", "о", "ог", "ога", "ој", "ом", "у", "е", "их", "им", "има"),
    "sr-Latn": ("i", "a", "o", "og", "oga", "oj", "om", "u", "e", "ih", "im", "ima"),
}
_NO_STATE = """Latin America;Latin American;Latin Americans;South America;South American;North America;North American;\
Central America;Central American;American Indian;American Indians;Persian Gulf;Indian Ocean;English Channel;New Guinea;\
New England;New Mexico;Sea of Japan;South China Sea;British Columbia;Niger River;Jordan River""".casefold()

SYSTEMS = {"cow": "COW", "gw": "Gleditsch-Ward"}
COVERAGE = {
    "cow": (date(1816, 1, 1).toordinal(), date(2016, 12, 31).toordinal()),
    "gw": (date(1816, 1, 1).toordinal(), date(2017, 12, 31).toordinal()),
}
"""The days that each system's edition covers; outside them membership is not known."""


class Name(NamedTuple):
    """What a state is called: a name, adjective, capital or metonym; its days are the state's unless dated."""

    code: str
    kind: str
    text: str
    language: str
    spans: tuple[Days, ...]
    is_dated: bool

    def holds(self, day: int) -> bool:
        """Whether it is in use on the day."""
        return any(first <= day <= last for first, last in self.spans)


class Membership(NamedTuple):
    """A spell in a state system, under the number and letters that the system gives."""

    system: str
    number: int
    letters: str
    first: int
    last: int


class OrganisationMember(NamedTuple):
    """A spell in an organisation; in the COMINFORM the state is that of the party."""

    state: str
    first: int
    last: int
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class State:
    """A state under one code; `existed` is empty where the table sets no bound."""

    code: str
    name: str
    long_name: str
    alpha2: str
    alpha3: str
    numeric: str
    alpha4: str
    wikidata: str
    existed: tuple[Days, ...]
    memberships: tuple[Membership, ...]
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    note: str
    names: tuple[Name, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation between states; `members` is empty where the table does not list them."""

    code: str
    name: str
    long_name: str
    wikidata: str
    first: int
    last: int
    source: str
    note: str
    members: tuple[OrganisationMember, ...] = field(repr=False)
    names: tuple[Name, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text names: one `code`; or None with several `candidates`, or with none and `suggestions`."""

    text: str
    code: str | None
    candidates: tuple[str, ...]
    note: str = ""
    suggestions: tuple[str, ...] = ()


def _rows(table: str) -> Iterator[dict[str, str]]:
    from importlib.resources import files

    text = files("detente.model").joinpath(table).read_text(encoding="utf-8")
    return csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


def _items(cell: str) -> list[str]:
    return cell.split(";") if cell else []


@cache
def _span(text: str) -> Days:
    first, _, last = text.partition("/")
    return _bounds(first)[0], _bounds(last)[1]


def _bounds(day: str) -> Days:
    """The first and last day of a day or month; of all time where there is none."""
    if not day:
        return _EVER
    year, month = int(day[:4]), int(day[5:7])
    if len(day) > len("1949-02"):
        return (ordinal := date(year, month, int(day[8:])).toordinal()), ordinal
    return date(year, month, 1).toordinal(), date(year + month // 12, month % 12 + 1, 1).toordinal() - 1


@cache
def _within(dates: str, existed: tuple[Days, ...]) -> tuple[Days, ...]:
    first, last = _span(dates)
    return tuple((max(first, a), min(last, z)) for a, z in existed if first <= z and a <= last) or ((first, last),)


def _names(code: str, kind: str, items: Iterable[str], existed: tuple[Days, ...] = ()) -> Iterator[Name]:
    existed = existed or (_EVER,)
    for item in items:
        called, _, dates = item.partition("@")
        language, _, text = called.rpartition(":")
        spans = _within(dates, existed) if dates else existed
        if text[-1] == "~":
            for ending in _ENDINGS[language]:
                yield Name(code, kind, text[:-1] + ending, language, spans, bool(dates))
        else:
            yield Name(code, kind, text, language or "en", spans, bool(dates))


def _state(row: dict[str, str], predecessors: Iterable[str]) -> State:
    spells = [(system, *item.split(":")) for system in SYSTEMS for item in _items(row[system])]
    existed = tuple(map(_span, _items(row["existed"])))
    named = [(kind, _items(row[column])) for column, kind in _KINDS.items()]
    return State(
        existed=existed,
        memberships=tuple(Membership(system, int(number), a, *_span(span)) for system, number, a, span in spells),
        predecessors=tuple(predecessors),
        successors=tuple(_items(row["successors"])),
        names=tuple(name for kind, items in named for name in _names(row["code"], kind, items, existed)),
        **{key: row[key] for key in _PLAIN},
    )


@cache
def states() -> Mapping[str, State]:
    """Every state by its code."""
    rows = {row["code"]: row for row in _rows("states.csv")}
    pairs = [(code, successor) for code, row in rows.items() for successor in _items(row["successors"])]
    return {code: _state(row, (before for before, after in pairs if after == code)) for code, row in rows.items()}


@cache
def organisations() -> Mapping[str, Organisation]:
    """Every organisation by its code."""
    rows = [(row, _span(f"{row['first']}/{row['last']}")) for row in _rows("organisations.csv")]
    spells = [(r["code"], OrganisationMember(r["member"], *s, r["source"], r["note"])) for r, s in rows if r["member"]]
    return {
        row["code"]: Organisation(
            first=span[0],
            last=span[1],
            members=tuple(member for code, member in spells if code == row["code"]),
            names=tuple(_names(row["code"], "name", _items(row["names"]))),
            **{key: row[key] for key in ("code", "name", "long_name", "wikidata", "source", "note")},
        )
        for row, span in rows
        if not row["member"]
    }


def state(code: str) -> State:
    """The state with this code; KeyError for anything else, which `resolve` may read."""
    return states()[code]


def organisation(text: str) -> Organisation | None:
    """The organisation with this code or name, or None.

    >>> organisation("Warsaw Pact").code
    'WTO'
    """
    key = _key(text)
    return next((o for o in organisations().values() if key in map(_key, (o.code, *(n.text for n in o.names)))), None)


@cache
def fold_character(character: str) -> str:
    """A character as names are compared: without case and accents."""
    plain = unicodedata.normalize("NFKD", character).replace("\u2019", "'")
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def _key(text: str) -> str:
    return " ".join("".join(map(fold_character, text.replace(".", ""))).split()).removeprefix("the ")


@cache
def _index() -> dict[str, list[Name]]:
    index: dict[str, list[Name]] = {}
    for s in states().values():
        codes = {s.alpha2, s.alpha3, s.alpha4, *(text for m in s.memberships for text in (m.letters, str(m.number)))}
        for name in (*s.names, *_names(s.code, "code", filter(None, codes), s.existed)):
            index.setdefault(_key(name.text), []).append(name)
    return index


def _codes(names: Iterable[Name]) -> tuple[str, ...]:
    return tuple(sorted({name.code for name in names}))


def _say(*codes: str) -> str:
    return " or ".join(f"{code} ({state(code).name})" for code in codes)


def _say_day(day: int) -> str:
    return date.fromordinal(day).isoformat() if _EVER[0] <= day <= _EVER[1] else f"day {day}"


def _say_spans(spans: Iterable[Days]) -> str:
    return ", ".join(f"{_say_day(a)} to {_say_day(z)}".replace(_say_day(_EVER[1]), "now") for a, z in sorted(spans))


def resolve(text: str, on: int | None = None) -> Resolution:
    """The state that a code, number, name, adjective, capital or metonym names on a day.

    Our codes go before COW's letters (AUS is Australia). Without a day the state that bears the name today is meant, if
    it is one. Accents, case and a leading `the` do not matter. The note says what a careful reader would want to know.

    >>> [resolve(text).code for text in ("alb", "339", "Shqipëria", "Tirana", "the Soviets")]
    ['ALB', 'ALB', 'ALB', 'ALB', 'SUN']
    >>> resolve("Russia", date(1950, 1, 1).toordinal()).note
    '`Russia` on 1950-01-01 is SUN (Soviet Union), at other times RUS (Russia)'
    >>> resolve("Germany", date(1960, 1, 1).toordinal()).candidates
    ('DDR', 'DEU')
    >>> resolve("Albnia").suggestions
    ('Albania',)
    """
    return _resolve(text, on) if len(text) <= 200 else Resolution(text, None, (), "no state has so long a name")


def is_state_name(text: str) -> bool:
    """Whether some state has this code or name on some day; cheaper than `resolve` where most texts name none.

    >>> is_state_name("the Soviets"), is_state_name("Enver Hoxha")
    (True, False)
    """
    return len(text) <= 200 and (text.strip().upper() in states() or _key(text) in _index())


@lru_cache(maxsize=16384)
def _resolve(text: str, on: int | None) -> Resolution:
    names = _index().get(_key(text), [])
    code, when = text.strip().upper(), "undated" if on is None else f"on {_say_day(on)}"
    if code in states():
        others = [other for other in _codes(names) if other != code]
        note = f"{_say(code)}; the same letters stand for {_say(*others)} elsewhere" if others else ""
        if on is not None and (spans := state(code).existed) and not any(a <= on <= z for a, z in spans):
            note = f"{_say(code)} existed {_say_spans(spans)}, not {when}"
        return Resolution(text, code, (code,), note)
    if not names:
        return Resolution(text, None, (), f"no state is called `{text}`", _suggest(_key(text)))
    live = [name for name in names if name.holds(_EVER[1] if on is None else on)]
    codes = _codes(live or [name for name in names if not name.is_dated] or names)
    if len(codes) > 1:
        return Resolution(text, None, codes, f"`{text}` {when} may be {_say(*codes)}")
    others = [other for other in _codes(names) if other != codes[0]]
    note = f"`{text}` {when} is {_say(*codes)}, at other times {_say(*others)}" if others else ""
    if on is not None and not live:
        spans = tuple({span for name in names if name.code == codes[0] for span in name.spans})
        note = f"`{text}` is {_say(*codes)} {_say_spans(spans)}, not {when}"
    return Resolution(text, codes[0], codes, note)


def _suggest(key: str) -> tuple[str, ...]:
    from difflib import get_close_matches

    names = (name for s in states().values() for name in s.names if name.kind != "adjective")
    known = {_key(name.text): name.text for name in names if name.language == "en"}
    return tuple(known[close] for close in get_close_matches(key, known, cutoff=0.75))


def is_member(code: str, system: str, day: int) -> bool | None:
    """Whether a state belonged to a state system (`cow`, `gw`) or an organisation on a day.

    None where the table cannot say: outside the edition (`COVERAGE`), or where it lists no members. KeyError for a code
    it does not know.

    >>> is_member("ALB", "WTO", date(1961, 12, 3).toordinal()), is_member("ALB", "cow", date(1943, 5, 1).toordinal())
    (True, False)
    """
    spells = state(code).memberships
    if system not in SYSTEMS:
        members = organisations()[system].members
        return any(m.state == code and m.first <= day <= m.last for m in members) if members else None
    is_covered = COVERAGE[system][0] <= day <= COVERAGE[system][1]
    return any(m.system == system and m.first <= day <= m.last for m in spells) if is_covered else None


def members_on(system: str, day: int) -> frozenset[str]:
    """The states that belonged to a state system or organisation on a day.

    >>> sorted(members_on("COMECON", date(1949, 12, 31).toordinal()))
    ['ALB', 'BGR', 'CSK', 'HUN', 'POL', 'ROU', 'SUN']
    """
    return frozenset(code for code in states() if is_member(code, system, day))


def _number(code: str, system: str, day: int) -> int | None:
    day = min(day, COVERAGE[system][1])
    spells = state(code).memberships
    return next((m.number for m in spells if m.system == system and m.first <= day <= m.last), None)


def cow_code(code: str, day: int) -> int | None:
    """The number under which COW counts the state on the day, or None; after its edition, the last number.

    >>> [cow_code("DEU", date(year, 1, 1).toordinal()) for year in (1930, 1946, 1960, 2000)]
    [255, None, 260, 255]
    """
    return _number(code, "cow", day)


def gw_code(code: str, day: int) -> int | None:
    """As `cow_code`, for Gleditsch and Ward."""
    return _number(code, "gw", day)


def status_note(code: str, day: int) -> str:
    """Which systems counted the state on the day, and when the others do, in words.

    >>> status_note("ALB", date(1943, 5, 1).toordinal())
    'Albania belonged to the state system of Gleditsch-Ward on 1943-05-01
    (COW counts it 1914-01-01 to 1939-04-07, 1944-11-17 to 2016-12-31)'
    """
    memberships, remarks = state(code).memberships, []
    known = {system: is_member(code, system, day) for system in SYSTEMS}
    for system, label in SYSTEMS.items():
        spells = _say_spans((m.first, m.last) for m in memberships if m.system == system)
        if known[system] is None:
            remarks.append(f"the edition of {label} covers {_say_spans([COVERAGE[system]])}")
        elif not known[system]:
            remarks.append(f"{label} counts it {spells}" if spells else f"{label} never counts it")
    counted = " and ".join(label for system, label in SYSTEMS.items() if known[system])
    which = f"the state system of {counted}" if counted else "no state system that is known of"
    which = which if None in known.values() else which.removesuffix(" that is known of")
    return f"{state(code).name} belonged to {which} on {_say_day(day)}" + (
        f" ({'; '.join(remarks)})" if remarks else ""
    )


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


@cache
def mention_forms() -> list[tuple[str, list[Name]]]:
    """Every form to look for in a text, folded, longest first, and whom it may name; nobody: it hides what it holds."""
    named: dict[str, list[Name]] = {phrase: [] for phrase in _NO_STATE.split(";")}
    for name in (name for s in states().values() for name in s.names):
        named.setdefault("".join(map(fold_character, name.text)), []).append(name)
    return [(form, named[form]) for form in sorted(named, key=len, reverse=True)]


@cache
def _forms() -> dict[str, list[tuple[str, list[Name]]]]:
    """The forms by their first word."""
    forms: dict[str, list[tuple[str, list[Name]]]] = {}
    for form, names in mention_forms():
        forms.setdefault(_words().findall(form)[0], []).append((form, names))
    return forms


def named_by(names: Iterable[Name], written: str, on: int | None) -> tuple[str, ...] | None:
    """The states that a form, so written in a text of that day, names; None where its capitals do not fit.

    What is dated (capitals that moved, metonyms) names nobody outside its dates.
    """
    fitting = [name for name in names if _is_written_as(name, written)]
    if not fitting:
        return None
    live = [name for name in fitting if name.holds(_EVER[1] if on is None else on)]
    return _codes(live or [name for name in fitting if not name.is_dated])


def _is_written_as(name: Name, written: str) -> bool:
    """Whether the capitals fit: `us` is not US, nor `poles` Poles; ALBANIA is Albania."""
    return written.isupper() if name.text.isupper() else not name.text[0].isupper() or written[0].isupper()


def find_mentions(text: str, on: int | None = None) -> list[tuple[int, int, str]]:
    """Where a text names states, as (start, end, code): whole words, the longest form first, in order.

    A form that may name several states gives a triple for each. What the table dates (capitals that moved, metonyms) is
    passed over outside its dates. Homographs are not told apart: Washington the man is tagged USA.

    >>> find_mentions("Soviet-Albanian trade, the Kremlin and Tirana", date(1949, 4, 10).toordinal())
    [(0, 6, 'SUN'), (7, 15, 'ALB'), (27, 34, 'SUN'), (39, 45, 'ALB')]
    """
    pieces = [fold_character(character) for character in text]
    folded, origin = "".join(pieces), [i for i, piece in enumerate(pieces) for _ in piece] + [len(text)]
    found: list[tuple[int, int, str]] = []
    reached = 0
    for word in _words().finditer(folded):
        start = word.start()
        for form, names in _forms().get(word.group(), ()) if start >= reached else ():
            end = start + len(form)
            if not folded.startswith(form, start) or _runs_on(folded, end):
                continue
            span = (origin[start], origin[end - 1] + 1)
            codes = named_by(names, text[slice(*span)], on)
            if codes is not None or not names:
                found += [(*span, code) for code in codes or ()]
                reached = end
                break
    return found


def _runs_on(folded: str, end: int) -> bool:
    """Whether a word goes on over this place; an ideograph or a hyphen ends one."""
    word = _words().match(folded, end - 1)
    return word is not None and word.end() > end
