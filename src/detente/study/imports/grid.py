"""A table as a spreadsheet shows it: rows of cells, each a text, and perhaps a date or a comment."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from detente.study.imports.remarks import ImportFileError, Remarks

MAX_BYTES: Final = 64_000_000
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 200
MAX_TEXT: Final = 50_000_000
MAX_CELL: Final = 100_000
_CONTROL: Final = {code: None for code in range(32) if code not in (9, 10, 13)} | {0x7F: None, 0xFEFF: None}
_SPACES: Final = dict.fromkeys((160, 8239, 8199, 8201, 8202, 9), " ") | {0x200B: None, 0xAD: None}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell holds.

    ``date`` is EDTF where the cell is typed as a date, as exact as it is shown; ``day`` then is the day behind it.
    ``is_merged`` marks a text that a merged cell lends to the rows below its first.
    """

    text: str = ""
    date: str = ""
    day: str = ""
    number: float | None = None
    comment: str = ""
    is_merged: bool = False


EMPTY: Final = Cell()


@dataclass(frozen=True, slots=True)
class Line:
    """One row that holds something: its number in the file, and its cells from the first column on."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """Return a cell, empty where the row is shorter."""
        return self.cells[column] if column < len(self.cells) else EMPTY

    @property
    def place(self) -> str:
        """Return how a message names the row."""
        return f"row {self.number}"


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet's rows that hold something; ``others`` are the other sheets of its workbook."""

    file: str
    sheet: str
    lines: tuple[Line, ...]
    others: Sequence[str] = ()
    remarks: Remarks = field(default_factory=Remarks)


def clean(text: str) -> str:
    r"""Return a text without control characters, odd spaces and line endings, and without spaces at its ends.

    >>> clean("  Tirana\u00a01949\r\nhere\x00 ")
    'Tirana 1949\nhere'
    """
    text = text.translate(_CONTROL).translate(_SPACES).replace("\r\n", "\n").replace("\r", "\n")
    for mark in "\x85\u2028\u2029":
        text = text.replace(mark, "\n")
    return text.encode("utf-8", "replace").decode().strip()


def refuse_beyond_bounds(file: str, sheet: str, lines: Sequence[Line]) -> None:
    """Refuse a table that no historian keeps by hand."""
    where = f"{file}, sheet `{sheet}`" if sheet else file
    if len(lines) > MAX_ROWS:
        raise ImportFileError(f"{where}: more than {MAX_ROWS:,} rows hold something", "split the file")
    n_letters = 0
    for line in lines:
        if len(line.cells) > MAX_COLUMNS:
            raise ImportFileError(f"{where}, row {line.number}: more than {MAX_COLUMNS} columns", "delete the others")
        for cell in line.cells:
            n_letters += len(cell.text)
            if len(cell.text) > MAX_CELL:
                raise ImportFileError(f"{where}, row {line.number}: a cell of more than {MAX_CELL:,} letters")
        if sum(len(cell.text) for cell in line.cells) > MAX_CELL:
            raise ImportFileError(f"{where}, row {line.number}: more than {MAX_CELL:,} letters", "keep long texts out")
    if n_letters > MAX_TEXT:
        raise ImportFileError(f"{where}: more than {MAX_TEXT:,} letters", "split the file")
