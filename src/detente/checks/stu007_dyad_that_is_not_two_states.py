"""The study's focal dyad is not two states.

All that is measured between states, who moved first, who depended on whom, is measured between the two of the
`dyad`. Other states belong under `context`.

    dyad: [ALB, SUN]
    context: [YUG, CHN, USA, GBR, GRC, ITA]
"""

from detente.checks import Finding, Findings, Study, Texts
from detente.model.records import Record


def check(study: Study, texts: Texts) -> Findings:
    n = len(set(study.dyad))
    if study.dyad and (n != 2 or len(study.dyad) != 2):
        message = f"the dyad is of {n} state{'s' if n != 1 else ''}, not of two"
        yield Finding(
            Record("", study.span), "dyad", message, help="name the two states studied; the rest is `context`"
        )
