"""Installed data sets: one folder each, with the prepared table and a manifest that names it.

The manifest is put in place last and at once, so that a reader sees the old table or the new one, never half of one.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from detente.home import data_home
from detente.panel.declare import Dataset, Distribution
from detente.panel.errors import PanelError


@dataclass(frozen=True, slots=True)
class Installed:
    """A data set that is there: the prepared file, and where its bytes came from.

    Attributes
    ----------
    sha256
        Of the bytes as they were distributed.
    prepared_sha256
        Of the prepared table.
    """

    id: str
    version: str
    file: str
    sha256: str
    prepared_sha256: str
    origin: str
    rows: int

    @property
    def path(self) -> Path:
        """The prepared table."""
        return data_home() / self.id / self.file


def table_name(id: str) -> str:
    """Return the name under which an engine knows a data set.

    >>> table_name("cow-system")
    'cow_system'
    """
    return id.replace("-", "_")


def installed(id: str) -> Installed | None:
    """Return what is installed under an id, or None."""
    try:
        manifest = json.loads((data_home() / id / "manifest.json").read_bytes())
        return Installed(**manifest)
    except (OSError, ValueError, TypeError):
        return None


def require(id: str) -> Installed:
    """Return what is installed under an id.

    Raises
    ------
    PanelError
        If it is not there.
    """
    if found := installed(id):
        return found
    raise PanelError(
        f"the data set `{id}` is not installed", f"`detente data fetch {id}` gets it, `--from DIR` from a local mirror"
    )


def install(dataset: Dataset, source: Path, distribution: Distribution, origin: str) -> Installed:
    """Read, check and prepare a distributed file, and put it in place.

    Raises
    ------
    PanelError
        If the file is not what the declaration says.
    """
    from detente.panel.engine import prepare_table
    from detente.panel.readers import read_source

    table = prepare_table(read_source(source, dataset, distribution), dataset)
    folder = data_home() / dataset.id
    with _room(folder):
        return _place(folder, dataset, table, sha256_of(source), origin)


def _place(folder: Path, dataset: Dataset, table: Any, sha256: str, origin: str) -> Installed:
    import pyarrow.parquet as pq

    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        pq.write_table(table, part, compression="zstd", row_group_size=131_072)
        prepared = sha256_of(part)
        file = f"{prepared[:16]}.parquet"
        os.replace(part, folder / file)
        made = Installed(dataset.id, dataset.version, file, sha256, prepared, origin, table.num_rows)
        part.write_text(json.dumps(asdict(made), indent=1) + "\n", encoding="utf-8")
        os.replace(part, folder / "manifest.json")
    finally:
        part.unlink(missing_ok=True)
    for old in folder.glob("*.parquet"):
        if old.name != file:
            old.unlink(missing_ok=True)
    return made


@contextmanager
def _room(folder: Path) -> Iterator[None]:
    """Make the folder, and say so plainly if the disk does not let us."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise PanelError(f"{folder} cannot be written: {error.strerror or error}") from error


def sha256_of(path: Path) -> str:
    """Return the hash of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def verify(found: Installed) -> str:
    """Return what is wrong with an installed data set, or nothing."""
    if not found.path.is_file():
        return "its table is gone"
    return "" if sha256_of(found.path) == found.prepared_sha256 else "its table is not what was installed"
