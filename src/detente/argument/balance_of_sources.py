"""The balance of sources: who carries the weight of a verdict, and who keeps silent when."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from detente.argument.verdict import Verdict
from detente.model.dates import parse_date
from detente.model.records import Passage
from detente.model.study import Study


@dataclass(frozen=True, slots=True)
class Shares:
    """What share of a verdict's weight each carries, from 0 to 1; ``""`` is what nobody is named for.

    The weight of a piece is by how much it moves the lead of the leader over the runner-up, for or against [dB at the
    middle]. It is divided evenly among the passages on which the piece rests.
    """

    speaker: Mapping[str, float]
    publisher: Mapping[str, float]
    archive: Mapping[str, float]
    sentence: str


def shares_of_weight(study: Study, verdict: Verdict) -> Shares:
    """Return who carries the weight of a verdict."""
    weights: dict[str, float] = {}
    silences: dict[str, float] = {}
    for weighing in verdict.evidence if len(verdict.rivals) > 1 else ():
        if not weighing.counts:
            continue
        one, two = (weighing.weights_db[name].middle for name in verdict.first_two)
        pull = abs(one - two)
        for name in weighing.passages:
            weights[name] = weights.get(name, 0.0) + pull / len(weighing.passages)
        if not weighing.passages:
            searched = weighing.id.removeprefix("absence:")
            side = next((search.side for search in study.searches if search.id == searched), "")
            silences[side] = silences.get(side, 0.0) + pull
    total = sum(weights.values()) + sum(silences.values())
    nobody = {"": sum(silences.values())}
    speaker = _shares(study, weights, silences, study.speaker, total)
    publisher = _shares(study, weights, nobody, study.publisher_side, total)
    archive = _shares(study, weights, nobody, study.holder, total)
    if not speaker:
        return Shares(speaker, publisher, archive, "Nothing weighs.")
    first, share = next(iter(speaker.items()))
    perspective = study.perspective_by_id.get(first)
    name = perspective.label if perspective else first or "nobody who is named"
    said = f"Of the weight for and against, {round(100 * share, -1):.0f} % is carried by one speaker: {name}."
    return Shares(speaker, publisher, archive, said)


def _shares(
    study: Study,
    weights: Mapping[str, float],
    others: Mapping[str, float],
    name_of: Callable[[Passage], str],
    total: float,
) -> Mapping[str, float]:
    found = {name: weight for name, weight in others.items() if weight}
    for id, weight in weights.items():
        passage = study.passage_by_id.get(id)
        name = name_of(passage) if passage else ""
        found[name] = found.get(name, 0.0) + weight
    ranked = sorted(found.items(), key=lambda pair: -pair[1])
    return {name: weight / total for name, weight in ranked} if total else {}


def silences_by_year(study: Study) -> Mapping[str, Mapping[int, Counter[str]]]:
    """Return for each side and year how many searches ended in nothing, refusal, closure, loss, or were not read.

    A search without years is counted under 0; one without an end is taken to reach to the end of the study's period.
    """
    found: dict[str, dict[int, Counter[str]]] = {}
    period = study.period.bounds() if study.period else parse_date("1000/2100").bounds()
    for search in study.searches:
        years = [*search.years.years(period)] if search.years else [0]
        for year in years:
            found.setdefault(search.side, {}).setdefault(year, Counter())[search.outcome] += 1
    return found
