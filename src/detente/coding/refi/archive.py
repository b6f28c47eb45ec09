"""QDPX archives from anybody: bounded in number, size and names; what their directory claims is not believed."""

import re
import zipfile
import zlib
from pathlib import Path
from typing import Final

from detente.study.imports.remarks import ImportFileError

MAX_ENTRIES: Final = 20_000
MAX_BYTES: Final = 400_000_000
"""Of everything that is unpacked from one archive."""
MAX_TEXT: Final = 50_000_000
_FAULTS: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)


class Archive:
    """An archive's files, read when they are asked for.

    Raises
    ------
    ImportFileError
        When it is no archive, is damaged or locked, holds names that lead out of it, or more than a project may.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._left = MAX_BYTES
        try:
            self._zip = zipfile.ZipFile(path)
        except _FAULTS as error:
            raise ImportFileError(f"{self.name} is no archive that can be read: {error}") from None
        names = self._zip.namelist()
        if len(names) > MAX_ENTRIES:
            raise ImportFileError(f"{self.name} holds more than {MAX_ENTRIES:,} files")
        for name in names:
            if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name.partition("/")[0]:
                raise ImportFileError(f"{self.name} holds `{name[:80]}`, which leads out of it")
        self._by_name = {_folded(name): name for name in reversed(names) if not name.endswith("/")}
        self._by_end = {_folded(name).rpartition("/")[2]: name for name in reversed(names) if not name.endswith("/")}

    def project(self) -> tuple[str, bytes]:
        """Return the project's name in the archive, and its XML."""
        found = [name for name in self._by_name.values() if name.lower().endswith(".qde")]
        chosen = [name for name in found if _folded(name).rpartition("/")[2] == "project.qde"] or found
        if len(chosen) != 1:
            what = "no project (.qde)" if not chosen else f"{len(chosen)} projects: {', '.join(sorted(chosen)[:4])}"
            raise ImportFileError(f"{self.name} holds {what}", "export the project again as REFI-QDA")
        return chosen[0], self.read(chosen[0], MAX_BYTES)

    def text_at(self, path: str) -> bytes | None:
        """Return the file to which a path of the project leads, with `internal://` or without; None if there is none.

        Letters may be of another case, and the file in another folder, as some programs leave it.
        """
        bare = _folded(re.sub(r"^(internal|relative|absolute)://+", "", path.strip(), flags=re.IGNORECASE))
        for name in (f"sources/{bare}", bare):
            if name in self._by_name:
                return self.read(self._by_name[name], MAX_TEXT)
        name = self._by_end.get(bare.rpartition("/")[2], "")
        return self.read(name, MAX_TEXT) if name else None

    def read(self, name: str, limit: int) -> bytes:
        """Return the bytes of one file, at most so many."""
        try:
            with self._zip.open(name) as stream:
                data = stream.read(min(limit, self._left) + 1)
        except _FAULTS as error:
            raise ImportFileError(f"{self.name}: {name} is damaged or locked: {error}") from None
        if len(data) > min(limit, self._left):
            raise ImportFileError(f"{self.name}: {name} unpacks to more than a project may hold")
        self._left -= len(data)
        return data


def _folded(name: str) -> str:
    return name.replace("\\", "/").lower()


def plain_text(data: bytes) -> str:
    r"""Return a text file as places count in it: without a byte order mark, a line break being one character.

    >>> plain_text(b"\xef\xbb\xbfone\r\ntwo")
    'one\ntwo'
    """
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
