"""An action has no target where PLOVER asks for one.

Aid goes to somebody, cooperation is with somebody, a sanction is against somebody (PLOVER 1.3, sections 3.5.2,
3.6.1 and 3.13.1). Without a target the event is in no relation and no series between two states counts it.

Name the target; or, for an internal act, leave the action empty.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.WARNING

_TARGETED = frozenset(("AID", "COOPERATE", "SANCTION"))


def check(study: Study, texts: Texts) -> Findings:
    for event in study.events:
        if not event.targets and event.action in _TARGETED:
            message = f"{event.action} has no target in `{event.id}`"
            help = "name the target, or leave the action of an internal event empty"
            yield Finding(event, "action", message, help=help)
