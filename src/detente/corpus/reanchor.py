"""A study's quotes bound to the texts of their documents, and bound again when a text has changed.

`anchors.csv` holds an anchor for each. What is sure moves; what is doubtful or lost keeps the anchor that it had, and
comes up for review.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final

from detente.corpus.anchors import Anchor, Certainty, Landing, anchor, find, locate
from detente.corpus.read import read_documents
from detente.corpus.store import Store
from detente.corpus.texts import CorpusTexts
from detente.model.records import Anchored, Passage, Source
from detente.model.study import Study
from detente.study.columns import table_of
from detente.study.documents import StudyTexts
from detente.study.sheets import CsvSheet, read_csv_sheet
from detente.study.write import Value, added_all, amended_all, digest, read_sheet, replace_file

FILE: Final = "anchors.csv"
_OPENING: Final = "([{„“‚‘«"
_CLOSING: Final = ")]}”’»,.;:!?"


@dataclass(frozen=True, slots=True)
class Bound:
    """What came of one quote: where it is, and whether that is new. ``text`` is what stands there."""

    passage: Passage
    document: str
    landing: Landing
    text: str
    is_new: bool
    has_moved: bool


@dataclass(frozen=True, slots=True)
class Rebound:
    """What came of a study's quotes; ``without_text`` are passages of which the document is not at hand."""

    bound: tuple[Bound, ...]
    without_text: tuple[str, ...]

    @property
    def review(self) -> tuple[Bound, ...]:
        """Those that somebody must look at."""
        return tuple(each for each in self.bound if each.landing.certainty is not Certainty.SURE)


def reanchor(folder: Path, study: Study, store: Store | None, accepted: Sequence[str] = ()) -> Rebound:
    """Bind a study's quotes, and write what changed into `anchors.csv`.

    ``accepted`` are passages of which the doubtful place is right.

    Raises
    ------
    WriteError
        If the file changed meanwhile, or cannot be written.
    """
    known = {row.passage: row for row in study.anchors}
    texts = CorpusTexts(StudyTexts(folder), store)
    bound, without = [], []
    changes: list[tuple[Anchored, Mapping[str, Value]]] = []
    new: list[Mapping[str, Value]] = []
    for passage in study.passages:
        if not passage.quote:
            continue
        source = study.source_by_id.get(passage.source)
        found = None if source is None else _text(texts, folder, source, passage.locator)
        if found is None:
            without.append(passage.id)
            continue
        document, text = found
        row = known.get(passage.id)
        landing = land(passage, row, text)
        if passage.id in accepted and landing.certainty is Certainty.DOUBTFUL:
            landing = Landing(Certainty.SURE, landing.start, landing.end, landing.likeness)
        values = anchored_values(passage.id, row, document, text, landing)
        there = text[landing.start : landing.end]
        was = None if row is None or row.start is None else (int(row.start), int(row.end or 0))
        has_moved = was is not None and was != (landing.start, landing.end)
        bound.append(Bound(passage, document, landing, there, row is None, has_moved))
        if row is None:
            new.append(values)
        elif changed := {name: value for name, value in values.items() if _written(row, name) != value}:
            changes.append((row, changed))
    _write(folder, changes, new)
    return Rebound(tuple(bound), tuple(without))


def land(passage: Passage, row: Anchored | None, text: str) -> Landing:
    """Find a quote by its anchor, if it has one and is still the one that was anchored; else by its words."""
    if row is None or not row.digest or locate(passage.quote, row.exact).certainty is Certainty.LOST:
        return locate(passage.quote, text)
    return find(anchor_of(row), text)


def anchor_of(row: Anchored) -> Anchor:
    """Return a row's anchor; the spaces at its seams, which a table does not keep, are put back."""
    before, exact, after = row.prefix, row.exact, row.suffix
    if before and before[-1] not in _OPENING and exact[:1] not in _CLOSING:
        before += " "
    if after and after[0] not in _CLOSING and exact[-1:] not in _OPENING:
        after = f" {after}"
    return Anchor(exact, before, after, int(row.start or 0), int(row.end or 0), row.digest)


def anchored_values(name: str, row: Anchored | None, document: str, text: str, landing: Landing) -> dict[str, Value]:
    """Return what `anchors.csv` says of the passage of this name."""
    if landing.certainty is Certainty.SURE:
        new = anchor(text, landing.start, landing.end)
        is_same = row is not None and row.found == "sure" and row.digest == new.digest
        note = row.note if row is not None and is_same else landing.reason if landing.likeness < 1 else ""
        return {
            "passage": name, "document": document, "found": "sure", "start": str(new.start), "end": str(new.end),
            "exact": new.exact, "prefix": new.prefix.strip(), "suffix": new.suffix.strip(), "digest": new.digest,
            "note": note,
        }  # fmt: skip
    place = f"perhaps at {landing.start}-{landing.end}: " if landing.end else ""
    doubt: dict[str, Value] = {"found": landing.certainty.value, "note": f"{place}{landing.reason}"}
    return doubt if row is not None else {"passage": name, "document": document, **doubt}


def _written(row: Anchored, name: str) -> str:
    value = getattr(row, name)
    return "" if value is None else str(int(value)) if isinstance(value, Decimal) else str(value)


def _write(
    folder: Path, changes: Sequence[tuple[Anchored, Mapping[str, Value]]], new: Sequence[Mapping[str, Value]]
) -> None:
    if not changes and not new:
        return
    table = table_of("anchors")
    there = (folder / FILE).exists()
    sheet = read_sheet(folder, FILE) if there else read_csv_sheet(FILE, table.header + "\n")
    assert isinstance(sheet, CsvSheet)  # noqa: S101
    text = amended_all(sheet, changes)
    text = added_all(read_csv_sheet(FILE, text, has_bom=sheet.has_bom), table, new)
    replace_file(folder, FILE, text, expected=digest(sheet.text) if there else None, has_bom=sheet.has_bom)


def _text(texts: CorpusTexts, folder: Path, source: Source, locator: str) -> tuple[str, str] | None:
    """Return the document of a source, by its name and text; None where it is not at hand."""
    installed = texts.document(source, locator)
    if installed is not None:
        return installed.id, installed.text
    text = texts.own.text_of(source, locator)
    if text is None and source.document.startswith("documents/"):
        text = _read(folder, source.document)
    return (source.document, text) if text else None


@lru_cache(maxsize=64)
def _read(folder: Path, file: str) -> str:
    """Read a PDF, DOCX or other file of a study."""
    path = folder / file
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        return ""
    return "\n".join(document.text for document in read_documents(path)[0])
