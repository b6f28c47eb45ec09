"""The relation of two states as counts of directed events, by month or year, and by the side that tells of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from detente.model.calendars import gregorian_day
from detente.model.dates import Date
from detente.model.records import Event
from detente.model.study import Study
from detente.model.vocabulary import QUAD

By = Literal["month", "year"]


@dataclass(frozen=True, slots=True)
class RelationRow:
    """Events of one direction in one month or year.

    ``time`` is `1949` or `1949-04`. ``n`` counts events [1]; ``cooperation`` and ``conflict`` are those of PLOVER's
    quad categories, ``net`` their difference. A time without a row is one for which the study holds no event: whether
    nothing happened or nothing was read, the counts alone do not tell.
    """

    time: str
    direction: str
    n: int
    cooperation: int
    conflict: int

    @property
    def net(self) -> int:
        """Cooperation less conflict."""
        return self.cooperation - self.conflict


@dataclass(frozen=True, slots=True)
class Relation:
    """The relation of ``a`` and ``b`` as one side tells it, or all together where ``side`` is empty.

    ``n_undated`` events could not be placed in one month or year and are in no row.
    """

    a: str
    b: str
    by: By
    side: str
    rows: tuple[RelationRow, ...]
    n_undated: int


def states_of(study: Study, actors: tuple[str, ...]) -> frozenset[str]:
    """Return the states to which actors belong; an actor that is no entry of ``actors.csv`` stands for itself."""
    known = study.actor_by_id
    return frozenset((known[name].state or name) if name in known else name for name in actors)


def directions(study: Study, event: Event, a: str, b: str) -> Iterator[str]:
    """Yield `a>b`, `b>a`, both or none, for an event.

    A joint act (a treaty signed, talks held), whose actors hold both states and which has no target, runs both ways.
    What both do to a third is no event between them.
    """
    actors, targets = states_of(study, event.actors), states_of(study, event.targets)
    if a in actors and b in actors and not targets:
        yield f"{a}>{b}"
        yield f"{b}>{a}"
        return
    if a in actors and b in targets:
        yield f"{a}>{b}"
    if b in actors and a in targets:
        yield f"{b}>{a}"


def measure_relation(study: Study, a: str, b: str, by: By = "year", side: str = "") -> Relation:
    """Count the events between two states.

    Parameters
    ----------
    a, b
        State codes.
    side
        A perspective: only events that it attests are counted. Empty for all events.

    Returns
    -------
    Relation
        Rows in order of time and direction. Events without a PLOVER action, drafts and undated ones are left out; the
        last are counted in ``n_undated``.
    """
    counts: dict[tuple[str, str], list[int]] = {}
    n_undated = 0
    for event in study.events:
        if not event.action or event.status == "draft" or (side and side not in study.sides_of(event.id)):
            continue
        ways = tuple(directions(study, event, a, b))
        if not ways:
            continue
        time = time_of(event.date, by)
        if time is None:
            n_undated += 1
            continue
        is_cooperation = QUAD[event.action].endswith("cooperation")
        for way in ways:
            row = counts.setdefault((time, way), [0, 0])
            row[0 if is_cooperation else 1] += 1
    rows = tuple(RelationRow(time, way, n + m, n, m) for (time, way), (n, m) in sorted(counts.items()))
    return Relation(a, b, by, side, rows, n_undated)


def time_of(date: Date | None, by: By) -> str | None:
    """Return the month or year in which a date begins, as it is stated, or None if it may begin in several.

    >>> from detente.model.dates import parse_date
    >>> time_of(parse_date("1948-06-27/1948-07-02"), "month"), time_of(parse_date("194X"), "year")
    ('1948-06', None)
    """
    if date is None:
        return None
    days = date.beginning() if "/" in date.text else date.stated()
    if days.first is None or days.last is None:
        return None
    first, last = gregorian_day(days.first), gregorian_day(days.last)
    if first.year != last.year or (by == "month" and first.month != last.month):
        return None
    return f"{first.year:04}" if by == "year" else f"{first.year:04}-{first.month:02}"
