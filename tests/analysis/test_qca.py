"""QCA against R's published solutions, brute force, and its own symmetries."""

import csv
import json
import random
import subprocess
import sys
from itertools import combinations, product
from pathlib import Path

import pytest

from detente.analysis.qca import Settings, Solution, measure_qca, measure_stability
from detente.analysis.qca_calibrate import calibrate
from detente.analysis.qca_data import Kind, QcaData, QcaError, build_data
from detente.analysis.qca_minimize import holds, minimal_covers, prime_implicants
from detente.analysis.qca_necessity import find_necessary
from tests.shared import SHARED

TRUTH = SHARED / "truth" / "qca"
needs_truth = pytest.mark.skipif(not TRUTH.is_dir(), reason="the published solutions are not on this machine")
ALL = ("DEV", "URB", "LIT", "IND", "STB")


def _load(name: str, conditions: tuple[str, ...] = ALL, kind: Kind = "cs", is_negated: bool = False) -> QcaData:
    with (TRUTH / f"{name}.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    columns = {key: [float(row[key]) for row in rows] for key in rows[0] if key}
    cases = [row[""] for row in rows] if "" in rows[0] else None
    outcome = "SURV" if "SURV" in columns else "Z"
    return build_data(columns, conditions, outcome, kind=kind, cases=cases, is_negated=is_negated)


def _figures(found: Solution) -> list[tuple[str, str]]:
    model = found.models[0]
    whole = (model.fit.inclusion, model.fit.pri, model.fit.coverage)
    lines = [(model.expression, " ".join(f"{x:.3f}" for x in whole if x is not None))]
    for term in model.terms:
        figures = (term.fit.inclusion, term.fit.pri, term.fit.coverage, term.unique)
        lines.append((term.expression, " ".join("-" if x is None else f"{x:.3f}" for x in figures)))
    return lines


PUBLISHED = [
    (
        "LC",
        5,
        "cs",
        False,
        1.0,
        "conservative",
        ["1.000 1.000 1.000", "DEV*~URB*LIT*STB 1.000 1.000 0.500 0.250", "DEV*LIT*IND*STB 1.000 1.000 0.750 0.500"],
    ),
    ("LC", 5, "cs", False, 1.0, "parsimonious", ["1.000 1.000 1.000", "DEV*STB 1.000 1.000 1.000 -"]),
    (
        "LC",
        5,
        "cs",
        True,
        1.0,
        "conservative",
        ["1.000 1.000 1.000", "~DEV*~URB*~IND 1.000 1.000 0.800 0.800", "DEV*LIT*IND*~STB 1.000 1.000 0.200 0.200"],
    ),
    (
        "LC",
        5,
        "cs",
        True,
        1.0,
        "parsimonious",
        ["1.000 1.000 1.000", "~DEV 1.000 1.000 0.800 0.300", "~STB 1.000 1.000 0.700 0.200"],
    ),
    (
        "LM",
        4,
        "mv",
        False,
        1.0,
        "conservative",
        [
            "1.000 1.000 0.875",
            "DEV[2]*LIT[1]*IND[1] 1.000 1.000 0.625 0.625",
            "DEV[1]*URB[0]*LIT[1]*IND[0] 1.000 1.000 0.250 0.250",
        ],
    ),
    (
        "LM",
        4,
        "mv",
        False,
        1.0,
        "parsimonious",
        ["1.000 1.000 0.875", "DEV[2] 1.000 1.000 0.625 0.625", "DEV[1]*IND[0] 1.000 1.000 0.250 0.250"],
    ),
    (
        "LM",
        4,
        "mv",
        True,
        1.0,
        "conservative",
        [
            "1.000 1.000 0.900",
            "DEV[0]*URB[0]*IND[0] 1.000 1.000 0.800 0.800",
            "DEV[1]*URB[0]*LIT[1]*IND[1] 1.000 1.000 0.100 0.100",
        ],
    ),
    (
        "LM",
        4,
        "mv",
        True,
        1.0,
        "parsimonious",
        ["1.000 1.000 0.900", "DEV[0] 1.000 1.000 0.800 0.800", "DEV[1]*URB[0]*IND[1] 1.000 1.000 0.100 0.100"],
    ),
    (
        "LF",
        5,
        "fs",
        False,
        0.8,
        "conservative",
        [
            "0.870 0.843 0.658",
            "DEV*URB*LIT*IND*STB 0.904 0.886 0.454 0.393",
            "DEV*~URB*LIT*~IND*STB 0.804 0.719 0.265 0.204",
        ],
    ),
    (
        "LF",
        5,
        "fs",
        False,
        0.8,
        "parsimonious",
        ["0.850 0.819 0.714", "DEV*~IND 0.815 0.721 0.284 0.194", "URB*STB 0.874 0.845 0.520 0.430"],
    ),
    (
        "LF",
        5,
        "fs",
        False,
        0.8,
        "intermediate",
        ["0.866 0.839 0.660", "DEV*URB*LIT*STB 0.901 0.879 0.468 0.378", "DEV*LIT*~IND*STB 0.814 0.721 0.282 0.191"],
    ),
]


@needs_truth
@pytest.mark.parametrize(("name", "n", "kind", "is_negated", "cut", "solution", "lines"), PUBLISHED)
def test_every_solution_is_the_published_one_to_three_decimals(
    name: str, n: int, kind: Kind, is_negated: bool, cut: float, solution: str, lines: list[str]
) -> None:
    data = _load(name, ALL[:n], kind, is_negated)
    expected = ALL if solution == "intermediate" else ()
    found = measure_qca(data, Settings(solution, cut, expected=expected))  # type: ignore[arg-type]
    assert len(found.models) == 1
    (expression, whole), *terms = _figures(found)
    assert [whole, *(" ".join(term) for term in terms)] == lines
    assert expression == " + ".join(line.split()[0] for line in lines[1:])


@needs_truth
@pytest.mark.parametrize(
    ("table", "is_negated", "cut"), [("LF_truthtable", False, 0.8), ("LF_low7_truthtable", True, 0.7)]
)
def test_the_truth_table_is_the_published_one(table: str, is_negated: bool, cut: float) -> None:
    found = measure_qca(_load("LF", kind="fs", is_negated=is_negated), Settings(incl_cut=cut))
    with (TRUTH / f"{table}.csv").open() as stream:
        truth = {tuple(int(row[name]) for name in ALL): row for row in csv.DictReader(stream) if row["n"] != "0"}
    assert {row.configuration for row in found.table.rows} == set(truth)
    for row in found.table.rows:
        wanted = truth[row.configuration]
        assert (str(row.outcome), row.n, ",".join(row.cases)) == (wanted["OUT"], int(wanted["n"]), wanted["cases"])
        assert (row.inclusion, row.pri) == pytest.approx((float(wanted["incl"]), float(wanted["PRI"])), abs=1e-9)


@needs_truth
def test_what_is_necessary_is_as_published() -> None:
    found = {one.expression: one.fit for one in find_necessary(_load("LF", kind="fs"))}
    figures = {name: [round(x or 0, 3) for x in (fit.inclusion, fit.ron, fit.coverage)] for name, fit in found.items()}
    assert figures == {
        "LIT": [0.991, 0.509, 0.643],
        "STB": [0.920, 0.680, 0.707],
        "LIT*STB": [0.915, 0.800, 0.793],
        "DEV + URB + IND": [0.903, 0.704, 0.716],
    }


@needs_truth
@pytest.mark.parametrize("n", [10, 12])
def test_ten_and_twelve_conditions_are_solved(n: int) -> None:
    data = _load(f"speed_k{n}", tuple("ABCDEFGHIJKL"[:n]))
    assert measure_qca(data, Settings("parsimonious")).models


@pytest.mark.parametrize("seed", range(200))
def test_ties_are_those_of_brute_force(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    levels = [2, 2, 3] if seed % 3 == 0 else [2, 2, 2, 2] if seed % 3 == 1 else [2, 2, 2]
    marks = {one: dice.choice("10?") for one in product(*map(range, levels))}
    on = [one for one, mark in marks.items() if mark == "1"]
    off = [one for one, mark in marks.items() if mark == "0"]
    if not on:
        return
    every = [*product(*([-1, *range(level)] for level in levels))]
    implicants = [term for term in every if not any(holds(term, one) for one in off)]
    primes = [a for a in implicants if not any(a != b and holds(b, a) for b in implicants)]
    primes = [a for a in primes if any(holds(a, one) for one in on)]
    assert prime_implicants(levels, on, off) == sorted(primes)
    size, wanted = 0, set[frozenset[tuple[int, ...]]]()
    while not wanted:
        size += 1
        chosen = combinations(primes, size)
        wanted = {frozenset(c) for c in chosen if all(any(holds(a, one) for a in c) for one in on)}
    found = minimal_covers(primes, on)
    assert len(found.covers) == len(wanted)
    assert {frozenset(cover) for cover in found.covers} == wanted


TABLE = {"A": [1, 1, 0, 0, 1], "B": [1, 0, 1, 0, 1], "C": [0, 1, 1, 0, 0], "Y": [1, 1, 0, 0, 1]}


def _data(**changes: list[float | None]) -> QcaData:
    return build_data({**TABLE, **changes}, ["A", "B", "C"], "Y")


def test_the_order_of_rows_and_the_names_of_conditions_change_no_figure() -> None:
    one = measure_qca(_data())
    turned = build_data({name: column[::-1] for name, column in TABLE.items()}, ["A", "B", "C"], "Y")
    assert _figures(measure_qca(turned)) == _figures(one)
    renamed = build_data({"P": TABLE["A"], "Q": TABLE["B"], "R": TABLE["C"], "Y": TABLE["Y"]}, ["P", "Q", "R"], "Y")
    names = str.maketrans("PQR", "ABC")
    assert [(a.translate(names), b) for a, b in _figures(measure_qca(renamed))] == _figures(one)


def test_a_case_said_to_be_unlike_is_named_when_it_is_withdrawn() -> None:
    found = measure_stability(_data(), Settings("parsimonious"))
    assert [one.withdrawn for one in found] == ["1", "2", "3", "4", "5"]
    assert found[0].is_same
    by_source = measure_stability(_data(), Settings(), ["x", "x", "y", "y", "y"])
    assert [(one.withdrawn, one.n_cases) for one in by_source] == [("x", 2), ("y", 3)]


def test_an_outcome_that_does_not_vary_has_no_solution_but_a_reason() -> None:
    for constant in ([1.0] * 5, [0.0] * 5):
        found = measure_qca(_data(Y=[*constant]))
        assert found.models == ()
        assert "does not vary" in found.reason
    single = build_data({"A": [1], "Y": [1]}, ["A"], "Y")
    assert measure_qca(single).models == ()


def test_a_case_without_a_value_is_left_out_and_named() -> None:
    found = measure_qca(_data(A=[None, 1, 0, 0, 1]))
    assert found.data.left_out == ("1",)
    assert "1 left out" in found.sentence


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"A": [None] * 5}, "no case has all its values"),
        ({"A": [float("inf"), 1, 0, 0, 1]}, "holds inf"),
        ({"A": [0.5, 1, 0, 0, 1]}, "holds 0.5"),
        ({"A": [], "B": [], "C": [], "Y": []}, "no case has all its values"),
    ],
)
def test_what_is_no_set_is_refused(changes: dict[str, list[float | None]], message: str) -> None:
    with pytest.raises(QcaError, match=message):
        _data(**changes)


def test_two_cases_or_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(QcaError, match="two cases"):
        build_data(TABLE, ["A"], "Y", cases=["x", "x", "y", "z", "w"])
    with pytest.raises(QcaError, match="named twice"):
        build_data(TABLE, ["A", "A"], "Y")


def test_a_fuzzy_case_at_the_crossover_is_in_no_row_and_named() -> None:
    data = build_data({"A": [0.5, 0.9, 0.1], "Y": [0.5, 0.9, 0.2]}, ["A"], "Y", kind="fs")
    assert measure_qca(data, Settings(incl_cut=0.8)).table.between == ("1",)


def test_calibration_has_its_anchors_and_is_symmetric() -> None:
    figures = [3.0, 10.0, 14.0, 20.0, 40.0, None]
    up, down = calibrate(figures, [10, 20, 40], "fs"), calibrate(figures, [40, 20, 10], "fs")
    assert [a is None or b is None or abs(a + b - 1) < 1e-12 for a, b in zip(up, down, strict=True)] == [True] * 6
    assert calibrate([1.0, 2.0, 3.0], [2, 3], "mv") == [0, 1, 2]
    for anchors in ([1, 1, 2], [1, float("nan"), 2], [1, 2]):
        with pytest.raises(QcaError):
            calibrate([1.0], anchors, "fs")


def test_the_command_answers_in_json(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    rows = zip("vwxyz", *TABLE.values(), strict=True)
    file.write_text(",A,B,C,Y\n" + "".join(",".join(map(str, row)) + "\n" for row in rows))
    detente = str(Path(sys.executable).parent / "detente")
    command = [detente, "qca", str(file), "--outcome", "Y", "--conditions", "A,B,C", "--format", "json", "--stability"]
    answer = subprocess.run([*command, "--solution", "parsimonious"], capture_output=True, text=True, check=False)
    found = json.loads(answer.stdout)
    assert [model["expression"] for model in found["models"]] == ["A"]
    assert found["models"][0]["terms"][0]["cases"] == ["w", "v", "z"]
    assert len(found["stability"]) == 5
    wrong = subprocess.run([*command[:3], "--outcome", "Q", *command[5:]], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "`Q` is no column" in wrong.stderr
