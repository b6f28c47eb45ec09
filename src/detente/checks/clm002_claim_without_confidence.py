"""An interpretation does not say how sure its author is.

`low`, `moderate` or `high` tells the reader how much would have to be found to overturn it, and lets the author say
less than the sentence seems to say. Plain facts may do without.
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.model.diagnostics import Severity
from detente.model.study import Study, Texts

SEVERITY = Severity.NOTE
IS_COMPLETENESS = True


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find claims other than facts without a word of confidence."""
    for claim in study.claims:
        if not claim.confidence and claim.kind not in ("", "fact"):
            yield Finding(claim, "confidence", f"nothing says how sure the claim `{claim.id}` is")
