"""Somebody's life, or term of office, ends before it begins.

Two dates were exchanged, or a century was mistyped. As it stands nobody held the office on any day, and events of
that time find no office-holder.
"""

from detente.checks import Finding, Findings, Study, Texts
from detente.model.dates import certainly_before
from detente.model.records import Actor, Office


def check(study: Study, texts: Texts) -> Findings:
    records: tuple[Actor | Office, ...] = (*study.actors, *study.offices)
    for record in records:
        start, end = record.start, record.end
        if start is not None and end is not None and certainly_before(end, start):
            yield Finding(record, "end", f"this ends ({end}) before it begins ({start})")
