"""From a publisher or a local mirror to an installed data set. Nothing half-written is ever used.

A download is hashed before it is read. One process fetches a data set at a time; the others wait and find it there.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.download import DownloadError, Patience, Say, download, forget
from detente.home import data_home
from detente.panel.declare import Dataset, Distribution
from detente.panel.errors import PanelError
from detente.panel.store import Installed, install, installed, sha256_of


def fetch(
    dataset: Dataset,
    mirror: Path | None = None,
    *,
    again: bool = False,
    say: Say = lambda done, whole: None,
    patience: Patience | None = None,
) -> Installed:
    """Install a data set, from a local mirror if one is given, else from its publisher.

    Raises
    ------
    PanelError
        If it is not there, cannot be had, or is not what the declaration says.
    """
    folder = data_home() / dataset.id
    with _alone(folder):
        found = installed(dataset.id)
        if found and found.version == dataset.version and found.path.is_file() and not again:
            return found
        if mirror is not None:
            return _from_mirror(dataset, mirror)
        return _from_publisher(dataset, folder, say, patience or Patience())


def _from_mirror(dataset: Dataset, mirror: Path) -> Installed:
    copies = [d for d in dataset.distributions if d.kind == "mirror"]
    if not dataset.is_shareable or not copies:
        raise PanelError(
            f"`{dataset.id}` comes from its owner only", f"`detente data fetch {dataset.id}` without --from"
        )
    for distribution in copies:
        path = mirror / distribution.place
        if path.is_file():
            _check_hash(path, distribution, dataset)
            return install(dataset, path, distribution, f"mirror: {path.name}")
    raise PanelError(f"{mirror} holds no {' or '.join(d.place for d in copies)}, the copy of `{dataset.id}`")


def _from_publisher(dataset: Dataset, folder: Path, say: Say, patience: Patience) -> Installed:
    owners = [d for d in dataset.distributions if d.kind == "publisher"]
    served = [d for d in owners if d.reader]
    if not served:
        where = ", ".join(d.place or d.page for d in owners)
        raise PanelError(
            f"`{dataset.id}` cannot be fetched from its owner: "
            + ("the file there has another shape" if owners[0].place else "no address of a file is known"),
            f"the owner has it at {where}; `detente data fetch {dataset.id} --from DIR` reads a local copy",
        )
    distribution = served[0]
    try:
        path = download(distribution.place, folder, say, patience)
    except DownloadError as error:
        raise PanelError(error.message, error.help) from error
    try:
        _check_hash(path, distribution, dataset)
        return install(dataset, path, distribution, distribution.place)
    finally:
        forget(path)


def _check_hash(path: Path, distribution: Distribution, dataset: Dataset) -> None:
    if distribution.sha256 and (found := sha256_of(path)) != distribution.sha256:
        raise PanelError(
            f"{path.name} is not the file that `{dataset.id}` {dataset.version} was declared from: "
            f"sha256 {found[:12]}..., declared {distribution.sha256[:12]}..."
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the data set's folder against other processes; a killed process lets go by itself."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / ".lock").open("w")
    except OSError as error:
        raise PanelError(f"{folder} cannot be written: {error.strerror or error}") from error
    with stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
