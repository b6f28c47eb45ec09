"""A study's files as text, or the reason why they cannot be read."""

import stat
from pathlib import Path
from typing import Final

from detente.model.diagnostics import Diagnostic, Severity, Span
from detente.study.sheets import Sheet
from detente.study.values import Complaints

BUILD_MANIFEST: Final = ".detente-build.json"
"""What a folder holds that a build has made."""
MAX_FILE_BYTES: Final = 512_000_000


def files_of(folder: Path, pattern: str) -> list[str]:
    """Return the files of a study that a table's name stands for: itself, or all that fit a name with a `*`."""
    inner, star, ending = pattern.partition("*")
    if not star:
        return [pattern]
    try:
        names = sorted(path.name for path in (folder / inner).iterdir())
    except OSError:
        return []
    return [inner + name for name in names if name.endswith(ending) and not name.startswith((".", "~"))]


def read_text(folder: Path, file: str, complaints: Complaints) -> str | None:
    """Read one file of a study as text; None, with a complaint, if it is not UTF-8 or holds NUL."""
    data = read_bytes(folder, file, complaints.found)
    if data is None:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        looks_wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        message = f"byte 0x{data[error.start]:02X} is not UTF-8" if not looks_wide else "the file is UTF-16, not UTF-8"
        help = "save it as UTF-8 (in Excel: `CSV UTF-8`)"
        complaints.add("SYN001", message, Span(file, line, line, column, column), help=help)
        return None
    position = text.find("\0")
    if position >= 0:
        complaints.add("SYN002", "a NUL character stands here", Sheet(file, text).span(position, position + 1))
        return None
    return text


def read_bytes(folder: Path, file: str, found: list[Diagnostic]) -> bytes | None:
    """Read one file of a study, or say why not; None if it is not there or may not be read.

    A link that leads out of the study, a device and a file beyond `MAX_FILE_BYTES` are refused (STU005).
    """
    path = folder / file
    try:
        status = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            found.append(Diagnostic("STU005", Severity.ERROR, "this link leads nowhere", Span(file)))
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        found.append(Diagnostic("STU005", Severity.ERROR, f"cannot be read: {reason}", Span(file)))
        return None
    fault = ""
    if not path.resolve().is_relative_to(folder.resolve()):
        fault = "this leads out of the study's folder"
    elif not stat.S_ISREG(status.st_mode):
        fault = "this is not a regular file"
    elif status.st_size > MAX_FILE_BYTES:
        fault = f"larger than {MAX_FILE_BYTES // 1_000_000} MB"
    if not fault:
        try:
            return path.read_bytes()
        except OSError as error:
            fault = f"cannot be read: {error.strerror}"
    found.append(Diagnostic("STU005", Severity.ERROR, fault, Span(file), help="put the file itself here"))
    return None
