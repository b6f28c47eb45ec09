"""Money in another money: in sight, or not at all."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.analysis.conversion import Money, convert, known_levels, known_rates, read_rates
from detente.cli import app
from detente.model.dates import parse_date

USD, OLD, NEW = Money("USD"), Money("RUB-old"), Money("RUB")
HEADER = "money,into,rate,use,start,end,source,note\n"


def test_the_1961_rouble_has_two_rates_and_they_are_told_apart() -> None:
    """At home ten for one; abroad 4.44 for one, so that a debt in old roubles stayed what it was in dollars."""
    day = parse_date("1961-06-01")
    at_home, abroad = convert(500, OLD, NEW, day, "domestic"), convert(500, OLD, NEW, day)
    assert at_home.value == pytest.approx(50)
    assert abroad.value == pytest.approx(112.5)
    in_dollars = [convert(500, OLD, USD, parse_date(year)).value for year in ("1960", "1962")]
    assert in_dollars == pytest.approx([125, 125])


def test_every_step_names_its_rate_its_days_and_its_source() -> None:
    found = convert(100, OLD, Money("USD", 1961), parse_date("1950-02"))
    assert found.value == pytest.approx(100 / 5.30 * 29.89 / 24.07)
    assert [(step.money, step.into) for step in found.steps] == [("RUB-old", "USD"), ("USD@1950", "USD@1961")]
    assert found.steps[0].days == "1947-12-16/1950-02-28"
    assert all(step.source for step in found.steps)
    assert all(rate.source for rate in known_rates())


@pytest.mark.parametrize(
    ("money", "into", "when", "reason"),
    [
        ("RUB", "USD", "1956-06", "no external rate leads from RUB to USD throughout 1956-06"),
        ("RUB-old", "USD", "1950", "the rate from RUB-old to USD changed within 1950"),
        ("RUB-old", "USD", "1954/..", "no external rate leads from RUB-old to USD throughout 1954/.."),
        ("CNY", "USD", "1955", "no external rate leads from CNY to USD throughout 1955"),
        ("USD", "USD@1955", "1955/1957", "1955/1957 does not lie in one year, so its prices are those of none"),
        ("RUB-old", "RUB-old@1950", "1955", "the price level of RUB-old in 1955 is not known here"),
        ("USD", "USD@1999", "1955", "the price level of USD in 1999 is not known here"),
        (
            "international dollars",
            "USD",
            "1955",
            "no external rate leads from international dollars to USD throughout 1955",
        ),
    ],
)
def test_what_no_rate_leads_to_is_null_with_the_reason(money: str, into: str, when: str, reason: str) -> None:
    found = convert(1, Money.read(money), Money.read(into), parse_date(when))
    assert (found.value, found.steps, found.reason) == (None, (), reason)


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_what_is_no_sum_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="no sum"):
        convert(value, OLD, USD, parse_date("1955"))


def test_a_missing_figure_stays_missing_and_the_same_money_stays_as_it_is() -> None:
    assert convert(None, OLD, USD, parse_date("1955")).value is None
    assert convert(3.5, USD, USD, parse_date("1955")).steps == ()


def test_a_sum_in_the_prices_of_a_year_is_changed_at_the_rate_of_that_year() -> None:
    assert convert(53, Money("RUB-old", 1949), Money("USD", 1949), parse_date("1957")).value == pytest.approx(10)


@given(st.floats(1e-6, 1e9), st.sampled_from(["1949", "1951-06", "1955/1957", "1960-12-31"]))
def test_there_and_back_is_the_same_and_double_is_double(value: float, when: str) -> None:
    day = parse_date(when)
    there = convert(value, OLD, USD, day).value
    assert there is not None
    assert convert(there, USD, OLD, day).value == pytest.approx(value)
    assert convert(2 * value, OLD, USD, day).value == pytest.approx(2 * there)


def test_a_rate_of_ones_own_comes_first() -> None:
    rates = read_rates(HEADER + "RUB-old,USD,10,external,1955-01-01,1955-12-31,the author,black market\n")
    assert convert(40, OLD, USD, parse_date("1955"), rates=rates).value == pytest.approx(4)


@pytest.mark.parametrize(
    "row",
    [
        "A,B,0,external,,,x,",
        "A,B,inf,external,,,x,",
        "A,B,,external,,,x,",
        "A,B,2,external,,,,",
        "A,B,2,other,,,x,",
        ",B,2,external,,,x,",
        "A,B,2,external,1950,1949,x,",
        "A,B,2,external,soon,,x,",
        "A,B",
    ],
)
def test_a_rate_without_source_day_or_number_is_refused(row: str) -> None:
    with pytest.raises(ValueError, match="into"):
        read_rates(HEADER + row + "\n")


def test_dollars_of_1982_to_1984_are_not_typed_in_but_add_up() -> None:
    """BLS prints 24.1, 26.8 and 29.9 as the annual averages of 1950, 1955 and 1961."""
    levels = known_levels()
    assert [round(levels["USD", year], 1) for year in (1950, 1955, 1961)] == [24.1, 26.8, 29.9]


TRADE = """\
date,actor,target,value,currency,price_base,gdp,gdp_currency,gdp_price_base
1955,ALB,SUN,15,USD,current,290,USD,current
1955,ALB,CSK,40,RUB-old,current,290,USD,current
1955,ALB,CHN,200,ALL,current,290,USD,current
1956,ALB,SUN,900,RUB,current,2.6,international dollars,2011
1956,ALB,CSK,6,USD,current,2.6,international dollars,2011
"""


def test_dependence_converts_in_sight_and_holds_trade_against_the_product(tmp_path: Path) -> None:
    (tmp_path / "trade.csv").write_text(TRADE)
    words = ["dependence", str(tmp_path / "trade.csv"), "--state", "ALB", "--columns", "date,actor,target,value"]
    words += ["--gdp", "gdp", "--into", "USD", "--format", "json"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    first, second = answer["times"]
    assert [each["value"] for each in first["shares"]] == pytest.approx([4, 10, 15])
    assert first["trade_to_gdp"] == {"ratio": pytest.approx(0.1), "is_lower_bound": False, "reason": ""}
    assert second["n_missing"] == 1
    assert second["trade_to_gdp"]["ratio"] is None
    assert "not known in this money" in second["trade_to_gdp"]["reason"]
    reasons = [each["reason"] for each in answer["conversions"] if each["reason"]]
    assert len(reasons) == 3
    assert "ALB-SUN in 1956 is not converted" in result.stderr
    assert "FRUS 1950" in result.stderr


def test_money_of_several_kinds_is_still_refused_where_nobody_asks_to_convert_it(tmp_path: Path) -> None:
    (tmp_path / "trade.csv").write_text(TRADE)
    words = ["dependence", str(tmp_path / "trade.csv"), "--state", "ALB", "--columns", "date,actor,target,value"]
    assert CliRunner().invoke(app, words).exit_code == 2


def test_a_product_in_other_money_is_refused_where_nobody_asks_to_convert_it(tmp_path: Path) -> None:
    first_year, _, _ = TRADE.partition("1956")
    (tmp_path / "trade.csv").write_text(first_year.replace("RUB-old", "USD").replace("ALL", "USD"))
    words = ["dependence", str(tmp_path / "trade.csv"), "--state", "ALB", "--columns", "date,actor,target,value"]
    assert CliRunner().invoke(app, [*words, "--gdp", "gdp"]).exit_code == 0
    text = (tmp_path / "trade.csv").read_text().replace("290,USD,current", "290,international dollars,2011")
    (tmp_path / "trade.csv").write_text(text)
    result = CliRunner().invoke(app, [*words, "--gdp", "gdp"])
    assert result.exit_code == 2
    assert "`gdp` is in international dollars, the values are in USD" in result.stderr
