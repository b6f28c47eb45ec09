"""A selection of the chronology, as an address holds it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final
from urllib.parse import urlencode

from detente.analysis.relations import states_of, time_of
from detente.model.dates import sort_key
from detente.model.records import Event
from detente.model.study import Study
from detente.study.once import once_per_study

MOST: Final = 100
"""Events that a page shows."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; an empty text asks for all.

    ``show`` is `table` or empty for a list; ``certainty`` is `one-sided`, `disputed`, `draft` or `dated-apart`.
    """

    text: str = ""
    actor: str = ""
    domain: str = ""
    side: str = ""
    certainty: str = ""
    first: str = ""
    last: str = ""
    page: str = ""
    show: str = ""

    def address(self, **other: str) -> str:
        """Return the address of this selection with something else."""
        return self._at("/select", other)

    def table(self) -> str:
        """Return the address of all events of this selection as CSV."""
        return self._at("/select.csv", {"show": ""})

    def _at(self, path: str, other: Mapping[str, str]) -> str:
        own = {spec.name: getattr(self, spec.name) for spec in fields(self)} | {"page": ""} | dict(other)
        return f"{path}?" + urlencode({name: value for name, value in own.items() if value})


@dataclass(frozen=True, slots=True)
class Selected:
    """The events of a selection: how many, by year, and those of one page."""

    n: int
    by_year: Mapping[str, int]
    events: Sequence[Event]
    page: int
    n_pages: int


def read_selection(query: Mapping[str, str]) -> Selection:
    """Read a selection from an address; what it does not know it leaves."""
    return Selection(**{spec.name: query.get(spec.name, "").strip()[:200] for spec in fields(Selection)})


def select_events(study: Study, selection: Selection) -> Selected:
    """Return the events of a selection, in order of time."""
    found = [each for each in _indexed(study) if _fits(each, selection)]
    years = Counter(each.year or "undated" for each in found)
    n_pages = max(1, -(-len(found) // MOST))
    page = min(max(int(selection.page) if selection.page.isascii() and selection.page.isdigit() else 1, 1), n_pages)
    shown = [each.event for each in found[(page - 1) * MOST : page * MOST]]
    return Selected(len(found), dict(years), shown, page, n_pages)


@dataclass(frozen=True, slots=True)
class _Indexed:
    """An event and what a selection may ask of it; ``words`` are its own and those of its testimony, folded."""

    event: Event
    words: str
    actors: frozenset[str]
    sides: frozenset[str]
    year: str | None
    standings: frozenset[str]


def chosen_events(study: Study, selection: Selection) -> list[Event]:
    """Return all events of a selection, in order of time."""
    return [each.event for each in _indexed(study) if _fits(each, selection)]


@once_per_study
def _indexed(study: Study) -> Sequence[_Indexed]:
    """Return the events in order of time."""

    def key(event: Event) -> tuple[bool, tuple[bool, int, bool, int, str]]:
        return event.date is None, sort_key(event.date) if event.date else (False, 0, False, 0, "")

    return [_index(study, event) for event in sorted(study.events, key=key)]


def _index(study: Study, event: Event) -> _Indexed:
    rows = study.testimony_of.get(event.id, ())
    words = [event.id, event.summary, event.note, event.action, event.domain, *event.actors, *event.targets]
    for row in rows:
        if (passage := study.passage_by_id.get(row.passage)) is not None:
            words += (passage.gist, passage.quote, passage.locator)
    named = (*event.actors, *event.targets)
    sides = frozenset(study.sides_of(event.id))
    standings = {event.status}
    if len(sides) == 1:
        standings.add("one-sided")
    if any(row.date_claimed is not None for row in rows):
        standings.add("dated-apart")
    actors = frozenset((*named, *states_of(study, named)))
    year = time_of(event.date, "year")
    return _Indexed(event, "\n".join(words).casefold(), actors, sides, year, frozenset(standings))


def _fits(each: _Indexed, asked: Selection) -> bool:
    if asked.text and not all(word in each.words for word in asked.text.casefold().split()):
        return False
    if asked.domain and each.event.domain != asked.domain:
        return False
    if (asked.actor and asked.actor not in each.actors) or (asked.side and asked.side not in each.sides):
        return False
    first, last = asked.first or "0000", asked.last or "9999"
    if (asked.first or asked.last) and not (each.year is not None and first <= each.year <= last):
        return False
    return not asked.certainty or asked.certainty in each.standings
