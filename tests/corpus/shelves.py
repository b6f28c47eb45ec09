"""Corpora made for tests: documents in a store and its index, in a folder of their own."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from detente.corpus.documents import Document, Paragraph
from detente.corpus.index import build_index, open_index
from detente.corpus.search import Shelf, corpus_shelf
from detente.corpus.store import open_store, open_writer
from detente.model.dates import parse_date


def document(
    id: str, *texts: str, date: str = "", sender: str = "", edition: str = "e", language: str = "en"
) -> Document:
    """A document of a few paragraphs."""
    paragraphs = tuple(Paragraph(n, text) for n, text in enumerate(texts, 1))
    made = parse_date(date) if date else None
    return Document(
        id, edition, "document", f"Title of {id}", made, sender=sender, language=language, paragraphs=paragraphs
    )


def put(folder: Path, name: str, documents: Sequence[Document]) -> None:
    """Add documents as one file, or replace what it held."""
    with open_writer(folder / "corpus.sqlite") as store:
        digest = hashlib.sha256(repr(documents).encode()).hexdigest()
        assert not store.put("e", name, digest, name, documents)


def shelf(folder: Path, *documents: Document) -> Shelf:
    """Add documents, bring the index up to date and open it."""
    if documents:
        put(folder, documents[0].id, documents)
    store = open_store(folder / "corpus.sqlite")
    assert store is not None
    build_index(store, folder / "index")
    index = open_index(folder / "index")
    assert index is not None
    return corpus_shelf(index, store)
