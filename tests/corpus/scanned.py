"""The four volumes of FRUS beside the checkout, to be searched and to be scanned."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest

from detente.corpus.documents import Document
from detente.corpus.read import read_documents
from detente.corpus.search import Shelf
from detente.corpus.sides import sides_of
from detente.corpus.spelling import fold_words, spellings, stems
from detente.model.states import find_mentions
from tests.corpus.shelves import put, shelf
from tests.shared import SHARED

VOLUMES = ("frus1955-57v11", "frus1955-57v24", "frus1955-57v25", "frus1955-57v26")


@dataclass(frozen=True)
class Entry:
    """A paragraph as a scan of the whole corpus sees it."""

    passage: str
    document: Document
    text: str

    @cached_property
    def words(self) -> list[str]:
        return fold_words(spellings(self.text)[0])

    @cached_property
    def spelt(self) -> list[list[str]]:
        return [fold_words(each) for each in spellings(self.text)]

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(stems(self.words))

    @cached_property
    def about(self) -> frozenset[str]:
        day = None if self.document.date is None else self.document.date.bounds().first
        return frozenset(code for _, _, code in find_mentions(self.text, day))

    def is_from(self, code: str) -> bool:
        return code in sides_of(self.document)["from"]

    def overlaps(self, first: date, last: date) -> bool:
        if self.document.date is None:
            return False
        days = self.document.date.bounds()
        return (days.first or 0) <= last.toordinal() and (days.last or 10**7) >= first.toordinal()


@dataclass(frozen=True)
class Frus:
    """The four volumes, to be searched and to be scanned."""

    shelf: Shelf
    entries: list[Entry]


def read_frus(folder: Path) -> Frus:
    """Read and index the volumes; skip the test where they are not."""
    if not (SHARED / "texts" / "frus").is_dir():
        pytest.skip("the volumes of FRUS are not beside the checkout")
    entries = []
    for volume in VOLUMES:
        documents, _ = read_documents(SHARED / "texts" / "frus" / f"{volume}.xml")
        put(folder, volume, documents)
        entries += [Entry(f"{d.id}#{p.number}", d, p.text) for d in documents for p in d.paragraphs]
    return Frus(shelf(folder), entries)
