"""Which row of a sheet is its header, and what each column holds: by the header's words, then by the values."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import mean
from typing import Final

from detente.model.states import is_state_name
from detente.study.imports.days import Years, read_day
from detente.study.imports.grid import Grid, Line
from detente.study.imports.parties import pieces_of
from detente.study.imports.remarks import ImportFileError, short
from detente.study.imports.words import fold, header_words
from detente.study.imports.workbook import column_name

#: What a column may hold. The values of `extra` are kept under the column's own name.
FIELDS: Final = {
    "date": "when it happened, or began",
    "date_end": "when it ended",
    "year": "the year alone",
    "month": "the month alone",
    "day": "the day alone",
    "actors": "who acted",
    "targets": "towards whom",
    "summary": "what happened",
    "source": "where it says so",
    "locator": "the page",
    "url": "an address",
    "quote": "the source's own words",
    "language": "the quote's language",
    "note": "anything else",
    "id": "a name for the event",
    "action": "a PLOVER event",
    "domain": "the field",
    "weight": "major or minor",
    "extra": "kept as it is",
    "skip": "left out",
}
_REPEATABLE: Final = ("extra", "skip", "note")
PAGE: Final = re.compile(
    r"(?:pp?|f|ff|fl|fq|faqe|с|стр|л|лл|s|str|σ|σελ|doc|no|nr|§)\.? ?\d+[ab]?(?: ?[-–,] ?\d+[ab]?)*(?: ?f{1,2}\.?)?"
    r"|\d{1,4} ?[-–] ?\d{1,4}",
    re.IGNORECASE,
)
_URL: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_SEARCHED: Final = 40
_SAMPLE: Final = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A column: where it stands, its name, what it holds, and the first values as an example."""

    index: int
    name: str
    field: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet understood: its header's row (0 if it has none) and its columns that hold anything."""

    header_row: int
    columns: tuple[Column, ...]

    def index(self, field: str) -> int | None:
        """Return where the first column of a field stands."""
        return next((column.index for column in self.columns if column.field == field), None)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def remapped(self, fields: Mapping[str, str]) -> "Layout":
        """Return the layout with other fields for some columns, by name."""
        return replace(self, columns=tuple(replace(c, field=fields.get(c.name, c.field)) for c in self.columns))

    def below(self, grid: Grid) -> Sequence[Line]:
        """Return the rows below the header."""
        return [line for line in grid.lines if line.number > self.header_row]


def read_layout(grid: Grid, period: Years) -> Layout:
    """Find the header and propose what each column holds."""
    where = f"{grid.file}, sheet `{grid.sheet}`" if grid.sheet else grid.file
    header = _header(grid.lines, period)
    number = header.number if header else 0
    below = [line for line in grid.lines if line.number > number][:_SAMPLE]
    if not below:
        message = f"{where} holds no rows below a header"
        raise ImportFileError(message, "choose another sheet with --sheet" if grid.others else "")
    width = max(len(line.cells) for line in below)
    values = [[line.cell(n).text for line in below if line.cell(n).text] for n in range(width)]
    indices = [n for n in range(width) if values[n] or (header is not None and header.cell(n).text)]
    names = _names(header, indices)
    fields = _fields([(n, names[n], values[n]) for n in indices], period, below)
    columns = tuple(
        Column(n, names[n], fields[n], "; ".join(short(text, 28) for text in values[n][:2])) for n in indices
    )
    return Layout(number, columns)


def _header(lines: Sequence[Line], period: Years) -> Line | None:
    """Return the row that best looks like a header: known words, or texts alone above the first dates."""
    best, most = None, 0
    for line in lines[:_SEARCHED]:
        n_known = sum(1 for cell in line.cells if field_named(cell.text))
        if n_known > most and n_known >= 2:
            best, most = line, n_known
    if best is not None:
        return best
    usual = max((sum(1 for cell in line.cells if cell.text) for line in lines[:_SEARCHED]), default=0)
    for line in lines[:_SEARCHED]:
        filled = [cell for cell in line.cells if cell.text]
        if len(filled) >= max(2, 0.6 * usual):
            is_header = all(len(c.text) < 40 and not c.date and not read_day(c.text, period).edtf for c in filled)
            return line if is_header else None
    return None


def field_named(name: str) -> str:
    """Return the field that a header's words name, empty if none.

    >>> [field_named(name) for name in ("Data", "Дата события", "Ngjarja", "Source / footnote", "Event type", "Colour")]
    ['date', 'date', 'summary', 'source', 'extra', '']
    """
    folded = fold(" ".join(name.split()))
    if len(folded) > 60:
        return ""
    known = header_words()
    tokens = [token for token in re.split(r"[^\w-]+", folded) if token]
    fields = [known[token] for token in tokens if token in known]
    if folded.replace(" ", "_") in FIELDS and len(tokens) == 1:
        return folded
    if len(tokens) > 1 and "extra" in fields:
        return "extra"
    dates = [field for field in ("date_end", "date") if field in fields]
    return known.get(folded) or (dates or fields or [""])[0]


def _names(header: Line | None, indices: Sequence[int]) -> dict[int, str]:
    names: dict[int, str] = {}
    for n in indices:
        name = " ".join((header.cell(n).text if header else "").split())[:80] or f"column {column_name(n + 1)}"
        while name in names.values():
            name += " (again)"
        names[n] = name
    return names


Values = Sequence[str]


def _fields(columns: Sequence[tuple[int, str, Values]], period: Years, below: Sequence[Line]) -> dict[int, str]:
    fields: dict[int, str] = {}

    def give(n: int, field: str) -> None:
        fields[n] = field if field in _REPEATABLE or field not in fields.values() else "extra"

    by_exact_name = sorted(columns, key=lambda column: fold(column[1]) not in header_words())
    for n, name, _ in by_exact_name:
        if field := field_named(name):
            give(n, field)
    looks: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("url", lambda text: bool(_URL.match(text))),
        ("date", lambda text: bool(read_day(text, period).edtf)),
        ("actors", _is_actors),
        ("targets", _is_actors),
        ("locator", lambda text: bool(PAGE.fullmatch(text))),
    )
    for field, test in looks:
        for n, _, values in columns:
            if n in fields or field in fields.values():
                continue
            n_typed = sum(1 for line in below if line.cell(n).text and line.cell(n).date) if field == "date" else 0
            is_typed = bool(n_typed) and n_typed >= 0.5 * len(values)
            looks_so = is_typed or (len(values) >= 2 and sum(map(test, values)) >= 0.7 * len(values))
            if looks_so:
                give(n, field)
    if "summary" not in fields.values():
        long = [(mean(map(len, values)), n) for n, _, values in columns if n not in fields and values]
        if long and max(long)[0] >= 12:
            give(max(long)[1], "summary")
    if "date" not in fields.values() and "year" not in fields.values() and "date_end" in fields.values():
        fields[next(n for n, field in fields.items() if field == "date_end")] = "date"
    return {n: fields.get(n, "extra") for n, _, _ in columns}


def _is_actors(text: str) -> bool:
    return len(text) < 80 and any(is_state_name(piece) for piece in pieces_of(text))
