"""A source is given a letter of reliability, and no reason.

`C` alone cannot be argued with. What makes a memoir unreliable, written forty years on, by a man who had to justify
himself, for a publisher who cut it, is the historian's judgement, and the reader must be able to weigh it again.

Say in `reliability_reason` in a sentence what the letter stands on.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.WARNING
IS_COMPLETENESS = True


def check(study: Study, texts: Texts) -> Findings:
    for source in study.sources:
        if source.reliability and not source.reliability_reason:
            message = f"`{source.id}` is rated {source.reliability} without a reason"
            yield Finding(source, "reliability", message, help="say why in `reliability_reason`")
