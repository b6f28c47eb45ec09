"""The study that something is imported into."""

from pathlib import Path

from detente.model.study import Study
from detente.study.imports.remarks import ImportFileError
from detente.study.read import read_study

_UNREAD = ("SYN", "STU001", "STU002", "STU005", "STU006")


def open_study(folder: Path) -> Study:
    """Read the study, and refuse one whose own files cannot be read: nothing could safely be added to it."""
    if not (folder / "study.yaml").is_file():
        raise ImportFileError(f"{folder} holds no study.yaml", "`detente new DIR` makes a study to start from")
    study, complaints = read_study(folder)
    for complaint in complaints:
        if complaint.code.startswith(_UNREAD) and complaint.span.file.endswith((".csv", ".yaml")):
            place = f"{complaint.span.file}:{complaint.span.line}"
            raise ImportFileError(f"{place}: {complaint.message}", "mend the study first: `detente check` shows where")
    return study
