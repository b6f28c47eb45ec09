"""A stage ends before it begins.

The two dates were exchanged, or a year was mistyped. No day belongs to such a stage. Since `start` and `end` both
belong to it, a stage of one day has the same date in both.
"""

from detente.checks import Finding, Findings, Study, Texts
from detente.model.dates import certainly_before


def check(study: Study, texts: Texts) -> Findings:
    for period in study.periods:
        start, end = period.start, period.end
        if start is not None and end is not None and certainly_before(end, start):
            message = f"`{period.label}` ends ({end}) before it begins ({start})"
            yield Finding(period, "end", message)
