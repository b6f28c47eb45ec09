"""Events that the Office of the Historian's lists date: proposals, each on one document, for a researcher to judge.

A visit and a journey are consultations. A chief of mission who takes up the post, and what the guide to recognition and
relations puts under a year, are acts of the United States towards the other state; the guide's year is kept as it is,
however many days its text names.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from detente.corpus.documents import Document, Paragraph
from detente.corpus.store import Store
from detente.model.dates import Date, DateError, parse_date
from detente.model.diagnostics import Span
from detente.model.records import Event
from detente.model.states import resolve

_HEADED: Final = re.compile(r"^(?P<what>.+?),? (?P<first>[12]\d{3})(?:[-–](?P<last>[12]\d{3}))?\.?$")
_ACTIONS: Final = (
    (
        re.compile(r"sever|broken|cessation|ended|interrupt|suspend|closed|closing", re.IGNORECASE),
        "SANCTION",
        "discontinue",
    ),
    (re.compile(r"treat(?:y|ies)|agreement|convention", re.IGNORECASE), "AGREE", ""),
    (
        re.compile(r"recogni|establish|resum|elevat|raised|embassy status|reopened|opened", re.IGNORECASE),
        "COOPERATE",
        "",
    ),
)
USA: Final = "USA"


class Proposal(NamedTuple):
    """An event, and the document and paragraph on which it stands."""

    event: Event
    document: str
    paragraph: int


def propose_events(store: Store, edition: str = "hsg") -> Iterator[Proposal]:
    """Yield the dated events of the installed lists, in the order of the documents."""
    for _, document in store.documents(edition=edition):
        yield from events_of(document)


def events_of(document: Document) -> Iterator[Proposal]:
    """Yield the events that one document dates.

    A side that the table of states does not know on that day has no actor; such an event is left to the reader.
    """
    local = document.id.partition("/")[2]
    if local.startswith(("visit-", "trip-")):
        yield _proposal(document, document.paragraphs[0], document.made, ("CONSULT", "visit"))
    elif local.startswith("chief-"):
        if document.made is not None:
            yield _proposal(document, document.paragraphs[0], document.made, ("COOPERATE", ""))
    elif document.kind == "record":
        yield from _milestones(document)


def _milestones(document: Document) -> Iterator[Proposal]:
    """Yield what stands under a heading that ends with a year, or with years."""
    for paragraph in document.paragraphs:
        headed = _HEADED.match(paragraph.text) if paragraph.kind == "heading" else None
        if headed is None:
            continue
        first, last = headed["first"], headed["last"]
        try:
            date = parse_date(f"{first}/{last}" if last else first)
        except DateError:
            continue
        kind = next(((action, mode) for words, action, mode in _ACTIONS if words.search(headed["what"])), ("", ""))
        yield _proposal(document, paragraph, date, kind)


def _proposal(document: Document, paragraph: Paragraph, date: Date | None, kind: tuple[str, str]) -> Proposal:
    action, mode = kind
    id = f"{document.id.replace('/', '-').lower()}-{paragraph.number}"
    event = Event(
        id,
        Span(""),
        date=date,
        actors=_state(document.sender, date),
        targets=_state(document.recipient, date),
        action=action,
        mode=mode,
        domain="politics",
        summary=paragraph.text,
        status="draft",
    )
    return Proposal(event, document.id, paragraph.number)


def _state(name: str, date: Date | None) -> tuple[str, ...]:
    """Return the one state that a name means on a day; nothing where it means none, or several."""
    day = date.bounds().first if date else None
    state = resolve(name, day).code if name else None
    return (state,) if state else ()
