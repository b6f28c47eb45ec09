"""Before and after, beside a comparator, and never called an effect."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.analysis.effects import compare_changes
from detente.cli import app

YEARS = range(1945, 1962)
VALUES = st.lists(st.floats(-1e6, 1e6), min_size=17, max_size=17)


def series(values: list[float]) -> dict[int, float | None]:
    return dict(zip(YEARS, values, strict=True))


@given(VALUES, VALUES, st.floats(-1e3, 1e3), st.floats(0.1, 10))
def test_shift_leaves_the_difference_scale_scales_it_and_exchange_turns_its_sign(
    a: list[float], b: list[float], shift: float, scale: float
) -> None:
    found = compare_changes(series(a), series(b), 1953)
    assert found.difference is not None
    moved = compare_changes(series([x + shift for x in a]), series(b), 1953)
    assert moved.difference == pytest.approx(found.difference, rel=1e-6, abs=1e-4)
    scaled = compare_changes(series([x * scale for x in a]), series([x * scale for x in b]), 1953)
    assert scaled.difference == pytest.approx(found.difference * scale, rel=1e-6, abs=1e-4)
    assert compare_changes(series(b), series(a), 1953).difference == pytest.approx(
        -found.difference, rel=1e-6, abs=1e-4
    )


def test_what_both_went_through_is_taken_off() -> None:
    growth = [1.5 * n for n in range(17)]
    found = compare_changes(
        series([x + 10 * (year >= 1953) for x, year in zip(growth, YEARS, strict=True)]), series(growth), 1953
    )
    assert found.difference == pytest.approx(10)
    assert found.trend_difference == pytest.approx(0)
    assert found.state.trend == pytest.approx(1.5)
    assert found.p_placebo == pytest.approx(1 / 16)


def test_a_steady_difference_of_trends_is_no_more_unusual_at_the_date_than_elsewhere() -> None:
    found = compare_changes(series([2.0 * n for n in range(17)]), series([1.0 * n for n in range(17)]), 1953)
    assert found.difference == pytest.approx(5)
    assert found.trend_difference == pytest.approx(1)
    assert found.p_placebo is not None
    assert found.p_placebo > 0.4


@pytest.mark.parametrize(
    ("own", "other", "reason"),
    [
        ({}, {}, "the state has no value before 1953"),
        ({1952: 1.0}, {1952: 1.0, 1953: 1.0}, "the state has no value from 1953"),
        ({1952: 1.0, 1953: 2.0}, {1952: None, 1953: 1.0}, "the comparator has no value before 1953"),
        ({1951: 1.0, 1953: 2.0}, {1952: 1.0, 1953: 1.0}, "both together has no value before 1953"),
        ({1930: 1.0, 1990: 2.0}, {1930: 1.0, 1990: 1.0}, "the state has no value before 1953"),
    ],
)
def test_what_cannot_be_compared_is_null_with_the_reason(
    own: dict[int, float | None], other: dict[int, float | None], reason: str
) -> None:
    found = compare_changes(own, other, 1953)
    assert (found.difference, found.p_placebo) == (None, None)
    assert found.reason.startswith(reason)


def test_two_years_give_a_difference_and_no_measure_of_chance() -> None:
    found = compare_changes({1950: 1.0, 1955: 3.0}, {1950: 1.0, 1955: 2.0}, 1953)
    assert (found.difference, found.n_placebos, found.p_placebo) == (1.0, 1, None)
    assert "not an effect" in found.sentence


def test_the_command_says_that_it_is_not_an_effect(tmp_path: Path) -> None:
    rows = [
        f"literacy,{state},{year},{value}"
        for state, year, value in (("ALB", 1945, 20), ("ALB", 1955, 70), ("GRC", 1945, 60), ("GRC", 1955, 75))
    ]
    file = tmp_path / "effects.csv"
    file.write_text("\n".join(["indicator,state,year,value", *rows, "housing,ALB,1950,"]) + "\n")
    words = [
        "effects",
        str(file),
        "--state",
        "ALB",
        "--comparator",
        "GRC",
        "--at",
        "1950",
        "--before",
        "6",
        "--after",
        "6",
    ]
    result = CliRunner().invoke(app, [*words, "--format", "json"])
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["indicators"]["literacy"]["difference"] == 35
    assert answer["indicators"]["housing"]["difference"] is None
    assert "not an effect" in answer["caution"]


@pytest.mark.parametrize("row", ["a,ALB,1950,inf", "a,ALB,mid,1", "a,ALB,1949,2"])
def test_the_command_refuses_what_is_no_figure_no_year_or_stands_twice(tmp_path: Path, row: str) -> None:
    (tmp_path / "e.csv").write_text(f"indicator,state,year,value\na,ALB,1949,1\n{row}\n")
    words = ["effects", str(tmp_path / "e.csv"), "--state", "ALB", "--comparator", "GRC", "--at", "1950"]
    assert CliRunner().invoke(app, words).exit_code == 2
