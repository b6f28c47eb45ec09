"""An event has the day, actors, targets, action, mode and field of another.

Entered twice from two sources, it would count twice in every series. The second source is a second passage that
testifies to the same event. Two speeches of one day may well be two events; then nothing needs to be done.

Only events dated to the day are compared.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.records import Event

SEVERITY = Severity.NOTE


def check(study: Study, texts: Texts) -> Findings:
    first: dict[tuple[object, ...], Event] = {}
    for event in study.events:
        date = event.date
        if date is None or len(date.text) < 8:
            continue
        actors, targets = event.actors, event.targets
        if len(actors) > 1:
            actors = tuple(sorted(actors))
        if len(targets) > 1:
            targets = tuple(sorted(targets))
        key = (date.text, actors, targets, event.action, event.mode, event.domain)
        other = first.setdefault(key, event)
        if other is not event:
            days = date.bounds()
            if days.first == days.last and other.id != event.id:
                message = f"`{event.id}` looks like `{other.id}`, in line {other.span.line}"
                yield Finding(event, "id", message)
