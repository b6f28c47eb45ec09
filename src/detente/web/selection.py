"""A selection of the chronology, as an address holds it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final
from urllib.parse import urlencode

from detente.analysis.relations import states_of, time_of
from detente.model.dates import sort_key
from detente.model.records import Event
from detente.model.study import Study
from detente.study.once import once_per_study

MOST: Final = 200
"""Events that a page shows."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; an empty text asks for all.

    ``certainty`` is `one-sided`, `disputed`, `draft` or `dated-apart`.
    """

    text: str = ""
    actor: str = ""
    domain: str = ""
    side: str = ""
    certainty: str = ""
    first: str = ""
    last: str = ""
    page: str = ""

    def address(self, **other: str) -> str:
        """Return the address of this selection with something else."""
        own = {spec.name: getattr(self, spec.name) for spec in fields(self)} | {"page": ""} | other
        return "/select?" + urlencode({name: value for name, value in own.items() if value})


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
    found = [event for event, words in _indexed(study) if _fits(study, event, words, selection)]
    years = Counter(time_of(event.date, "year") or "undated" for event in found)
    n_pages = max(1, -(-len(found) // MOST))
    page = min(max(int(selection.page) if selection.page.isascii() and selection.page.isdigit() else 1, 1), n_pages)
    return Selected(len(found), dict(years), found[(page - 1) * MOST : page * MOST], page, n_pages)


@once_per_study
def _indexed(study: Study) -> Sequence[tuple[Event, str]]:
    """Return the events in order of time, each with its own words and those of its testimony, folded."""

    def words(event: Event) -> Iterator[str]:
        yield from (event.id, event.summary, event.note, event.action, event.domain, *event.actors, *event.targets)
        for row in study.testimony_of.get(event.id, ()):
            if (passage := study.passage_by_id.get(row.passage)) is not None:
                yield from (passage.gist, passage.quote, passage.locator)

    def key(event: Event) -> tuple[bool, tuple[bool, int, bool, int, str]]:
        return event.date is None, sort_key(event.date) if event.date else (False, 0, False, 0, "")

    return [(event, "\n".join(words(event)).casefold()) for event in sorted(study.events, key=key)]


def _fits(study: Study, event: Event, words: str, asked: Selection) -> bool:
    if asked.text and not all(word in words for word in asked.text.casefold().split()):
        return False
    if asked.domain and event.domain != asked.domain:
        return False
    if asked.actor:
        named = (*event.actors, *event.targets)
        if asked.actor not in named and asked.actor not in states_of(study, named):
            return False
    if asked.side and asked.side not in study.sides_of(event.id):
        return False
    if asked.first or asked.last:
        year = time_of(event.date, "year")
        if year is None or not (asked.first or "0000") <= year <= (asked.last or "9999"):
            return False
    return not asked.certainty or _is(study, event, asked.certainty)


def _is(study: Study, event: Event, certainty: str) -> bool:
    if certainty == "one-sided":
        return len(study.sides_of(event.id)) == 1
    if certainty == "dated-apart":
        return any(row.date_claimed is not None for row in study.testimony_of.get(event.id, ()))
    return event.status == certainty
