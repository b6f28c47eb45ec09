"""The ledger of a set: every piece of evidence with its weight, and what the rest weighs when some is put aside.

Weights of independent evidence add. A cluster weighs as its joint assessment, else as its strongest member; a piece
that is assessed given another one of its own cluster goes on from that one, and both count together (the chain rule).

Putting aside is worked out on the sums: only the clusters that it touches are weighed again, which is the same as to
weigh the smaller study of `study.withdraw.without` (a test holds the two side by side).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Final

from detente.argument.clusters import bearing_passages, clusters_of
from detente.argument.likelihood import (
    FACTS,
    RESULT,
    Item,
    Key,
    SetAside,
    Variant,
    Weights,
    items_of,
    kind_of,
    spread,
    total,
)
from detente.argument.reliability import WHOLE, best_share, shares_of
from detente.argument.words import NONE, Interval
from detente.model.records import HypothesisSet
from detente.model.study import NoResults, Results, Study
from detente.study.lineage import Ties, circles
from detente.study.once import once_per_study
from detente.study.together import together

NOBODY: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Gone:
    """What is put aside: passages, parts of evidence that are no passages, analysts, and evidence itself."""

    passages: frozenset[str] = NOBODY
    parts: frozenset[str] = NOBODY
    analysts: frozenset[str] = NOBODY
    items: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Weighed:
    """The sums when something is put aside.

    ``totals`` are priors and weights [dB], a range for each rival, up to a constant that all share; ``left`` the
    evidence (its number in the ledger) that is weighed no longer, ``changed`` what is weighed otherwise.
    """

    totals: Weights
    left: frozenset[int]
    changed: frozenset[int]


@once_per_study
def _shares(study: Study) -> Mapping[str, Interval]:
    return shares_of(study)


class Ledger:
    """The evidence of one set of rivals.

    ``whole`` is the study before anything was withdrawn: who depends on whom is read from it. ``results`` computes what
    the study says of its own numbers; one that does not hold is no evidence.
    """

    def __init__(
        self, study: Study, group: HypothesisSet, whole: Study | None = None, results: Results | None = None
    ) -> None:
        self.study, self.group, self.results = study, group, results or NoResults()
        self.priors: Weights = tuple(Interval(*map(float, rival.prior or (0, 0))) for rival in group.rivals)
        items, aside = items_of(study, group) if group.rivals else ((), ())
        self.aside = (*aside, *self._not_found(items))
        number = {item.parts: n for n, item in enumerate(items)}
        self.items, self.order = _without_circles(items, number)
        self.number: Mapping[Key, int] = number
        heads = clusters_of(whole or study, group.id)
        members = together(range(len(self.items)), lambda n: heads[self.items[n].parts])
        self.clusters: tuple[tuple[int, ...], ...] = tuple(tuple(own) for own in members.values())
        self.cluster_of = {n: k for k, own in enumerate(self.clusters) for n in own}
        self._bearers: dict[str, tuple[str, ...]] = {}
        self._shares = _shares(study)

    @cached_property
    def variants(self) -> tuple[Variant | None, ...]:
        """The assessment of each piece that counts with everything in place: the one given the most."""
        active: dict[int, Variant | None] = {}
        for n in self.order:
            active[n] = self.active(n, active, Gone())
        return tuple(active[n] for n in range(len(self.items)))

    @cached_property
    def weights(self) -> tuple[Weights, ...]:
        """The weight of each piece by itself."""
        return tuple(
            self.weight(n, variant, Gone()) if variant else self._zero for n, variant in enumerate(self.variants)
        )

    @cached_property
    def cluster_weights(self) -> tuple[tuple[Weights, tuple[int, ...]], ...]:
        """The weight of each cluster, and the pieces that make it."""
        active = dict(enumerate(self.variants))
        return tuple(self.weigh_cluster(own, active, Gone()) for own in self.clusters)

    @cached_property
    def totals(self) -> Weights:
        """Priors and weights [dB], with everything in place."""
        return total([self.priors, *(weights for weights, _ in self.cluster_weights)])

    @cached_property
    def _zero(self) -> Weights:
        return (NONE,) * len(self.group.rivals)

    def _not_found(self, items: Iterable[Item]) -> Iterator[SetAside]:
        for item in items:
            missing = sorted(part for part in item.parts if kind_of(part) == RESULT and not self.is_there(part, Gone()))
            if missing:
                row = item.variants[0].judged[0].rows[0]
                yield SetAside(item.id, f"the build does not find {' and '.join(missing)}", row)

    def rests_on(self, part: str) -> Iterable[str]:
        """Return the passages on which a part of evidence rests; a result rests on all that bear what it counts."""
        if kind_of(part) == RESULT:
            return self.results.rests_on(part.partition(":")[2])
        return self.bearers(part)

    def bearers(self, part: str) -> tuple[str, ...]:
        """Return the passages one of which a part of evidence needs; none for a result, which is computed anew."""
        if part not in self._bearers:
            kind, _, name = part.partition(":")
            of_fact = bearing_passages(self.study, name) if kind in FACTS else ()
            self._bearers[part] = (name,) if kind == "passage" else of_fact
        return self._bearers[part]

    def is_there(self, part: str, gone: Gone) -> bool:
        """Whether a part of evidence is there: one that rests on passages needs one of them."""
        if part in gone.parts:
            return False
        if kind_of(part) == RESULT:
            return self.results.holds(part.partition(":")[2], gone.passages)
        bearers = self.bearers(part)
        return not bearers or not gone.passages or not gone.passages.issuperset(bearers)

    def active(self, n: int, active: Mapping[int, Variant | None], gone: Gone) -> Variant | None:
        """Return the assessment of a piece that counts when something is gone, or None when it leaves."""
        item = self.items[n]
        if n in gone.items or not all(self.is_there(part, gone) for part in item.parts):
            return None
        for variant in item.variants:
            if not gone.analysts.issuperset(judged.analyst for judged in variant.judged) and all(
                self._is_given(key, active, gone) for key in variant.given
            ):
                return variant
        return None

    def _is_given(self, key: Key, active: Mapping[int, Variant | None], gone: Gone) -> bool:
        n = self.number.get(key)
        if n is None:
            return all(self.is_there(part, gone) for part in key)
        return (active[n] if n in active else self.variants[n]) is not None

    def weight(self, n: int, variant: Variant, gone: Gone) -> Weights:
        """Return what a piece weighs: over its analysts the widest range, scaled where it was judged as a fact."""
        ranges = [
            judged.weights
            if judged.basis == "report"
            else tuple(weight.times(self.share(n, gone)) for weight in judged.weights)
            for judged in variant.judged
            if judged.analyst not in gone.analysts
        ]
        found = ranges[0]
        for other in ranges[1:]:
            found = tuple(one.hull(two) for one, two in zip(found, other, strict=True))
        return found

    def share(self, n: int, gone: Gone) -> Interval:
        """Return the share of its weight that a piece keeps, if it was judged as a fact: its best witness's."""
        parts = self.items[n].parts
        if not any(kind_of(part) in (*FACTS, "passage") for part in parts):
            return WHOLE
        witnesses = {name for part in parts for name in self.bearers(part)} - gone.passages
        if not witnesses:
            return Interval(0.0, 1.0)
        return best_share(self._shares[name] for name in witnesses if name in self._shares)

    def weigh_cluster(
        self, own: Sequence[int], active: Mapping[int, Variant | None], gone: Gone
    ) -> tuple[Weights, tuple[int, ...]]:
        """Return what a cluster weighs, and the pieces that make that weight."""
        standing = ((n, active[n] if n in active else self.variants[n]) for n in own)
        there = [(n, variant) for n, variant in standing if variant is not None]
        if not there:
            return self._zero, ()
        weight_of = {n: self.weight(n, variant, gone) for n, variant in there}
        if len(there) == 1:
            n = there[0][0]
            return weight_of[n], (n,)
        parts = frozenset(part for n, _ in there for part in self.items[n].parts)
        whole = next((n for n, _ in there if self.items[n].parts == parts), None)
        if whole is not None:
            return weight_of[whole], (whole,)
        return max(self._chains(there, weight_of), key=lambda chain: spread(chain[0]))

    def _chains(
        self, there: Sequence[tuple[int, Variant]], weight_of: Mapping[int, Weights]
    ) -> Iterator[tuple[Weights, tuple[int, ...]]]:
        """Yield each candidate for a cluster's weight: a piece, with what is assessed given it in the same cluster."""
        inside = {n for n, _ in there}
        above = {
            n: [self.number[key] for key in variant.given if self.number.get(key) in inside] for n, variant in there
        }
        ties: Ties[int] = Ties()
        for n, others in above.items():
            for other in others:
                ties.tie(n, other)
        for chain in together(weight_of, ties.head).values():
            roots = [n for n in chain if not above[n]]
            root = max(roots, key=lambda n: spread(weight_of[n]))
            counted = (root, *(n for n in chain if above[n]))
            yield total([weight_of[n] for n in counted]), counted

    @cached_property
    def dependents(self) -> Mapping[int, frozenset[int]]:
        """For each piece, those that are assessed given it."""
        found: dict[int, set[int]] = {}
        for n, item in enumerate(self.items):
            for variant in item.variants:
                for key in variant.given:
                    if key in self.number:
                        found.setdefault(self.number[key], set()).add(n)
        return {n: frozenset(others) for n, others in found.items()}

    @cached_property
    def _resting_on(self) -> Mapping[str, frozenset[int]]:
        """For each passage, and each part of evidence that is none, the pieces that it touches."""
        found: dict[str, set[int]] = {}
        for n, item in enumerate(self.items):
            background = {part for variant in item.variants for key in variant.given for part in key}
            for part in item.parts | background:
                found.setdefault(part, set()).add(n)
                for passage in self.rests_on(part):
                    found.setdefault(passage, set()).add(n)
        return {name: frozenset(own) for name, own in found.items()}

    @cached_property
    def _judged_by(self) -> Mapping[str, frozenset[int]]:
        found: dict[str, set[int]] = {}
        for n, item in enumerate(self.items):
            for variant in item.variants:
                for judged in variant.judged:
                    found.setdefault(judged.analyst, set()).add(n)
        return {name: frozenset(own) for name, own in found.items()}

    @property
    def analysts(self) -> tuple[str, ...]:
        """Those who judged, in the order of the file."""
        return tuple(self._judged_by)

    @cached_property
    def passages(self) -> frozenset[str]:
        """The passages on which any of the evidence rests."""
        return frozenset(passage for item in self.items for part in item.parts for passage in self.rests_on(part))

    def touched(self, gone: Gone) -> frozenset[int]:
        """Return the pieces that may leave or weigh otherwise when something is gone."""
        found = set(gone.items)
        for name in (*gone.passages, *gone.parts):
            found |= self._resting_on.get(name, frozenset())
        for name in gone.analysts:
            found |= self._judged_by.get(name, frozenset())
        ahead = [*found]
        while ahead:
            more = self.dependents.get(ahead.pop(), frozenset()) - found
            found |= more
            ahead.extend(more)
        return frozenset(found)

    def weigh(self, gone: Gone) -> Weighed:
        """Return the sums when something is gone."""
        touched = self.touched(gone)
        active: dict[int, Variant | None] = {}
        for n in sorted(touched, key=self._rank.__getitem__):
            active[n] = self.active(n, active, gone)
        rows = [[total.low, total.high] for total in self.totals]
        for k in sorted({self.cluster_of[n] for n in touched}):
            before, after = self.cluster_weights[k][0], self.weigh_cluster(self.clusters[k], active, gone)[0]
            for row, old, new in zip(rows, before, after, strict=True):
                row[0] += new.low - old.low
                row[1] += new.high - old.high
        left = frozenset(n for n, variant in active.items() if variant is None and self.variants[n] is not None)
        return Weighed(tuple(Interval(low, high) for low, high in rows), left, touched - left)

    @cached_property
    def _rank(self) -> Mapping[int, int]:
        return {n: rank for rank, n in enumerate(self.order)}


def _without_circles(items: Sequence[Item], number: Mapping[Key, int]) -> tuple[tuple[Item, ...], tuple[int, ...]]:
    """Drop assessments that are given each other in a circle; return the items, and their order, conditions first."""
    ahead = {
        str(n): sorted({str(number[key]) for variant in item.variants for key in variant.given if key in number})
        for n, item in enumerate(items)
    }
    bad: set[tuple[int, int]] = set()
    while found := [*circles(ahead)]:
        for circle in found:
            for one, two in zip(circle, (*circle[1:], circle[0]), strict=True):
                bad.add((int(one), int(two)))
                if two in ahead[one]:
                    ahead[one].remove(two)

    def is_sound(n: int, variant: Variant) -> bool:
        return all((n, number.get(key, -1)) not in bad for key in variant.given)

    kept = (replace(item, variants=tuple(v for v in item.variants if is_sound(n, v))) for n, item in enumerate(items))
    return tuple(kept), tuple(int(n) for n in TopologicalSorter(ahead).static_order())
