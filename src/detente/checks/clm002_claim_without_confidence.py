"""An interpretation does not say how sure its author is.

`low`, `moderate` or `high` tells the reader how much would have to be found to overturn it, and lets the author say
less than the sentence seems to say. Plain facts may do without.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.NOTE
IS_COMPLETENESS = True


def check(study: Study, texts: Texts) -> Findings:
    for claim in study.claims:
        if not claim.confidence and claim.kind not in ("", "fact"):
            yield Finding(claim, "confidence", f"nothing says how sure the claim `{claim.id}` is")
