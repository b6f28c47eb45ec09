"""An event lies wholly outside the study's period.

It may be background, or a slip in the year: 1984 for 1948. Series and stages are drawn over the period, so the
event appears in the chronology and in none of them.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.NOTE


def check(study: Study, texts: Texts) -> Findings:
    if study.period is None:
        return
    period = study.period.bounds()
    opens = period.first if period.first is not None else -(10**12)
    closes = period.last if period.last is not None else 10**12
    for event in study.events:
        if event.date is None:
            continue
        days = event.date.bounds()
        if (days.last is not None and days.last < opens) or (days.first is not None and days.first > closes):
            yield Finding(event, "date", f"`{event.id}` ({event.date}) lies outside the period {study.period}")
