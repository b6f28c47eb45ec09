"""Networks from rows, the null of triangles, shifts, and what cannot be answered."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from detente.analysis.balance import measure_balance
from detente.analysis.balance_network import BalanceError, build_network, read_sign
from detente.analysis.balance_shifts import measure_shifts
from detente.analysis.balance_triads import measure_triads

DETENTE = str(Path(sys.executable).parent / "detente")
TIES = [("ALB", "SUN", 1), ("ALB", "YUG", -1), ("SUN", "YUG", 1), ("CHN", "SUN", -1), ("ALB", "CHN", 1)]


def test_neutral_is_known_and_missing_is_not() -> None:
    assert [read_sign(text) for text in ("1", "-1", "+", "0", "1.0", "", "NA")] == [1, -1, 1, 0, 1, None, None]


@pytest.mark.parametrize("text", ["2", "inf", "friend", "0.5"])
def test_what_is_no_sign_is_refused(text: str) -> None:
    with pytest.raises(BalanceError, match="is no sign"):
        read_sign(text)


def test_a_row_said_twice_counts_once_and_a_contradiction_is_an_error() -> None:
    network = build_network([("A", "B", 1), ("B", "A", 1), ("A", "B", None)])
    assert (network.ties, network.n_repeated, network.n_missing) == (((0, 1, 1),), 2, 0)
    with pytest.raises(BalanceError, match="signs 1 and -1"):
        build_network([("A", "B", 1), ("B", "A", -1)])


def test_a_tie_with_oneself_or_with_nobody_is_an_error() -> None:
    with pytest.raises(BalanceError, match="with itself"):
        build_network([("A", "A", 1)])
    with pytest.raises(BalanceError, match="lacks a state"):
        build_network([("A", " ", 1)])


@pytest.mark.parametrize("rows", [[], [("A", "B", None)], [("A", "B", 0)]])
def test_without_a_signed_tie_balance_is_null(rows: list[tuple[str, str, int | None]]) -> None:
    found = measure_balance(build_network(rows))
    assert (found.frustration, found.lower, found.upper, found.n_optimal) == (None, None, None, None)
    assert found.triads.share_balanced is None
    assert found.sentence.startswith("No tie has a sign")


def test_one_tie_is_balanced() -> None:
    assert measure_balance(build_network([("A", "B", -1)])).camps == {"A": 1, "B": -1}


def test_ties_of_one_sign_have_a_share_but_no_null() -> None:
    triads = measure_triads([(0, 1, -1), (0, 2, -1), (1, 2, -1)])
    assert (triads.n, triads.share_balanced, triads.null_mean, triads.p) == (1, 0.0, None, None)


def test_the_null_has_the_mean_of_signs_dealt_out_by_chance() -> None:
    ties = [(i, j, -1 if i == 0 else 1) for i in range(8) for j in range(i + 1, 8)]
    triads = measure_triads(ties, n_draws=4000)
    n, k = 28, 7
    odd = (k * (n - k) * (n - k - 1) / 2 + k * (k - 1) * (k - 2) / 6) / (n * (n - 1) * (n - 2) / 6)
    assert triads.share_balanced == 1.0
    assert triads.null_mean == pytest.approx(1 - odd, abs=0.01)
    assert triads.p is not None
    assert triads.p < 0.01
    assert measure_triads(ties, n_draws=50) == measure_triads(ties, n_draws=50)


def test_the_cheapest_shifts_lower_the_index_by_their_number() -> None:
    network = build_network(TIES)
    found = measure_balance(network)
    shifts = measure_shifts(network, found.solution, "ALB")
    assert found.frustration == 1
    assert shifts.cheapest == (("SUN",),)
    assert shifts.cost_of_changing_camp == 1
    friends = [("A", "B", 1), ("B", "C", 1), ("A", "C", 1), ("A", "D", 1), ("B", "D", -1), ("C", "D", -1)]
    network = build_network(friends)
    found = measure_balance(network)
    shifts = measure_shifts(network, found.solution, "D")
    assert (found.frustration, shifts.cheapest) == (1, (("A",),))
    assert shifts.sentence.startswith("D's ties would be at rest if it changed those with A; ")
    changed = measure_balance(build_network([*friends[:3], ("A", "D", -1), *friends[4:]]))
    assert changed.frustration == 0
    with pytest.raises(BalanceError, match="no state is named"):
        measure_shifts(network, found.solution, "X")


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([DETENTE, "balance", *arguments], capture_output=True, text=True, check=False)


def test_the_command_answers_in_json_for_each_slice(tmp_path: Path) -> None:
    file = tmp_path / "ties.csv"
    file.write_text("a,b,s,year\nALB,SUN,1,1948\nALB,YUG,-1,1948\nSUN,YUG,1,1948\nALB,SUN,,1961\n")
    options = ("--from", "a", "--to", "b", "--sign", "s", "--slice", "year")
    answer = _run(str(file), *options, "--state", "YUG", "--format", "json")
    first, second = json.loads(answer.stdout)
    assert answer.returncode == 0
    named = ("slice", "n_states", "n_ties", "n_negative", "frustration", "is_exact", "lower", "upper", "n_optimal")
    assert [first[key] for key in named] == ["1948", 3, 3, 1, 1, True, 1, 1, 3]
    assert (first["n_components"], first["share_balanced_triads"]) == (1, 0.0)
    assert (second["slice"], second["frustration"], second["n_missing"]) == ("1961", None, 1)
    assert (first["shifts"]["cheapest"], second["shifts"]) == ([[]], None)
    assert "1948: 1 of 3 ties must change" in _run(str(file), *options).stdout
    assert _run(str(file), *options, "--format", "csv").stdout.startswith("slice,n_states")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no column `from`"),
        ("from,to,sign\n", "holds no tie"),
        ("from,to,sign\nA,B,7\n", ":2: `7` is no sign"),
        ("from,to\nA,B\n", "has no column `sign`"),
        ("from,to,sign\nA,B,1\nB,A,-1\n", "the signs 1 and -1"),
    ],
)
def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "ties.csv"
    file.write_text(text)
    answer = _run(str(file))
    assert answer.returncode == 2
    assert message in answer.stderr
