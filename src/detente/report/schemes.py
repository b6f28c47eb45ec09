"""Schemes of periods: whose stages, in what order, and what they leave out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.model.calendars import gregorian_day
from detente.model.dates import DateError, day_text, describe, parse_date, sort_key
from detente.model.records import Period
from detente.model.study import Study
from detente.report.series import decimal_year
from detente.study.together import together

MAX_YEARS = 300
_FOREVER = 9999.0


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage. ``first`` and ``last`` are its ends [years, decimal]; an open end lies far away.

    ``gap`` says what lies between the stage before and this one, if anything does.
    """

    record: Period
    first: float
    last: float
    gap: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """The stages that one author, or one data set, proposes."""

    name: str
    stages: tuple[Stage, ...]

    def in_year(self, year: int) -> tuple[Stage, ...]:
        """Return the stages that touch a year."""
        return tuple(stage for stage in self.stages if stage.first < year + 1 and stage.last > year)


def schemes_of(study: Study) -> tuple[Scheme, ...]:
    """Return the study's schemes in the order in which it names them, each with its stages in order of time."""
    groups = together(study.periods, lambda period: period.scheme)
    return tuple(Scheme(name, tuple(_stages(periods))) for name, periods in groups.items())


def _stages(periods: Sequence[Period]) -> Iterable[Stage]:
    dated = sorted((sort_key(period.start), n, period) for n, period in enumerate(periods) if period.start is not None)
    covered: int | None = None
    is_open = False
    for _, _, period in dated:
        start = period.start.beginning().first if period.start is not None else None
        end = period.end.ending().last if period.end is not None else None
        gap = ""
        if start is not None and covered is not None and not is_open and covered + 1 < start:
            gap = _gap(covered + 1, start - 1)
        is_open = is_open or end is None
        covered = end if covered is None or end is None else max(end, covered)
        first = decimal_year(start) if start is not None else -_FOREVER
        yield Stage(period, first, decimal_year(end + 1) if end is not None else _FOREVER, gap)
    for period in periods:
        if period.start is None:
            yield Stage(period, _FOREVER, _FOREVER, "")


def _gap(first: int, last: int) -> str:
    try:
        return describe(parse_date(f"{day_text(first)}/{day_text(last)}" if first < last else day_text(first)))
    except DateError:
        return "in between"


def years_of_schemes(study: Study, schemes: Iterable[Scheme], years: Sequence[int]) -> tuple[int, ...]:
    """Return the years over which schemes stand side by side: the study's and their own, if these are not too many."""
    ends = [
        int(end)
        for scheme in schemes
        for stage in scheme.stages
        for end in (stage.first, stage.last - 0.001)
        if abs(end) < _FOREVER - 1
    ]
    if study.period is not None:
        bounds = study.period.bounds()
        ends += [gregorian_day(day).year for day in (bounds.first, bounds.last) if day is not None]
    ends += [*years[:1], *years[-1:]]
    if not ends or max(ends) - min(ends) >= MAX_YEARS:
        return ()
    return tuple(range(min(ends), max(ends) + 1))
