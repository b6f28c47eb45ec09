"""A claim is in no hypothesis and answers no question.

Its testimony was gathered for nothing that the study argues. It may have been overtaken; or a question is missing.
A claim counts as used when a rival or question names it, when it is evidence, or when the report cites it as
`[cl:id]`.
"""

import re

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.records import parts_of

SEVERITY = Severity.NOTE
SILENCED_BY = ("hypotheses.yaml", "study.yaml")


def check(study: Study, texts: Texts) -> Findings:
    used = {name for group in study.hypotheses for rival in group.rivals for name in rival.claims}
    used.update(name for question in study.questions for name in question.claims)
    for row in study.assessments:
        used.update(part.removeprefix("claim:") for name in (row.evidence, *row.given) for part in parts_of(name))
    used.update(re.findall(r"cl:(\w(?:[\w.:-]*\w)?)", study.report))
    for claim in study.claims:
        if claim.id and claim.id not in used:
            yield Finding(claim, "id", f"no hypothesis and no question uses the claim `{claim.id}`")
