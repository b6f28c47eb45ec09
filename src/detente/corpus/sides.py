"""Where a document comes from, where it goes, and which state speaks in it, as far as its heading tells."""

import re
from collections.abc import Mapping
from typing import Final

from detente.corpus.documents import Document
from detente.corpus.mentions import states_named
from detente.model.dates import Date
from detente.model.states import states

_POST: Final = re.compile(r"\b(?:in|at|to|for)\s+.*")
PRINTS: Final = {"frus": "USA", "hsg": "USA"}
"""Whose papers an edition prints."""


def day_of(date: Date | None) -> int | None:
    """Return the day on which the names in a text are read: the first that it may have been written on, or None."""
    return None if date is None else date.bounds().first


def sides_of(document: Document) -> Mapping[str, list[str]]:
    """Return the states under ``from``, ``to`` and ``speaker``; an empty list where the heading does not tell.

    A telegram of the embassy in Moscow comes from the Soviet Union and speaks for the state whose papers the edition
    prints. What was written at home comes from where it was written.

    >>> cable = Document("x/1", "frus", "document", "", sender="Embassy in Yugoslavia", recipient="Department of State")
    >>> sides_of(cable)
    {'from': ['YUG'], 'to': ['USA'], 'speaker': ['USA']}
    """
    day = day_of(document.date)

    def named(text: str) -> list[str]:
        return [text] if text in states() else sorted(states_named(text, day)) if text else []

    sender, place = named(document.sender), named(document.place)
    home = PRINTS.get(document.edition, "") if document.kind == "document" else ""
    speaker = named(_POST.sub("", document.sender))
    if not speaker and home and document.sender and (sender or home in place):
        speaker = [home]
    return {"from": sender or place, "to": named(document.recipient), "speaker": speaker}
