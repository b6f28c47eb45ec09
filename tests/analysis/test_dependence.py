"""How far a state leans on its partners."""

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.analysis.dependence import asymmetry, compare_deliveries, measure_concentration
from detente.cli import app

TRADE = """\
year,state,partner,value
1955,ALB,SUN,60
1955,ALB,CSK,40
1955,SUN,ALB,60
1955,SUN,CHN,540
1956,ALB,SUN,30
1956,ALB,CSK,
"""
AMOUNTS = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.01, 1e6), min_size=1)


def test_shares_and_hirschman_by_hand() -> None:
    found = measure_concentration({"SUN": 60, "CSK": 40})
    assert [each.share for each in found.shares] == pytest.approx([0.4, 0.6])
    assert [found.hirschman, found.low, found.high] == pytest.approx([0.52**0.5] * 3)
    assert found.share_missing == 0


def test_one_missing_partner_of_unknown_weight_leaves_the_upper_bound_at_one() -> None:
    found = measure_concentration({"SUN": 60, "CSK": 40, "CHN": None})
    assert found.low == pytest.approx((0.52 / 1.52) ** 0.5)  # h / (1 + m h)
    assert (found.high, found.share_missing, found.shares[0].share) == (1.0, None, None)


def test_bounds_hold_whatever_the_missing_partners_have() -> None:
    known, grid = {"a": 60.0, "b": 40.0}, [0, 1, 5, 20, 34.2, 52, 70, 100]
    bounds = measure_concentration({**known, "c": None, "d": None}, most_missing=2 / 3)
    assert bounds.low is not None
    assert bounds.high is not None
    for c, d in product(grid, grid):
        truth = measure_concentration({**known, "c": c, "d": d}).hirschman
        assert truth is not None
        assert bounds.low - 1e-12 <= truth <= bounds.high + 1e-12


def test_a_total_says_how_much_is_missing() -> None:
    found = measure_concentration({"a": 50, "b": None, "c": None}, total=100)
    assert [found.low, found.high, found.share_missing] == pytest.approx([0.375**0.5, 0.5**0.5, 0.5])
    assert found.shares[0].share == pytest.approx(0.5)
    unnamed = measure_concentration({"a": 50}, total=100)
    assert [unnamed.low, unnamed.high] == pytest.approx([0.5, 0.5**0.5])


@given(AMOUNTS, st.floats(0.1, 10))
def test_scale_names_and_order_change_nothing(values: dict[str, float], by: float) -> None:
    found = measure_concentration(values)
    changed = measure_concentration({name.upper(): value * by for name, value in reversed(values.items())})
    assert changed.hirschman == pytest.approx(found.hirschman)
    assert found.hirschman is not None
    assert len(values) ** -0.5 - 1e-9 <= found.hirschman <= 1 + 1e-9
    assert sum(each.share or 0 for each in found.shares) == pytest.approx(1)


@pytest.mark.parametrize("values", [{}, {"a": None}, {"a": 0.0}, {"a": 0.0, "b": None}])
def test_nothing_known_is_null_with_a_reason(values: dict[str, float | None]) -> None:
    found = measure_concentration(values)
    assert (found.hirschman, found.low, found.high) == (None, None, None)
    assert found.reason


@pytest.mark.parametrize("value", [-1.0, float("inf"), float("nan")])
def test_a_value_that_cannot_be_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite and not negative"):
        measure_concentration({"a": value})
    with pytest.raises(ValueError, match="finite and not negative"):
        compare_deliveries([("a", "promised", value)])
    with pytest.raises(ValueError, match="add up"):
        measure_concentration({"a": 2.0}, total=1.0)
    with pytest.raises(ValueError, match="no share"):
        measure_concentration({"a": 2.0}, most_missing=2)


def test_asymmetry_changes_sign_with_the_sides() -> None:
    assert asymmetry(0.6, 0.1) == pytest.approx(0.5)
    assert asymmetry(0.1, 0.6) == pytest.approx(-0.5)
    assert asymmetry(None, 0.6) is None


def test_promises_are_held_against_deliveries_over_all_years() -> None:
    figures: list[tuple[str, str, float | None]] = [
        *(("SUN", "promised", 100.0), ("SUN", "delivered", 30.0), ("SUN", "delivered", 20.0)),
        *(("CHN", "delivered", 5.0), ("USA", "promised", None), ("YUG", "observed", 9.0)),
    ]
    china, soviet = compare_deliveries(figures)
    assert (soviet.promised, soviet.delivered, soviet.share_delivered) == (100, 50, 0.5)
    assert (china.promised, china.share_delivered) == (None, None)
    assert compare_deliveries(reversed(figures)) == (china, soviet)


def run(tmp_path: Path, text: str, *words: str) -> tuple[int, str, str]:
    (tmp_path / "trade.csv").write_text(text)
    result = CliRunner().invoke(app, ["dependence", str(tmp_path / "trade.csv"), "--state", "ALB", *words])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_answers_in_json(tmp_path: Path) -> None:
    code, out, said = run(tmp_path, TRADE, "--format", "json")
    assert code == 0, said
    first, second = json.loads(out)["times"]
    assert {each["partner"]: each["asymmetry"] for each in first["shares"]} == {"SUN": pytest.approx(0.5), "CSK": None}
    assert (second["hirschman"], second["n_missing"], second["high"]) == (1.0, 1, 1.0)
    assert "whatever the 1 missing of 2 partners hold" in said


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is empty"),
        ("year,state,partner,value\n", "has no rows"),
        ("year,state,partner,value\n1955,SUN,ALB,1\n", "no row has ALB"),
        ("year,state,partner,value\n1955,ALB,SUN,inf\n", "no finite number"),
        ("year,state,partner,value\n1955,ALB,SUN,much\n", "no number"),
        ("year,state,partner,value\n1955,ALB,SUN,-1\n", "not negative"),
        ("year,state,partner,value\n1955,ALB,SUN,1\n1955,ALB,SUN,1\n", "stands in two rows"),
        ("year,state,partner,value,currency\n1955,ALB,SUN,1,SUR\n1955,ALB,CHN,1,USD\n", "`currency` holds SUR, USD"),
    ],
)
def test_what_cannot_be_added_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    code, _, said = run(tmp_path, text)
    assert code == 2
    assert complaint in said


def test_all_missing_says_that_nothing_can_be_said(tmp_path: Path) -> None:
    code, _, said = run(tmp_path, "year,state,partner,value\n1955,ALB,SUN,\n1955,ALB,CSK,NA\n")
    assert code == 0
    assert "Nothing can be said of ALB" in said
