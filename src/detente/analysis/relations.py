"""The relation of two states as counts of directed events, by month or year, and by the side that tells of them."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from detente.analysis.counts import rate_interval
from detente.model.calendars import gregorian_day
from detente.model.dates import Date, Days
from detente.model.records import Event
from detente.model.study import Study
from detente.model.vocabulary import QUAD, STEPS

By = Literal["month", "quarter", "half-year", "year"]
_SIGNS: Final = {"month": "-{:02}", "quarter": "-Q{}", "half-year": "-H{}", "year": ""}


@dataclass(frozen=True, slots=True)
class RelationRow:
    """Events of one direction in one month, quarter, half-year or year.

    ``time`` is `1949-04`, `1949-Q2`, `1949-H1` or `1949`. ``n`` counts events [1]; ``cooperation`` and ``conflict`` are
    those of PLOVER's quad categories, ``net`` their difference. A time without a row is one for which the study holds
    no event: whether nothing happened or nothing was read, the counts alone do not tell.
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

    @property
    def interval(self) -> tuple[float, float]:
        """The interval of the rate behind ``n`` [events per such time]: `rate_interval`."""
        return rate_interval(self.n)


@dataclass(frozen=True, slots=True)
class Relation:
    """The relation of ``a`` and ``b`` as one side tells it, or all together where ``side`` is empty.

    ``n_undated`` events could not be placed in one such time and are in no row.
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
    for event, ways in events_between(study, a, b, side):
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


def events_between(study: Study, a: str, b: str, side: str = "") -> Iterator[tuple[Event, tuple[str, ...]]]:
    """Yield the events that count, with their directions: PLOVER's actions, no drafts, attested by ``side`` if given.

    A row whose id stands for an earlier row too is taken once.
    """
    seen: set[str] = set()
    for event in study.events:
        if event.action not in QUAD or event.status == "draft" or event.id in seen:
            continue
        if side and side not in study.sides_of(event.id):
            continue
        ways = tuple(directions(study, event, a, b))
        if ways:
            seen.update({event.id} - {""})
            yield event, ways


def select_events(study: Study, domain: str = "", kind: str = "") -> Study:
    """Return the study with the events of one domain, and of one kind of actor, alone: its series of them.

    An event counts for a kind (party, state, army, person) if any of its actors is of it, so one that party and state
    do together is in the series of both. A state's code is of the kind `state`.
    """

    def is_meant(event: Event) -> bool:
        kinds = {_kind(study, name) for name in event.actors} if kind else set()
        return (not domain or event.domain == domain) and (not kind or kind in kinds)

    return replace(study, events=tuple(event for event in study.events if is_meant(event))) if domain or kind else study


def _kind(study: Study, name: str) -> str:
    actor = study.actor_by_id.get(name)
    return (actor.kind or "") if actor is not None else "state"


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a direction's events under one word: a domain, a kind of actor. ``word`` is empty if unsaid."""

    word: str
    direction: str
    n: int

    @property
    def interval(self) -> tuple[float, float]:
        """The interval of the rate behind ``n`` [events in the whole study]: `rate_interval`."""
        return rate_interval(self.n)


def by_domain(study: Study, a: str, b: str, side: str = "") -> tuple[Share, ...]:
    """Count events by domain and direction."""
    return _by(study, a, b, side, lambda event, way: {event.domain})


def by_kind_of_actor(study: Study, a: str, b: str, side: str = "") -> tuple[Share, ...]:
    """Count events by who acts (party, state, army, person) and direction.

    An event with actors of several kinds is counted under each, so the shares of a direction may exceed its events.
    A state code is of the kind `state`; an actor of a third state does not count.
    """

    def kinds(event: Event, way: str) -> set[str]:
        own = way.partition(">")[0]
        of_state = (name for name in event.actors if own in states_of(study, (name,)))
        return {_kind(study, name) for name in of_state}

    return _by(study, a, b, side, kinds)


def by_behaviour(study: Study, a: str, b: str, side: str = "") -> tuple[Share, ...]:
    """Count coded behaviour (pressure, blackmail, deference, obedience, defiance) by direction, uncoded events too.

    With ``side``, only what that perspective attests: who tells of whose pressure.
    """
    return _by(study, a, b, side, lambda event, way: {event.behaviour})


def _by(study: Study, a: str, b: str, side: str, words_of: Callable[[Event, str], set[str]]) -> tuple[Share, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    for event, ways in events_between(study, a, b, side):
        counts.update((word, way) for way in ways for word in words_of(event, way))
    return tuple(Share(word, way, n) for (word, way), n in sorted(counts.items()))


def time_of(date: Date | None, by: By) -> str | None:
    """Return the month, quarter, half-year or year in which a date begins, as stated, or None if it may be several.

    >>> from detente.model.dates import parse_date
    >>> time_of(parse_date("1948-06-27/1948-07-02"), "month"), time_of(parse_date("194X"), "year")
    ('1948-06', None)
    >>> time_of(parse_date("1948-06-27"), "quarter"), time_of(parse_date("1948-06"), "half-year")
    ('1948-Q2', '1948-H1')
    """
    if date is None:
        return None
    return _time(date.beginning() if "/" in date.text else date.stated(), by)


def time_within(date: Date | None, by: By) -> str | None:
    """Return the month, quarter, half-year or year within which the whole of a date lies, or None."""
    return _time(date.bounds(), by) if date else None


def _time(days: Days, by: By) -> str | None:
    if days.first is None or days.last is None:
        return None
    first, last = gregorian_day(days.first), gregorian_day(days.last)
    part, other = ((day.month - 1) // STEPS[by] + 1 for day in (first, last))
    if first.year != last.year or part != other:
        return None
    return f"{first.year:04}{_SIGNS[by].format(part)}"


def first_month(time: str) -> str:
    """Return the month in which a time of `time_of` begins.

    >>> first_month("1949"), first_month("1949-Q2"), first_month("1949-H2"), first_month("1949-04")
    ('1949-01', '1949-04', '1949-07', '1949-04')
    """
    year, _, part = time.partition("-")
    size = {"H": 6, "Q": 3}.get(part[:1])
    return f"{year}-{(int(part[1:]) - 1) * size + 1:02}" if size else f"{year}-{part or '01'}"
