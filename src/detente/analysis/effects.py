"""What changed inside a state from before a date to after it, beside what changed in a comparator.

A change from before to after is not an effect: whatever else changed then is in it. The comparator takes off what both
went through; what is left is the date's only if the two would have gone on alike, which the years before can speak
against and never prove.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Final

FEWEST_PLACEBOS: Final = 5
CAUTION: Final = "before and after is not an effect: it is one only if, but for the date, both had changed alike"


@dataclass(frozen=True, slots=True)
class Change:
    """An indicator's mean before the date and from it on, in its unit; null where no year has a value.

    ``trend`` is the slope [unit per year] over the years before, by least squares; null below three values.
    """

    n_before: int
    n_after: int
    before: float | None
    after: float | None
    change: float | None
    trend: float | None


@dataclass(frozen=True, slots=True)
class Effect:
    """A state's change beside its comparator's.

    ``difference`` is the state's change less the comparator's, over the years that both have. ``trend_difference`` is
    the state's slope before the date less the comparator's: what would have gone on anyway. ``p_placebo`` is the share
    of dates, the real one counted, at which the same difference is as large; it is null below `FEWEST_PLACEBOS` other
    dates, and one among few cannot be small. Null for the ``reason`` given.
    """

    at: int
    state: Change
    comparator: Change
    difference: float | None
    trend_difference: float | None
    n_placebos: int
    p_placebo: float | None
    reason: str
    sentence: str


def compare_changes(
    state: Mapping[int, float | None],
    comparator: Mapping[int, float | None],
    at: int,
    before: int = 5,
    after: int = 5,
) -> Effect:
    """Compare the change of one indicator in two states round a year, the first of the new period.

    Parameters
    ----------
    before, after
        Years of the window before the date, and from it on.

    Raises
    ------
    ValueError
        If a value is not finite, or the window has no year on one side.

    Notes
    -----
    The difference in differences: J. D. Angrist and J.-S. Pischke. 2009. Mostly Harmless Econometrics, 5.2. Placebo
    dates: A. Abadie, A. Diamond and J. Hainmueller. 2015. Comparative Politics and the Synthetic Control Method.
    American Journal of Political Science 59(2): 495-510, at 504.

    Examples
    --------
    >>> found = compare_changes({1: 2.0, 2: 2.0, 3: 5.0, 4: 5.0}, {1: 1.0, 2: 1.0, 3: 2.0, 4: 2.0}, at=3)
    >>> found.state.change, found.comparator.change, found.difference
    (3.0, 1.0, 2.0)
    """
    if before < 1 or after < 1:
        raise ValueError("a window needs a year before the date and one from it on")
    own, other = _known(state), _known(comparator)
    both = sorted(own.keys() & other.keys())
    gap = {year: own[year] - other[year] for year in both}
    real = _difference(gap, at, before, after)
    others = [_difference(gap, year, before, after) for year in both if year != at]
    placebos = [each for each in others if each is not None]
    p_value = None
    if real is not None and len(placebos) >= FEWEST_PLACEBOS:
        p_value = (1 + sum(abs(each) >= abs(real) - 1e-12 for each in placebos)) / (1 + len(placebos))
    trend = _trend([(year, value) for year, value in gap.items() if at - before <= year < at])
    changed, beside = _change(own, at, before, after), _change(other, at, before, after)
    reason = "" if real is not None else _reason(own, other, gap, at, before, after)
    sentence = _sentence(at, changed, beside, real, p_value, len(placebos), reason)
    return Effect(at, changed, beside, real, trend, len(placebos), p_value, reason, sentence)


def _known(series: Mapping[int, float | None]) -> dict[int, float]:
    known = {year: float(value) for year, value in sorted(series.items()) if value is not None}
    for year, value in known.items():
        if not isfinite(value):
            raise ValueError(f"the value of {year} is not finite")
    return known


def _sides(series: Mapping[int, float], at: int, before: int, after: int) -> tuple[list[float], list[float]]:
    return (
        [value for year, value in series.items() if at - before <= year < at],
        [value for year, value in series.items() if at <= year < at + after],
    )


def _difference(series: Mapping[int, float], at: int, before: int, after: int) -> float | None:
    early, late = _sides(series, at, before, after)
    return sum(late) / len(late) - sum(early) / len(early) if early and late else None


def _change(series: Mapping[int, float], at: int, before: int, after: int) -> Change:
    early, late = _sides(series, at, before, after)
    mean_early = sum(early) / len(early) if early else None
    mean_late = sum(late) / len(late) if late else None
    trend = _trend([(year, value) for year, value in series.items() if at - before <= year < at])
    return Change(len(early), len(late), mean_early, mean_late, _difference(series, at, before, after), trend)


def _trend(points: list[tuple[int, float]]) -> float | None:
    if len(points) < 3:
        return None
    middle = sum(year for year, _ in points) / len(points)
    width = sum((year - middle) ** 2 for year, _ in points)
    return sum((year - middle) * value for year, value in points) / width


def _reason(
    own: Mapping[int, float], other: Mapping[int, float], gap: Mapping[int, float], at: int, before: int, after: int
) -> str:
    for series, whose in ((own, "the state"), (other, "the comparator"), (gap, "both together")):
        early, late = _sides(series, at, before, after)
        if not early or not late:
            return f"{whose} has no value {'before' if not early else 'from'} {at} in the window"
    return ""


def _sentence(
    at: int, own: Change, other: Change, difference: float | None, p_value: float | None, n: int, reason: str
) -> str:
    if difference is None:
        return f"No change can be compared at {at}: {reason}."
    text = f"From before {at} to after, the state changed by {own.change:.4g} and the comparator by {other.change:.4g}"
    text += f", {difference:.4g} apart over the years that both have"
    if p_value is None:
        text += f"; with {n} other dates nothing says how unusual that is"
    else:
        text += f"; at {p_value:.0%} of {n + 1} dates the difference is as large"
    return f"{text}. {CAUTION[:1].upper()}{CAUTION[1:]}."
