"""The study names no side that testifies.

Whether a statement stands on one side's word or on both can only be asked when sides are named. They need not be
states: a government of the time, its exiles, its memoirists and a school of scholarship may each be one.

List them under `perspectives` in `study.yaml`, and name one as `speaker` of each source. Studies of drafts alone
are spared.

    perspectives:
      - {id: ALB, label: Albanian authorities, state: ALB}
      - {id: SUN, label: Soviet authorities, state: SUN}
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.records import Record

SEVERITY = Severity.WARNING
SILENCED_BY = ("testimony.csv",)


def check(study: Study, texts: Texts) -> Findings:
    if study.perspectives:
        return
    statements = study.statement_by_id
    if any(name in statements and statements[name].status != "draft" for name in study.testimony_of):
        message = "the study names no side that testifies"
        help = "list the sides under `perspectives`, and name one as `speaker` of each source"
        yield Finding(Record("", study.span), "perspectives", message, help=help)
