"""Rows of assessment to weights: for each piece of evidence, how probable each rival made it, in decibels.

What is fixed is fixed up to a constant that all rivals of the set share: with words, the reference (the set's first
rival) weighs 0; with probabilities, the middle of the reference's interval does. So ``weights[i] - weights[j]`` is the
weight of evidence, 10 log10 (P(E|Hi) / P(E|Hj)).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from detente.argument.words import JUDGEMENT_DB, NONE, TERM_PROBABILITY, Interval, decibels
from detente.model.records import Assessment, HypothesisSet, parts_of
from detente.model.study import Study

Key = frozenset[str]
Weights = tuple[Interval, ...]
FACTS: Final = ("claim", "event", "figure")
RESULT: Final = "result"


@dataclass(frozen=True, slots=True)
class Judged:
    """What one analyst says of one piece of evidence: a weight for each rival, and its probability where it was given.

    ``basis`` is `report` (judged: that the source says it) or `fact` (judged: that it is so, to be scaled).
    """

    analyst: str
    basis: str
    weights: Weights
    probabilities: tuple[Interval | None, ...]
    rows: tuple[Assessment, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """The assessment of a piece of evidence given certain others; given none, its unconditional assessment."""

    given: frozenset[Key]
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of evidence, or several weighed as one, with its assessments; those given the most come first."""

    id: str
    parts: Key
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """Evidence that is not weighed, and why."""

    evidence: str
    reason: str
    row: Assessment


def items_of(study: Study, group: HypothesisSet) -> tuple[tuple[Item, ...], tuple[SetAside, ...]]:
    """Return the evidence assessed in a set, in the order of its rows, and what cannot be weighed.

    Evidence that an analyst did not assess under every rival is set aside for that analyst: to count the gap as `not
    more to be expected` would be a judgement that nobody made. Predictions that are still open are no evidence yet.
    """
    rivals = {rival.id: n for n, rival in reversed([*enumerate(group.rivals)])}
    names: dict[Key, str] = {}
    gathered: dict[Key, dict[frozenset[Key], dict[str, list[Assessment]]]] = {}
    for row in study.assessments:
        if row.set == group.id and row.fared != "open" and row.parts:
            names.setdefault(row.parts, row.evidence)
            given = frozenset(parts_of(name) for name in row.given)
            gathered.setdefault(row.parts, {}).setdefault(given, {}).setdefault(row.analyst, []).append(row)
    items: list[Item] = []
    aside: list[SetAside] = []
    for parts, by_given in gathered.items():
        variants: list[Variant] = []
        for given, by_analyst in by_given.items():
            judged: list[Judged] = []
            for analyst, rows in by_analyst.items():
                weights, probabilities, reason = _weights(rows, group, rivals)
                if reason:
                    aside.append(SetAside(names[parts], reason, rows[0]))
                else:
                    judged.append(Judged(analyst, rows[0].judged_as, weights, probabilities, tuple(rows)))
            if judged:
                variants.append(Variant(given, tuple(judged)))
        if variants:
            variants.sort(key=lambda variant: -len(variant.given))
            items.append(Item(names[parts], parts, tuple(variants)))
    return tuple(items), tuple(aside)


def total(parts: Iterable[Weights]) -> Weights:
    """Return the sums of weights that are independent of each other, rival by rival."""
    columns = zip(*parts, strict=True)
    return tuple(Interval(sum(w.low for w in column), sum(w.high for w in column)) for column in columns)


def spread(weights: Iterable[Interval]) -> float:
    """Return how far apart the middles of the rivals' weights lie [dB]."""
    middles = [weight.middle for weight in weights]
    return max(middles) - min(middles)


def kind_of(part: str) -> str:
    """Return `passage`, `event`, ...: what comes before the colon."""
    return part.partition(":")[0]


def probability_of(row: Assessment) -> Interval | None:
    """Return the probability that a row gives, or None if it gives none that can be one.

    Zero and one are none: no evidence could ever move them again, and no document is beyond forgery or misreading.
    """
    if row.term:
        return TERM_PROBABILITY.get(row.term)
    low, high = (row.low if row.low is not None else row.high), (row.high if row.high is not None else row.low)
    if low is None or high is None or not 0 < low <= high < 1:
        return None
    return Interval(float(low), float(high))


def _weights(
    rows: Sequence[Assessment], group: HypothesisSet, rivals: Mapping[str, int]
) -> tuple[Weights, tuple[Interval | None, ...], str]:
    """Return the weight of each rival, or why there is none.

    Words tie rivals two by two; a rival held against another than the reference is reached through that one, and the
    intervals add up on the way.
    """
    found: dict[int, Interval] = {}
    probabilities: list[Interval | None] = [None] * len(group.rivals)
    ties: dict[int, list[tuple[int, Interval]]] = {}
    for row in rows:
        n, against = rivals.get(row.rival), rivals.get(row.against, None if row.against else 0)
        if n is None or against is None:
            continue
        if row.judgement in JUDGEMENT_DB and n != against:
            weight = JUDGEMENT_DB[row.judgement]
            ties.setdefault(against, []).append((n, weight))
            ties.setdefault(n, []).append((against, Interval(-weight.high, -weight.low)))
        elif not row.judgement and (probability := probability_of(row)) is not None:
            probability = probability.hull(probabilities[n] or probability)
            probabilities[n] = probability
            found[n] = Interval(decibels(probability.low), decibels(probability.high))
    has_numbers = bool(found)
    if not found:
        found[0] = NONE
    reached = [*found]
    for n in reached:
        for other, weight in ties.get(n, ()):
            if other not in found:
                found[other] = found[n].plus(weight)
                reached.append(other)
    missing = [rival.id for n, rival in enumerate(group.rivals) if n not in found]
    if missing:
        return (), (), f"not assessed under {' and '.join(f'`{name}`' for name in missing)}"
    shift = found[0].middle if has_numbers else 0.0
    weights = tuple(Interval(found[n].low - shift, found[n].high - shift) for n in range(len(group.rivals)))
    return weights, tuple(probabilities), ""
