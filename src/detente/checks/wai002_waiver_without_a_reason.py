"""A waiver gives no reason.

It waives nothing until it does. A finding may stand when the historian knows why; the reader, who sees that a rule
was broken, must be told.

    waivers:
      - {code: TES002, about: 1960-06-24-bucharest, reason: the Soviet minutes are closed}
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    for waiver in study.waivers:
        if not waiver.reason:
            message = f"the waiver of {waiver.code} gives no reason, and waives nothing"
            yield Finding(waiver, "reason", message, help="say why the finding may stand")
