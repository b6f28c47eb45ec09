"""One function of one file: its documents, and what is wrong with it."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from detente.corpus.documents import Document
from detente.corpus.refusal import RefusedError
from detente.model.diagnostics import Diagnostic, Severity, Span

MAX_BYTES: Final = 1_000_000_000
Reader = Callable[[Path, str], Iterable[Document]]


def read_documents(path: Path, edition: str = "") -> tuple[tuple[Document, ...], tuple[Diagnostic, ...]]:
    """Read a file: all of its documents, or none and the reason.

    ``edition`` is the name under which they are installed; by default what the file itself says, else its folder's.
    Never raises for what a file holds.
    """
    reader = reader_of(path)
    if reader is None:
        return (), (_refused(path, "DOC001", f"no reader knows `{path.suffix or path.name}` files"),)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RefusedError(f"it is larger than {MAX_BYTES // 1_000_000} MB", is_excess=True)
        return tuple(reader(path, edition)), ()
    except RefusedError as error:
        code = "DOC003" if error.is_excess else "DOC002"
        return (), (_refused(path, code, error.message, error.line, error.column),)
    except OSError as error:
        return (), (_refused(path, "DOC002", f"cannot be read: {error.strerror or error}"),)


def _refused(path: Path, code: str, message: str, line: int = 0, column: int = 0) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, Span(str(path), line, line, column, column))


def reader_of(path: Path) -> Reader | None:
    """Return the reader of a file, by its name and first bytes; None if there is none."""
    if path.suffix.lower() == ".xml":
        from detente.corpus.tei import read_tei

        return read_tei
    if path.suffix.lower() == ".txt" and re.fullmatch(r"[A-Z]{3}_\d+_\d{4}", path.stem):
        from detente.corpus.ungdc import read_speech

        return read_speech
    return None
