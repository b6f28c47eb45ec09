"""The corpus: texts and metadata in one SQLite file, which is the truth; the search index is derived from it.

One process writes at a time, others read meanwhile (write-ahead log). Adding or replacing a file is one transaction, so
that a process killed at any moment leaves the corpus as it was before that file. A document's row number is never
given twice: what has a greater one than an index knows is new to it, what the index knows and the store lacks is gone.
"""

import fcntl
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from detente.corpus.documents import Document, Paragraph
from detente.corpus.errors import CorpusError
from detente.home import store_path
from detente.model.dates import Date, parse_date

FORMAT: Final = 1
_SCHEMA: Final = f"""
CREATE TABLE files (
  n INTEGER PRIMARY KEY AUTOINCREMENT, edition TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL,
  origin TEXT NOT NULL, UNIQUE (edition, name));
CREATE TABLE documents (
  n INTEGER PRIMARY KEY AUTOINCREMENT, file INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
  id TEXT NOT NULL UNIQUE, edition TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
  made TEXT NOT NULL, sent TEXT NOT NULL, received TEXT NOT NULL, published TEXT NOT NULL,
  sender TEXT NOT NULL, recipient TEXT NOT NULL, place TEXT NOT NULL, archive TEXT NOT NULL, language TEXT NOT NULL,
  version_of TEXT NOT NULL, pages TEXT NOT NULL);
CREATE TABLE paragraphs (
  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, number INTEGER NOT NULL, text TEXT NOT NULL,
  kind TEXT NOT NULL, page TEXT NOT NULL, turns TEXT NOT NULL, anchor TEXT NOT NULL,
  hangs_on INTEGER NOT NULL, hangs_at INTEGER NOT NULL, PRIMARY KEY (document, number)) WITHOUT ROWID;
CREATE INDEX documents_of_file ON documents (file);
CREATE INDEX versions_of_document ON documents (version_of) WHERE version_of <> '';
PRAGMA user_version = {FORMAT};
"""
_COLUMNS: Final = (
    "id, edition, kind, title, made, sent, received, published, sender, recipient, place, archive, language,"
    " version_of, pages"
)
_DATE: Final = "coalesce(nullif(made, ''), nullif(sent, ''), received)"
"""What `Document.date` is."""
_PARTS: Final = "number, text, kind, page, turns, anchor, hangs_on, hangs_at"


@dataclass(frozen=True, slots=True)
class Edition:
    """What is installed under one name. ``first`` and ``last`` are years of documents, None where none has a date."""

    edition: str
    files: int
    documents: int
    paragraphs: int
    volumes: tuple[str, ...]
    first: int | None
    last: int | None


class Store:
    """A corpus that is open. Close it, or use it in a `with`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    @property
    def revision(self) -> str:
        """What changes whenever documents come or go: the greatest row number ever given, and how many there are."""
        newest = self.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'documents'").fetchone()
        (n,) = self.connection.execute("SELECT count(*) FROM documents").fetchone()
        return f"{newest[0] if newest else 0}.{n}"

    def document(self, id: str) -> Document | None:
        """Return a document with its paragraphs, or None."""
        row = self.connection.execute(f"SELECT n, {_COLUMNS} FROM documents WHERE id = ?", (id,)).fetchone()
        return None if row is None else self._whole(row)

    def documents(self, after: int = 0, *, edition: str = "") -> Iterator[tuple[int, Document]]:
        """Yield documents in the order of their row numbers, with that number, from the one that follows ``after``."""
        where, values = ("AND edition = ?", (after, edition)) if edition else ("", (after,))
        query = f"SELECT n, {_COLUMNS} FROM documents WHERE n > ? {where} ORDER BY n"
        for row in self.connection.execute(query, values):
            yield row[0], self._whole(row)

    def cited(self, row: int, number: int) -> tuple[str, str, str, str, str, str] | None:
        """Return what cites a paragraph: document id, title, date, edition, page, text; None if it is gone."""
        found: tuple[str, str, str, str, str, str] | None = self.connection.execute(
            f"SELECT id, title, {_DATE}, edition, page, text FROM documents JOIN paragraphs ON document = n"
            " WHERE n = ? AND number = ?",
            (row, number),
        ).fetchone()
        return found

    def holds(self, volume: str) -> bool:
        """Whether some document's id begins with a volume's name."""
        query = "SELECT 1 FROM documents WHERE id >= ?1 || '/' AND id < ?1 || '0' LIMIT 1"
        return self.connection.execute(query, (volume,)).fetchone() is not None

    def dates(self, edition: str) -> Iterator[tuple[str, str, Date | None]]:
        """Yield the kind, the sender and the date of each document of an edition."""
        query = f"SELECT kind, sender, {_DATE} FROM documents"
        for kind, sender, date in self.connection.execute(f"{query} WHERE edition = ?", (edition,)):
            yield kind, sender, _date(date)

    def numbers(self) -> frozenset[int]:
        """Return the row numbers of all documents."""
        return frozenset(n for (n,) in self.connection.execute("SELECT n FROM documents"))

    def versions(self, id: str) -> tuple[str, ...]:
        """Return the ids of what is a draft, edition, minute or translation of a document, in order."""
        found = self.connection.execute("SELECT id FROM documents WHERE version_of = ? ORDER BY id", (id,))
        return tuple(other for (other,) in found)

    def origin(self, id: str) -> str:
        """Return the path of the file or folder that a document was read from; empty if the document is not there."""
        query = "SELECT origin FROM files JOIN documents ON file = files.n WHERE id = ?"
        found = self.connection.execute(query, (id,)).fetchone()
        return found[0] if found else ""

    def listed(self, edition: str, most: int) -> tuple[tuple[str, str, str], ...]:
        """Return id, title and date of the first documents of an edition or a volume, in the order of their numbers."""
        query = (
            "SELECT id, title, coalesce(nullif(made, ''), nullif(sent, ''), received) FROM documents"
            " WHERE edition = ?1 OR (id >= ?1 || '/' AND id < ?1 || '0') ORDER BY n LIMIT ?2"
        )
        return tuple(self.connection.execute(query, (edition, most)))

    def editions(self) -> tuple[Edition, ...]:
        """Return what is installed, by name."""
        files = dict(self.connection.execute("SELECT edition, count(*) FROM files GROUP BY edition"))
        return tuple(self._edition(name, n) for name, n in sorted(files.items()))

    def _edition(self, name: str, n_files: int) -> Edition:
        n_documents, n_paragraphs, volumes, years = 0, 0, set(), set()
        rows = self.connection.execute(
            f"SELECT id, {_DATE}, (SELECT count(*) FROM paragraphs WHERE document = documents.n)"
            " FROM documents JOIN files ON files.n = file WHERE files.edition = ?",
            (name,),
        )
        for id, written, n in rows:
            n_documents, n_paragraphs = n_documents + 1, n_paragraphs + n
            volumes.add(id.partition("/")[0])
            if written and (year := parse_date(written).year) is not None:
                years.add(year)
        first, last = (min(years), max(years)) if years else (None, None)
        return Edition(name, n_files, n_documents, n_paragraphs, tuple(sorted(volumes)), first, last)

    def _whole(self, row: Sequence[Any]) -> Document:
        n, id, edition, kind, title, *rest = row
        made, sent, received, published, sender, recipient, place, archive, language, version_of, pages = rest
        parts = self.connection.execute(f"SELECT {_PARTS} FROM paragraphs WHERE document = ? ORDER BY number", (n,))
        paragraphs = tuple(Paragraph(p[0], p[1], p[2], p[3], _turns(p[4]), *p[5:]) for p in parts)
        dates = (_date(made), _date(sent), _date(received), _date(published))
        known = (sender, recipient, place, archive, language, version_of)
        return Document(id, edition, kind, title, *dates, *known, tuple(json.loads(pages)), paragraphs)

    def is_current(self, name: str, sha256: str, edition: str = "") -> bool:
        """Whether a file of this content was added under this name, in an edition if one is given."""
        found = self.connection.execute("SELECT edition FROM files WHERE name = ? AND sha256 = ?", (name, sha256))
        return any(edition in ("", there) for (there,) in found)

    def put(self, edition: str, name: str, sha256: str, origin: str, documents: Sequence[Document]) -> str:
        """Add what a file holds, in place of what a file of that name held, in one transaction.

        ``sha256`` stands for the file's bytes and for the readers that read them.

        Returns
        -------
        clash
            The first id that another file has given already; then nothing is changed. Empty when all is stored.
        """
        db = self.connection
        db.execute("BEGIN IMMEDIATE")
        try:
            db.execute("DELETE FROM files WHERE edition = ? AND name = ?", (edition, name))
            file = db.execute(
                "INSERT INTO files (edition, name, sha256, origin) VALUES (?, ?, ?, ?)", (edition, name, sha256, origin)
            ).lastrowid
            for document in documents:
                try:
                    n = db.execute(_INSERT, (file, *_row(document))).lastrowid
                except sqlite3.IntegrityError:
                    db.execute("ROLLBACK")
                    return document.id
                db.executemany(
                    "INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        (n, p.number, p.text, p.kind, p.page, _written(p.turns), p.anchor, p.hangs_on, p.hangs_at)
                        for p in document.paragraphs
                    ],
                )
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        return ""

    def remove(self, name: str) -> int:
        """Remove an edition, or the files of one volume of it; return how many documents went."""
        db = self.connection
        db.execute("BEGIN IMMEDIATE")
        before = db.execute("SELECT count(*) FROM documents").fetchone()[0]
        db.execute(
            "DELETE FROM files WHERE edition = ?1"
            " OR n IN (SELECT file FROM documents WHERE id >= ?1 || '/' AND id < ?1 || '0')",
            (name,),
        )
        after: int = db.execute("SELECT count(*) FROM documents").fetchone()[0]
        db.execute("COMMIT")
        return int(before) - after


_INSERT: Final = f"INSERT INTO documents (file, {_COLUMNS}) VALUES ({', '.join('?' * 16)})"


def _row(document: Document) -> tuple[str, ...]:
    d = document
    dates = [str(date or "") for date in (d.made, d.sent, d.received, d.published)]
    known = (d.sender, d.recipient, d.place, d.archive, d.language, d.version_of)
    return (d.id, d.edition, d.kind, d.title, *dates, *known, json.dumps(d.pages, ensure_ascii=False))


def _written(turns: tuple[tuple[int, str], ...]) -> str:
    return json.dumps(turns, ensure_ascii=False) if turns else ""


def _turns(text: str) -> tuple[tuple[int, str], ...]:
    return tuple((offset, label) for offset, label in json.loads(text)) if text else ()


def _date(text: str) -> Date | None:
    return parse_date(text) if text else None


def open_store(path: Path | None = None) -> Store | None:
    """Open the corpus for reading; None if nothing was ever installed.

    Raises
    ------
    CorpusError
        If it was made by a newer version, or is no corpus.
    """
    path = path or store_path()
    if not path.is_file():
        return None
    return Store(_connect(path))


@contextmanager
def open_writer(path: Path | None = None) -> Iterator[Store]:
    """Open the corpus for writing, making it if need be, while no other process writes.

    Raises
    ------
    CorpusError
        If another process is writing, the folder cannot be written, or the corpus is not one of this version.
    """
    path = path or store_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = (path.parent / ".lock").open("w")
    except OSError as error:
        raise CorpusError(f"{path.parent} cannot be written: {error.strerror or error}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CorpusError("another process is changing the corpus", "wait until it has done") from None
        with closing(_connect(path)) as connection:
            yield Store(connection)


def _connect(path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found == 0:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
            found = FORMAT
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error as error:
        raise CorpusError(f"{path} is no corpus: {error}", "move it away, and add the documents again") from error
    if found > FORMAT:
        raise CorpusError(f"{path} was made by a newer version of Detente", "upgrade Detente")
    return connection
