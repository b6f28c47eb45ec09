"""The researcher's own texts, under `documents/`."""

from pathlib import Path

from detente.model.diagnostics import Diagnostic
from detente.model.records import Source
from detente.study.files import read_bytes


class StudyTexts:
    """Gives the text of a source's `document`, if it is plain text within the study's `documents/` folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, str | None] = {}

    def text_of(self, source: Source, locator: str = "") -> str | None:
        """Return the text, or None where there is none, it is not plain text or it may not be read."""
        if not source.document.startswith("documents/") or not source.document.endswith((".txt", ".md")):
            return None
        if source.document not in self._read:
            refused: list[Diagnostic] = []
            data = read_bytes(self.folder, source.document, refused)
            self._read[source.document] = None if data is None else data.decode("utf-8", "replace")
        return self._read[source.document]

    def holds(self, volume: str) -> bool:
        """Return False: a study's folder holds no volumes."""
        return False
