"""From a publisher or a local mirror to an installed data set. Nothing half-written is ever used.

A download goes to a file of its own beside its ETag, is taken up where it stopped if the owner's copy is still the
same, and is hashed before it is read. One process fetches a data set at a time; the others wait and find it there.
"""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from detente.panel.declare import Dataset, Distribution
from detente.panel.errors import PanelError
from detente.panel.home import data_home
from detente.panel.store import Installed, install, installed, sha256_of

Say = Callable[[int, int], None]
"""Told of progress: bytes so far, bytes in all (0 if not known)."""

_CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait [s], and how often to try again."""

    timeout: float = 30.0
    tries: int = 4
    pause: float = 1.0


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
    path = download(distribution.place, folder, say, patience)
    try:
        _check_hash(path, distribution, dataset)
        return install(dataset, path, distribution, distribution.place)
    finally:
        path.unlink(missing_ok=True)
        _tag(path).unlink(missing_ok=True)


def _check_hash(path: Path, distribution: Distribution, dataset: Dataset) -> None:
    if distribution.sha256 and (found := sha256_of(path)) != distribution.sha256:
        raise PanelError(
            f"{path.name} is not the file that `{dataset.id}` {dataset.version} was declared from: "
            f"sha256 {found[:12]}..., declared {distribution.sha256[:12]}..."
        )


def download(url: str, folder: Path, say: Say, patience: Patience) -> Path:
    """Return the downloaded file; try again, and go on where it stopped, while the owner's copy is the same.

    Raises
    ------
    PanelError
        If the file cannot be had whole.
    """
    path = folder / (Path(urlsplit(url).path).name + ".part")
    reason = ""
    for attempt in range(patience.tries):
        if attempt:
            time.sleep(patience.pause * 2 ** (attempt - 1))
        try:
            _get(url, path, say, patience.timeout)
            return path
        except PanelError:
            raise
        except HTTPError as error:
            reason = f"{error.code} {error.reason}"
            if error.code == 416:
                path.unlink(missing_ok=True)
            elif error.code < 500 and error.code != 429:
                break
        except (URLError, TimeoutError, ConnectionError, _ShortError) as error:
            reason = str(getattr(error, "reason", error)) or type(error).__name__
        except OSError as error:
            raise PanelError(f"{path} cannot be written: {error.strerror or error}") from error
        except Exception as error:
            reason = str(error) or type(error).__name__
    raise PanelError(
        f"{url} cannot be fetched: {reason}", "is there a network? `--from DIR` reads a local mirror instead"
    )


class _ShortError(Exception):
    """The connection ended before the file did."""


def _get(url: str, path: Path, say: Say, timeout: float) -> None:
    done, tag = (path.stat().st_size, _read_tag(path)) if path.is_file() else (0, "")
    headers = {"User-Agent": "detente (https://pypi.org/project/detente)"}
    if done and tag:
        headers |= {"Range": f"bytes={done}-", "If-Range": tag}
    with urlopen(Request(url, headers=headers), timeout=timeout) as answer:  # noqa: S310 - addresses are declared
        is_rest = answer.status == 206
        if not is_rest:
            done = 0
        if "text/html" in answer.headers.get("Content-Type", ""):
            raise PanelError(f"{url} answers with a web page, not with data")
        length = int(answer.headers.get("Content-Length") or 0)
        whole = done + length if length else 0
        _tag(path).write_text(answer.headers.get("ETag") or "", encoding="utf-8")
        with path.open("ab" if is_rest else "wb") as stream:
            while chunk := answer.read(_CHUNK):
                stream.write(chunk)
                done += len(chunk)
                say(done, whole)
        if whole and done < whole:
            raise _ShortError(f"it broke off after {done:,} of {whole:,} bytes")


def _tag(path: Path) -> Path:
    return path.with_suffix(".etag")


def _read_tag(path: Path) -> str:
    try:
        return _tag(path).read_text(encoding="utf-8")
    except OSError:
        return ""


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
