"""The chronology for TimelineJS (Knight Lab), as timeline.knightlab.com/docs/json-format.html describes it."""

from typing import Any

from detente.model.calendars import gregorian_day
from detente.model.dates import Date
from detente.model.records import Event
from detente.model.study import Study


def timeline_of(study: Study) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the timeline, and the ids of events that it leaves out since they have no beginning.

    The date is shown as it was written, so that an uncertain one is not made certain; its bounds place it.
    """
    placed = [(event, _span(event.date)) for event in study.events]
    slides = [_slide(study, event, span) for event, span in placed if span]
    document: dict[str, Any] = {"events": slides}
    if study.title:
        document["title"] = {"text": {"headline": study.title, "text": study.abstract or study.subtitle}}
    return document, tuple(event.id for event, span in placed if not span)


def _span(date: Date | None) -> tuple[int, int] | None:
    """Return the first and last day [ordinals] on which a date may lie, or None if it is open at its beginning."""
    days = date.bounds() if date else None
    if days is None or days.first is None:
        return None
    return days.first, days.first if days.last is None else days.last


def _slide(study: Study, event: Event, span: tuple[int, int]) -> dict[str, Any]:
    sides = ", ".join(sorted(study.sides_of(event.id)))
    slide: dict[str, Any] = {
        "unique_id": event.id,
        "start_date": _day(span[0]),
        "display_date": str(event.date),
        "text": {"headline": event.summary, "text": f"Attested by {sides}." if sides else "Attested by none."},
    }
    if span[1] != span[0]:
        slide["end_date"] = _day(span[1])
    if event.domain:
        slide["group"] = event.domain
    return slide


def _day(ordinal: int) -> dict[str, int]:
    day = gregorian_day(ordinal)
    return {"year": day.year, "month": day.month, "day": day.day}
