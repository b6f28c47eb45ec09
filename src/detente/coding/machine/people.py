"""Persons as names of their states: those whom an edition lists at its front, and leaders in their times of office."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Final

from detente.coding.machine.actors import TITLE, Named, states_meant
from detente.corpus.documents import Document
from detente.model.states import is_state_name, states

_ITEM: Final = re.compile(r"^(?P<family>[^\W\d_][\w’' -]{2,30}), (?P<rest>[^,]{1,60}), (?P<what>.{5,400})$")
_OWN: Final = re.compile(
    r"^(?:(?:Deputy )?Assistant Secretary of State|(?:Deputy )?Under Secretary of State|Acting |Director, Office"
    r"|Officer in Charge|Office of|Ambassador (?:to|in)|Minister (?:to|in)|Consul|Representative (?:at|to|on)"
    r"|Deputy Chief of Mission)"
)

_COMMON: Final = frozenset(("bush", "brown", "church", "ford", "grant", "may", "young", "long", "rose", "wood"))


def people_of(documents: Iterable[Document], home: str = "USA") -> tuple[Named, ...]:
    """Return the persons of the lists in a volume's front matter, by family name.

    A description that names no state, or begins with an office of the state whose papers are printed, is of ``home``.
    A family name that several states' persons share, or that is a state's name, is left out.
    """
    found: dict[str, set[str]] = {}
    for family, state in _listed(documents, home):
        found.setdefault(family, set()).add(state)
    return tuple(
        Named(family, state, state)
        for family, states in found.items()
        for state in states
        if len(states) == 1 and not is_state_name(family)
    )


def _listed(documents: Iterable[Document], home: str) -> Iterator[tuple[str, str]]:
    for document in documents:
        if document.kind != "front-matter" or "person" not in f"{document.id} {document.title}".lower():
            continue
        for paragraph in document.paragraphs:
            item = _ITEM.match(paragraph.text)
            if item is None:
                continue
            named = states_meant(item["what"])
            yield item["family"], home if _OWN.match(item["what"]) or not named else named[0]


def leaders_of(rows: Iterable[tuple[int, str, date | None, date | None]]) -> tuple[Named, ...]:
    """Return leaders by name: Gleditsch and Ward's number of the state, the name, first and last day in office, each.

    A name that is also a title or a common word (`King`, `Major`) is left out.

    >>> leaders_of([(339, "Hoxha", date(1944, 11, 10), date(1985, 4, 11))])[0].state
    'ALB'
    """
    found = []
    for number, name, first, last in rows:
        day, end = (each.toordinal() if each else None for each in (first, last))
        bearers = _numbered().get(number, [])
        within = [code for code, a, z in bearers if a <= (day or end or a) <= z]
        state = next(iter(within or [code for code, _, _ in bearers]), "")
        if state and len(name) > 3 and not TITLE.fullmatch(name) and name.lower() not in _COMMON:
            found.append(Named(name, state, state, day, end))
    return tuple(found)


@cache
def _numbered() -> dict[int, list[tuple[str, int, int]]]:
    numbered: dict[int, list[tuple[str, int, int]]] = {}
    for code, each in states().items():
        for spell in each.memberships:
            if spell.system == "gw":
                numbered.setdefault(spell.number, []).append((code, spell.first, spell.last))
    return numbered
