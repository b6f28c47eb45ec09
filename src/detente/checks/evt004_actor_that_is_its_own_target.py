"""An actor is its own target.

What a state does to itself is an internal event: it has no target, and it is in no relation. Where one body acts
upon another of the same state, each has an id of its own in `actors.csv`, and the two can then be told apart.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    for event in study.events:
        targets = event.targets
        if targets:
            for name in event.actors:
                if name in targets:
                    message = f"`{name}` is actor and target of `{event.id}`"
                    yield Finding(
                        event, "targets", message, help="leave the targets of an internal event empty", part=name
                    )
