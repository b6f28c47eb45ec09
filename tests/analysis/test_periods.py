"""Turning points: known answers, brute force, honesty."""

import csv
from itertools import combinations, pairwise
from math import lgamma, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.analysis.periods import detect_periods
from detente.analysis.periods_calibration import find_threshold, make_world
from detente.analysis.periods_counts import poisson_segments, share_segments
from detente.analysis.periods_gaussian import measure_periods, measure_whole
from detente.analysis.periods_segmentation import (
    best_segmentations,
    log_length_prior,
    n_segmentations,
    sum_segmentations,
)
from detente.analysis.periods_series import PeriodsError, Series, build_series
from tests.shared import SHARED

TRUTH = SHARED / "truth" / "changepoint"
needs_truth = pytest.mark.skipif(not TRUTH.is_dir(), reason="the known answers are not on this machine")
SHIFT = [1.0, -1.0, 0.5, 0.2, -0.4, 0.9, -0.8, 0.1, 0.3, -0.2, 7.0, 6.1, 7.9, 7.2, 6.6, 7.4, 6.9, 7.3, 6.8, 7.1]


def series(values: list[float], first: int = 1944, name: str = "x") -> Series:
    return build_series(name, range(first, first + len(values)), values)


def read(file: str, time: str) -> Series:
    rows = list(csv.DictReader((TRUTH / file).read_text(encoding="utf-8").splitlines()))
    return build_series("y", [row[time] for row in rows], [float(row["y"]) for row in rows])


@needs_truth
@pytest.mark.parametrize(
    ("prior", "expected"), [("uniform", (-205.03, -176.86, -175.28)), ("chib", (-205.03, -178.47, -179.19))]
)
def test_coal_disasters_have_their_published_evidence(prior: str, expected: tuple[float, ...]) -> None:
    found = detect_periods([read("coal_counts.csv", "year")], model="poisson", break_prior=prior)  # type: ignore[arg-type]
    seen = [found.log_evidence[k] for k in range(3)]
    assert seen == pytest.approx(expected, abs=0.01)
    assert found.best == ("1892",)


@needs_truth
def test_the_nile_falls_in_1899() -> None:
    found = detect_periods([read("nile.csv", "t")])
    assert found.is_break == found.best == ("1899",)
    assert found.credible["1899"] == ("1897", "1898", "1899", "1900")


def test_a_poisson_period_has_its_closed_form() -> None:
    found = poisson_segments(np.array([2.0, 1.0]), np.array([1.0, 3.0]), np.arange(3))
    assert found[0, 0, 2] == pytest.approx(log(3.0) - lgamma(3) + lgamma(4) - 4 * log(5))


def test_shares_are_uniform_beforehand_so_that_one_period_of_n_trials_has_evidence_one_in_n_plus_1() -> None:
    found = share_segments(np.array([3.0]), np.array([9.0]), np.arange(2))
    assert found[0, 0, 1] == pytest.approx(-log(10))


def test_a_gaussian_period_is_a_multivariate_normal() -> None:
    from scipy.stats import multivariate_normal

    times, values = np.array([0.0, 1.0, 4.0]), np.array([0.3, -1.0, 0.8])
    gaps = np.abs(times[:, None] - times[None, :])
    covariance = 0.6**2 * 0.6**gaps + 0.8**2
    expected = multivariate_normal(np.zeros(3), covariance).logpdf(values)
    assert measure_periods(times, values, np.arange(4), 0.6, np.array([0.6]))[0, 0, 3] == pytest.approx(expected)
    middle, spread = times.mean(), times.std()
    tilted = covariance + 0.8**2 * np.outer(times - middle, times - middle) / spread**2
    expected = multivariate_normal(np.zeros(3), tilted).logpdf(values)
    assert measure_whole(times, values, 0.6, np.array([0.6]), slope=True)[0] == pytest.approx(expected)


@pytest.mark.parametrize("shortest", [1, 2])
def test_sums_are_those_over_every_segmentation(shortest: int) -> None:
    n, draw = 8, np.random.default_rng(3)
    log_segment = np.where(
        np.arange(n + 1)[None, :] - np.arange(n + 1)[:, None] >= shortest, draw.normal(size=(n + 1, n + 1)), -np.inf
    )
    found = sum_segmentations(log_segment[None], 3, shortest=shortest)
    for k in range(4):
        weights = {}
        for breaks in combinations(range(1, n), k):
            edges = (0, *breaks, n)
            total = sum(log_segment[i, j] for i, j in pairwise(edges))
            if np.isfinite(total):
                weights[breaks] = np.exp(total)
        assert len(weights) == n_segmentations(n, k, shortest)
        assert found.log_evidence[0, k] == pytest.approx(np.log(np.mean([*weights.values()])))
        for t in range(n):
            share = sum(w for breaks, w in weights.items() if t in breaks) / sum(weights.values())
            assert found.p_break[0, k, t] == pytest.approx(share)
        assert best_segmentations(log_segment, 3)[k] == max(weights, key=lambda breaks: weights[breaks])


@settings(max_examples=15)
@given(st.floats(-1e3, 1e3), st.floats(0.01, 1e3))
def test_shift_and_scale_change_nothing(shift: float, scale: float) -> None:
    one, other = (detect_periods([series(values)]) for values in (SHIFT, [shift + scale * x for x in SHIFT]))
    assert one.is_break == other.is_break == ("1954",)
    assert list(one.p_break.values()) == pytest.approx(list(other.p_break.values()), abs=1e-6)


def test_the_order_of_rows_changes_nothing() -> None:
    years = list(range(1944, 1944 + len(SHIFT)))
    backwards = build_series("x", years[::-1], SHIFT[::-1])
    assert detect_periods([backwards]) == detect_periods([series(SHIFT)])


def test_a_plain_trend_is_no_shift() -> None:
    draw = np.random.default_rng(1)
    found = detect_periods([series((np.linspace(0, 8, 60) + draw.standard_normal(60)).tolist())])
    assert found.is_break == ()
    assert found.is_trend
    assert "steady trend" in found.sentence


def test_memory_alone_seldom_makes_a_break() -> None:
    draw = np.random.default_rng(2)
    claims = [
        bool(detect_periods([series(make_world(draw, np.arange(17.0), 0.8).tolist())]).is_break) for _ in range(100)
    ]
    assert np.mean(claims) <= 0.2


def test_a_missing_year_moves_no_break_and_is_told() -> None:
    values: list[float | None] = [*SHIFT]
    values[5] = None
    found = detect_periods([build_series("x", range(1944, 1964), values)])
    assert (found.n, found.is_break, found.n_missing) == (19, ("1954",), {"x": 1})
    assert "lacks 1 value" in found.warnings[0]


def test_series_with_a_lag_break_together() -> None:
    late = build_series("late", range(1945, 1965), SHIFT[:10] + SHIFT[10:], lag=1)
    found = detect_periods([series(SHIFT), late])
    assert found.best == found.is_break == ("1954",)
    assert found.agreement is not None
    assert min(found.agreement["1954"].values()) > 0.9


def test_a_scheme_stands_beside_none_the_best_and_chance() -> None:
    (score,) = detect_periods([series(SHIFT)], schemes={"h": ["1954", "1990"]}).scheme
    assert (score.breaks, score.outside) == (("1954",), ("1990",))
    assert score.log_evidence == score.log_best
    assert score.share_as_good is not None
    assert score.share_as_good < 0.2


@pytest.mark.parametrize(("values", "why"), [([], "fewest"), ([1.0], "fewest"), ([3.0] * 12, "constant")])
def test_what_says_nothing_gives_null_and_a_reason(values: list[float], why: str) -> None:
    found = detect_periods([series(values)])
    assert (found.is_break, found.log_bayes_factor, found.p_break) == ((), None, {})
    assert why in found.reason


def test_all_missing_gives_null() -> None:
    assert "number 0" in detect_periods([build_series("x", range(9), [None] * 9)]).reason


@pytest.mark.parametrize(
    ("times", "values", "why"),
    [
        (["1950", "1950"], [1.0, 2.0], "stands twice"),
        (["1950", "1951"], [1.0, float("inf")], "infinite at 1951"),
        (["spring"], [1.0], "is not a time"),
        (["1950", "1950-02"], [1.0, 2.0], "several kinds"),
    ],
)
def test_what_the_author_must_mend_is_an_error(times: list[str], values: list[float], why: str) -> None:
    with pytest.raises(PeriodsError, match=why):
        build_series("x", times, values)


def test_counts_must_be_counts() -> None:
    with pytest.raises(PeriodsError, match="no count"):
        detect_periods([series(SHIFT)], model="poisson")


@pytest.mark.parametrize("model", ["mean", "poisson", "negbin", "betabin"])
def test_every_model_finds_a_plain_break(model: str) -> None:
    values = [1.0, 0.0, 2.0, 1.0, 0.0, 1.0, 1.0, 2.0, 9.0, 11.0, 8.0, 12.0, 10.0, 9.0, 11.0, 10.0]
    counted = build_series("x", range(16), values, [20.0] * 16)
    assert detect_periods([counted], model=model).is_break == ("8",)  # type: ignore[arg-type]


def test_the_assembly_votes_of_yugoslavia_and_moscow_part_in_the_autumn_of_1949() -> None:
    """Roll calls by the half-year of the vote, 1946-1956, where there were any: Voeten, snapshot 7eb7034 of unvotes."""
    votes = [15, 26, 6, 32, 7, 57, 39, 63, 50, 2, 4, 21, 49, 26, 31, 37, 49]
    differing = [0, 0, 0, 1, 3, 2, 2, 20, 24, 1, 2, 8, 28, 6, 10, 5, 23]
    found = detect_periods([build_series("differing", range(len(votes)), differing, votes)], model="betabin")
    assert found.is_break == ("7",)  # the eighth half-year with votes: July to December 1949


def test_thresholds_rise_with_the_number_of_series_and_begin_with_the_table() -> None:
    alone, among = find_threshold(np.arange(30.0)), find_threshold(np.arange(30.0), 5)
    assert alone.how == among.how == "table"
    assert among.value is not None
    assert alone.value is not None
    assert among.value > alone.value > 0
    assert find_threshold(np.arange(5.0)).value is None


def test_a_pattern_of_gaps_has_a_threshold_of_its_own_and_keeps_it() -> None:
    times = np.delete(np.arange(14.0), [3, 4, 9])
    found = find_threshold(times)
    assert found.how == "simulated"
    assert found == find_threshold(times)
    assert found.value is not None
    complete = find_threshold(np.arange(11.0)).value
    assert complete is not None
    assert 0.5 < found.value / complete < 2


def test_every_period_of_a_line_is_the_line_through_its_own_observations() -> None:
    draw = np.random.default_rng(4)
    times, values, scales = np.array([0.0, 1.0, 2.0, 5.0, 6.0, 8.0]), draw.standard_normal(6), np.array([0.3, 0.9])
    found = measure_periods(times, values, np.arange(7), 0.4, scales, slope=True)
    for i, j in combinations(range(7), 2):
        own = measure_whole(times[i:j], values[i:j], 0.4, scales, slope=True)
        assert found[:, i, j] == pytest.approx(own)


@pytest.mark.parametrize("prior", ["uniform", "chib"])
def test_sums_hold_where_evidence_differs_by_thousands(prior: str) -> None:
    draw = np.random.default_rng(6)
    log_segment = np.where(np.arange(9)[None, :] > np.arange(9)[:, None], 5000 * draw.normal(size=(9, 9)), -np.inf)
    found = sum_segmentations(log_segment[None], 3, prior)  # type: ignore[arg-type]
    for k in range(4):
        by_length, constant = log_length_prior(8, k, prior, 1)  # type: ignore[arg-type]
        logs = []
        for breaks in combinations(range(1, 8), k):
            edges = (0, *breaks, 8)
            weights = sum(float(by_length[j - i]) for i, j in pairwise(edges[:-1]))
            logs.append(sum(log_segment[i, j] for i, j in pairwise(edges)) + weights + constant)
        assert found.log_evidence[0, k] == pytest.approx(np.logaddexp.reduce(logs))


def test_one_wild_year_neither_makes_nor_hides_a_break() -> None:
    wild = [*SHIFT]
    wild[4] = 60.0
    found = detect_periods([series(wild)])
    assert found.is_break == ("1954",)
    assert any("stands out in 1948" in text for text in found.warnings)


def test_a_shift_that_is_small_beside_the_series_is_in_best_but_not_claimed() -> None:
    draw = np.random.default_rng(8)
    found = detect_periods([series((np.repeat([0.0, 20.0, 24.0], 30) + draw.standard_normal(90)).tolist())])
    assert found.is_break == ("1974",)
    assert found.best == ("1974", "2004")
    assert set(found.credible) == {"1974", "2004"}


def test_a_scheme_may_have_more_breaks_than_are_looked_for() -> None:
    years = ["1946", "1948", "1950", "1952", "1954", "1956", "1958"]
    (score,) = detect_periods([series(SHIFT)], schemes={"h": years}).scheme
    assert score.log_evidence is not None
    assert score.log_best is not None
    assert score.log_best >= score.log_evidence


def test_memory_above_what_was_calibrated_is_warned_of() -> None:
    walk = np.cumsum(np.random.default_rng(3).standard_normal(80)).tolist()
    assert any("above 0.8 nothing is calibrated" in text for text in detect_periods([series(walk)]).warnings)


def test_values_near_the_largest_number_change_nothing() -> None:
    assert detect_periods([series([x * 1e307 for x in SHIFT])]).is_break == ("1954",)


def test_more_than_2000_values_are_refused() -> None:
    with pytest.raises(PeriodsError, match="more than 2,000"):
        detect_periods([build_series("x", range(2001), [float(x % 7) for x in range(2001)])])
