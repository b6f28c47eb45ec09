"""A scheme of stages leaves days between two of its stages.

Events of those days belong to no stage, and comparisons between stages lose them. If the scheme really has a gap,
name it: a row of its own, such as `interlude`. Only gaps that no reading of the dates closes are reported.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.checks.stages import stages_by_scheme
from detente.model.dates import day_text

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    for scheme, stages in stages_by_scheme(study).items():
        reached: int | None = None
        for n, stage in enumerate(stages):
            if n and reached is not None and stage.start_first is not None and stage.start_first > reached + 1:
                gap = f"from {day_text(reached + 1)} to {day_text(stage.start_first - 1)}"
                message = f"the scheme `{scheme}` has no stage {gap}"
                help = "move a limit, or give the time between a row of its own"
                yield Finding(stage.period, "start", message, help=help)
            if n == 0 or reached is not None:
                last = stage.end_last
                reached = None if last is None else last if reached is None else max(reached, last)
