"""`proposals.csv`: what a machine proposes, and what became of it. It is no file of the study's testimony."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from detente.coding.machine.modality import MODALITIES
from detente.corpus.documents import Document
from detente.model.dates import Date
from detente.model.diagnostics import Diagnostic, Severity
from detente.model.records import Record
from detente.model.vocabulary import DOMAINS, QUAD
from detente.study.columns import Column, Kind, Table
from detente.study.rows import read_rows
from detente.study.sheets import CsvSheet, read_csv_sheet
from detente.study.values import Complaints
from detente.study.write import added_all, read_sheet

FILE: Final = "proposals.csv"
STATES: Final = ("waiting", "accepted", "mended", "refused")


@dataclass(frozen=True, slots=True)
class Text:
    """A document as the study cites it: places count in ``text``; ``paragraphs`` are the places of running text."""

    id: str
    text: str
    document: Document
    paragraphs: tuple[tuple[int, int], ...]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Proposal(Record):
    """A proposed event. ``start`` and ``end`` [code points] are the sentence's; ``probability`` is in [0, 1].

    An empty ``event`` says that none was found. ``date`` is empty where neither the sentence nor its document has one;
    ``made`` names the event that was made of it.
    """

    document: str = ""
    start: Decimal = Decimal(0)
    end: Decimal = Decimal(0)
    sha256: str = ""
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    event: str = ""
    mode: str = ""
    quad: str = ""
    cameo: str = ""
    domain: str = ""
    date: Date | None = None
    date_words: str = ""
    modality: str = ""
    told_by: str = ""
    words: str = ""
    probability: Decimal = Decimal(0)
    coder: str = ""
    version: str = ""
    state: str = "waiting"
    made: str = ""


def _text(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Kind.TEXT, meaning, required)


TABLE: Final = Table(
    FILE,
    "proposals",
    Proposal,
    "an event that a machine proposes; `detente code` writes it",
    (
        Column("id", Kind.ID, "its name: the same sentence and words have the same", required=True),
        _text("document", "the text: a file under `documents/` or the id of an installed document", required=True),
        Column("start", Kind.NUMBER, "the sentence's first character, counted in Unicode code points from 0", True),
        Column("end", Kind.NUMBER, "the character after its last", True),
        _text("sha256", "the SHA-256 of the sentence", required=True),
        Column("actors", Kind.LIST, "who acts: codes of states and organisations, ids of the study"),
        Column("targets", Kind.LIST, "towards whom; empty where they act together, or the sentence names nobody"),
        Column("event", Kind.WORD, "the PLOVER event; empty where none was found", words=tuple(QUAD)),
        _text("mode", "the PLOVER mode"),
        _text("quad", "PLOVER's quad category"),
        _text("cameo", "the CAMEO root"),
        Column("domain", Kind.WORD, "the field", words=DOMAINS),
        Column("date", Kind.DATE, "when, in EDTF"),
        _text("date_words", "the words that give the date; `document` where it is the document's"),
        Column("modality", Kind.WORD, "how it is told", words=MODALITIES),
        _text("told_by", "who says so, or denies it, where that is not the document's own voice"),
        _text("words", "the words on which it rests: doer, verb, receiver"),
        Column("probability", Kind.NUMBER, "how probable it is that a reader finds it right, from 0 to 1", True),
        _text("coder", "what proposed it: `rules` or a trained model", required=True),
        _text("version", "the coder's version", required=True),
        Column("state", Kind.WORD, "waiting, or what a researcher decided", True, words=STATES),
        _text("made", "the event of the study that was made of it"),
    ),
)


class ProposalsError(Exception):
    """A `proposals.csv` that cannot be read; nothing was written."""

    def __init__(self, complaints: Iterable[Diagnostic]) -> None:
        self.complaints = tuple(complaints)
        first = self.complaints[0]
        super().__init__(f"{first.span.file}:{first.span.line}: {first.message}")


def values_of(proposal: Proposal) -> dict[str, str]:
    """Return a proposal's cells by column."""
    return {column.name: _cell(getattr(proposal, column.name)) for column in TABLE.columns}


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)


def read_proposals(sheet: CsvSheet) -> list[Proposal]:
    """Read the rows of a table of proposals.

    Raises
    ------
    ProposalsError
        Where a value is none that its column may hold, with every complaint.
    """
    complaints = Complaints()
    rows = [row for row in read_rows(sheet, TABLE, complaints) if isinstance(row, Proposal)]
    if wrong := [found for found in complaints.found if found.severity is Severity.ERROR]:
        raise ProposalsError(wrong)
    return rows


def open_sheet(path: Path) -> tuple[CsvSheet, str | None]:
    """Return the table at a path, and its text; a new table, and None, where there is no such file."""
    if not path.exists():
        return read_csv_sheet(path.name, TABLE.header + "\n"), None
    sheet = read_sheet(path.parent, path.name)
    assert isinstance(sheet, CsvSheet)  # noqa: S101
    return sheet, sheet.text


def merged(sheet: CsvSheet, proposals: Iterable[Proposal], coded: Collection[str]) -> str:
    """Return a table's text with new proposals of the documents that were ``coded``.

    What a researcher has decided stays, and what waits in other documents; what waits in these is replaced.

    Raises
    ------
    ProposalsError
        Where the table cannot be read.
    """
    stay = [row for row in read_proposals(sheet) if row.state != "waiting" or row.document not in coded]
    known = {row.id for row in stay}
    fresh: dict[str, Mapping[str, str]] = {}
    for each in proposals:
        if each.id not in known:
            fresh.setdefault(each.id, values_of(each))
    kept = [sheet.text[slice(*sheet.offsets(row.span.line, row.span.last_line))] for row in stay]
    head = sheet.text[: sheet.offsets(sheet.header_lines, sheet.header_lines)[1]]
    if kept and not kept[-1].endswith(("\n", "\r")):
        kept[-1] += sheet.newline
    begun = read_csv_sheet(sheet.file, head + "".join(kept), has_bom=sheet.has_bom)
    return added_all(begun, TABLE, [*fresh.values()])
