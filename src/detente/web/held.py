"""A document that can be read in the room: one of the corpus, or a file under the study's `documents/`.

Places in it are code points of its ``text``, the same as anchors and codings count.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from detente.corpus.documents import Document, Paragraph
from detente.corpus.read import read_documents
from detente.corpus.scan import photographs
from detente.corpus.store import Store
from detente.corpus.texts import ids_of, is_corpus_id
from detente.model.diagnostics import Diagnostic
from detente.model.records import Passage, Source
from detente.model.study import Study
from detente.study.files import read_bytes

OWN: Final = "documents/"
PICTURES: Final = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
"""Pictures that a browser can show."""
_PARAGRAPH: Final = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")


@dataclass(frozen=True, slots=True)
class Leaf:
    """The picture of a page: a file, or page ``n`` of a PDF, from 0; ``label`` is what the page is cited by."""

    label: str
    path: Path
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A document whose text is at hand; ``starts`` is where each of its paragraphs begins in ``text``."""

    document: Document
    text: str
    starts: tuple[int, ...]
    pictures: tuple["Leaf", ...] = ()

    @property
    def id(self) -> str:
        """Its id in the corpus, or its path in the study."""
        return self.document.id

    def number_at(self, place: int) -> int:
        """Return which of the paragraphs, from 0, a place lies in."""
        from bisect import bisect_right

        return max(0, bisect_right(self.starts, place) - 1)

    def page_at(self, place: int) -> str:
        """Return the label of the page on which a place lies; empty where pages are not known."""
        if not self.starts:
            return ""
        n = self.number_at(place)
        return self.document.paragraphs[n].page_at(place - self.starts[n])


def hold(folder: Path, store: Store | None, name: str) -> Held | None:
    """Return a document by its id or its path in the study; None where there is none."""
    if is_corpus_id(name):
        found = store.document(name) if store is not None else None
        return None if found is None or store is None else _of_corpus(found, store)
    path = folder / name
    if "\0" in name or not _is_within(path, folder / OWN):
        return None
    if name.endswith((".txt", ".md")):
        refused: list[Diagnostic] = []
        data = read_bytes(folder, name, refused)
        return None if data is None else _of_text(name, data.decode("utf-8", "replace"))
    documents = read_documents(path)[0]
    if not documents:
        return None
    whole = [paragraph for document in documents for paragraph in document.paragraphs]
    first = documents[0]
    document = Document(
        name, first.edition, first.kind, first.title or path.name, first.made, pages=first.pages, paragraphs=(*whole,)
    )
    return _laid_out(document, _pictures(path, document.pages))


def _is_within(path: Path, folder: Path) -> bool:
    try:
        return path.exists() and path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return False


def _of_corpus(document: Document, store: Store) -> Held:
    return _laid_out(document, _pictures(Path(store.origin(document.id)), document.pages))


def _of_text(name: str, text: str) -> Held:
    spans = [match.span() for match in _PARAGRAPH.finditer(text)]
    paragraphs = tuple(Paragraph(n, text[a:z]) for n, (a, z) in enumerate(spans, 1))
    document = Document(name, OWN, "document", Path(name).name, paragraphs=paragraphs)
    return Held(document, text, tuple(a for a, _ in spans))


def _laid_out(document: Document, pictures: tuple[Leaf, ...]) -> Held:
    return Held(document, document.text, (*_starts(document.paragraphs),), pictures)


def _starts(paragraphs: Sequence[Paragraph]) -> Iterator[int]:
    reached = 0
    for paragraph in paragraphs:
        yield reached
        reached += len(paragraph.text) + 1


def _pictures(path: Path, pages: Sequence[str]) -> tuple[Leaf, ...]:
    """Return the pictures of the pages of photographs or of a scan; a text that was never one has none."""
    if not pages:
        return ()
    try:
        if path.suffix.lower() == ".pdf" and path.is_file():
            return tuple(Leaf(label, path, n) for n, label in enumerate(pages))
        files = photographs(path) if path.is_dir() else [path] if path.is_file() else []
    except OSError:
        return ()
    return tuple(Leaf(file.stem, file) for file in files if file.suffix.lower() in PICTURES)


def files_of(folder: Path) -> Iterator[str]:
    """Yield the paths of what lies under a study's `documents/`, in order; a folder of photographs is one."""
    own = folder / OWN
    seen: set[Path] = set()
    for path in sorted(own.rglob("*")) if own.is_dir() else ():
        if path.name.startswith(".") or path.parent in seen or not _is_within(path, own):
            continue
        if path.is_dir():
            if photographs(path):
                seen.add(path)
                yield path.relative_to(folder).as_posix()
        elif path.name != "documents.csv":
            yield path.relative_to(folder).as_posix()


def leads_to(source: Source, passage: Passage, name: str) -> bool:
    """Whether a passage is of a document."""
    if not is_corpus_id(source.document):
        return bool(source.document) and source.document == name
    return name in ids_of(source.document, passage.locator)


def is_volume(name: str) -> bool:
    """Whether a source's `document` names a volume of many documents."""
    return is_corpus_id(name) and "/" not in name


def sources_of(study: Study, name: str) -> list[Source]:
    """Return the sources of which a document is the text, or in whose volume it stands."""
    volume = name.partition("/")[0]
    return [
        source
        for source in study.sources
        if source.document == name or (is_corpus_id(name) and source.document == volume)
    ]
