"""The verdict on a set of rivals: what the evidence says, in words and in two ranges, and what would change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from detente.argument.leave_out import SIDES, Left, leave_each_out, with_each_side_alone
from detente.argument.ledger import Gone, Ledger
from detente.argument.likelihood import SetAside, Variant, spread
from detente.argument.ranges import inner_ranges, outer_ranges
from detente.argument.turning import Turning, at_worst, by_middles, find_turning, is_ahead, leader_of
from detente.argument.van_evera import contrary_weight, type_of_test
from detente.argument.words import ANYTHING, Interval, db, decibels, percent, terms_for
from detente.model.records import Assessment
from detente.model.study import Results, Study

CANNOT_TELL: Final = "cannot tell"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a rival stands: prior and posterior [dB, the posterior against the reference], and its two ranges.

    ``outer`` is the probability at the worst and best; ``inner`` where it lies in 95 % of draws. Both are conditional
    on one of the named rivals being so.
    """

    id: str
    label: str
    prior_db: Interval
    posterior_db: Interval
    outer: Interval
    inner: Interval
    sentence: str


@dataclass(frozen=True, slots=True)
class Weighing:
    """A piece of evidence and what it weighs.

    ``weights_db`` holds for each rival its weight, the middle of the reference's being 0. ``test`` is the kind of test
    that it puts the leader to against the runner-up (the reference against the second where none leads); ``tests`` the
    kind for each other rival against the reference. ``basis`` says whether it was judged as a `report`, or as a `fact`
    of whose weight the testimony bears only the ``share``. ``counts`` is false where its cluster weighs as another.
    """

    id: str
    weights_db: Mapping[str, Interval]
    test: str
    tests: Mapping[str, str]
    basis: str
    share: Interval | None
    cluster: int
    counts: bool
    given: tuple[str, ...]
    analysts: tuple[str, ...]
    passages: tuple[str, ...]
    rows: tuple[Assessment, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class SomethingElse:
    """By how much [dB] an explanation that nobody named would have to fit the evidence better than the leader.

    ``level_db`` makes it as probable as the leader, ``outweigh_db`` as probable as all named rivals together, if
    beforehand it was as probable as an even one. Whoever thinks it less probable adds the difference.
    """

    level_db: Interval
    outweigh_db: Interval
    sentence: str


@dataclass(frozen=True, slots=True)
class Loss:
    """A smallest loss that turns or shakes a verdict: each set as its evidence; the first also with what follows it."""

    turning: Turning
    sets: tuple[tuple[str, ...], ...]
    followed: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evidence says of a set of rivals.

    ``word`` is `cannot tell`, or the terms of ICD 203 that the leader's outer range spans. ``confidence`` is another
    thing and never part of it: how much the verdict rests on. ``ledger`` is what views reckon with.
    """

    id: str
    question: str
    leader: str | None
    is_clear: bool
    word: str
    confidence: str
    sentence: str
    confidence_sentence: str
    rivals: tuple[Standing, ...]
    evidence: tuple[Weighing, ...]
    something_else: SomethingElse | None
    turning: Loss
    shaking: Loss
    without: tuple[Left, ...]
    only: tuple[Left, ...]
    set_aside: tuple[SetAside, ...]
    ledger: Ledger = field(repr=False, compare=False)

    @property
    def first_two(self) -> tuple[str, str]:
        """The rival that is ahead and the next, at the middles; the reference twice where there is no second."""
        ids = [rival.id for rival in sorted(self.rivals, key=lambda rival: -rival.posterior_db.middle)]
        return (ids[0], ids[1]) if len(ids) > 1 else (self.reference, self.reference)

    @property
    def ranked(self) -> tuple[Weighing, ...]:
        """The evidence, the weightiest first; what does not count comes last."""
        return tuple(sorted(self.evidence, key=lambda each: (not each.counts, -spread(each.weights_db.values()))))

    @property
    def without_sides(self) -> tuple[Left, ...]:
        """What is left without a side (speaker, publisher, archive) or an analyst."""
        return tuple(left for left in self.without if left.kind in (*SIDES, "analyst"))

    @property
    def turned_by_others(self) -> tuple[Left, ...]:
        """What is left without a source or passage, where that turns the verdict."""
        return tuple(left for left in self.without if left.turns and left.kind in ("source", "passage"))

    @property
    def reference(self) -> str:
        """The rival against which decibels are held."""
        return self.rivals[0].id if self.rivals else ""


def assess_study(study: Study, whole: Study | None = None, results: Results | None = None) -> tuple[Verdict, ...]:
    """Return the verdict on each set of rivals of a study.

    ``whole`` is the study before anything was withdrawn, for the ties between sources; ``results`` computes what the
    study says of its own numbers, without which no `result:` is evidence.
    """
    return tuple(assess_set(Ledger(study, group, whole, results)) for group in study.hypotheses)


def assess_set(ledger: Ledger) -> Verdict:
    """Return the verdict on one set."""
    group = ledger.group
    outer = outer_ranges(ledger.totals)
    inner = inner_ranges(ledger.priors, [weights for weights, _ in ledger.cluster_weights])
    leader = leader_of(ledger.totals)
    is_clear = leader is not None and is_ahead(ledger.totals, leader, at_worst)
    names = [rival.label or rival.id for rival in group.rivals]
    shift = ledger.totals[0].middle if ledger.totals else 0.0
    rivals = tuple(
        Standing(
            rival.id,
            names[n],
            ledger.priors[n],
            Interval(ledger.totals[n].low - shift, ledger.totals[n].high - shift),
            outer[n],
            inner[n],
            _how(outer[n], inner[n]),
        )
        for n, rival in enumerate(group.rivals)
    )
    turning = _loss(ledger, leader, find_turning(ledger, leader, by_middles), "turns the verdict")
    shaking = _loss(ledger, leader, find_turning(ledger, leader, at_worst), "leaves it in doubt")
    word = terms_for(outer[leader]) if leader is not None and is_clear else CANNOT_TELL
    without = leave_each_out(ledger)
    confidence, because = _confidence(ledger, is_clear, turning, shaking, without)
    return Verdict(
        id=group.id,
        question=group.question,
        leader=None if leader is None else group.rivals[leader].id,
        is_clear=is_clear,
        word=word,
        confidence=confidence,
        sentence=_sentence(ledger, names, leader, is_clear, outer),
        confidence_sentence=because,
        rivals=rivals,
        evidence=tuple(_weighings(ledger, leader)),
        something_else=None if leader is None else _something_else(ledger, leader, names[leader], outer[leader]),
        turning=turning,
        shaking=shaking,
        without=without,
        only=with_each_side_alone(ledger),
        set_aside=ledger.aside,
        ledger=ledger,
    )


def _how(outer: Interval, inner: Interval) -> str:
    widest = ANYTHING if percent(outer) == ANYTHING else f"{terms_for(outer)} ({percent(outer)})"
    return f"{widest}; in nearly all readings {percent(inner)}"


def _sentence(ledger: Ledger, names: list[str], leader: int | None, is_clear: bool, outer: tuple[Interval, ...]) -> str:
    if len(names) < 2:
        return "It cannot be told: there are no rivals to compare."
    if leader is None:
        return "It cannot be told: " + (
            "the first rivals are level." if any(ledger.variants) else "no evidence has been weighed."
        )
    if is_clear:
        how = f"{terms_for(outer[leader])} ({percent(outer[leader])})"
        return f"Of the rivals named, “{names[leader]}” is {how}: it is ahead in every reading of the words."
    near = [f"“{names[n]}”" for n in _near(ledger, leader)]
    ahead = f"“{names[leader]}” is ahead at the middle of the readings"
    if percent(outer[leader]) != ANYTHING:
        ahead += f" ({percent(outer[leader])})"
    return f"It cannot be told: {ahead}, but there are readings in which {' or '.join(near)} is level with it or ahead."


def _near(ledger: Ledger, leader: int) -> list[int]:
    totals = ledger.totals
    return [n for n in range(len(totals)) if n != leader and not is_ahead((totals[leader], totals[n]), 0, at_worst)]


def _something_else(ledger: Ledger, leader: int, name: str, outer: Interval) -> SomethingElse:
    level = ledger.priors[leader]
    outweigh = level.plus(Interval(-decibels(outer.high), -decibels(outer.low)))
    as_well = "as well as" if not any(level) else f"better by {db(level)} than"
    sentence = (
        "All this holds if one of the named rivals is so. Something else, if it was an even chance beforehand, would "
        f"have to fit this evidence {as_well} “{name}” to draw level, and better by {db(outweigh)} to outweigh all "
        "named rivals together."
    )
    return SomethingElse(level, outweigh, sentence)


def _loss(ledger: Ledger, leader: int | None, turning: Turning, does: str) -> Loss:
    sets = tuple(
        tuple(ledger.items[n].id for k in sorted(chosen) for n in ledger.clusters[k]) for chosen in turning.sets
    )
    if turning.size is None or not sets:
        return Loss(turning, sets, (), turning.reason)
    gone = Gone(items=frozenset(n for k in turning.sets[0] for n in ledger.clusters[k]))
    left = ledger.weigh(gone).left - gone.items
    followed = tuple(ledger.items[n].id for n in sorted(left))
    n, more = turning.size, len(sets) - 1
    pieces = "one piece of evidence" if n == 1 else f"{n} independent pieces of evidence"
    named = [" with ".join(f"`{ledger.items[n].id}`" for n in ledger.clusters[k]) for k in sorted(turning.sets[0])]
    sentence = f"The loss of {pieces} {does}: {'; '.join(named)}"
    if followed:
        sentence += f", with which {', '.join(f'`{name}`' for name in followed)} would leave"
    if more:
        least = "" if turning.is_complete else "at least "
        others = "one other set" if more == 1 else f"{more} other sets"
        sentence += f"; so {'does' if more == 1 else 'do'} {least}{others} of that size"
    if not turning.is_exact and turning.bounds:
        sentence += f" (not shown to be the smallest: no fewer than {turning.bounds[0]})"
    return Loss(turning, sets, followed, sentence + ".")


def _confidence(
    ledger: Ledger, is_clear: bool, turning: Loss, shaking: Loss, without: tuple[Left, ...]
) -> tuple[str, str]:
    """Return the confidence and why: how much could be lost before the verdict goes."""
    turns_on = [left.what for left in without if left.turns and left.what.startswith(("speaker:", "archive:"))]
    size, shakes = turning.turning.size, shaking.turning.size
    if not is_clear:
        return "low", f"Confidence is low: {turning.turning.reason or 'the ranges overlap'}."
    if size is None:
        return "low", f"Confidence is low: {turning.turning.reason}."
    if size == 1:
        return "low", "Confidence is low: the verdict hangs on one piece of evidence."
    if turns_on:
        return "low", f"Confidence is low: the verdict does not outlive the loss of {' or '.join(turns_on)}."
    if size <= 3 or (shakes is not None and shakes == 1):
        fewest = "one loss already leaves it in doubt" if shakes == 1 else f"the loss of {size} pieces turns it"
        return "moderate", f"Confidence is moderate: {fewest}."
    n = len(ledger.clusters)
    because = f"{size} of {n} independent pieces would have to fall, and no side carries it alone"
    return "high", f"Confidence is high: {because}."


def _weighings(ledger: Ledger, leader: int | None) -> list[Weighing]:
    ids = [rival.id for rival in ledger.group.rivals]
    first, second = _pair(ledger, leader)
    counted = {n for _, own in ledger.cluster_weights for n in own}
    found: list[Weighing] = []
    for n, item in enumerate(ledger.items):
        variant = ledger.variants[n]
        if variant is None:
            continue
        weights = ledger.weights[n]
        is_fact = any(judged.basis == "fact" for judged in variant.judged)
        share = ledger.share(n, Gone()) if is_fact else None
        pair = weights[first].minus(weights[second])
        test = type_of_test(pair, _contrary(variant, first, second, share))
        tests = {
            name: type_of_test(weights[i].minus(weights[0]), _contrary(variant, i, 0, share))
            for i, name in enumerate(ids)
            if i
        }
        found.append(
            Weighing(
                id=item.id,
                weights_db=dict(zip(ids, weights, strict=True)),
                test=test,
                tests=tests,
                basis="fact" if is_fact else "report",
                share=share,
                cluster=ledger.cluster_of[n],
                counts=n in counted,
                given=tuple("+".join(sorted(key)) for key in sorted(variant.given, key=sorted)),
                analysts=tuple(judged.analyst for judged in variant.judged),
                passages=tuple(name for part in sorted(item.parts) for name in sorted(ledger.rests_on(part))),
                rows=tuple(row for judged in variant.judged for row in judged.rows),
                sentence=_said(ledger, first, second, pair, test),
            )
        )
    return found


def _pair(ledger: Ledger, leader: int | None) -> tuple[int, int]:
    """Return the leader and the runner-up, or the reference and the second rival."""
    if leader is None:
        return 0, min(1, len(ledger.totals) - 1)
    others = [n for n in range(len(ledger.totals)) if n != leader]
    return leader, max(others, key=lambda n: ledger.totals[n].middle)


def _contrary(variant: Variant, rival: int, against: int, share: Interval | None) -> Interval | None:
    found: Interval | None = None
    for judged in variant.judged:
        one, two = judged.probabilities[rival], judged.probabilities[against]
        if one is None or two is None:
            return None
        weight = contrary_weight(one, two)
        if judged.basis == "fact" and share is not None:
            weight = weight.times(share)
        found = weight if found is None else found.hull(weight)
    return found


def _said(ledger: Ledger, first: int, second: int, pair: Interval, test: str) -> str:
    one, two = (ledger.group.rivals[n].label or ledger.group.rivals[n].id for n in (first, second))
    if pair.low > 0:
        return f"speaks for “{one}” against “{two}” ({db(pair)}; {test})"
    if pair.high < 0:
        return f"speaks for “{two}” against “{one}” ({db(Interval(-pair.high, -pair.low))}; {test})"
    return f"does not tell “{one}” from “{two}” ({db(pair)})"
