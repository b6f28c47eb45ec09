"""Signed networks from events: for each year, whether two states did each other more good or more harm."""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations, product

from detente.analysis.relations import states_of, time_of
from detente.model.states import states
from detente.model.study import Study
from detente.model.vocabulary import QUAD

Tie = tuple[str, str, int | None]


def ties_of_events(study: Study) -> Mapping[str, list[Tie]]:
    """Return the ties of each year in which events are recorded, as `build_network` takes them.

    The sign is that of cooperation less conflict, both directions together, a joint act once; 0 where they are even.
    Of two states of the dyad and its context between which a year records nothing, the sign is not known (None): the
    study may not have looked. Drafts, undated events, those without a PLOVER action and organisations are left out.
    """
    nets: dict[str, Counter[tuple[str, str]]] = {}
    for event in study.events:
        time = time_of(event.date, "year")
        if time is None or event.action not in QUAD or event.status == "draft":
            continue
        actors, targets = (states_of(study, names) & states().keys() for names in (event.actors, event.targets))
        if event.targets and not targets:
            continue
        pairs = product(actors, targets) if targets else combinations(actors, 2)
        for pair in {(min(a, b), max(a, b)) for a, b in pairs if a != b}:
            nets.setdefault(time, Counter())[pair] += 1 if QUAD[event.action].endswith("cooperation") else -1
    around = [*combinations(sorted({*study.dyad, *study.context}), 2)]
    return {
        time: [
            *((a, b, (net > 0) - (net < 0)) for (a, b), net in sorted(nets[time].items())),
            *((a, b, None) for a, b in around if (a, b) not in nets[time]),
        ]
        for time in sorted(nets)
    }
