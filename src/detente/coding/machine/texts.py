"""Documents as texts to be coded, and the names that are looked for in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from detente.coding.machine.actors import Named
from detente.coding.machine.language import language_of
from detente.coding.machine.proposals import Text
from detente.corpus.documents import Document
from detente.model.dates import Date
from detente.model.study import Study

_KINDS: Final = ("person", "party", "organ", "army", "mission", "organisation", "government", "people")


def text_of(document: Document, text: str | None = None, starts: Sequence[int] | None = None) -> Text:
    """Return a document as a text to be coded: its running paragraphs, without headings and footnotes.

    ``text`` and ``starts`` are the text in which places count and where its paragraphs begin there; by default the
    document's own, a paragraph a line.
    """
    body = document.text if text is None else text
    places = [*_starts(document)] if starts is None else starts
    paragraphs = tuple(
        (start, start + len(paragraph.text))
        for start, paragraph in zip(places, document.paragraphs, strict=True)
        if paragraph.kind == "text"
    )
    return Text(document.id, body, document, paragraphs, language_of(body, document.language))


def _starts(document: Document) -> Iterator[int]:
    reached = 0
    for paragraph in document.paragraphs:
        yield reached
        reached += len(paragraph.text) + 1


def names_in(study: Study) -> Iterator[Named]:
    """Yield the names of a study's actors, in every language that it gives, with the days on which they hold."""
    for actor in study.actors:
        if actor.kind not in _KINDS:
            continue
        first, last = _day(actor.start, first=True), _day(actor.end, first=False)
        others = re.findall(r"(?:^|;)\s*(?:[\w-]+\s*=)?\s*([^;]+)", actor.names)
        for name in dict.fromkeys(_forms(actor.kind, (actor.name, *others))):
            yield Named(name, actor.id, actor.state, first, last)


def _forms(kind: str, names: Iterable[str]) -> Iterator[str]:
    """Yield names, and of persons the family name too, if it is the last word."""
    for name in (each.strip() for each in names):
        if len(name) > 2:
            yield name
        family = name.rpartition(" ")[2]
        if kind == "person" and family != name and len(family) > 3 and family[0].isupper():
            yield family


def _day(date: Date | None, *, first: bool) -> int | None:
    if date is None:
        return None
    days = date.bounds()
    return days.first if first else days.last
