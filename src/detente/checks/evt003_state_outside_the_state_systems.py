"""A state acts, or is acted upon, at a time when no state system counts it.

Neither the Correlates of War nor Gleditsch and Ward list it as a member then: it was occupied, not yet recognised,
or a government in exile. Published data have no row for it on that day, so that comparing them with this study
finds a gap.

Only the first such event of each state is shown, with the number of the others.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.records import Event
from detente.model.states import COVERAGE, state, states, status_note

SEVERITY = Severity.NOTE

_FIRST = min(first for first, _ in COVERAGE.values())
_LAST = max(last for _, last in COVERAGE.values())


def check(study: Study, texts: Texts) -> Findings:
    days = [event.date.bounds() for event in study.events if event.date is not None]
    earliest = min((day.first for day in days if day.first is not None), default=_FIRST)
    latest = max((day.last for day in days if day.last is not None), default=_LAST)
    spells = {code: _spells(code) for code in _states_in(study)}
    doubtful = {
        code: spans
        for code, spans in spells.items()
        if not any(first <= earliest and latest <= last for first, last in spans)
    }
    if not doubtful:
        return
    found: dict[str, list[tuple[Event, str, int]]] = {}
    is_counted = doubtful.keys().isdisjoint
    for event in study.events:
        if event.date is None or (is_counted(event.actors) and is_counted(event.targets)):
            continue
        bounds = event.date.bounds()
        first, last = bounds.first, bounds.last
        if first is None or last is None or first < _FIRST or last > _LAST:
            continue
        for column, names in (("actors", event.actors), ("targets", event.targets)):
            for name in names:
                if name in doubtful and all(last < a or first > z for a, z in doubtful[name]):
                    found.setdefault(name, []).append((event, column, first))
    for code, places in found.items():
        event, column, day = places[0]
        more = f"; so it is in {len(places) - 1} more" if len(places) > 1 else ""
        yield Finding(event, column, f"{status_note(code, day)}{more}", part=code)


def _states_in(study: Study) -> set[str]:
    lists = {event.actors for event in study.events} | {event.targets for event in study.events}
    return {name for names in lists for name in names if name in states()}


def _spells(code: str) -> list[tuple[int, int]]:
    """The days of membership in either system, joined where they meet."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted((member.first, member.last) for member in state(code).memberships):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined
