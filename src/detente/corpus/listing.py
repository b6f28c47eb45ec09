"""`documents.csv`: what a researcher knows of the documents in a folder, a row each, and their files do not say."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from detente.corpus.documents import Document
from detente.corpus.encodings import decode
from detente.corpus.refusal import RefusedError
from detente.model.dates import DateError, parse_date
from detente.model.diagnostics import Diagnostic, Severity, Span

LISTING: Final = "documents.csv"
DATES: Final = ("made", "sent", "received", "published")
TEXTS: Final = ("title", "sender", "recipient", "place", "archive", "language", "version_of")
_KEY: Final = "document"


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder's listing says, by file (its path there, with or without suffix) or by a document's id."""

    rows: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    file: str = ""
    digest: str = ""

    def described(self, documents: tuple[Document, ...], name: str) -> tuple[Document, ...]:
        """Return a file's documents with what is said of them: of its only document under the file's name."""
        if not self.rows:
            return documents
        by_file = self.rows.get(name) or self.rows.get(_bare(name)) or {}
        if len(documents) != 1:
            by_file = {}
        return tuple(replace(each, **{**by_file, **self.rows.get(each.id, {})}) for each in documents)

    def unmatched(self, names: Iterable[str]) -> Iterator[Diagnostic]:
        """Yield a warning for each row that names no file; one with `/` may be a document's id."""
        known = {form for name in names for form in (name, _bare(name))}
        for key, line in self.lines.items():
            if key not in known and "/" not in key:
                yield _wrong(self.file, line, f"no file here is named `{key}`", Severity.WARNING)


def _bare(name: str) -> str:
    return str(Path(name).with_suffix(""))


def read_listing(folder: Path) -> tuple[Listing, tuple[Diagnostic, ...]]:
    """Read a folder's `documents.csv`, if there is one; a row that cannot be read is left out, and said."""
    path = folder / LISTING
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Listing(), ()
    except OSError as error:
        return Listing(), (_wrong(str(path), 0, f"cannot be read: {error.strerror}"),)
    try:
        text, _ = decode(data)
        reader = csv.DictReader(io.StringIO(text), restval="")
        wrong = [name for name in reader.fieldnames or () if name not in (_KEY, *DATES, *TEXTS)]
        if wrong or _KEY not in (reader.fieldnames or ()):
            said = f"`{wrong[0]}` is no column of a listing" if wrong else f"it has no column `{_KEY}`"
            return Listing(), (_wrong(str(path), 1, said, help=f"columns: {', '.join((_KEY, *DATES, *TEXTS))}"),)
        rows, lines, found = _rows(reader, str(path))
    except (RefusedError, csv.Error) as error:
        return Listing(), (_wrong(str(path), 0, str(error)),)
    return Listing(rows, lines, str(path), hashlib.sha256(data).hexdigest()), tuple(found)


def _rows(reader: Any, file: str) -> tuple[dict[str, dict[str, Any]], dict[str, int], list[Diagnostic]]:
    rows: dict[str, dict[str, Any]] = {}
    lines: dict[str, int] = {}
    found: list[Diagnostic] = []
    for row in reader:
        key, line = row[_KEY].strip(), reader.line_num
        if not key or key in rows:
            found.append(_wrong(file, line, f"`{key}` is named twice" if key else "this row names no document"))
            continue
        said: dict[str, Any] = {name: row[name].strip() for name in TEXTS if row.get(name, "").strip()}
        for name in DATES:
            if written := row.get(name, "").strip():
                try:
                    said[name] = parse_date(written)
                except DateError as error:
                    found.append(_wrong(file, line, f"{name}: {error}", help=error.help))
        rows[key], lines[key] = said, line
    return rows, lines, found


def _wrong(file: str, line: int, message: str, severity: Severity = Severity.ERROR, help: str = "") -> Diagnostic:
    return Diagnostic("DOC008", severity, message, Span(file, line, line), help=help)
