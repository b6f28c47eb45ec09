"""Figures as series: those of one indicator, pair and unit that may be drawn on one axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from detente.model.calendars import gregorian_day
from detente.model.dates import Date
from detente.model.records import Figure
from detente.model.study import Study
from detente.report.wording import Wording
from detente.study.together import together

MIN_POINTS = 3
MAX_CHARTS = 60


@dataclass(frozen=True, slots=True)
class Point:
    """A dated value. ``first`` and ``last`` are the beginning and end of its time [years, decimal]."""

    first: float
    last: float
    value: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Series:
    """Points that share indicator, actor, target, unit, currency, price base and kind."""

    title: str
    points: tuple[Point, ...]

    @property
    def starts_at_zero(self) -> bool:
        """Whether the axis should reach down to zero: where the least value is under half of the greatest."""
        low, high = min(p.low for p in self.points), max(p.high for p in self.points)
        return low >= 0 and low < high / 2


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one indicator, in order of pair and time, and the series among them."""

    indicator: str
    figures: tuple[Figure, ...]
    series: tuple[Series, ...]


def group_figures(study: Study, say: Wording) -> tuple[Group, ...]:
    """Group figures by indicator, in the order in which the study names them first."""
    groups = together(study.figures, lambda figure: figure.indicator)
    return tuple(Group(name, tuple(figures), _series(figures, say)) for name, figures in groups.items())


def _series(figures: Sequence[Figure], say: Wording) -> tuple[Series, ...]:
    lines: dict[tuple[str, ...], list[Point]] = {}
    for figure in figures:
        point = _point(figure)
        if point is not None:
            key = (say.figure_act(figure), say.unit(figure), figure.kind, figure.actor, figure.target)
            lines.setdefault(key, []).append(point)
    return tuple(
        Series(", ".join(part for part in key[:3] if part), tuple(sorted(points, key=lambda p: (p.first, p.last))))
        for key, points in lines.items()
        if len(points) >= MIN_POINTS and len({(p.first, p.last) for p in points}) >= MIN_POINTS
    )


def _point(figure: Figure) -> Point | None:
    span = years_of(figure.date)
    value, low, high = _float(figure.value), _float(figure.low), _float(figure.high)
    known = [x for x in (value, low, high) if x is not None]
    if span is None or (value is None and (low is None or high is None)) or not all(map(isfinite, known)):
        return None
    return Point(*span, value, min(known), max(known))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def years_of(date: Date | None) -> tuple[float, float] | None:
    """Return when a date begins and ends as it is stated [years, decimal], or None if that is open."""
    if date is None:
        return None
    days = date.stated()
    if days.first is None or days.last is None:
        return None
    return decimal_year(days.first), decimal_year(days.last + 1)


def decimal_year(ordinal: int) -> float:
    """Return a day as a decimal year, by months of equal length."""
    day = gregorian_day(ordinal)
    return day.year + (day.month - 1) / 12 + (day.day - 1) / 372
