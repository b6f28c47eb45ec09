"""The study's focal dyad is not two states.

All that is measured between states, who moved first, who depended on whom, is measured between the two of the
`dyad`. Other states belong under `context`.

    dyad: [ALB, SUN]
    context: [YUG, CHN, USA, GBR, GRC, ITA]
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.model.diagnostics import Severity
from detente.model.records import Record
from detente.model.study import Study, Texts

SEVERITY = Severity.ERROR


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find a dyad of one, of three, or of the same state twice."""
    n = len(set(study.dyad))
    if study.dyad and (n != 2 or len(study.dyad) != 2):
        message = f"the dyad is of {n} state{'s' if n != 1 else ''}, not of two"
        yield Finding(
            Record("", study.span), "dyad", message, help="name the two states studied; the rest is `context`"
        )
