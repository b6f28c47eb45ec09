"""A study's sources whose text lies in the corpus: found by a document's id, or by a volume and a locator in it."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from detente.corpus.documents import Document
from detente.corpus.store import Store, open_store
from detente.model.records import Source
from detente.model.study import Texts

_NUMBERED: Final = re.compile(r"(?:d|doc\.?|document|no\.?|nr\.?)\s*(\d+)\b", re.IGNORECASE)
_NAMED: Final = re.compile(r"[\w./+-]+")


class CorpusTexts:
    """Gives the texts of the corpus for sources that name one, and asks the study's own folder for the others.

    The corpus is opened when a source first names a document that the folder does not hold.
    """

    def __init__(self, own: Texts, store: Store | None = None) -> None:
        self.own = own
        self._given = store
        self._read: dict[str, Document | None] = {}

    @cached_property
    def _store(self) -> Store | None:
        return self._given or open_store()

    def text_of(self, source: Source, locator: str = "") -> str | None:
        """Return the text of a source's document, or None where there is none to compare with."""
        text = self.own.text_of(source, locator)
        if text is not None or not is_corpus_id(source.document):
            return text
        document = self.document(source, locator)
        return None if document is None else document.text

    def holds(self, volume: str) -> bool:
        """Whether a volume of documents is installed."""
        return self._store is not None and self._store.holds(volume)

    def document(self, source: Source, locator: str = "") -> Document | None:
        """Return the document to which a source and a locator in it lead; None if they lead to none."""
        for id in ids_of(source.document, locator) if is_corpus_id(source.document) else ():
            if id not in self._read:
                self._read[id] = self._store.document(id) if self._store else None
            if (found := self._read[id]) is not None:
                return found
        return None


def is_corpus_id(name: str) -> bool:
    """Whether a source's `document` names something in the corpus: anything that is no file under `documents/`."""
    return bool(name) and not name.startswith(("documents/", "/", ".")) and "\\" not in name


def ids_of(document: str, locator: str) -> Iterator[str]:
    """Yield the ids that a source's `document` and a passage's locator may mean, the likeliest first.

    >>> list(ids_of("frus1955-57v25", "d89, p. 244"))
    ['frus1955-57v25/d89']
    >>> list(ids_of("frus1955-57v25", "Document 89"))
    ['frus1955-57v25/Document', 'frus1955-57v25/d89']
    """
    if "/" in document:
        yield document
        return
    if word := _NAMED.search(locator):
        local = word[0].rstrip(".")
        yield local if local.startswith(f"{document}/") else f"{document}/{local}"
    if (number := _NUMBERED.match(locator.strip())) and f"d{number[1]}" != (word and word[0]):
        yield f"{document}/d{number[1]}"
