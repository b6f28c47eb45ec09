"""Periods and turning points of one series or several: the posterior over all segmentations, and what may be claimed.

`detect_periods` is the face; beneath it one idea a file: `periods_series` (times), `periods_gaussian` and
`periods_counts` (evidence of a period), `periods_segmentation` (sums over segmentations), `periods_memory` and
`periods_calibration` (is there a break at all), `periods_scheme` (a historian's periods).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from detente.analysis import periods_counts as counts
from detente.analysis import periods_gaussian as gaussian
from detente.analysis import periods_memory as memory
from detente.analysis.periods_calibration import MOST_MEMORY, threshold
from detente.analysis.periods_scheme import SchemeScore, measure_agreement, measure_scheme
from detente.analysis.periods_segmentation import (
    BreakPrior,
    Floats,
    Segmentations,
    best_segmentations,
    log_length_prior,
    log_of_segmentation,
    log_sum,
    sum_segmentations,
)
from detente.analysis.periods_series import Axis, PeriodsError, Series, build_axis, in_steps

Model = Literal["ar1", "mean", "trend", "poisson", "negbin", "betabin"]
COUNTS: Final = ("poisson", "negbin", "betabin")
CREDIBLE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Periods:
    """What a search for breaks found. Times are the author's labels; a break is the first time of the new period.

    ``n`` times at which something is observed. ``p_break`` is P(break at t), numbers of breaks summed over;
    ``p_number`` and ``log_evidence`` [nats] go by number of breaks (continuous series in standard deviations);
    ``best`` is the likeliest segmentation, ``is_break`` what holds against memory and trend; ``credible`` gives each
    break of ``best`` the smallest set of times that holds 95 %. ``log_bayes_factor``, ``threshold`` and
    ``trend_log_evidence`` are of the series with the strongest evidence, null where there is no answer, which
    ``reason`` then gives. ``memory`` [1] is the AR coefficient
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
            nearly = (
                "; a steady trend is nearly as likely"
                if self.best_log_evidence is not None
                and self.trend_log_evidence is not None
                and self.best_log_evidence - self.trend_log_evidence < np.log(3)
                else ""
            )
            return f"In {what} {word} {times}, which memory alone would show in one series of ten at most{nearly}."
        if self.is_trend:
            return f"In {what} no shift is claimed: a steady trend explains the {self.n} values as well or better."
        return f"In {what} no shift is claimed: memory alone would often show as much in {self.n} values."


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Evidence of every period of one series under each world, and the claim that it allows by itself."""

    log_segment: Floats
    log_weight: Floats
    shortest: int
    claim: memory.Claim | None
    memory: float = 0.0
    sums: Segmentations | None = None
    alone: Mapping[str, float] | None = None


def detect_periods(
    series: Sequence[Series],
    *,
    model: Model = "ar1",
    break_prior: BreakPrior = "uniform",
    max_breaks: int | None = None,
    schemes: Mapping[str, Sequence[str]] | None = None,
) -> Periods:
    """Find the periods of one series, or of several whose breaks are common.

    Breaks beforehand: their number is geometric (each further one a quarter as likely), given it each segmentation is
    as likely as another (``uniform``) or has Chib's beta-geometric lengths (``chib``). ``schemes`` are first times of
    proposed periods by name. Raises `PeriodsError` for what the author must mend.
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
    evidence = [_evidence(one, axis, model, len(series)) for one in series]
    shortest = max(one.shortest for one in evidence)
    most = memory.most_breaks(n) if max_breaks is None else min(max_breaks, max(0, n // shortest - 1))
    log_segment, log_weight = _join(evidence)
    sums = evidence[0].sums if len(series) == 1 and break_prior == "uniform" else None
    if sums is None or sums.log_evidence.shape[1] != most + 1:
        sums = sum_segmentations(log_segment, most, break_prior, shortest)
    found = _posterior(log_segment, log_weight, sums, break_prior, shortest)
    claim, limit = _claim(evidence, series)
    warnings = _warnings(series, evidence, model, limit)
    breaks = _claimed(evidence, series, axis, found.best)
    periods = Periods(
        n=n,
        model=model,
        break_prior=break_prior,
        names=tuple(one.name for one in series),
        n_missing=missing,
        p_break={label: float(p) for label, p in zip(axis.labels, found.p_break, strict=True)},
        p_number={k: float(p) for k, p in enumerate(found.p_number)},
        log_evidence={k: _finite(x) for k, x in enumerate(found.log_evidence)},
        best=tuple(axis.labels[t] for t in found.best),
        credible={axis.labels[t]: tuple(axis.labels[x] for x in found.credible[t]) for t in found.best},
        is_break=tuple(axis.labels[t] for t in breaks),
        trend_log_evidence=_finite(claim.log_trend) if claim else None,
        best_log_evidence=_finite(claim.log_best) if claim else None,
        log_bayes_factor=_finite(claim.log_bayes_factor) if claim else None,
        threshold=limit,
        memory=max(one.memory for one in evidence) if claim else None,
        is_trend=bool(claim and claim.is_above and claim.log_trend >= claim.log_best),
        reason="",
        warnings=warnings,
    )
    return _with_extras(periods, series, axis, evidence, (log_segment, log_weight), found, schemes or {})


def _reason(series: Sequence[Series], model: Model) -> str:
    for one in series:
        if len(one.values) < 2 * memory.SHORTEST:
            return f"values in `{one.name}` number {len(one.values)}, and 4 are the fewest"
        if model in COUNTS:
            if np.any(one.values < 0) or np.any(one.values != np.round(one.values)):
                raise PeriodsError(f"`{one.name}` is no count", "counts are whole numbers from 0; or use --model ar1")
            if model == "betabin" and (
                np.any(one.values > one.exposure) or np.any(one.exposure != np.round(one.exposure))
            ):
                raise PeriodsError(f"`{one.name}` has more hits than trials", "name the column of trials: --trials")
        elif np.ptp(one.values) <= 1e-12 * np.max(np.abs(one.values)):
            return f"`{one.name}` is constant"
    return ""


def _evidence(series: Series, axis: Axis, model: Model, n_series: int) -> _Evidence:
    """Return the evidence of a series, alone to its own scale and memory, joined with others at their likeliest."""
    starts = axis.starts(series)
    values = series.values
    if model == "poisson":
        log_segment = counts.poisson_segments(values, series.exposure, starts)
        stable = counts.stable_rates(values, series.exposure)
    elif model == "negbin":
        log_segment = counts.negative_binomial_segments(values, series.exposure, starts)
        stable = counts.stable_rates(values, series.exposure)
    elif model == "betabin":
        log_segment = counts.share_segments(values, series.exposure, starts)
        stable = counts.stable_shares(values, series.exposure)
    else:
        log_segment, stable = np.empty(0), values
    limit = threshold(len(values), n_series)
    times = in_steps(series.times)
    claim = None
    kept = 0.0
    worlds = None
    sums = None
    if np.ptp(stable) > 1e-12:
        scored = memory.standardize(stable)
        own = np.arange(len(scored) + 1)
        worlds = memory.build_worlds(times, scored, own, gaussian.MEMORIES)
        none = memory.log_none(times, scored, gaussian.MEMORIES, slope=False)
        trend = memory.log_none(times, scored, gaussian.MEMORIES, slope=True)
        sums = sum_segmentations(worlds.log_segment, memory.most_breaks(len(scored)), shortest=memory.SHORTEST)
        by_number = memory.evidence_by_number(worlds, sums, none)
        claim = memory.detect_claims(worlds, sums, by_number, trend, np.inf if limit is None else limit)
        kept = memory.measure_memory(times, scored, claim.breaks)
    if model in COUNTS:
        weight = np.full(len(log_segment), -np.log(len(log_segment)))
        shortest = 1
    else:
        shortest = memory.SHORTEST
        scored = memory.standardize(values)
        if model == "ar1" and worlds is not None and n_series == 1:
            return _Evidence(worlds.log_segment, worlds.log_weight, shortest, claim, kept, sums)
        if model == "trend":
            log_segment, weight = _lines(times, scored, starts)
        else:
            memories = gaussian.MEMORIES if model == "ar1" else (0.0,)
            own_worlds = memory.build_worlds(times, scored, starts, memories)
            log_segment, weight = own_worlds.log_segment, own_worlds.log_weight
    if n_series > 1 and len(log_segment) > 1:
        likeliest = _likeliest(log_segment, weight, shortest)
        log_segment, weight = log_segment[likeliest][None], np.zeros(1)
    alone = None
    if model == "ar1" and worlds is not None and sums is not None:
        p_break = _posterior(worlds.log_segment, worlds.log_weight, sums, "uniform", shortest).p_break
        alone = dict(zip(series.labels, p_break.tolist(), strict=True))
    return _Evidence(log_segment, weight, shortest, claim, kept, None, alone)


def _lines(times: Floats, scored: Floats, starts: Any) -> tuple[Floats, Floats]:
    memories, scales = (0.0, 0.4, 0.8), np.array(gaussian.SCALES)
    log_segment = np.concatenate([gaussian.line_segments(times, scored, starts, m, scales) for m in memories])
    places = np.arange(log_segment.shape[1])
    log_segment[:, places[None, :] - places[:, None] < memory.SHORTEST] = -np.inf
    return log_segment, gaussian.world_weights(memories, gaussian.SCALES)


def _likeliest(log_segment: Floats, weight: Floats, shortest: int) -> int:
    n = log_segment.shape[1] - 1
    found = sum_segmentations(log_segment, memory.most_breaks(n), shortest=shortest, positions=False)
    prior = memory.number_prior(memory.most_breaks(n))
    return int(np.argmax(log_sum(found.log_evidence + prior, 1) + weight))


def _join(evidence: Sequence[_Evidence]) -> tuple[Floats, Floats]:
    if len(evidence) == 1:
        return evidence[0].log_segment, evidence[0].log_weight
    return np.sum([one.log_segment for one in evidence], axis=0), np.zeros(1)


@dataclass(frozen=True, slots=True)
class _Posterior:
    p_break: Floats
    p_number: Floats
    log_evidence: Floats
    best: tuple[int, ...]
    best_of: Mapping[int, tuple[int, ...]]
    credible: Mapping[int, tuple[int, ...]]


def _posterior(
    log_segment: Floats, log_weight: Floats, found: Segmentations, prior: BreakPrior, shortest: int
) -> _Posterior:
    most = found.log_evidence.shape[1] - 1
    n = log_segment.shape[1] - 1
    weighed = found.log_evidence + log_weight[:, None]
    evidence = log_sum(weighed, 0)
    posterior = evidence + memory.number_prior(most)
    p_number = np.exp(posterior - log_sum(posterior, 0))
    with np.errstate(invalid="ignore"):
        share = np.nan_to_num(np.exp(weighed - evidence))
    by_number = np.einsum("gk,gkt->kt", share, found.p_break)
    tried = {}
    for k in range(most + 1):
        if not np.isfinite(evidence[k]):
            continue
        g = int(np.argmax(weighed[:, k]))
        by_length, constant = log_length_prior(n, k, prior, shortest)
        paths = best_segmentations(log_segment[g], k, by_length if prior == "chib" else None)
        if len(paths) > k:
            own = log_sum(log_of_segmentation(log_segment, paths[k]) + log_weight, 0)
            lengths = np.diff((0, *paths[k]))
            tried[k] = (
                float(own) + constant + sum(float(by_length[x]) for x in lengths) + memory.number_prior(most)[k],
                paths[k],
            )
    best = max(tried.values())[1]
    credible = {t: _credible(by_number[len(best)], best, t) for t in best}
    return _Posterior(p_number @ by_number, p_number, evidence, best, {k: b for k, (_, b) in tried.items()}, credible)


def _credible(p_break: Floats, best: tuple[int, ...], t: int) -> tuple[int, ...]:
    """Return the smallest set of times that holds 95 % of a break, among the times nearer to it than to the others."""
    place = best.index(t)
    first = (best[place - 1] + t) // 2 + 1 if place else 1
    last = (t + best[place + 1]) // 2 if place + 1 < len(best) else len(p_break) - 1
    own = p_break[first : last + 1]
    order = np.argsort(-own, kind="stable")
    n_kept = int(np.searchsorted(np.cumsum(own[order]), CREDIBLE * own.sum())) + 1
    return tuple(sorted(int(first + x) for x in order[:n_kept]))


def _claim(evidence: Sequence[_Evidence], series: Sequence[Series]) -> tuple[memory.Claim | None, float | None]:
    """Return the strongest claim and the threshold it was held to."""
    claims = [
        (e.claim, threshold(len(s.values), len(series))) for e, s in zip(evidence, series, strict=True) if e.claim
    ]
    return max(claims, key=lambda row: row[0].log_bayes_factor if row[0] else -np.inf) if claims else (None, None)


def _claimed(
    evidence: Sequence[_Evidence], series: Sequence[Series], axis: Axis, best: tuple[int, ...]
) -> tuple[int, ...]:
    """Return the places of breaks that some series' own claim bears out; of several, where the joint best lies near."""
    found: set[int] = set()
    for one, own in zip(evidence, series, strict=True):
        for at in one.claim.breaks if one.claim else ():
            place = int(np.searchsorted(axis.times, own.times[at]))
            near = [t for t in best if abs(t - place) <= 2]
            found.add(min(near, key=lambda t: abs(t - place)) if near and len(series) > 1 else place)
    return tuple(sorted(found))


def _warnings(
    series: Sequence[Series], evidence: Sequence[_Evidence], model: Model, limit: float | None
) -> tuple[str, ...]:
    found = []
    if limit is None:
        found.append("too few values for the calibration: no break is claimed")
    for one, own in zip(evidence, series, strict=True):
        if one.memory > MOST_MEMORY:
            found.append(f"`{own.name}` has memory {one.memory:.2f}; above {MOST_MEMORY} nothing is calibrated")
        if own.n_missing:
            found.append(f"`{own.name}` lacks {own.n_missing} values; the threshold is that of a complete series")
    if model == "trend":
        found.append("changes of slope are not calibrated: `is_break` tells shifts of level only")
    return tuple(found)


def _with_extras(
    periods: Periods,
    series: Sequence[Series],
    axis: Axis,
    each: Sequence[_Evidence],
    evidence: tuple[Floats, Floats],
    found: _Posterior,
    schemes: Mapping[str, Sequence[str]],
) -> Periods:
    from dataclasses import replace

    scores = [_score(name, labels, axis, evidence, found) for name, labels in schemes.items()]
    agreement = None
    if len(series) > 1:
        alone = {
            one.name: own.alone or detect_periods([one], model=periods.model, break_prior=periods.break_prior).p_break
            for one, own in zip(series, each, strict=True)
        }
        agreement = measure_agreement(alone, axis.labels)
        agreement = {label: agreement[label] for label in dict.fromkeys((*periods.best, *periods.is_break))}
    return replace(periods, scheme=tuple(scores), agreement=agreement)


def _score(
    name: str, labels: Sequence[str], axis: Axis, evidence: tuple[Floats, Floats], found: _Posterior
) -> SchemeScore:
    from detente.analysis.periods_series import read_time

    places: list[tuple[int, str]] = []
    outside: list[tuple[int, str]] = []
    for label in sorted(labels, key=lambda text: read_time(text) or 0.0):
        time = read_time(label)
        if time is None:
            raise PeriodsError(f"`{label}` in scheme `{name}` is not a time")
        place = int(np.searchsorted(axis.times, time))
        (places if 0 < place < len(axis.times) else outside).append((place, label))
    at = sorted({place for place, _ in places})
    score = None
    if at and len(at) in found.best_of:
        chance = float(found.log_evidence[len(at)])
        score = measure_scheme(*evidence, at, found.best_of[len(at)], chance)
    inside = tuple(axis.labels[place] for place in at)
    left_out = tuple(label for _, label in outside)
    return SchemeScore(name, inside, left_out, *(score or (None,) * 5))


def _finite(number: Any) -> float | None:
    return float(number) if np.isfinite(number) else None
