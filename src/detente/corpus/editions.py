"""Editions that Detente knows: where their publishers keep them, and which of their files are read."""

import fnmatch
import re
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import IO, Final

from detente.corpus.errors import CorpusError
from detente.corpus.incoming import Found, Incoming
from detente.corpus.listing import Listing
from detente.corpus.place import Place, slug
from detente.download import DownloadError, Patience, Say, download, forget
from detente.home import corpus_home

MAX_UNPACKED_BYTES: Final = 8_000_000_000
MAX_FILES: Final = 200_000
_GITHUB: Final = "https://github.com/HistoryAtState"


@dataclass(frozen=True, slots=True)
class Known:
    """An edition.

    Attributes
    ----------
    patterns
        Which files are read, by the end of their path.
    addresses
        Archives or files that hold it, whole.
    volume
        The address of one volume, with `{}` for its id; empty where it has no volumes.
    """

    id: str
    title: str
    citation: str
    terms: str
    patterns: tuple[str, ...]
    addresses: tuple[str, ...] = ()
    volume: str = ""


KNOWN: Final[Mapping[str, Known]] = MappingProxyType(
    {
        known.id: known
        for known in (
            Known(
                "frus",
                "Foreign Relations of the United States",
                "Office of the Historian, Foreign Relations of the United States, TEI edition, history.state.gov",
                "public domain",
                ("frus*.xml",),
                volume="https://raw.githubusercontent.com/HistoryAtState/frus/master/volumes/{}.xml",
            ),
            Known(
                "ungdc",
                "United Nations General Debate Corpus",
                "Jankin, S., Baturo, A. and Dasandi, N., United Nations General Debate Corpus, Harvard Dataverse, "
                "doi:10.7910/DVN/0TJX8Y",
                "CC0 1.0",
                ("[A-Z][A-Z][A-Z]_[0-9]*_[12][0-9][0-9][0-9].txt",),
                (
                    "https://dataverse.harvard.edu/api/access/dataset/:persistentId/"
                    "?persistentId=doi:10.7910/DVN/0TJX8Y",
                ),
            ),
            Known(
                "hsg",
                "Office of the Historian: recognition, visits, travels, chiefs of mission",
                "Office of the Historian, U.S. Department of State, history.state.gov",
                "public domain",
                (
                    *("rdcr/articles/*.xml", "visits/data/*.xml", "travels/president-travels/*.xml"),
                    *("travels/secretary-travels/*.xml", "pocom/missions-countries/*.xml"),
                ),
                tuple(
                    f"{_GITHUB}/{name}/archive/refs/heads/master.zip" for name in ("rdcr", "visits", "travels", "pocom")
                ),
            ),
        )
    }
)


def known_edition(name: str) -> tuple[Known, str] | None:
    """Return the edition that a name means and, where it names a volume, that volume; None if it means none.

    >>> known_edition("frus1955-57v25")[1]
    'frus1955-57v25'
    """
    if name in KNOWN:
        return KNOWN[name], ""
    if re.fullmatch(r"frus\d{4}[\w-]*", name):
        return KNOWN["frus"], name
    return None


@contextmanager
def edition_files(
    known: Known, volume: str, mirror: Path | None, say: Say, patience: Patience | None = None
) -> Iterator[Found]:
    """Yield an edition's files, from a folder if one is given, else from its publisher; fetched files go afterwards.

    Raises
    ------
    CorpusError
        If they cannot be had.
    """
    if mirror is not None:
        yield _found(known, mirror, volume)
        return
    addresses = (known.volume.format(volume),) if volume and known.volume else known.addresses
    if not addresses:
        raise CorpusError(
            f"`{known.id}` is installed by the volume", f"`detente corpus add {known.id}1955-57v25`, or --from DIR"
        )
    fetched = corpus_home() / "fetched"
    try:
        fetched.mkdir(parents=True, exist_ok=True)
        for left in fetched.iterdir():  # by a process that was killed; what it had fetched so far is taken up
            if left.is_dir():
                shutil.rmtree(left)
        with tempfile.TemporaryDirectory(dir=fetched) as name:
            for address in addresses:
                path = download(address, fetched, say, patience or Patience())
                _unpack(path, Path(name) / _stem(address), known)
                forget(path)
            yield _found(known, Path(name), volume)
    except DownloadError as error:
        raise CorpusError(error.message, error.help) from error
    except OSError as error:
        raise CorpusError(f"{fetched} cannot be written: {error.strerror or error}") from error


def _stem(address: str) -> str:
    """Return the name of what an address holds: a repository's, else the file's."""
    repository = re.search(r"github\.com/[\w-]+/([\w-]+)/archive/", address)
    return repository[1] if repository else PurePosixPath(address).name


def _found(known: Known, folder: Path, volume: str) -> Found:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and _is_wanted(known, path.as_posix()))
    if volume:
        paths = [path for path in paths if path.stem == volume]
    if not paths:
        raise CorpusError(f"{folder} holds no file of `{volume or known.id}`: {', '.join(known.patterns)}")
    return Found(tuple(_incoming(known, path) for path in paths), {}, ())


def _is_wanted(known: Known, path: str) -> bool:
    return any(fnmatch.fnmatchcase(path, f"*/{pattern}") for pattern in known.patterns)


def _incoming(known: Known, path: Path) -> Incoming:
    """Return a file under a name that is the same wherever the edition lies: as much of its path as a pattern has."""
    pattern = next(p for p in known.patterns if fnmatch.fnmatchcase(path.as_posix(), f"*/{p}"))
    name = "/".join(path.parts[-len(pattern.split("/")) :])
    return Incoming(path, name, Place(known.id, known.id, slug(name.rsplit(".", 1)[0])), Listing())


def _unpack(path: Path, folder: Path, known: Known) -> None:
    """Put what is read of an archive into a folder; a file that is none is put there itself.

    Archives in archives are opened once more. Names that climb out of the folder are refused.

    Raises
    ------
    CorpusError
        If the archive is damaged, or holds more than any edition.
    """
    folder.mkdir(parents=True, exist_ok=True)
    room = [MAX_UNPACKED_BYTES, MAX_FILES]
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for info in archive.infolist():
                    if not info.is_dir() and _is_read(known, info.filename):
                        with archive.open(info) as stream:
                            _put(stream, folder, _inner(info.filename, folder.name), room)
        elif tarfile.is_tarfile(path):
            with tarfile.open(path) as tar:
                for member in tar:
                    stream_of = tar.extractfile(member) if member.isfile() and _is_read(known, member.name) else None
                    if stream_of is not None:
                        _put(stream_of, folder, _inner(member.name, folder.name), room)
        else:
            with path.open("rb") as stream:
                _put(stream, folder, path.name.removesuffix(".part"), room)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, NotImplementedError, RuntimeError) as error:
        raise CorpusError(f"{path.name} is damaged or locked: {error}") from error
    for inner in [each for each in folder.rglob("*") if _is_archive(each.name)]:
        _unpack(inner, inner.with_name(f"{inner.name}.d"), known)
        inner.unlink()


def _is_archive(name: str) -> bool:
    return name.endswith((".zip", ".tgz", ".tar.gz", ".tar"))


def _is_read(known: Known, name: str) -> bool:
    """Whether a file of an archive is wanted: by the last part of its path, since archives add folders of their own."""
    last = PurePosixPath(name).name
    return _is_archive(last) or any(fnmatch.fnmatchcase(last, PurePosixPath(p).name) for p in known.patterns)


def _inner(name: str, repository: str) -> str:
    """Return the path of a file within its repository's own folder (`rdcr-master/articles/x.xml`: `articles/x.xml`)."""
    first, _, rest = name.partition("/")
    return rest if rest and first.startswith(f"{repository}-") else name


def _put(stream: IO[bytes], folder: Path, name: str, room: list[int]) -> None:
    """Write a file of an archive, as long as there is room; what a header claims is not believed."""
    target = folder / name
    if not target.resolve().is_relative_to(folder.resolve()):
        raise CorpusError(f"the archive holds `{name[:80]}`, which leads out of it")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        while chunk := stream.read(1 << 20):
            room[0] -= len(chunk)
            if room[0] < 0:
                raise CorpusError(f"the archive unpacks to more than {MAX_UNPACKED_BYTES // 1_000_000_000} GB")
            out.write(chunk)
    room[1] -= 1
    if room[1] < 0:
        raise CorpusError(f"the archive holds more than {MAX_FILES:,} files")
