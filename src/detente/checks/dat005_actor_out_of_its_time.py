"""An actor acts before it existed, or after its end.

The Cominform of 1949 cannot act in 1946, nor a minister who has died. Either the event's date is wrong, or the
actor's, or a successor acted under the older name. Targets are spared: the dead can be denounced.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    lives: dict[str, tuple[int | None, int | None]] = {}
    for actor in study.actors:
        first = actor.start.bounds().first if actor.start else None
        last = actor.end.bounds().last if actor.end else None
        if first is not None or last is not None:
            lives.setdefault(actor.id, (first, last))
    if not lives:
        return
    is_timeless = lives.keys().isdisjoint
    for event in study.events:
        if event.date is None or is_timeless(event.actors):
            continue
        days = event.date.bounds()
        for name in event.actors:
            first, last = lives.get(name, (None, None))
            if first is not None and days.last is not None and days.last < first:
                message = f"`{name}` acts on {event.date}, before its first day"
            elif last is not None and days.first is not None and days.first > last:
                message = f"`{name}` acts on {event.date}, after its last day"
            else:
                continue
            yield Finding(event, "actors", message, help="mend the date here or in actors.csv", part=name)
