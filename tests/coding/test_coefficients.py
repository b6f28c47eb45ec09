"""Coefficients of agreement, equal to the worked examples of their authors."""

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import permutations, product

import numpy as np
import pytest

from detente.coding.alpha import Level, measure_alpha
from detente.coding.kappa import measure_cohen, measure_fleiss
from detente.coding.unitised import Continuum, Unit, measure_unitised

# K. Krippendorff. 2011. Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units, 0 missing.
FOUR_OBSERVERS = ("123321412000", "123322412503", "033323422510", "123324412510")
KRIPPENDORFF = [[int(value) for value in unit if value != "0"] for unit in zip(*FOUR_OBSERVERS, strict=True)]
FIVE = [1, 2, 3, 4, 5]
# J. L. Fleiss. 1971. Psychological Bulletin 76(5), table 1: 30 patients, how many of 6 raters gave each diagnosis.
FLEISS = str.split(
    "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 "
    "00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"
)
# J. Cohen. 1968. Psychological Bulletin 70(4), table 1: shares of 200 cases, two judges. Kappa is .492.
COHEN = ((0.44, 0.07, 0.09), (0.05, 0.20, 0.05), (0.01, 0.03, 0.06))


@pytest.mark.parametrize(
    ("level", "published", "exact"),
    [(Level.NOMINAL, 0.743, 0.7434), (Level.ORDINAL, 0.815, 0.8154), (Level.INTERVAL, 0.849, 0.8491)],
)
def test_alpha_is_krippendorffs_own(level: Level, published: float, exact: float) -> None:
    alpha = measure_alpha(KRIPPENDORFF, FIVE, level)
    assert alpha.value is not None
    assert round(alpha.value, 3) == published
    assert round(alpha.value, 4) == exact == round(alpha_by_pairs(KRIPPENDORFF, level), 4)
    assert alpha.low is not None
    assert alpha.high is not None
    assert alpha.low < alpha.value < alpha.high <= 1


def alpha_by_pairs(units: Sequence[Sequence[int]], level: Level) -> float:
    """By the definition: disagreement of pairs within units over that of all pairs of values, a pair at a time."""
    pairable = [unit for unit in units if len(unit) > 1]
    values = sorted(value for unit in pairable for value in unit)
    times = Counter(values)

    def apart(a: int, b: int) -> float:
        if level is Level.NOMINAL:
            return float(a != b)
        if level is Level.INTERVAL:
            return (a - b) ** 2
        low, high = min(a, b), max(a, b)
        return (sum(times[v] for v in range(low, high + 1)) - (times[a] + times[b]) / 2) ** 2

    within = sum(sum(apart(a, b) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in pairable)
    among = sum(apart(a, b) for a, b in permutations(values, 2)) / (len(values) - 1)
    return 1 - within / among


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("seed", range(10))
def test_alpha_is_what_its_definition_says_pair_by_pair(level: Level, seed: int) -> None:
    draw = np.random.default_rng(seed)
    units = [[int(v) for v in draw.integers(1, 6, draw.integers(0, 5))] for _ in range(40)]
    value = measure_alpha(units, FIVE, level).value
    assert value == pytest.approx(alpha_by_pairs(units, level), abs=1e-12)


def test_cohens_kappa_is_cohens_own() -> None:
    pairs = [(i, j) for i, j in product(range(3), repeat=2) for _ in range(round(200 * COHEN[i][j]))]
    kappa = measure_cohen(pairs, [0, 1, 2])
    assert kappa.value is not None
    assert round(kappa.value, 3) == 0.492
    assert round(kappa.value, 4) == 0.4915


def test_fleisss_kappa_is_fleisss_own() -> None:
    units = [[n for n, times in enumerate(row) for _ in range(int(times))] for row in FLEISS]
    kappa = measure_fleiss(units, range(5))
    assert kappa.value is not None
    assert round(kappa.value, 3) == 0.430  # Fleiss prints .430
    assert round(kappa.value, 4) == 0.4302


def test_fleisss_kappa_refuses_units_that_not_all_judged() -> None:
    with pytest.raises(ValueError, match="same number"):
        measure_fleiss([(1, 1), (1, 2, 2)], [1, 2])


# K. Krippendorff. 2019. Content Analysis, 4th ed., figure 12.11: three observers of a text of length 60, and what
# section 12.6 finds: u-alpha .510, on units and gaps alone .413, on values alone .724; (k)u-alpha 1 for the values
# 1, 5 and 6, and 0 for 2, 3 and 4. Its places count from 1 and include the end.
ALEX = [(1, 7, "1"), (8, 13, "2"), (31, 32, "5"), (33, 37, "6"), (38, 44, "6"), (45, 60, "7")]
PAUL = [(1, 7, "1"), (8, 13, "3"), (14, 21, "5"), (33, 44, "6")]
SUZAN = [(1, 7, "1"), (8, 13, "4"), (14, 21, "5"), (33, 37, "6"), (38, 41, "6"), (42, 44, "6")]


def of_book(found: Sequence[tuple[int, int, str]]) -> list[Unit]:
    return [Unit(start - 1, end, value) for start, end, value in found]


def test_u_alpha_is_krippendorffs_own() -> None:
    text = Continuum(60, {"Alex": of_book(ALEX), "Paul": of_book(PAUL), "Suzan": of_book(SUZAN)})
    found = measure_unitised([text])
    assert found.u.value is not None
    assert found.binary.value is not None
    assert found.cu.value is not None
    assert round(found.u.value, 3) == 0.510
    assert abs(found.binary.value - 0.413) < 0.001  # its equation 35 gives .4136
    assert round(found.cu.value, 3) == 0.724
    values = {name: each.value for name, each in found.values.items()}
    assert {name: round(value, 9) for name, value in values.items() if value is not None} == {
        **{"1": 1, "5": 1, "6": 1},
        **{"2": 0, "3": 0, "4": 0},
    }
    assert values["7"] is None  # it meets only gaps
    assert found.coverage["5"] == pytest.approx(8 / 18)
    assert found.coverage["7"] == 0


@pytest.mark.parametrize("seed", range(5))
def test_u_alpha_of_two_coders_is_what_every_character_says(seed: int) -> None:
    """Observed: character by character. Expected: every character of one stretch with all that are not of it."""
    draw = np.random.default_rng(seed)
    length = 50
    coders = {}
    for coder in ("a", "b"):
        cuts = sorted(int(n) for n in draw.choice(length + 1, 6, replace=False))
        coders[coder] = [Unit(cuts[n], cuts[n + 1], str(draw.choice(["x", "y"]))) for n in (0, 2, 4)]
    assert measure_unitised([Continuum(length, coders)]).u.value == pytest.approx(u_by_characters(length, coders))


def u_by_characters(length: int, coders: dict[str, list[Unit]]) -> float:
    marks: dict[str, list[tuple[str, Hashable]]] = {}
    for coder, units in coders.items():
        marks[coder] = [("", (coder, n)) for n in range(length)]
        for unit in units:
            marks[coder][unit.start : unit.end] = [(unit.value, (coder, unit.start, "unit"))] * (unit.end - unit.start)
    seen = 2 * sum(a[0] != b[0] for a, b in zip(*marks.values(), strict=True))
    everything = [mark for found in marks.values() for mark in found]
    pairs = [(a, b) for a in everything for b in everything if a[1] != b[1]]
    expected = sum(a[0] != b[0] for a, b in pairs) / len(pairs)
    return float(1 - seen / (2 * length) / expected)


def test_texts_are_added_up_and_a_reader_who_saw_nothing_counts() -> None:
    alike = Continuum(10, {"a": [Unit(0, 5, "x")], "b": [Unit(0, 5, "x")]})
    apart = Continuum(10, {"a": [Unit(0, 5, "x")], "b": []})
    by_one = Continuum(10, {"a": [Unit(0, 5, "x")]})
    both = measure_unitised([alike, apart]).u
    assert both.value is not None
    assert 0 < both.value < 1
    assert both == measure_unitised([alike, apart, by_one]).u


def test_overlapping_units_of_one_coder_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        measure_unitised([Continuum(10, {"a": [Unit(0, 5, "x"), Unit(4, 6, "y")], "b": []})])


def test_agreement_that_nothing_could_have_broken_is_not_defined() -> None:
    for found in (
        measure_alpha([(1, 1), (1, 1)], [1, 2]),
        measure_cohen([(1, 1), (1, 1)], [1, 2]),
        measure_fleiss([(1, 1), (1, 1)], [1, 2]),
        measure_unitised([Continuum(5, {"a": [], "b": []})]).u,
    ):
        assert found.value is None
        assert "one value" in found.reason


def test_nothing_judged_twice_is_null_and_says_why() -> None:
    for found in (measure_alpha([(1,), ()], [1, 2]), measure_cohen([], [1]), measure_unitised([]).u):
        assert found.value is None
        assert "two coders" in found.reason


def test_an_interval_is_the_same_for_the_same_seed_and_holds_the_truth_about_as_often_as_it_says() -> None:
    """Two coders take the true value with probability .8 each, else either at random: alpha is near .64."""
    draw = np.random.default_rng(3)
    hits, n = 0, 100
    for seed in range(n):
        truth = draw.integers(1, 3, 150)
        coders = [np.where(draw.random(150) < 0.8, truth, draw.integers(1, 3, 150)) for _ in range(2)]
        found = measure_alpha(zip(*(each.tolist() for each in coders), strict=True), [1, 2], seed=seed)
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= 0.64 <= found.high
    assert 88 <= hits <= n
    again = [measure_alpha(KRIPPENDORFF, FIVE, seed=7) for _ in range(2)]
    assert again[0] == again[1]
