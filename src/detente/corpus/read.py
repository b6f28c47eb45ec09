"""One function of one file: its documents, and what is wrong with it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from detente.corpus.documents import Document
from detente.corpus.limits import bounded_time
from detente.corpus.place import Place, place_of
from detente.corpus.refusal import RefusedError, Remark
from detente.model.diagnostics import Diagnostic, Severity, Span

MAX_BYTES: Final = 100_000_000
MAX_PDF_BYTES: Final = 4_000_000_000
"""A PDF is opened apart, within bounds of its own."""
SECONDS: Final = 120.0
"""Of computing, for one file; programs that run apart have their own."""
_HEAD: Final = 4096
Reader = Callable[[Path, Place], Iterable[Document | Remark]]
Reading = tuple[tuple[Document, ...], tuple[Diagnostic, ...]]


def read_documents(path: Path, place: Place | None = None) -> Reading:
    """Read a file, or a folder of photographs: all of its documents, or none and the reason.

    Never raises for what a file holds.
    """
    try:
        reader = reader_of(path)
        if reader is None:
            return (), (_refused(path, "DOC001", f"no reader knows `{path.suffix or path.name}` files"),)
        most = MAX_PDF_BYTES if path.suffix.lower() == ".pdf" else MAX_BYTES
        if path.is_file() and path.stat().st_size > most:
            raise RefusedError(f"it is larger than {most // 1_000_000:,} MB", is_excess=True)
        with bounded_time(SECONDS):
            found = tuple(reader(path, place or place_of(path)))
    except RefusedError as error:
        code = "DOC003" if error.is_excess else "DOC002"
        return (), (_refused(path, code, error.message, error.line, error.column),)
    except (RecursionError, MemoryError):
        return (), (_refused(path, "DOC003", "it is nested deeper, or larger, than a text may be"),)
    except OSError as error:
        return (), (_refused(path, "DOC002", f"cannot be read: {error.strerror or error}"),)
    documents, twice = _told_apart([each for each in found if isinstance(each, Document)])
    remarks = [*(each for each in found if isinstance(each, Remark)), *twice]
    return documents, tuple(_remarked(path, each) for each in remarks)


def _told_apart(documents: list[Document]) -> tuple[tuple[Document, ...], list[Remark]]:
    """Return documents of which no two have one id; the second to claim an id gets a number, and that is said."""
    seen: set[str] = set()
    remarks = []
    for n, document in enumerate(documents):
        id, again = document.id, 2
        while id in seen:
            id, again = f"{document.id}-{again}", again + 1
        if id != document.id:
            remarks.append(Remark("DOC004", f"two documents here claim `{document.id}`; the second is `{id}`"))
            documents[n] = replace(document, id=id)
        seen.add(id)
    return tuple(documents), remarks


def _refused(path: Path, code: str, message: str, line: int = 0, column: int = 0) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, Span(str(path), line, line, column, column))


def _remarked(path: Path, remark: Remark) -> Diagnostic:
    span = Span(str(path), remark.line, remark.line)
    return Diagnostic(remark.code, remark.severity, remark.message, span, help=remark.help)


def reader_of(path: Path) -> Reader | None:
    """Return the reader of a file or folder, by its first bytes and its name; None if there is none.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    if path.is_dir():
        from detente.corpus.scan import photographs, read_photographs

        return read_photographs if photographs(path) else None
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    suffix = path.suffix.lower()
    return _by_content(head, suffix) or _by_name(head, suffix, path.stem)


def _by_content(head: bytes, suffix: str) -> Reader | None:
    if head.startswith(b"%PDF-") or (suffix == ".pdf" and b"%PDF-" in head[:1024]):
        from detente.corpus.pdf import read_pdf

        return read_pdf
    if suffix == ".docx":
        from detente.corpus.docx import read_docx

        return read_docx
    if suffix in (".xml", ".tei"):
        from detente.corpus.hsg import ROOTS, read_hsg
        from detente.corpus.tei import read_tei

        found = re.search(rb"<([A-Za-z][\w.:-]*)", head)
        root = found[1].decode().rpartition(":")[2] if found else ""
        if root in ROOTS:
            return read_hsg
        return read_tei if root.startswith(("TEI", "teiCorpus")) or b"<!DOCTYPE" in head or not root else None
    return None


def _by_name(head: bytes, suffix: str, stem: str) -> Reader | None:
    from detente.corpus import scan
    from detente.corpus.ungdc import NAMED, read_speech

    if suffix in (".html", ".htm", ".xhtml") or re.match(rb"\s*(?:<!doctype html|<html)", head, re.IGNORECASE):
        from detente.corpus.html import read_html

        return read_html
    if suffix in (".txt", ".text", ".md", ".markdown"):
        from detente.corpus.text import read_markdown, read_text

        if suffix == ".txt" and NAMED.fullmatch(stem):
            return read_speech
        return read_markdown if suffix in (".md", ".markdown") else read_text
    return scan.read_image if suffix in scan.SUFFIXES else None
