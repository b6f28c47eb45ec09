"""A waiver names a rule that does not exist.

It waives nothing; the finding that it was meant for still appears, or its rule has never found anything. Codes are
three letters and three digits, as messages show them.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts, rules
from detente.checks.names import Names

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    names = Names(rule.code for rule in rules())
    for waiver in study.waivers:
        if waiver.code and waiver.code not in names.known:
            yield Finding(
                waiver, "code", f"no rule is named `{waiver.code}`", names.help(waiver.code), about=waiver.code
            )
