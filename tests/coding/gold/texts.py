"""The texts that the gold set is about, as the program's own readers give them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from detente.corpus.documents import Document
from detente.corpus.read import read_documents
from tests.shared import SHARED

FOLDER: Final = SHARED / "texts"


def name_of(document: Document) -> str:
    """Return what `gold.tsv` calls a document: its id, a speech its file's stem."""
    return document.id.removeprefix("ungdc/")


def gold_documents(folder: Path = FOLDER) -> Iterator[Document]:
    """Yield all documents of the two editions, in the order of their files' names; those of FRUS come first."""
    for path in (*sorted((folder / "frus").glob("*.xml")), *sorted((folder / "ungdc").rglob("*.txt"))):
        yield from read_documents(path)[0]


def read_texts(folder: Path = FOLDER) -> dict[str, str]:
    """Return the text of each document by its name: paragraphs, headings and notes, a line each, as offsets count."""
    return {name_of(document): document.text for document in gold_documents(folder)}
