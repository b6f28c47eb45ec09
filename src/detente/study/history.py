"""A study as it stood in an earlier commit, read without checking anything out.

Git is asked for the bytes of blobs and nothing else, so that no filter, hook or driver that a repository configures can
run; the study's own files are written to a folder that is gone afterwards.
"""

import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from detente.model.study import Study
from detente.study.columns import TABLES
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
    files = _files_at(folder, revision)
    if "study.yaml" not in files:
        raise HistoryError(f"`{revision}` holds no study.yaml for {folder}", "name a later commit")
    with tempfile.TemporaryDirectory(prefix="detente-") as made:
        for name, data in files.items():
            (Path(made) / name).parent.mkdir(exist_ok=True)
            (Path(made) / name).write_bytes(data)
        return read_study(Path(made))[0]


def _files_at(folder: Path, revision: str) -> Mapping[str, bytes]:
    try:
        commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except subprocess.CalledProcessError as error:
        if error.returncode == 1:
            raise HistoryError(f"`{revision}` names no commit") from None
        raise HistoryError(f"{folder} is in no git repository", "a study's history is what git keeps of it") from None
    except OSError:
        raise HistoryError("git is not installed", "a study's history is what git keeps of it") from None
    try:
        prefix = _git(folder, "rev-parse", "--show-prefix").decode().strip()
        tree = f"{commit.decode().strip()}:{prefix.rstrip('/')}"
        listing = _git(folder, "ls-tree", "-r", "-z", "-l", "--full-tree", tree).decode("utf-8", "replace")
    except subprocess.CalledProcessError:
        raise HistoryError(f"`{revision}` does not hold {folder}", "name a later commit") from None
    files: dict[str, bytes] = {}
    for entry in filter(None, listing.split("\0")):
        described, _, name = entry.partition("\t")
        mode, kind, blob, size = described.split()
        is_ours = name == "report.md" or any(table.holds(name) for table in TABLES)
        if is_ours and kind == "blob" and mode in ("100644", "100755"):
            if int(size) > MOST_BYTES:
                raise HistoryError(f"`{name}` in `{revision}` is too large to read")
            files[name] = _git(folder, "cat-file", "blob", blob)
    return files


def _git(folder: Path, *words: str) -> bytes:
    return subprocess.run(  # noqa: S603
        ["git", "-C", str(folder), *words],  # noqa: S607
        check=True,
        capture_output=True,
        env={**os.environ, **_ENVIRONMENT},
    ).stdout
