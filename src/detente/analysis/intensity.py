"""How cooperative or hostile events were, by PLOVER's published values. Only when asked for: counts come first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.analysis.relations import By, events_between, time_of
from detente.model.study import Study
from detente.model.vocabulary import QUAD

SCORES: Final[Mapping[str, float]] = {
    "ASSAULT": -9.3,
    "COERCE": -7.2,
    "PROTEST": -6.6,
    "MOBILIZE": -5.3,
    "SANCTION": -5.2,
    "THREATEN": -5.1,
    "REQUEST": -5.0,
    "REJECT": -4.2,
    "ACCUSE": -2.0,
    "CONSULT": 2.1,
    "AGREE": 4.2,
    "SUPPORT": 4.6,
    "CONCEDE": 5.0,
    "COOPERATE": 6.8,
    "AID": 7.4,
    "RETREAT": 7.6,
}
"""PLOVER 1.3 manual (Open Event Data Alliance, 5 February 2022), table 2.2 [-10 to 10]. They are means of values that
experts gave to CAMEO's categories, weighted by news of 2017-2019: an order and a rough distance, no more."""

N_DRAWS: Final = 1000


@dataclass(frozen=True, slots=True)
class IntensityRow:
    """Mean score of a direction's events in one month or year.

    ``mean`` is in PLOVER's units [-10 to 10], ``low`` to ``high`` its 95 % interval from drawing the events again, null
    below two events. ``sign_differs`` says that under unit weights (+1 and -1) the sign would be another.
    """

    time: str
    direction: str
    n: int
    mean: float
    low: float | None
    high: float | None
    sign_differs: bool


@dataclass(frozen=True, slots=True)
class Intensity:
    """Scores by time and direction; ``order_kept`` is the rank correlation of ``mean`` with the unit-weight mean.

    ``order_kept`` [-1, 1] is Kendall's tau-b over the rows; null where either does not vary.
    """

    rows: tuple[IntensityRow, ...]
    order_kept: float | None


def measure_intensity(study: Study, a: str, b: str, by: By = "year", side: str = "", seed: int = 1) -> Intensity:
    """Average PLOVER's scores of the events between two states, by time and direction, with a bootstrap over events."""
    scores: dict[tuple[str, str], list[float]] = {}
    units: dict[tuple[str, str], list[float]] = {}
    for event, ways in events_between(study, a, b, side):
        time = time_of(event.date, by)
        for way in ways if time is not None else ():
            scores.setdefault((time or "", way), []).append(SCORES[event.action])
            sign = 1.0 if QUAD[event.action].endswith("cooperation") else -1.0
            units.setdefault((time or "", way), []).append(sign)
    rng = np.random.default_rng(seed)
    rows = tuple(_row(key, scores[key], units[key], rng) for key in sorted(scores))
    unit_means = [sum(units[row.time, row.direction]) / row.n for row in rows]
    return Intensity(rows, _rank_correlation([row.mean for row in rows], unit_means))


def _row(
    key: tuple[str, str], scores: Sequence[float], units: Sequence[float], rng: np.random.Generator
) -> IntensityRow:
    values = np.sort(np.array(scores))  # sorted, so that the order of rows changes nothing
    mean, n = float(values.mean()), len(scores)
    low = high = None
    if n > 1:
        draws = rng.choice(values, (N_DRAWS, n)).mean(axis=1)
        low, high = (float(end) for end in np.quantile(draws, (0.025, 0.975)))
    return IntensityRow(*key, n, mean, low, high, bool(np.sign(round(mean, 9)) != np.sign(sum(units))))


def _rank_correlation(x: Sequence[float], y: Sequence[float]) -> float | None:
    from scipy.stats import kendalltau

    if len(set(x)) < 2 or len(set(y)) < 2:
        return None
    return float(kendalltau(x, y).statistic)
