"""Bytes on the disk: whole or not at all, and nothing left behind."""

import os
import re
import tempfile
from pathlib import Path
from typing import Final

_LEFT: Final = re.compile(r"\..+\.[a-z0-9_]{8}\.(\d{1,9})~")


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that a reader, or a crash, sees the old bytes or the new ones."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=f".{os.getpid()}~")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~umask()
        os.chmod(name, mode)
        os.replace(name, path)
        sync_folder(path.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Make sure that names given or taken away in a folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what a program that was killed while it wrote left in a folder and those in it; the living keep theirs."""
    for pattern in (".*.*~", "*/.*.*~"):
        for path in folder.glob(pattern):
            left = _LEFT.fullmatch(path.name)
            if left and not _lives(int(left[1])) and path.is_file() and not path.is_symlink():
                path.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def umask() -> int:
    """Return the rights that new files are not given."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
