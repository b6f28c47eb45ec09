"""Periods and turning points of one series or several: the posterior over all segmentations, and what may be claimed.

`detect_periods` is the face; beneath it one idea a file: `periods_series` (times), `periods_gaussian` and
`periods_counts` (evidence of a period), `periods_segmentation` (sums over segmentations), `periods_posterior`,
`periods_spikes`, `periods_memory`, `periods_calibration` and `periods_claim` (is there a break at all, and which may be
claimed), `periods_scheme` (a historian's periods).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from detente.analysis import periods_counts as counts
from detente.analysis import periods_gaussian as gaussian
from detente.analysis import periods_memory as memory
from detente.analysis.periods_calibration import Threshold
from detente.analysis.periods_claim import Own, assess_series, warn_of
from detente.analysis.periods_posterior import credible_sets, measure_posterior
from detente.analysis.periods_scheme import SchemeScore, measure_agreement, measure_scheme
from detente.analysis.periods_segmentation import (
    BreakPrior,
    Floats,
    likeliest_by_number,
    log_sum,
    number_prior,
    sum_segmentations,
)
from detente.analysis.periods_series import Axis, PeriodsError, Series, build_axis, in_steps

Model = Literal["ar1", "mean", "trend", "poisson", "negbin", "betabin"]
#: The work grows with the square of the number of times.
MOST_TIMES: Final = 2000
_SEGMENTS: Final = {
    "poisson": counts.poisson_segments,
    "negbin": counts.negative_binomial_segments,
    "betabin": counts.share_segments,
}


@dataclass(frozen=True, slots=True)
class Periods:
    """What a search for breaks found. Times are the author's labels; a break is the first time of the new period.

    ``n`` times at which something is observed. ``p_break`` is P(break at t), numbers of breaks summed over;
    ``p_number`` and ``log_evidence`` [nats] go by number of breaks (continuous series in standard deviations);
    ``best`` is the likeliest segmentation, ``is_break`` what holds against memory and trend and is large; ``credible``
    gives each break of either the smallest set of times that holds 95 %. How many breaks of a count or share hold is
    told on a scale where its noise is even; where they lie, by the counts themselves, so that 3 in 7 weighs less than
    20 in 60. ``log_bayes_factor``, ``threshold`` and ``trend_log_evidence`` are of the series with the strongest
    evidence, null where there is no answer, which ``reason`` then gives. ``memory`` [1] is the AR coefficient
    around the periods claimed, the highest of the series.
    """

    n: int
    model: Model
    break_prior: BreakPrior
    names: tuple[str, ...]
    n_missing: Mapping[str, int]
    p_break: Mapping[str, float]
    p_number: Mapping[int, float]
    log_evidence: Mapping[int, float | None]
    best: tuple[str, ...]
    credible: Mapping[str, tuple[str, ...]]
    is_break: tuple[str, ...]
    trend_log_evidence: float | None
    best_log_evidence: float | None
    log_bayes_factor: float | None
    threshold: float | None
    memory: float | None
    is_trend: bool
    reason: str
    warnings: tuple[str, ...]
    scheme: tuple[SchemeScore, ...] = ()
    agreement: Mapping[str, Mapping[str, float]] | None = None

    @property
    def sentence(self) -> str:
        """What was found, in one plain sentence."""
        what = " and ".join(f"`{name}`" for name in self.names)
        if self.reason:
            return f"Nothing can be said of breaks in {what}: {self.reason}."
        if self.is_break:
            times = ", ".join(self.is_break)
            word = "a new period begins in" if len(self.is_break) == 1 else "new periods begin in"
            ahead = (self.best_log_evidence or 0.0) - (self.trend_log_evidence or 0.0)
            nearly = "; a steady trend is nearly as likely" if ahead < np.log(3) else ""
            return f"In {what} {word} {times}, which memory alone would show in one series of ten at most{nearly}."
        if self.is_trend:
            why = f"a steady trend explains the {self.n} values as well or better"
        elif self.threshold is None or self.log_bayes_factor is None:
            why = f"the {self.n} values cannot tell it from chance"
        elif self.log_bayes_factor > self.threshold:
            why = "there is more than memory in it, but no shift of half a standard deviation of the series"
        else:
            why = f"memory alone would often show as much in {self.n} values"
        return f"In {what} no shift is claimed: {why}."


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Evidence of every period of one series on the common axis, and what it allows by itself."""

    own: Own
    log_segment: Floats
    log_weight: Floats
    shortest: int


def detect_periods(
    series: Sequence[Series],
    *,
    model: Model = "ar1",
    break_prior: BreakPrior = "uniform",
    max_breaks: int | None = None,
    schemes: Mapping[str, Sequence[str]] | None = None,
    limit: Threshold | None = None,
) -> Periods:
    """Find the periods of one series, or of several whose breaks are common.

    Breaks beforehand: their number is geometric (each further one a quarter as likely), given it each segmentation is
    as likely as another (``uniform``) or has Chib's beta-geometric lengths (``chib``). ``schemes`` are first times of
    proposed periods by name. ``limit`` stands in for the threshold at the series' own times, where the same series is
    looked at with a little less of it. Raises `PeriodsError` for what the author must mend.
    """
    if not series:
        raise PeriodsError("there is no series", "name at least one column")
    axis = build_axis(series)
    n = len(axis.times)
    missing = {one.name: one.n_missing for one in series}
    reason = _reason(series, model)
    if reason:
        names = tuple(one.name for one in series)
        return Periods(
            n, model, break_prior, names, missing, {}, {}, {}, (), {}, (),
            None, None, None, None, None, False, reason, (),
        )  # fmt: skip
    evidence = [_evidence(one, axis, model, len(series), limit) for one in series]
    shortest = max(one.shortest for one in evidence)
    most = memory.most_breaks(n) if max_breaks is None else max(0, min(max_breaks, n // shortest - 1))
    log_segment, log_weight = _join(evidence)
    own = evidence[0].own
    is_own = own.worlds is not None and own.worlds.log_segment is log_segment
    sums = own.sums if is_own and break_prior == "uniform" and max_breaks is None else None
    sums = sums or sum_segmentations(log_segment, most, break_prior, shortest)
    found = measure_posterior(log_segment, log_weight, sums, break_prior, shortest)
    claim, limit = _claim(evidence)
    claimed = _claimed(evidence, series, axis, found.best)
    if model in _SEGMENTS and len(series) == 1 and claimed:
        likeliest = likeliest_by_number(log_segment, log_weight, sums, break_prior, shortest)
        claimed = likeliest.get(len(claimed), claimed)
    is_break = tuple(axis.labels[t] for t in claimed)
    best = tuple(axis.labels[t] for t in found.best)
    warnings = [text for one, each in zip(series, evidence, strict=True) for text in warn_of(one, each.own)]
    if model == "trend":
        warnings.append("changes of slope are not calibrated: `is_break` tells shifts of level only")
    agreement = None
    if len(series) > 1:
        alone = {
            one.name: _alone(one, each.own, model, break_prior) for one, each in zip(series, evidence, strict=True)
        }
        agreement = measure_agreement(alone, axis.labels, dict.fromkeys((*best, *is_break)))
    return Periods(
        n=n,
        model=model,
        break_prior=break_prior,
        names=tuple(one.name for one in series),
        n_missing=missing,
        p_break={label: float(p) for label, p in zip(axis.labels, found.p_break, strict=True)},
        p_number={k: float(p) for k, p in enumerate(found.p_number)},
        log_evidence={k: _finite(x) for k, x in enumerate(found.log_evidence)},
        best=best,
        credible={
            axis.labels[t]: tuple(axis.labels[x] for x in places)
            for breaks in (claimed, found.best)
            for t, places in credible_sets(found.by_number, breaks).items()
        },
        is_break=is_break,
        trend_log_evidence=_finite(claim.log_trend) if claim else None,
        best_log_evidence=_finite(claim.log_best) if claim else None,
        log_bayes_factor=_finite(claim.log_bayes_factor) if claim else None,
        threshold=limit.value,
        memory=max(one.own.kept for one in evidence) if claim else None,
        is_trend=bool(claim and claim.is_above and claim.log_trend >= claim.log_best),
        reason="",
        warnings=tuple(warnings),
        scheme=tuple(
            measure_scheme(name, labels, axis, (log_segment, log_weight), break_prior, shortest)
            for name, labels in (schemes or {}).items()
        ),
        agreement=agreement,
    )


def _reason(series: Sequence[Series], model: Model) -> str:
    if sum(len(one.values) for one in series) > MOST_TIMES:
        raise PeriodsError(f"there are more than {MOST_TIMES:,} values", "add them up by month or by year")
    for one in series:
        if len(one.values) < 4:
            return f"values in `{one.name}` number {len(one.values)}, and 4 are the fewest"
        if model in _SEGMENTS:
            if np.any(one.values < 0) or np.any(one.values != np.round(one.values)):
                raise PeriodsError(f"`{one.name}` is no count", "counts are whole numbers from 0; or use --model ar1")
            if model == "betabin" and (
                np.any(one.values > one.exposure) or np.any(one.exposure != np.round(one.exposure))
            ):
                raise PeriodsError(f"`{one.name}` has more hits than trials", "name the column of trials: --trials")
        elif memory.is_constant(one.values):
            return f"`{one.name}` is constant"
    return ""


def _evidence(series: Series, axis: Axis, model: Model, n_series: int, limit: Threshold | None = None) -> _Evidence:
    """Return the evidence of a series, alone to its own scale and memory, joined with others at their likeliest."""
    own = assess_series(series, model, n_series, limit)
    starts = axis.starts(series)
    shortest = 1 if model in _SEGMENTS else memory.shortest_period(len(axis.times))
    if model == "ar1" and n_series == 1 and own.worlds is not None:
        return _Evidence(own, own.worlds.log_segment, own.worlds.log_weight, shortest)
    if model in _SEGMENTS:
        log_segment = _SEGMENTS[model](series.values, series.exposure, starts)
        weight = np.full(len(log_segment), -np.log(len(log_segment)))
    else:
        scored, times = memory.standardize(series.values), in_steps(series.times)
        memories = (0.0,) if model == "mean" else gaussian.MEMORIES
        worlds = memory.build_worlds(times, scored, starts, memories, slope=model == "trend")
        log_segment, weight = worlds.log_segment, worlds.log_weight
    if n_series > 1 and len(log_segment) > 1:
        likeliest = _likeliest(log_segment, weight, shortest)
        log_segment, weight = log_segment[likeliest][None], np.zeros(1)
    return _Evidence(own, log_segment, weight, shortest)


def _likeliest(log_segment: Floats, weight: Floats, shortest: int) -> int:
    n = log_segment.shape[1] - 1
    found = sum_segmentations(log_segment, memory.most_breaks(n), shortest=shortest, positions=False)
    prior = number_prior(memory.most_breaks(n))
    return int(np.argmax(log_sum(found.log_evidence + prior, 1) + weight))


def _join(evidence: Sequence[_Evidence]) -> tuple[Floats, Floats]:
    if len(evidence) == 1:
        return evidence[0].log_segment, evidence[0].log_weight
    return np.sum([one.log_segment for one in evidence], axis=0), np.zeros(1)


def _claim(evidence: Sequence[_Evidence]) -> tuple[memory.Claim | None, Threshold]:
    """Return the strongest claim and the threshold it was held to."""
    claims = [(one.own.claim, one.own.limit) for one in evidence if one.own.claim]
    if not claims:
        return None, evidence[0].own.limit
    return max(claims, key=lambda row: row[0].log_bayes_factor)


def _claimed(
    evidence: Sequence[_Evidence], series: Sequence[Series], axis: Axis, best: tuple[int, ...]
) -> tuple[int, ...]:
    """Return the places of breaks that some series' own claim bears out; of several, where the joint best lies near."""
    found: set[int] = set()
    for one, own in zip(evidence, series, strict=True):
        for at in one.own.claim.breaks if one.own.claim else ():
            place = int(np.searchsorted(axis.times, own.times[at]))
            near = [t for t in best if abs(t - place) <= 2]
            found.add(min(near, key=lambda t: abs(t - place)) if near and len(series) > 1 else place)
    return tuple(sorted(found))


def _alone(series: Series, own: Own, model: Model, break_prior: BreakPrior) -> Mapping[str, float]:
    """Return P(break at t) of one series by itself."""
    if model != "ar1" or break_prior != "uniform" or own.worlds is None or own.sums is None:
        return detect_periods([series], model=model, break_prior=break_prior).p_break
    shortest = memory.shortest_period(len(series.times))
    found = measure_posterior(own.worlds.log_segment, own.worlds.log_weight, own.sums, "uniform", shortest)
    return dict(zip(series.labels, found.p_break.tolist(), strict=True))


def _finite(number: Any) -> float | None:
    return float(number) if np.isfinite(number) else None
