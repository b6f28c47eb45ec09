"""Two stages of one scheme overlap.

Both dates of a stage belong to it, and a turning point is the first day of the new stage: the stage before ends on
the day before. Otherwise events of the shared days would count in both.

`1948` as the end of one stage and the beginning of the next leaves open on which day of that year the turn came;
that is not reported, since the days need not be shared.
"""

from itertools import pairwise

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.checks.stages import stages_by_scheme

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    for stages in stages_by_scheme(study).values():
        for before, stage in pairwise(stages):
            start, end = stage.start_last, before.end_first
            if before.end_last is None:
                shares = stage.start_last is not None
            else:
                shares = start is not None and end is not None and start <= end
            if shares:
                yield Finding(
                    stage.period,
                    "start",
                    f"`{stage.period.label}` begins ({stage.period.start}) before `{before.period.label}` has ended "
                    f"({before.period.end})",
                    help="a stage ends on the day before the next begins",
                )
