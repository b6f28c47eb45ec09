"""Adding files to the corpus: which are new, their documents read in parallel, all stored by one writer."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente.corpus.incoming import Incoming
from detente.corpus.read import Reading, read_documents
from detente.corpus.store import Store
from detente.model.diagnostics import Diagnostic, Severity, Span

Say = Callable[[int, int], None]
"""Told of progress: files done, files in all."""
Read = Callable[[Sequence[Incoming]], Iterator[Reading]]
"""Reads files and gives what they hold in the same order: here, in processes, or on a cluster."""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding files."""

    files: int
    documents: int
    unchanged: int
    diagnostics: tuple[Diagnostic, ...]


def add_files(
    store: Store, files: Iterable[Incoming], read: Read | None = None, say: Say = lambda done, whole: None
) -> Added:
    """Add files that are new or changed; each is whole in the corpus, or not there at all.

    A file that cannot be read leaves what was read from it before.
    """
    entire = [(file, file.digest()) for file in files]
    fresh = [(file, digest) for file, digest in entire if not store.is_current(file.name, digest, file.place.edition)]
    n_files, n_documents = 0, 0
    found: list[Diagnostic] = []
    readings = (read or read_here)([file for file, _ in fresh])
    for done, ((file, digest), (read_from, diagnostics)) in enumerate(zip(fresh, readings, strict=True), 1):
        found += diagnostics
        documents = file.described(read_from)
        if documents:
            edition, origin = documents[0].edition, str(file.path.resolve())
            if clash := store.put(edition, file.name, digest, origin, documents):
                found.append(_clash(file, clash))
            else:
                n_files, n_documents = n_files + 1, n_documents + len(documents)
        say(done, len(fresh))
    return Added(n_files, n_documents, len(entire) - len(fresh), tuple(found))


def _clash(file: Incoming, id: str) -> Diagnostic:
    message = f"`{id}` is in the corpus already, from another file"
    help = "remove the other first, or give this one another name with --edition"
    return Diagnostic("DOC004", Severity.ERROR, message, Span(str(file.path)), help=help)


def read_here(files: Sequence[Incoming]) -> Iterator[Reading]:
    """Read files one after the other."""
    return (read_documents(file.path, file.place) for file in files)


def read_in_processes(files: Sequence[Incoming]) -> Iterator[Reading]:
    """Read files in as many processes as there are processors."""
    from concurrent.futures import ProcessPoolExecutor

    if len(files) < 2:
        yield from read_here(files)
        return
    with ProcessPoolExecutor() as pool:
        size = max(1, min(16, len(files) // 16))
        places = [file.place for file in files]
        yield from pool.map(read_documents, [file.path for file in files], places, chunksize=size)
