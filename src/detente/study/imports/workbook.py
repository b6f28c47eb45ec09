"""Excel workbooks (.xlsx), read as a stream and within bounds: values and how they are shown, nothing that acts.

Formulas give the value that was last computed; links, macros and pictures are passed over. Parts of Office Open XML are
named as in ECMA-376: a workbook has sheets, a sheet has rows (`row`) of cells (`c`) with a value (`v`).
"""

import datetime
import posixpath
import re
import zipfile
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError, XMLParser

from detente.study.imports.delimited import read_bytes
from detente.study.imports.grid import EMPTY, MAX_COLUMNS, MAX_TEXT, Cell, Grid, Line, clean, refuse_beyond_bounds
from detente.study.imports.remarks import ImportFileError, Remarks

MAX_PART: Final = 80_000_000
MAX_CELLS: Final = 1_000_000
MAX_MERGED: Final = 20_000
_BUILTIN: Final = {
    **dict.fromkeys((14, 15, 16, 22, *range(27, 37), *range(50, 59)), "day"),
    17: "month",
}
_FAULTS: Final = (
    *(zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError),
    *(NotImplementedError, RuntimeError, EOFError, OSError),
)
_HIDDEN_COLUMNS: Final = "hidden columns, read like the others if they hold anything"
Event = tuple[str, str, Any]


class _Events:
    """Collects the tags of an XML part: what XMLParser calls its target."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.found: list[Event] = []
        self.texts: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.texts.clear()
        self.found.append(("start", tag.rpartition("}")[2], attributes))

    def end(self, tag: str) -> None:
        self.found.append(("end", tag.rpartition("}")[2], "".join(self.texts)))
        self.texts.clear()

    def data(self, text: str) -> None:
        self.texts.append(text)

    def doctype(self, *_: Any) -> None:
        raise ImportFileError(f"{self.part} declares a document type, as no workbook does: it is not read")

    def close(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class _Style:
    precision: str = ""
    """`day`, `month` or `year` where cells of the style show a date."""
    zeros: int = 0
    is_coloured: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook that has been opened: its visible sheets, and what its cells refer to."""

    file: str
    archive: zipfile.ZipFile
    sheets: Mapping[str, str]
    hidden: Sequence[str]
    is_1904: bool
    styles: Sequence[_Style]
    strings: Sequence[str]


def open_workbook(path: Path) -> Workbook:
    """Open a workbook and read what its sheets share."""
    data = read_bytes(path)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        message = f"{path.name} is an old .xls workbook, or protected by a password"
        raise ImportFileError(message, "save it as .xlsx, without a password")
    if not data.startswith(b"PK"):
        raise ImportFileError(f"{path.name} is not a workbook", "if it is a table kept as text: `detente import csv`")
    try:
        return _opened(path)
    except ImportFileError:
        raise
    except _FAULTS as error:
        message = f"{path.name} cannot be read as a workbook: {_say(error)}"
        raise ImportFileError(message, "save it anew as .xlsx") from None


def _opened(path: Path) -> Workbook:
    archive = zipfile.ZipFile(path)
    names = set(archive.namelist())
    if "content.xml" in names:
        raise ImportFileError(f"{path.name} is an OpenDocument file", "save it as .xlsx")
    if "xl/workbook.bin" in names:
        raise ImportFileError(f"{path.name} is a binary workbook", "save it as .xlsx")
    main = next((t for kind, t in _relations(archive, "").values() if kind == "officeDocument"), "xl/workbook.xml")
    if main not in names:
        raise ImportFileError(f"{path.name} holds no workbook", "save it as .xlsx")
    relations = _relations(archive, main)
    visible, hidden, is_1904 = {}, [], False
    for what, tag, value in _events(archive, main):
        if what == "start" and tag == "workbookPr":
            is_1904 = value.get("date1904", "").lower() in ("1", "true")
        if what == "start" and tag == "sheet":
            name = value.get("name", "")
            kind, target = relations.get(next((v for k, v in value.items() if k.endswith("}id")), ""), ("", ""))
            if value.get("state", "visible") != "visible":
                hidden.append(name)
            elif kind == "worksheet" and target in names:
                visible[name] = target
    if not visible:
        raise ImportFileError(f"{path.name} has no visible sheet")
    part = {kind: target for kind, target in relations.values() if target in names}
    styles = _styles(archive, part["styles"]) if "styles" in part else ()
    strings = _strings(archive, part["sharedStrings"]) if "sharedStrings" in part else ()
    return Workbook(path.name, archive, visible, hidden, is_1904, styles, strings)


def read_sheet(book: Workbook, name: str) -> Grid:
    """Read one sheet."""
    try:
        content = _content(book, book.sheets[name])
        _lend_merged(book, name, content)
        lines = tuple(_lines(content, _comments(book, book.sheets[name])))
    except ImportFileError:
        raise
    except _FAULTS as error:
        where = f"{book.file}, sheet `{name}`"
        raise ImportFileError(f"{where} cannot be read: {_say(error)}", "save it anew as .xlsx") from None
    refuse_beyond_bounds(book.file, name, lines)
    remarks = content.remarks
    for sheet in book.hidden:
        remarks.add("hidden sheets, not read", f"`{sheet}`")
    return Grid(book.file, name, lines, [sheet for sheet in book.sheets if sheet != name], remarks)


def _say(error: Exception) -> str:
    text = str(error.args[0]) if error.args else type(error).__name__
    return text.splitlines()[0][:200] if text else type(error).__name__


# Parts


def _events(archive: zipfile.ZipFile, part: str) -> Iterator[Event]:
    where = f"{Path(archive.filename or '').name}, part {part}"
    if archive.getinfo(part).file_size > MAX_PART:
        raise ImportFileError(f"{where} would unpack to more than {MAX_PART // 1_000_000} MB", "split the file")
    target = _Events(where)
    parser = XMLParser(target=target)  # noqa: S314 - the target refuses every DTD, so there are no entities
    n_bytes = 0
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 16):
            n_bytes += len(chunk)
            if n_bytes > MAX_PART:
                raise ImportFileError(f"{where} unpacks to more than {MAX_PART // 1_000_000} MB", "split the file")
            parser.feed(chunk)
            yield from target.found
            target.found.clear()
    parser.close()
    yield from target.found


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return the parts that a part refers to: id to (kind, path). What lies outside the file is left out."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in archive.namelist():
        return {}
    return {
        value.get("Id", ""): (
            value.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, value.get("Target", ""))).lstrip("/"),
        )
        for what, tag, value in _events(archive, path)
        if what == "start" and tag == "Relationship" and value.get("TargetMode") != "External"
    }


def _strings(archive: zipfile.ZipFile, part: str) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    is_reading_aid = False
    for what, tag, value in _events(archive, part):
        if tag == "rPh":
            is_reading_aid = what == "start"
        elif what == "end" and tag == "t" and not is_reading_aid:
            pieces.append(value)
        elif what == "end" and tag == "si":
            strings.append("".join(pieces))
            pieces.clear()
    return strings


def _styles(archive: zipfile.ZipFile, part: str) -> list[_Style]:
    formats: dict[str, str] = {}
    solid: list[bool] = []
    styles: list[_Style] = []
    is_cell_style = False
    for what, tag, value in _events(archive, part):
        if tag == "cellXfs":
            is_cell_style = what == "start"
        elif what == "end":
            continue
        elif tag == "numFmt":
            formats[value.get("numFmtId", "")] = value.get("formatCode", "")
        elif tag == "patternFill":
            solid.append(value.get("patternType") == "solid")
        elif tag == "xf" and is_cell_style:
            number, fill = value.get("numFmtId", "0"), int(value.get("fillId", "0"))
            code = formats.get(number, "")
            precision = precision_shown(code) if code else _BUILTIN.get(int(number), "")
            zeros = len(code) if code and not code.strip("0") else 0
            styles.append(_Style(precision, zeros, fill < len(solid) and solid[fill]))
    return styles


def precision_shown(code: str) -> str:
    """Return how much of a date a number format shows: `day`, `month`, `year`, or nothing.

    >>> [precision_shown(code) for code in ("dd/mm/yyyy", "[$-409]mmm-yy;@", "yyyy", "h:mm", "0.00", '"d. "0')]
    ['day', 'month', 'year', '', '', '']
    """
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", code.partition(";")[0]).lower()
    if re.search(r"[#0?]|general", letters):
        return ""
    if "d" in letters:
        return "day"
    if "m" in letters and not re.search("[hs]", letters):
        return "month"
    return "year" if "y" in letters else ""


def _comments(book: Workbook, part: str) -> dict[tuple[int, int], str]:
    comments: dict[tuple[int, int], str] = {}
    for kind, target in _relations(book.archive, part).values():
        if kind != "comments" or target not in book.archive.namelist():
            continue
        place = ""
        pieces: list[str] = []
        for what, tag, value in _events(book.archive, target):
            if what == "start" and tag == "comment":
                place, pieces = value.get("ref", ""), []
            elif what == "end" and tag == "t":
                pieces.append(value)
            elif what == "end" and tag == "comment":
                comments[_place(place)] = clean("".join(pieces))
    return comments


# Sheets


@dataclass(slots=True)
class _Content:
    """The cells of a sheet that hold something, by row and column, both counted from 1."""

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)
    coloured: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    n_cells: int = 0
    n_letters: int = 0


def _content(book: Workbook, part: str) -> _Content:
    content = _Content()
    row = column = 0
    reference: Mapping[str, str] = {}
    value, pieces, is_formula, is_reading_aid = "", [""], False, False
    for what, tag, data in _events(book.archive, part):
        if what == "start":
            if tag == "row":
                row, column = int(data.get("r", row + 1)), 0
                if data.get("hidden") in ("1", "true"):
                    content.hidden_rows.add(row)
            elif tag == "c":
                reference, value, pieces, is_formula = data, "", [], False
                column = _place(data["r"])[1] if "r" in data else column + 1
            elif tag == "rPh":
                is_reading_aid = True
            elif tag == "col" and data.get("hidden") in ("1", "true"):
                first, last = int(data.get("min", 1)), int(data.get("max", 1))
                for hidden in range(first, min(last, MAX_COLUMNS, first + 20) + 1):
                    content.remarks.add(_HIDDEN_COLUMNS, column_name(hidden))
            elif tag == "mergeCell":
                content.merged.append(data.get("ref", ""))
        elif tag == "v":
            value = data
        elif tag == "t" and not is_reading_aid:
            pieces.append(data)
        elif tag == "rPh":
            is_reading_aid = False
        elif tag == "f":
            is_formula = True
        elif tag == "c":
            _take(book, content, (row, column), reference, value or "".join(pieces), is_formula)
    return content


def _take(
    book: Workbook, content: _Content, place: tuple[int, int], data: Mapping[str, str], value: str, is_formula: bool
) -> None:
    row, column = place
    where = f"{column_name(column)}{row}"
    number = int(data.get("s", 0))
    style = book.styles[number] if number < len(book.styles) else _Style()
    kind = data.get("t", "n")
    if kind == "e":
        content.remarks.add("cells that hold only an error, left empty", f"`{clean(value)}`", where)
        return
    if not value:
        if is_formula:
            content.remarks.add("formulas whose value the file does not hold (open and save it in Excel)", where)
        return
    cell = _cell(book, style, kind, value)
    if not cell.text:
        return
    content.n_cells += 1
    content.n_letters += len(cell.text)
    if content.n_cells > MAX_CELLS or content.n_letters > MAX_TEXT:
        message = f"{book.file}, cell {where}: more than {MAX_CELLS:,} cells or {MAX_TEXT:,} letters"
        raise ImportFileError(message, "split the file")
    if style.is_coloured:
        content.coloured.add(row)
    content.rows.setdefault(row, {})[column] = cell


def _cell(book: Workbook, style: _Style, kind: str, value: str) -> Cell:
    if kind == "s":
        index = int(value)
        return Cell(clean(book.strings[index]) if 0 <= index < len(book.strings) else "")
    if kind == "b":
        return Cell("TRUE" if value == "1" else "FALSE")
    if kind == "d":
        return _dated(value[:10], style.precision or "day", None)
    if kind != "n":
        return Cell(clean(value))
    number = float(value)
    text = clean(str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number))
    day = day_of_serial(number, is_1904=book.is_1904) if style.precision else ""
    return _dated(day, style.precision, number) if day else Cell(text.zfill(style.zeros), number=number)


def _dated(day: str, precision: str, number: float | None) -> Cell:
    """Return a cell that shows a date: the month alone if it shows no day and Excel made up the first."""
    date = day
    if precision == "month" and day.endswith("-01"):
        date = day[:7]
    if precision == "year" and day.endswith("-01-01"):
        date = day[:4]
    return Cell(date, date, day, number)


def day_of_serial(number: float, *, is_1904: bool = False) -> str:
    """Return the day that a spreadsheet's number stands for, empty if for none.

    In the 1900 system Excel counts a 29 February 1900 that never was.

    >>> day_of_serial(17998), day_of_serial(1), day_of_serial(16536, is_1904=True)
    ('1949-04-10', '1900-01-01', '1949-04-10')
    """
    if not 0 < number < 2_958_466:
        return ""
    start = datetime.date(1904, 1, 1) if is_1904 else datetime.date(1899, 12, 30 if number >= 60 else 31)
    try:
        return (start + datetime.timedelta(int(number))).isoformat()
    except OverflowError:
        return ""


def _lend_merged(book: Workbook, name: str, content: _Content) -> None:
    """Let a cell that is merged over several rows stand in each of them that holds anything else."""
    if len(content.merged) > MAX_MERGED:
        raise ImportFileError(f"{book.file}, sheet `{name}`: more than {MAX_MERGED:,} merged cells", "take them apart")
    numbers = sorted(content.rows)
    n_lent = 0
    for reference in content.merged:
        first, _, last = reference.partition(":")
        (top, left), (bottom, _) = _place(first), _place(last or first)
        cell = content.rows.get(top, {}).get(left)
        if cell is None:
            continue
        for row in numbers[bisect_right(numbers, top) : bisect_left(numbers, bottom + 1)]:
            content.rows[row].setdefault(left, replace(cell, is_merged=True))
            n_lent += 1
            if n_lent > MAX_CELLS:
                message = f"{book.file}, sheet `{name}`, {reference}: merged cells overlap too often"
                raise ImportFileError(message, "take them apart")


def _lines(content: _Content, comments: Mapping[tuple[int, int], str]) -> Iterator[Line]:
    hidden = sorted(row for row in content.hidden_rows if row in content.rows)
    for row in hidden:
        content.remarks.add("hidden rows, read like the others", f"row {row}")
    for row in sorted(content.coloured):
        content.remarks.add("coloured rows (a colour has no words and is not imported)", f"row {row}")
    for (row, column), text in comments.items():
        if row in content.rows and text and column <= MAX_COLUMNS:
            cells = content.rows[row]
            cells[column] = replace(cells.get(column, EMPTY), comment=text)
    for row in sorted(content.rows):
        cells = content.rows[row]
        width = max(cells)
        if width > MAX_COLUMNS:
            message = f"row {row}: a cell stands in column {column_name(width)}"
            raise ImportFileError(message, f"a table has at most {MAX_COLUMNS} columns")
        yield Line(row, tuple(cells.get(column, EMPTY) for column in range(1, width + 1)))


def _place(reference: str) -> tuple[int, int]:
    """Return row and column of a reference such as `B12`."""
    match = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})", reference)
    if match is None:
        raise ValueError(f"`{reference[:20]}` is no cell")
    column = 0
    for letter in match[1].upper():
        column = 26 * column + ord(letter) - 64
    return int(match[2]), column


def column_name(column: int) -> str:
    """Return a column's letters.

    >>> column_name(1), column_name(28)
    ('A', 'AB')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
