"""Only one side attests a major event.

The event may be as that side says. But a turning point that only Tirana remembers, or only Moscow, is weaker than
one on which both agree, and it is there that a study is doubted first. What counts is who speaks in the passages
(`speaker`), not how many there are.

Add testimony of another side; or say where you looked for it in vain, with a row about this event in
`searches.csv`; or waive the rule with a reason. Events that are not major are noted by TES003.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.checks.witnesses import one_sided_majors

SEVERITY = Severity.WARNING
IS_COMPLETENESS = True
SILENCED_BY = ("testimony.csv", "passages.csv", "sources.yaml")


def check(study: Study, texts: Texts) -> Findings:
    one_sided = one_sided_majors(study)
    for event in study.events if one_sided else ():
        side = one_sided.get(event.id)
        if side:
            message = f"only {side} attests the major event `{event.id}`"
            help = "add testimony of another side, or a row in searches.csv that says where you looked"
            yield Finding(event, "id", message, help=help, label=f"{side} alone")
