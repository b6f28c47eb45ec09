"""Only one side attests a claim of motive or cause.

What moved a government is known best to itself, and told worst by itself. A claim about Moscow's motives that only
Tirana attests is an accusation; one that only Moscow attests may be an excuse. Either can be true. The report marks
such claims; state your confidence accordingly.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.checks.witnesses import sole_witnesses

SEVERITY = Severity.NOTE
IS_COMPLETENESS = True
SILENCED_BY = ("testimony.csv", "passages.csv", "sources.yaml")


def check(study: Study, texts: Texts) -> Findings:
    sole = sole_witnesses(study).speaker
    for claim in study.claims:
        if claim.kind in ("motive", "cause") and claim.id in sole:
            yield Finding(claim, "id", f"only {sole[claim.id]} attests the {claim.kind} in `{claim.id}`")
