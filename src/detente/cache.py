"""Results kept between runs under the hash of what they were made from.

A key covers the code of this version and every input, so that nothing stale can be found. Values are bytes; nothing is
ever unpickled. A cache that cannot be written is no error: the result is made again.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Final

MAX_BYTES: Final = 200_000_000


def cache_folder() -> Path:
    """Return the folder of cached results: `$DETENTE_CACHE`, else the platform's cache folder."""
    if folder := os.environ.get("DETENTE_CACHE"):
        return Path(folder)
    from platformdirs import user_cache_path

    return user_cache_path("detente")


@cache
def code_hash() -> str:
    """Return the hash of this program: its files' names, sizes and times of change."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".html", ".css", ".js", ".csv", ".typ", ".xml", ".txt", ".json"):
            status = path.stat()
            digest.update(f"{path.relative_to(root)}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def key_of(stage: str, parts: Iterable[bytes | str]) -> str:
    """Return the key of a stage's result for these inputs."""
    digest = hashlib.sha256(f"{stage}\0{code_hash()}".encode())
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return f"{stage}-{digest.hexdigest()}"


def cached(stage: str, parts: Iterable[bytes | str], make: Callable[[], bytes]) -> bytes:
    """Return the kept result of a stage for these inputs, or make and keep it."""
    path = cache_folder() / key_of(stage, parts)
    try:
        data = path.read_bytes()
    except OSError:
        data = make()
        _keep(path, data)
    return data


def _keep(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(name, path)
        _prune(path.parent)
    except OSError:
        return


def _prune(folder: Path) -> None:
    """Drop the results that were read longest ago until the rest fit `MAX_BYTES`."""
    entries = [(entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in os.scandir(folder)]
    excess = sum(size for _, size, _ in entries) - MAX_BYTES
    for _, size, path in sorted(entries):
        if excess <= 0:
            return
        Path(path).unlink(missing_ok=True)
        excess -= size
