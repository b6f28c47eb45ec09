"""The search index: derived from the store, an entry a paragraph; made beside the old one and put in its place at once.

What reads keeps the index that it opened, whoever makes a new one meanwhile. An index knows the store's revision that
it was made from; documents that came or went since are brought in without making it anew.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from detente.corpus.documents import Document
from detente.corpus.errors import CorpusError
from detente.corpus.mentions import states_named
from detente.corpus.query import MAX_NEAR
from detente.corpus.sides import day_of, sides_of
from detente.corpus.spelling import NO_WORD, analyzer, spellings
from detente.corpus.store import Store
from detente.home import corpus_home
from detente.model.dates import Date

if TYPE_CHECKING:
    import tantivy

FORMAT: Final = 2
_NOTE: Final = "detente.json"
_HEAP_BYTES: Final = 256_000_000
#: So many words that are not indexed, but counted, that nothing before them is near anything behind.
_APART: Final = f"{NO_WORD} " * (MAX_NEAR + 1)
#: Fields of words taken whole; those marked True are counted by value in facets.
TERMS: Final = {
    "edition": True, "about": True, "from": False, "to": False, "speaker": False, "kind": False, "language": False,
    "document": False,
}  # fmt: skip
#: The first and last day of a date that is open at that end.
NEVER: Final = (-10_000_000, 10_000_000)
#: Fields of whole numbers: the document's row and the paragraph's number; days; the year.
NUMBERS: Final = ("row", "number", "first", "last", "year")


@dataclass(frozen=True, slots=True)
class Index:
    """An index that is open, and the revision of the store that it was made from."""

    tantivy: "tantivy.Index"
    revision: str


def index_path() -> Path:
    """Return where the index lies: a link to the folder of the one that counts."""
    return corpus_home() / "index"


@cache
def schema() -> "tantivy.Schema":
    """Return the fields of an entry."""
    import tantivy

    builder = tantivy.SchemaBuilder().add_text_field("words", tokenizer_name="words", index_option="position")
    for name, is_counted in TERMS.items():
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=is_counted)
    for name in NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


def open_index(path: Path | None = None) -> Index | None:
    """Open the index for reading; None where there is none, or it is of another version."""
    path = path or index_path()
    for _ in range(5):  # the folder may be replaced between our finding and our opening it
        try:
            folder = path.resolve(strict=True)
            note = json.loads((folder / _NOTE).read_bytes())
            return Index(_opened(folder), note["revision"]) if note["format"] == FORMAT else None
        except (OSError, ValueError, KeyError):
            if not path.exists():
                return None
    return None


def _opened(folder: Path) -> "tantivy.Index":
    import tantivy

    index = tantivy.Index.open(str(folder))
    index.register_tokenizer("words", analyzer())
    return index


class DamagedError(CorpusError):
    """An index that cannot be searched; the documents are in the store, and it can be made anew."""


@contextmanager
def damage() -> Iterator[None]:
    """Make what tantivy raises of a damaged index, a panic included, a `DamagedError`."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, ValueError) or type(error).__name__ == "PanicException":
            raise DamagedError("the search index is damaged", "`detente corpus reindex` makes it anew") from error
        raise


def build_index(
    store: Store,
    path: Path | None = None,
    *,
    anew: bool = False,
    say: Callable[[int], None] = lambda _: None,
    warn: Callable[[str], None] = lambda _: None,
) -> int:
    """Bring the index up to the store, or make it anew; return how many documents were brought in.

    ``say`` is told how many documents are in, now and then; ``warn`` that an index is there and of no use.
    """
    path = path or index_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    revision, old = store.revision, None if anew else open_index(path)
    if old is not None and old.revision == revision:
        return 0
    if old is not None:
        try:
            with damage():
                return _make(store, path, revision, old, say)
        except (DamagedError, FileNotFoundError):
            old = None
    if path.exists() and not anew:
        warn("the search index is damaged or of another version: it is made anew")
    return _make(store, path, revision, None, say)


def _make(store: Store, path: Path, revision: str, old: Index | None, say: Callable[[int], None]) -> int:
    folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=f"{path.name}-"))
    try:
        known: set[int] = set()
        if old is None:
            import tantivy

            tantivy.Index(schema(), path=str(folder))
        else:
            shutil.copytree(path.resolve(), folder, copy_function=_link, dirs_exist_ok=True)
            known = set(json.loads((folder / _NOTE).read_bytes())["rows"])
        index = _opened(folder)
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=min(4, os.cpu_count() or 1))
        there = store.numbers()
        for row in known - there:
            writer.delete_documents_by_term("row", row)
        n = 0
        for row, document in store.documents(max(known, default=0)):
            for entry in entries(row, document):
                writer.add_document(entry)
            n += 1
            if n % 100 == 0:
                say(n)
        writer.commit()
        writer.wait_merging_threads()
        note = {"format": FORMAT, "revision": revision, "rows": sorted(there)}
        (folder / _NOTE).unlink(missing_ok=True)
        (folder / _NOTE).write_text(json.dumps(note))
        _put_in_place(folder, path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return n


def _link(source: str, target: str) -> None:
    """Share a file that is never written again; the few that are get a copy of their own."""
    if source.endswith(".json"):
        shutil.copyfile(source, target)
    elif not source.endswith(".lock"):
        os.link(source, target)


def _put_in_place(folder: Path, path: Path) -> None:
    link = folder.with_suffix(".link")
    link.symlink_to(folder.name)
    os.replace(link, path)
    for other in path.parent.glob(f"{path.name}-*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def entries(row: int, document: Document) -> "Iterable[tantivy.Document]":
    """Yield the entries of a document, one a paragraph."""
    shared = entry_fields(document.date) | {
        "row": row,
        "edition": document.edition,
        "document": [document.volume, document.id],
    }
    shared |= {name: codes for name, codes in sides_of(document).items() if codes}
    if document.language:
        shared["language"] = document.language.partition("-")[0].lower()
    day = day_of(document.date)
    for paragraph in document.paragraphs:
        kinds = [document.kind, paragraph.kind]
        yield entry(paragraph.text, day, shared | {"number": paragraph.number, "kind": kinds})


def entry(text: str, day: int | None, fields: dict[str, Any]) -> "tantivy.Document":
    """Return one entry: its words, the states that it names on a day, and what else is known of it."""
    import tantivy

    spelt = [f"{_APART if n else ''}{each}" for n, each in enumerate(spellings(text))]
    known = {"words": spelt, "about": sorted(states_named(text, day)), **fields}
    return tantivy.Document.from_dict(known, schema())


def entry_fields(date: Date | None) -> dict[str, Any]:
    """Return the fields of a date: none where there is no date."""
    if date is None:
        return {}
    bounds = date.bounds()
    days = {
        "first": NEVER[0] if bounds.first is None else bounds.first,
        "last": NEVER[1] if bounds.last is None else bounds.last,
    }
    return days if date.year is None else days | {"year": date.year}
