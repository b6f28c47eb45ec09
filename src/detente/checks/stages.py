"""The stages of each scheme in their order, with the days on which they may begin and end."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from detente.model.records import Period
from detente.model.study import Study
from detente.study.once import once_per_study


class Stage(NamedTuple):
    """A stage and its limits [ordinal days]; None where a limit is open or unknown."""

    period: Period
    start_first: int | None
    start_last: int | None
    end_first: int | None
    end_last: int | None


@once_per_study
def stages_by_scheme(study: Study) -> Mapping[str, Sequence[Stage]]:
    """Return the stages of each scheme, ordered by their earliest beginning; those without both dates are left out."""
    schemes: dict[str, list[Stage]] = {}
    for period in study.periods:
        if period.start is not None and period.end is not None:
            start, end = period.start.bounds(), period.end.bounds()
            stage = Stage(period, start.first, start.last, end.first, end.last)
            schemes.setdefault(period.scheme, []).append(stage)
    for stages in schemes.values():
        stages.sort(key=lambda stage: (stage.start_first is not None, stage.start_first or 0))
    return schemes
