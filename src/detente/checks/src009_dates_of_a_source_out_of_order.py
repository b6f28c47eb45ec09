"""The dates of a source contradict each other.

Nothing is received before it is sent, nor published before it is made. One of the dates is wrong, or was copied
from another document, or the calendar was mistaken (see `calendar` in `events.csv` for the Julian one). Only what
no reading of the dates allows is reported; where a telegram crosses time zones, a day is allowed for.
"""

from detente.checks import Finding, Findings, Study, Texts
from detente.model.dates import Date
from detente.model.records import Source

_ORDER = (
    ("made", "sent", 0),
    ("sent", "received", 1),
    ("made", "received", 1),
    ("made", "published", 0),
    ("made", "declassified", 0),
    ("made", "acquired", 0),
)


def check(study: Study, texts: Texts) -> Findings:
    for source in study.sources:
        for before, after, days in _ORDER:
            earlier, later = _date(source, before), _date(source, after)
            if earlier is None or later is None:
                continue
            first, last = earlier.bounds().first, later.bounds().last
            if first is not None and last is not None and last + days < first:
                message = f"`{source.id}` is {after} ({later}) before it is {before} ({earlier})"
                yield Finding(source, after, message)


def _date(source: Source, column: str) -> Date | None:
    date: Date | None = getattr(source, column)
    return date
