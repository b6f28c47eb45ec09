"""A study as it stood in an earlier commit, read without checking anything out.

Git is asked for the bytes of blobs and nothing else, so that no filter, hook or driver that a repository configures can
run; the study's own files are written to a folder that is gone afterwards.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from detente.model.study import Study
from detente.study.columns import tables_of
from detente.study.read import read_study

MOST_BYTES: Final = 200_000_000
_ENVIRONMENT: Final = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


class HistoryError(Exception):
    """A commit from which no study can be read, and what to do."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help


def read_study_at(folder: Path, revision: str) -> Study:
    """Return a study as a commit holds it.

    Raises
    ------
    HistoryError
        When the folder is in no git repository, the revision names no commit, or it holds no study there.
    """
    files = files_at(folder, revision, lambda name: name == "report.md" or bool(tables_of(name)))
    if "study.yaml" not in files:
        raise HistoryError(f"`{revision}` holds no study.yaml for {folder}", "name a later commit")
    with tempfile.TemporaryDirectory(prefix="detente-") as made:
        for name, data in files.items():
            (Path(made) / name).parent.mkdir(exist_ok=True)
            (Path(made) / name).write_bytes(data)
        return read_study(Path(made))[0]


def files_at(folder: Path, revision: str, wanted: Callable[[str], bool]) -> Mapping[str, bytes]:
    """Return the files of a folder as a commit holds them: those whose path in the folder is ``wanted``.

    Raises
    ------
    HistoryError
        When the folder is in no git repository, or the revision names no commit or does not hold it.
    """
    try:
        commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except subprocess.CalledProcessError as error:
        if error.returncode == 1:
            raise HistoryError(f"`{revision}` names no commit") from None
        raise HistoryError(f"{folder} is in no git repository", "a study's history is what git keeps of it") from None
    except OSError:
        raise HistoryError("git is not installed", "a study's history is what git keeps of it") from None
    try:
        tree = f"{commit.decode().strip()}:{_prefix(folder)}"
        listing = _git(folder, "ls-tree", "-r", "-z", "-l", "--full-tree", tree).decode("utf-8", "replace")
    except subprocess.CalledProcessError:
        raise HistoryError(f"`{revision}` does not hold {folder}", "name a later commit") from None
    blobs: dict[str, str] = {}
    for entry in filter(None, listing.split("\0")):
        described, _, name = entry.partition("\t")
        mode, kind, blob, size = described.split()
        if wanted(name) and kind == "blob" and mode in ("100644", "100755"):
            if int(size) > MOST_BYTES:
                raise HistoryError(f"`{name}` in `{revision}` is too large to read")
            blobs[name] = blob
    return dict(zip(blobs, _bytes_of(folder, [*blobs.values()]), strict=True))


def common_commit(one: Path, other: Path) -> str:
    """Return the latest commit that two checkouts of one study share; empty where there is none, or it is one checkout.

    Nothing is fetched: each repository is asked for its own history.
    """
    try:
        tops = [_git(folder, "rev-parse", "--show-toplevel") for folder in (one, other)]
        if tops[0] == tops[1] or _prefix(one) != _prefix(other):
            return ""
        known = {*_git(other, "rev-list", "HEAD").split()}
        return next((each.decode() for each in _git(one, "rev-list", "HEAD").split() if each in known), "")
    except (subprocess.CalledProcessError, OSError):
        return ""


def _prefix(folder: Path) -> str:
    return _git(folder, "rev-parse", "--show-prefix").decode().strip().rstrip("/")


def _bytes_of(folder: Path, blobs: Sequence[str]) -> list[bytes]:
    """Return the bytes of blobs, asked for all at once."""
    answer = _git(folder, "cat-file", "--batch", sent="".join(f"{blob}\n" for blob in blobs).encode())
    found: list[bytes] = []
    reached = 0
    for _ in blobs:
        line_end = answer.index(b"\n", reached)
        told = answer[reached:line_end].split()
        if len(told) != 3:
            raise HistoryError(f"{folder}: git does not have all of its history here", "fetch the whole repository")
        end = line_end + 1 + int(told[2])
        found.append(answer[line_end + 1 : end])
        reached = end + 1
    return found


def _git(folder: Path, *words: str, sent: bytes = b"") -> bytes:
    return subprocess.run(  # noqa: S603
        ["git", "-C", str(folder), *words],  # noqa: S607
        check=True,
        input=sent,
        capture_output=True,
        env={**os.environ, **_ENVIRONMENT},
    ).stdout
