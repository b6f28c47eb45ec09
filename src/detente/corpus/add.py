"""Adding files to the corpus: which are new, their documents read in parallel, all stored by one writer."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.cache import code_hash
from detente.corpus.documents import Document
from detente.corpus.read import read_documents, reader_of
from detente.corpus.store import Store
from detente.model.diagnostics import Diagnostic, Severity, Span

Say = Callable[[int, int], None]
"""Told of progress: files done, files in all."""
Reading = tuple[tuple[Document, ...], tuple[Diagnostic, ...]]
Map = Callable[[Sequence["Incoming"]], Iterator[tuple["Incoming", Reading]]]
"""Reads files, in any order: in this process, in several, or on a cluster."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that may be added: where it is, and the name that it goes by in its edition."""

    path: Path
    name: str
    edition: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding files."""

    files: int
    documents: int
    unchanged: int
    diagnostics: tuple[Diagnostic, ...]


def incoming_files(root: Path, edition: str = "") -> Iterator[Incoming]:
    """Yield the files of a folder that some reader knows, or the one file given, in order.

    Links that lead out of the folder are left alone.
    """
    if not root.is_dir():
        yield Incoming(root, root.name, edition)
        return
    top = root.resolve()
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.resolve().is_relative_to(top) and reader_of(path) is not None:
            yield Incoming(path, path.relative_to(root).as_posix(), edition)


def add_files(
    store: Store, files: Iterable[Incoming], read: Map | None = None, say: Say = lambda done, whole: None
) -> Added:
    """Add files that are new or changed; each is whole in the corpus, or not there at all.

    A file that could not be read leaves what was read from it before.
    """
    known, fresh = 0, []
    for file in files:
        digest = _digest(file.path)
        if store.is_current(file.name, digest, file.edition):
            known += 1
        else:
            fresh.append(Incoming(file.path, file.name, file.edition, digest))
    n_files, n_documents = 0, 0
    found: list[Diagnostic] = []
    for done, (file, (documents, diagnostics)) in enumerate((read or read_here)(fresh), 1):
        found += diagnostics
        if documents:
            clash = store.put(documents[0].edition, file.name, file.sha256, str(file.path.resolve()), documents)
            if clash:
                message = f"`{clash}` is in the corpus already, from another file or twice in this one"
                help = "remove the other first, or give this one another name with --edition"
                found.append(Diagnostic("DOC004", Severity.ERROR, message, Span(str(file.path)), help=help))
            else:
                n_files, n_documents = n_files + 1, n_documents + len(documents)
        say(done, len(fresh))
    return Added(n_files, n_documents, known, tuple(found))


def read_here(files: Sequence[Incoming]) -> Iterator[tuple[Incoming, Reading]]:
    """Read files one after the other."""
    for file in files:
        yield file, read_documents(file.path, file.edition)


def read_in_processes(files: Sequence[Incoming]) -> Iterator[tuple[Incoming, Reading]]:
    """Read files in as many processes as there are processors; they come in the order given."""
    from concurrent.futures import ProcessPoolExecutor

    if len(files) < 2:
        yield from read_here(files)
        return
    with ProcessPoolExecutor() as pool:
        size = max(1, min(32, len(files) // 16))
        readings = pool.map(read_documents, [f.path for f in files], [f.edition for f in files], chunksize=size)
        yield from zip(files, readings, strict=True)


def _digest(path: Path) -> str:
    """Return the hash of a file's bytes and of this program, whose readers may have changed."""
    try:
        with path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        content = ""
    return hashlib.sha256(f"{content}\0{code_hash()}".encode()).hexdigest()
