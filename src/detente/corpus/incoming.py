"""What may be added: the files of a folder that some reader knows, each with its place in the corpus."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from detente.cache import code_hash
from detente.corpus.documents import Document
from detente.corpus.listing import LISTING, Listing, read_listing
from detente.corpus.place import Place, place_of, slug
from detente.corpus.read import reader_of
from detente.corpus.scan import photographs
from detente.model.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file, or a folder of photographs, that may be added.

    ``name`` is its path in the folder that was given; ``listing`` what that folder's `documents.csv` says.
    """

    path: Path
    name: str
    place: Place
    listing: Listing = field(default_factory=Listing)

    def digest(self) -> str:
        """Return the hash of all that its documents are made from: its bytes, its place, the listing, the readers."""
        digest = hashlib.sha256(f"{code_hash()}\0{self.place!r}\0{self.listing.digest}".encode())
        for path in photographs(self.path) if self.path.is_dir() else (self.path,):
            digest.update(f"\0{path.name}\0".encode())
            try:
                with path.open("rb") as stream:
                    digest.update(hashlib.file_digest(stream, "sha256").digest())
            except OSError:
                continue
        return digest.hexdigest()

    def described(self, documents: tuple[Document, ...]) -> tuple[Document, ...]:
        """Return its documents with what the listing says of them."""
        return self.listing.described(documents, self.name)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search for files found; ``skipped`` counts by suffix the files that no reader knows."""

    files: tuple[Incoming, ...]
    skipped: Mapping[str, int]
    diagnostics: tuple[Diagnostic, ...]


def find_files(root: Path, edition: str = "", ocr: str = "") -> Found:
    """Find what may be added below a folder, in order; hidden files and links that lead out of it are left alone.

    A file that is named itself is added whatever it is.
    """
    if not root.is_dir():
        return Found((Incoming(root, root.name, place_of(root, edition, ocr)),), {}, ())
    listing, diagnostics = read_listing(root)
    folder = slug(root.resolve().name) or "own"
    files: list[Incoming] = []
    skipped: Counter[str] = Counter()
    for path in _paths(root):
        name = path.relative_to(root).as_posix()
        if path == root:
            files.append(Incoming(root, root.resolve().name, place_of(root, edition, ocr), listing))
        elif _is_known(path):
            bare = name if path.is_dir() else str(Path(name).with_suffix(""))
            files.append(Incoming(path, name, Place(edition, folder, slug(bare), ocr), listing))
        elif name != LISTING:
            skipped[path.suffix or path.name] += 1
    missing = listing.unmatched([file.name for file in files])
    return Found(tuple(files), skipped, (*diagnostics, *missing))


def _is_known(path: Path) -> bool:
    try:
        return reader_of(path) is not None
    except OSError:
        return True  # reading it says why not


def _paths(root: Path) -> Iterator[Path]:
    """Yield folders of photographs, and files elsewhere, in order."""
    top = root.resolve()
    for place, folders, names in os.walk(root):
        folder = Path(place)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if not folders and photographs(folder):
            yield folder
            continue
        for name in sorted(names):
            path = folder / name
            if not name.startswith(".") and path.is_file() and path.resolve().is_relative_to(top):
                yield path
