"""The smallest loss that turns a verdict, against all losses tried one by one."""

import random
from itertools import combinations

import pytest

from detente.argument.ledger import Ledger
from detente.argument.turning import LEVEL, at_worst, by_middles, find_turning, leader_of
from detente.argument.verdict import assess_set
from detente.argument.words import JUDGEMENT_DB
from detente.model.records import Assessment, HypothesisSet, Source
from detente.model.vocabulary import JUDGEMENTS
from tests.argument.made import NOWHERE, ledger_of, rivals, words

NAMES = "ABCD"


def random_set(seed: int, *, conditions: bool) -> tuple[HypothesisSet, list[Assessment], list[Source]]:
    """Return a set of a few rivals and pieces, some of one origin, some given others."""
    draw = random.Random(seed)  # noqa: S311
    names = NAMES[: draw.randint(2, 4)]
    n = draw.randint(2, 8)
    lean = draw.choice(JUDGEMENTS[:2])
    rows: list[Assessment] = []
    sources: list[Source] = []
    for piece in range(n):
        givens: list[tuple[str, ...]] = [()]
        if conditions and piece and draw.random() < 0.5:
            chosen = draw.sample(range(piece), min(piece, draw.randint(1, 2)))
            some = tuple(f"passage:p{other}" for other in chosen)
            givens = [some] if draw.random() < 0.5 else [(), some]
        for given in givens:
            for name in names[1:]:
                word = lean if name == "B" and draw.random() < 0.5 else draw.choice(JUDGEMENTS)
                rows.append(words(f"passage:p{piece}", name, word, given=given))
        if not conditions and piece and draw.random() < 0.3:
            sources.append(Source(f"p{piece}", NOWHERE, depends_on=(f"p{draw.randrange(piece)}",)))
    priors = {name: (draw.randint(-6, 0), draw.randint(0, 6)) for name in names if draw.random() < 0.3}
    return rivals(*names, priors=priors), rows, sources


def tried_one_by_one(
    group: HypothesisSet, rows: list[Assessment], clusters: list[set[str]], *, worst: bool
) -> tuple[int | None, set[frozenset[int]]]:
    """Return the size and the sets, by summing anew for every loss; knows nothing of the ledger."""
    leader, _ = _lead(group, rows, clusters, None, worst=False)
    for size in range(len(clusters) + 1):
        found: set[frozenset[int]] = set()
        for lost in combinations(range(len(clusters)), size):
            gone = set().union(*(clusters[k] for k in lost)) if lost else set()
            left = [row for row in rows if row.evidence not in gone]
            _, lead = _lead(group, left, clusters, leader, worst=worst)
            if lead <= LEVEL:
                found.add(frozenset(lost))
        if found:
            return size, found
    return None, set()


def _lead(
    group: HypothesisSet, rows: list[Assessment], clusters: list[set[str]], leader: int | None, *, worst: bool
) -> tuple[int, float]:
    while True:
        there = {row.evidence for row in rows}
        left = [row for row in rows if all(name in there for name in row.given)]
        if len(left) == len(rows):
            break
        rows = left
    low = [float(rival.prior[0]) if rival.prior else 0.0 for rival in group.rivals]
    high = [float(rival.prior[1]) if rival.prior else 0.0 for rival in group.rivals]
    for cluster in clusters:
        best: list[tuple[float, float]] | None = None
        for evidence in sorted(cluster, key=lambda name: int(name.removeprefix("passage:p"))):
            own = [row for row in rows if row.evidence == evidence]
            if not own:
                continue
            most = max(len(row.given) for row in own)
            weights = [(0.0, 0.0), *((*JUDGEMENT_DB[row.judgement],) for row in own if len(row.given) == most)]
            if best is None or _spread(weights) > _spread(best):
                best = weights
        for n, weight in enumerate(best or []):
            low[n] += weight[0]
            high[n] += weight[1]
    middles = [(a + b) / 2 for a, b in zip(low, high, strict=True)]
    if leader is None:
        leader = max(range(len(middles)), key=middles.__getitem__)
    others = [n for n in range(len(low)) if n != leader]
    leads = [low[leader] - high[n] if worst else middles[leader] - middles[n] for n in others]
    return leader, min(leads)


def _spread(weights: list[tuple[float, float]]) -> float:
    return max(sum(w) for w in weights) - min(sum(w) for w in weights)


@pytest.mark.parametrize("conditions", [False, True])
def test_the_smallest_turning_sets_ties_and_all_are_those_of_brute_force(conditions: bool) -> None:
    n_turned = 0
    for seed in range(100):
        group, rows, sources = random_set(seed, conditions=conditions)
        ledger = ledger_of(group, rows, sources)
        leader = leader_of(ledger.totals)
        clusters = [{ledger.items[n].id for n in own} for own in ledger.clusters]
        for lead, worst in ((by_middles, False), (at_worst, True)):
            found = find_turning(ledger, leader, lead)
            size, sets = tried_one_by_one(group, rows, clusters, worst=worst)
            if leader is None or size == 0:
                assert found.size is None, seed
                assert found.reason
                continue
            assert (found.size, set(found.sets)) == (size, sets), (seed, worst)
            assert found.is_exact
            assert found.is_complete
            n_turned += size is not None
    assert n_turned > 60


def test_a_leader_by_prior_alone_is_turned_by_nothing_and_the_reason_is_said() -> None:
    ledger = ledger_of(rivals("A", "B", priors={"A": (20, 20)}), [words("passage:p", "B", "somewhat-more")])
    verdict = assess_set(ledger)
    assert verdict.leader == "A"
    assert verdict.turning.sets == ()
    assert "beforehand" in verdict.turning.sentence


def test_ties_are_counted() -> None:
    rows = [words(f"passage:p{n}", "B", "somewhat-more") for n in range(4)] + [words("passage:q", "B", "much-less")]
    turning = assess_set(ledger_of(rivals("A", "B"), rows)).turning
    assert turning.turning.size == 2
    assert len(turning.sets) == 6
    assert turning.sentence.endswith("so do 5 other sets of that size.")


def test_what_hangs_on_a_lost_piece_is_named() -> None:
    rows = [
        words("passage:p", "B", "somewhat-more"),
        words("passage:q", "B", "much-more", given=("passage:p",)),
        words("passage:r", "B", "somewhat-less"),
    ]
    turning = assess_set(ledger_of(rivals("A", "B"), rows)).turning
    assert set(turning.sets) == {("passage:p",), ("passage:q",)}
    assert turning.followed == ("passage:q",)


def large(n: int, m: int, *, conditions: bool) -> Ledger:
    draw = random.Random(7)  # noqa: S311
    names = [f"H{k}" for k in range(m)]
    rows: list[Assessment] = []
    for piece in range(n):
        given = (f"passage:p{draw.randrange(piece)}",) if conditions and piece and piece % 20 == 0 else ()
        for name in names[1:]:
            word = draw.choice(JUDGEMENTS[: 4 if name == "H1" else 5])
            rows.append(words(f"passage:p{piece}", name, word, given=given))
    return ledger_of(rivals(*names), rows)


def test_two_thousand_pieces_and_six_rivals_are_left_out_one_by_one() -> None:
    from detente.argument.leave_out import leave_each_out

    assert len(leave_each_out(large(2000, 6, conditions=False))) > 4000


@pytest.mark.parametrize("conditions", [False, True])
def test_their_turning_set_is_found_or_bounded(conditions: bool) -> None:
    ledger = large(2000, 6, conditions=conditions)
    found = find_turning(ledger, leader_of(ledger.totals), by_middles)
    assert found.size is not None
    assert found.is_exact or found.bounds
