"""Structural balance against published networks, brute force, and its own symmetries."""

import csv
import random
from itertools import product

import numpy as np
import pytest

from detente.analysis import balance_optima
from detente.analysis.balance import Balance, measure_balance
from detente.analysis.balance_gray import all_optima
from detente.analysis.balance_network import SignedNetwork, build_network, read_sign
from detente.analysis.balance_optima import MAX_COUNTED, solve_network
from detente.analysis.balance_program import n_strained
from tests.shared import SHARED

TRUTH = SHARED / "truth" / "balance"
needs_truth = pytest.mark.skipif(not TRUTH.is_dir(), reason="the published networks are not on this machine")

Rows = list[tuple[str, str, int | None]]


def _random(seed: int, n: int, density: float, hostile: float = 0.5) -> Rows:
    dice = random.Random(seed)  # noqa: S311
    pairs = [(f"s{i:02}", f"s{j:02}") for i in range(n) for j in range(i)]
    return [(a, b, -1 if dice.random() < hostile else 1) for a, b in pairs if dice.random() < density] or [
        ("s00", "s01", -1)
    ]


def _by_hand(network: SignedNetwork, n_components: int) -> tuple[int, int, list[float]]:
    """Frustration, number of best partitions up to each component's switch, and shares, by trying every partition."""
    best, found = 1 << 30, list[np.ndarray]()
    for word in product((1, -1), repeat=len(network.states)):
        sides = np.array(word, np.int8)
        strained = n_strained(network.ties, sides)
        if strained < best:
            best, found = strained, []
        if strained == best:
            found.append(sides)
    shares = [float(np.mean([sides[i] * sides[j] != sign for sides in found])) for i, j, sign in network.ties]
    return best, len(found) >> n_components, shares


def _truth(name: str) -> dict[str, Rows]:
    slices: dict[str, Rows] = {}
    with (TRUTH / name).open() as stream:
        for row in csv.DictReader(stream):
            slices.setdefault(row.get("slice", ""), []).append((row["from"], row["to"], read_sign(row["sign"])))
    return slices


@needs_truth
def test_the_highland_tribes_have_seven_strained_ties_in_one_way() -> None:
    found = measure_balance(build_network(_truth("read_highland_tribes.csv")[""]))
    assert (found.frustration, found.n_optimal, found.is_count_exact) == (7, 1, True)
    assert [tie.share for tie in found.strained] == [1.0] * 7
    assert (found.triads.n, found.triads.n_balanced) == (68, 59)


@needs_truth
def test_every_slice_of_the_published_networks_has_its_exact_index() -> None:
    start = None
    slices = _truth("cow_signed_networks.csv")
    with (TRUTH / "cow_frustration_exact.csv").open() as stream:
        truth = list(csv.DictReader(stream))
    assert len(truth) == len(slices) == 12
    for row in truth:
        found = measure_balance(build_network(slices[row["slice"]]), start=start)
        start = found.camps
        triads = found.triads
        network = found.network
        assert [len(network.states), len(network.ties), network.n_negative] == [int(row[k]) for k in ("n", "m", "neg")]
        assert [found.frustration, triads.n_balanced, triads.n] == [int(row[k]) for k in ("L", "bal", "tri")]
        assert found.is_count_exact
        assert sum(tie.share for tie in found.strained) == pytest.approx(int(row["L"]))
        for sides in found.solution.partitions(MAX_COUNTED):
            assert n_strained(network.ties, sides) == found.frustration


def test_a_random_network_of_twenty_states_is_solved_exactly() -> None:
    assert measure_balance(build_network(_random(1, 20, 1.0))).is_exact


@pytest.mark.parametrize("seed", range(40))
def test_small_networks_equal_trying_every_partition(seed: int) -> None:
    network = build_network(_random(seed, 4 + seed % 6, 0.2 + (seed % 7) / 9))
    found = measure_balance(network, n_draws=0)
    index, n_optimal, shares = _by_hand(network, len(found.component_sizes))
    assert (found.frustration, found.n_optimal) == (index, n_optimal)
    assert found.solution.shares_strained(network.ties) == pytest.approx(shares)
    assert len({tuple(one.items()) for one in found.partitions(MAX_COUNTED)}) == n_optimal


@pytest.mark.parametrize("seed", range(12))
def test_the_integer_program_finds_the_same_partitions_as_the_gray_code(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = build_network(_random(seed, 13 + seed % 8, 0.3 + (seed % 3) / 10, 0.2 + (seed % 4) / 10))
    by_code = solve_network(network, 60)
    large = balance_optima._large
    calls = []

    def spy(*arguments: object) -> object:
        calls.append(arguments)
        return large(*arguments)  # type: ignore[arg-type]

    def solve_small_by_program(states: object, *rest: object) -> object:
        return spy(states, *rest)

    monkeypatch.setattr(balance_optima, "_large", solve_small_by_program)
    monkeypatch.setattr(balance_optima, "MAX_STATES", 2)
    monkeypatch.setattr(balance_optima, "_by_single_moves", _by_code)
    by_program = solve_network(network, 60)
    assert calls
    assert (by_program.lower, by_program.upper) == (by_code.lower, by_code.upper)
    assert {sides.tobytes() for sides in by_program.partitions(99_999)} == {
        sides.tobytes() for sides in by_code.partitions(99_999)
    }
    assert by_program.shares_strained(network.ties) == pytest.approx(by_code.shares_strained(network.ties))


def _by_code(n_states: int, ties: list[tuple[int, int, int]], _best: object) -> object:
    return all_optima(n_states, ties, 99_999).sides


def test_relabelling_the_states_changes_no_number() -> None:
    rows = _random(5, 14, 0.4)
    names = {name: f"z{97 - n}" for n, name in enumerate(sorted({state for a, b, _ in rows for state in (a, b)}))}
    one = measure_balance(build_network(rows))
    other = measure_balance(build_network((names[a], names[b], sign) for a, b, sign in rows))
    assert _numbers(one) == _numbers(other)


def test_the_order_of_rows_and_of_states_in_a_row_changes_nothing() -> None:
    rows = _random(6, 12, 0.5)
    one = measure_balance(build_network(rows))
    other = measure_balance(build_network((b, a, sign) for a, b, sign in rows[::-1]))
    assert (one.network, one.camps, one.strained, one.triads) == (
        other.network,
        other.camps,
        other.strained,
        other.triads,
    )
    assert one.sentence == other.sentence


def test_switching_a_state_keeps_the_index_and_the_number_of_best_partitions() -> None:
    rows = _random(7, 12, 0.5)
    switched = [(a, b, -sign if sign and "s03" in {a, b} else sign) for a, b, sign in rows]
    one, other = measure_balance(build_network(rows)), measure_balance(build_network(switched))
    assert (one.frustration, one.n_optimal, one.triads.n_balanced) == (
        other.frustration,
        other.n_optimal,
        other.triads.n_balanced,
    )


def test_a_start_from_another_year_changes_no_result() -> None:
    network = build_network(_random(8, 34, 0.15, 0.3))
    start = {state: -1 if n % 3 else 1 for n, state in enumerate(network.states)}
    assert _numbers(measure_balance(network)) == _numbers(measure_balance(network, start=start))


def test_components_are_counted_apart_and_isolates_named() -> None:
    rows: Rows = [("A", "B", 1), ("B", "C", 1), ("A", "C", -1), ("D", "E", -1), ("F", "G", 0), ("H", "A", None)]
    found = measure_balance(build_network(rows))
    assert (found.component_sizes, found.isolates) == ((3, 2), ("F", "G", "H"))
    assert (found.frustration, found.n_optimal) == (1, 3)
    assert (found.network.n_neutral, found.network.n_missing) == (1, 1)
    assert "the signs of 1 pairs are not known" in found.sentence


def test_more_than_ten_thousand_best_partitions_are_a_lower_bound_with_a_flag() -> None:
    triangles = [(f"{n}{a}", f"{n}{b}", -1) for n in range(9) for a, b in ("xy", "yz", "xz")]
    found = measure_balance(build_network(triangles))
    assert (found.frustration, found.n_optimal, found.is_count_exact) == (9, 10_000, False)
    fewer = measure_balance(build_network(triangles[:24]))
    assert (fewer.frustration, fewer.n_optimal, fewer.is_count_exact) == (8, 3**8, True)


def test_a_time_that_runs_out_gives_bounds_and_says_so() -> None:
    found = measure_balance(build_network(_random(1, 44, 1.0)), seconds=0.2, n_draws=10)
    assert found.frustration is None
    assert found.n_optimal is None
    assert found.lower is not None
    assert found.upper is not None
    assert 0 < found.lower < found.upper
    assert found.sentence.startswith("The time ran out: between")
    assert found.partitions(3) == []


def test_two_camps_are_balanced_and_nothing_is_strained() -> None:
    found = measure_balance(build_network([("A", "B", 1), ("C", "D", 1), ("A", "C", -1), ("B", "D", -1)]))
    assert (found.frustration, found.strained, found.n_optimal) == (0, (), 1)
    assert found.camps == {"A": 1, "B": 1, "C": -1, "D": -1}
    assert found.triads.share_balanced is None


def _numbers(one: Balance) -> tuple[object, ...]:
    triads = one.triads
    return one.frustration, one.n_optimal, one.component_sizes, len(one.strained), triads.n, triads.n_balanced
