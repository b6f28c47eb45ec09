"""A study's folder to a `Study`, with every complaint that reading alone can make."""

import gc
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from difflib import get_close_matches
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from detente.model.dates import Date, DateError, from_calendar, parse_date
from detente.model.diagnostics import Diagnostic, Severity, Span
from detente.model.records import NOTHING, Event, HypothesisSet, Record, Rival
from detente.model.study import Study
from detente.study.columns import (
    FORMAT,
    OTHER_FILES,
    SETTINGS,
    TABLES,
    Column,
    Kind,
    Table,
    tables_of,
)
from detente.study.sheets import CsvSheet, Node, Sheet, SheetError, YamlSheet, read_csv_sheet, read_yaml_sheet

MAX_FILE_BYTES: Final = 512_000_000
MAX_CELL: Final = 200_000
MAX_COLUMNS: Final = 100
_ID: Final = re.compile(r"[\w][\w.:-]{0,199}")
_NUMBER: Final = re.compile(r"[-+]?\d{1,30}(\.\d{1,30})?")
_YES: Final = {"yes": True, "true": True, "no": False, "false": False}
_RIVAL_COLUMNS: Final = (
    Column("id", Kind.ID, "a name of its own", required=True),
    Column("label", Kind.TEXT, "the rival in a few words", required=True),
    Column("claims", Kind.LIST, "the claims of which it is made", refers_to=("claims",)),
    Column("steps", Kind.LIST, "its causal steps, in order"),
    Column("expected", Kind.LIST, "what one should see if it were so"),
)


@dataclass(slots=True)
class _Complaints:
    """Collects what reading finds wrong, and turns offsets into places at once."""

    found: list[Diagnostic] = field(default_factory=list)

    def add(
        self,
        code: str,
        message: str,
        span: Span,
        *,
        help: str = "",
        label: str = "",
        about: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        self.found.append(Diagnostic(code, severity, message, span, label, help, about))


class SheetPlaces:
    """Finds the values of a study's records in the sheets that they were read from."""

    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        self.sheets = sheets

    def place(self, record: Record, column: str, part: str = "") -> Span:
        """Return the place of a value, or of the first occurrence of ``part`` in it, else of the record."""
        sheet = self.sheets.get(record.span.file)
        found: Span | None = None
        if isinstance(sheet, CsvSheet):
            found = _place_in_row(sheet, record, column, part)
        elif isinstance(sheet, YamlSheet):
            found = _place_in_node(sheet, record, column, part)
        return found or record.span


def _place_in_row(sheet: CsvSheet, record: Record, column: str, part: str) -> Span | None:
    if column not in sheet.header:
        return None
    span = sheet.cell(record.span.line, record.span.last_line, sheet.header.index(column))
    if span is None or not part:
        return span
    start = sheet.line_starts[span.line - 1] + span.column - 1
    end = sheet.line_starts[span.last_line - 1] + span.last_column
    match = re.search(rf"(?<![\w.:-]){re.escape(part)}(?![\w.:-])", sheet.text[start:end])
    return sheet.span(start + match.start(), start + match.end()) if match else span


def _place_in_node(sheet: YamlSheet, record: Record, column: str, part: str) -> Span | None:
    node = _node_at(sheet, record.span)
    value = node.get(column) if node else None
    if value is None:
        return None
    for item in value.items:
        if part and item.text == part:
            return sheet.span(item.start, item.end)
    return sheet.span(value.start, value.end)


def _node_at(sheet: YamlSheet, span: Span) -> Node | None:
    offset = sheet.line_starts[span.line - 1] + max(span.column, 1) - 1

    def search(node: Node) -> Node | None:
        if node.kind == "map" and node.start == offset:
            return node
        for child in [*node.items, *(value for _, value in node.pairs)]:
            if child.start <= offset < max(child.end, child.start + 1):
                return search(child)
        return None

    return search(sheet.root)


def read_study(folder: Path) -> tuple[Study, tuple[Diagnostic, ...]]:
    """Read a study's folder.

    Returns
    -------
    study : Study
        Whatever could be read. A file that could not be leaves its collections empty.
    diagnostics : tuple of Diagnostic
        Complaints of syntax and value, in the order of files and lines. Bad input never raises.
    """
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        return _read_study(folder)
    finally:
        if was_collecting:
            gc.enable()


def _read_study(folder: Path) -> tuple[Study, tuple[Diagnostic, ...]]:
    complaints = _Complaints()
    sheets: dict[str, Sheet] = {}
    parts: dict[str, Any] = {}
    for file in dict.fromkeys(table.file for table in TABLES):
        sheet = _read_sheet(folder, file, complaints)
        if sheet is None:
            continue
        sheets[file] = sheet
        if isinstance(sheet, CsvSheet):
            table = tables_of(file)[0]
            parts[table.collection] = tuple(_read_rows(sheet, table, complaints))
        elif isinstance(sheet, YamlSheet):
            if file == "study.yaml":
                parts.update(_read_settings(sheet, complaints))
            for table in tables_of(file):
                parts[table.collection] = tuple(_read_entries(sheet, table, complaints))
    parts["report"] = _read_text(folder, "report.md", complaints) or ""
    if parts["report"]:
        sheets["report.md"] = Sheet("report.md", parts["report"])
    _notice_strangers(folder, complaints)
    if "events" in parts:
        parts["events"] = tuple(_convert_calendars(parts["events"], SheetPlaces(sheets), complaints))
    order = {file: n for n, file in enumerate(dict.fromkeys(table.file for table in TABLES))}
    found = sorted(complaints.found, key=lambda d: (order.get(d.span.file, len(order)), d.span.line, d.span.column))
    return Study(**parts, places=SheetPlaces(sheets)), tuple(found)


# Files


def _read_sheet(folder: Path, file: str, complaints: _Complaints) -> Sheet | None:
    text = _read_text(folder, file, complaints)
    if text is None:
        if file == "study.yaml" and not complaints.found:
            complaints.add(
                "STU001",
                "there is no study.yaml here",
                Span(file),
                help="`detente new DIR` makes a study to start from",
            )
        return None
    has_bom = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    try:
        if file.endswith(".yaml"):
            return read_yaml_sheet(file, text, has_bom=has_bom)
        return read_csv_sheet(file, text, has_bom=has_bom)
    except SheetError as error:
        complaints.add(error.code, error.message, error.span, help=error.help)
        return None


def _read_text(folder: Path, file: str, complaints: _Complaints) -> str | None:
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
        complaints.add(
            "SYN001",
            f"byte 0x{data[error.start]:02X} is not UTF-8" if not looks_wide else "the file is UTF-16, not UTF-8",
            Span(file, line, line, column, column),
            help="save it as UTF-8 (in Excel: `CSV UTF-8`)",
        )
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


def _notice_strangers(folder: Path, complaints: _Complaints) -> None:
    known = {table.file for table in TABLES} | set(OTHER_FILES)
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return
    for name in names:
        if name in known or name.startswith((".", "~")) or not name.endswith((".csv", ".yaml", ".yml", ".md")):
            continue
        close = get_close_matches(name, known, 1, 0.75)
        complaints.add(
            "STU003",
            f"`{name}` is no file of a study and is not read",
            Span(name),
            help=f"did you mean `{close[0]}`?" if close else "",
            severity=Severity.WARNING if close else Severity.NOTE,
        )


# Values


class _FaultError(Exception):
    def __init__(self, code: str, message: str, help: str = "", start: int = 0, end: int | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.help, self.start, self.end = code, message, help, start, end


Reader = Callable[[str], Any]


def _read_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise _FaultError("VAL004", f"`{_short(text)}` cannot be an id", "use letters, digits, `-`, `_`, `.` and `:`")
    return text


def _read_date(text: str) -> Date:
    try:
        return parse_date(text)
    except DateError as error:
        raise _FaultError("DAT001", error.message, error.help, error.offset) from None


def _read_number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        help = "write digits with a decimal point, and the unit in its own column"
        if re.fullmatch(r"[-+]?\d+,\d+", text):
            help = f"write `{text.replace(',', '.')}` if the comma is a decimal comma"
        raise _FaultError("VAL003", f"`{_short(text)}` is not a number", help)
    return Decimal(text)


def _read_flag(text: str) -> bool:
    if text.lower() not in _YES:
        raise _FaultError("VAL002", f"`{_short(text)}` is neither yes nor empty", "write `yes` or leave it empty")
    return _YES[text.lower()]


def _read_list(text: str) -> tuple[str, ...]:
    return tuple(part for piece in text.split(";") if (part := piece.strip()))


def _word_reader(column: Column) -> Reader:
    known = {word: word for word in column.words}

    def read_word(text: str) -> str:
        if text in known:
            return known[text]
        close = get_close_matches(text.lower(), [word.lower() for word in known], 1, 0.6)
        by_lower = {word.lower(): word for word in known}
        choices = ", ".join(f"`{word}`" for word in column.words)
        help = f"did you mean `{by_lower[close[0]]}`?" if close else f"write one of {choices}"
        raise _FaultError("VAL002", f"`{_short(text)}` is no {column.name}", help)

    return read_word


def _reader_of(column: Column) -> Reader | None:
    match column.kind:
        case Kind.ID:
            return _read_id
        case Kind.WORD:
            return _word_reader(column)
        case Kind.DATE:
            return _read_date
        case Kind.NUMBER:
            return _read_number
        case Kind.FLAG:
            return _read_flag
        case Kind.LIST:
            return _read_list
        case Kind.TEXT | Kind.MAP:
            return None


def _default_of(kind: Kind) -> Any:
    empty: dict[Kind, Any] = {Kind.DATE: None, Kind.NUMBER: None, Kind.FLAG: False, Kind.LIST: (), Kind.MAP: NOTHING}
    return empty.get(kind, "")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


# CSV


def _read_rows(sheet: CsvSheet, table: Table, complaints: _Complaints) -> Iterator[Record]:
    header = _read_header(sheet, table, complaints)
    if header is None:
        return
    width = len(sheet.header)
    names = [spec.name for spec in fields(table.record) if spec.name not in ("id", "span", "extra")]
    columns = [table.column(name) for name in names]
    pick = itemgetter(*(header.get(name, width) for name in names), width)
    readers = [
        (n, reader, column)
        for n, column in enumerate(columns)
        if column is not None and (reader := _reader_of(column)) is not None
    ]
    defaults = [(n, _default_of(column.kind)) for n, column in enumerate(columns) if column is not None]
    defaults = [(n, default) for n, default in defaults if default != ""]
    required = [column.name for column in table.columns if column.required and column.name != "id"]
    needed = [(names.index(name), name) for name in required]
    strangers = [(n, name) for n, name in enumerate(sheet.header) if name and table.column(name) is None]
    id_index = header.get("id", width) if table.column("id") else width
    has_id = table.column("id") is not None
    make, file = table.record, sheet.file

    for cells, first, last in sheet.rows():
        span = Span(file, first, last)
        if len(cells) != width and not _fit(sheet, cells, width, span, complaints):
            continue
        if (last != first and any(len(cell) > MAX_CELL for cell in cells)) or sum(map(len, cells)) > MAX_CELL:
            complaints.add(
                "SYN006", f"a row of more than {MAX_CELL:,} characters", span, help="keep long texts in documents/"
            )
            continue
        cells.append("")
        values: list[Any] = list(map(str.strip, pick(cells)))
        values.pop()
        name = cells[id_index].strip()
        if has_id:
            name = _checked_id(sheet, name, span, header, complaints)
        for n, column_name in needed:
            if not values[n]:
                place = sheet.cell(first, last, header[column_name]) if column_name in header else None
                complaints.add("VAL001", f"`{column_name}` is empty", place or span, about=name)
        for n, reader, column in readers:
            text = values[n]
            if text:
                try:
                    values[n] = reader(text)
                except _FaultError as fault:
                    values[n] = _default_of(column.kind)
                    place = sheet.cell(first, last, header[column.name]) or span
                    complaints.add(fault.code, fault.message, _within(place, fault), help=fault.help, about=name)
        for n, default in defaults:
            if values[n] == "":
                values[n] = default
        if strangers:
            extra = {title: cells[n] for n, title in strangers if cells[n]}
            yield make(name, span, *values, extra=extra or NOTHING)
        else:
            yield make(name, span, *values)


def _read_header(sheet: CsvSheet, table: Table, complaints: _Complaints) -> Mapping[str, int] | None:
    header: dict[str, int] = {}
    line = max(sheet.header_lines, 1)
    place = Span(sheet.file, line, line)
    if len(sheet.header) > MAX_COLUMNS:
        complaints.add("SYN007", f"{len(sheet.header)} columns; a study's file has at most {MAX_COLUMNS}", place)
        return None
    for n, name in enumerate(sheet.header):
        if name in header:
            complaints.add("SYN005", f"two columns are named `{name}`", sheet.cell(line, line, n) or place)
            return None
        header[name] = n
        if name and table.column(name) is None:
            known = [column.name for column in table.columns if column.name not in sheet.header]
            close = get_close_matches(name.lower(), known, 1, 0.75)
            if close:
                complaints.add(
                    "STU004",
                    f"`{_short(name)}` is no column of {sheet.file}",
                    sheet.cell(line, line, n) or place,
                    help=f"did you mean `{close[0]}`?",
                    severity=Severity.WARNING,
                )
    missing = [column.name for column in table.columns if column.required and column.name not in header]
    if missing:
        names = ", ".join(f"`{name}`" for name in missing)
        complaints.add("STU006", f"no column {names}", place, help=f"the first line should hold: {table.header}")
        return None
    return header


def _fit(sheet: CsvSheet, cells: list[str], width: int, span: Span, complaints: _Complaints) -> bool:
    if len(cells) > width and any(cells[width:]):
        place = sheet.cell(span.line, span.last_line, width) or span
        complaints.add(
            "SYN004",
            f"this row has {len(cells)} values, the header {width}",
            place,
            help='put quotation marks round a value that holds the separator: "like, this"',
        )
        return False
    del cells[width:]
    cells.extend([""] * (width - len(cells)))
    return True


def _checked_id(sheet: CsvSheet, name: str, span: Span, header: Mapping[str, int], complaints: _Complaints) -> str:
    if name and _ID.fullmatch(name):
        return name
    place = sheet.cell(span.line, span.last_line, header["id"]) or span
    if not name:
        complaints.add("VAL001", "`id` is empty", place)
        return ""
    try:
        _read_id(name)
    except _FaultError as fault:
        complaints.add(fault.code, fault.message, place, help=fault.help)
    return ""


def _within(place: Span, fault: _FaultError) -> Span:
    if not fault.start or place.line != place.last_line:
        return place
    column = min(place.column + fault.start, place.last_column)
    return replace(place, column=column)


# YAML


def _read_settings(sheet: YamlSheet, complaints: _Complaints) -> dict[str, Any]:
    root = sheet.root
    if root.kind != "map":
        complaints.add("SYN011", "study.yaml should hold keys and values", sheet.span(root.start, root.end))
        return {}
    lists = {table.key for table in tables_of("study.yaml")}
    known = {column.name: column for column in SETTINGS}
    settings: dict[str, Any] = {"span": sheet.span(root.start, root.start + 1)}
    _complain_of_keys(sheet, root, [*known, *lists], complaints)
    for key, node in root.pairs:
        column = known.get(key.text)
        if column is not None:
            value = _read_value(sheet, node, column, key.text, complaints)
            settings[column.name] = _default_of(column.kind) if value is None else value
    for column in SETTINGS:
        if column.required and not settings.get(column.name):
            complaints.add("VAL001", f"`{column.name}` is missing", Span(sheet.file, 1, 1))
    version = settings.pop("format", None)
    if version is not None and version > FORMAT:
        complaints.add(
            "STU002",
            f"this study is of format {version}; this Detente reads up to {FORMAT}",
            Span(sheet.file, 1, 1),
            help="install a newer Detente",
        )
    return settings


def _read_entries(sheet: YamlSheet, table: Table, complaints: _Complaints) -> Iterator[Record]:
    root = sheet.root
    if root.kind == "text" and not root.text:
        return
    entries = root.get(table.key) if root.kind == "map" else None
    if entries is None:
        if sheet.file != "study.yaml" and (root.kind != "map" or root.pairs):
            complaints.add(
                "SYN011",
                f"there is no list `{table.key}:` here",
                sheet.span(root.start, root.start + 1),
                help=f"begin the file with `{table.key}:`",
            )
        return
    if entries.kind != "list":
        if entries.kind != "text" or entries.text:
            complaints.add("SYN011", f"`{table.key}` should be a list", sheet.span(entries.start, entries.end))
        return
    for node in entries.items:
        if node.kind != "map":
            complaints.add(
                "SYN011", f"an entry of `{table.key}` should hold keys and values", sheet.span(node.start, node.end)
            )
            continue
        yield _read_entry(sheet, node, table.record, table.columns, complaints)


def _read_entry(
    sheet: YamlSheet, node: Node, make: type[Record], columns: Sequence[Column], complaints: _Complaints
) -> Record:
    known = {column.name: column for column in columns}
    span = _trimmed(sheet, node)
    id_node = node.get("id")
    name = id_node.text if id_node else ""
    values: dict[str, Any] = {"id": "", "span": span}
    is_source = "speaker" in known and "archival" in known
    _complain_of_keys(sheet, node, [] if is_source else [*known, "rivals"], complaints)
    for key, value in node.pairs:
        column = known.get(key.text)
        if column is not None:
            read = _read_value(sheet, value, column, name, complaints)
            if read is not None:
                values[column.name] = read
    for column in columns:
        if column.required and not values.get(column.name):
            complaints.add(
                "VAL001",
                f"`{column.name}` is missing",
                replace(span, last_line=span.line, last_column=span.column),
                about=name,
            )
    if is_source:
        own = {column.name for column in columns} - {"id", "title", "type"}
        values["csl"] = {key.text: value.plain() for key, value in node.pairs if key.text not in own}
    else:
        extra = {key.text: value.text for key, value in node.pairs if key.text not in known and value.kind == "text"}
        values["extra"] = extra or NOTHING
    if make is HypothesisSet:
        rivals = node.get("rivals")
        values["rivals"] = tuple(
            _read_entry(sheet, item, Rival, _RIVAL_COLUMNS, complaints)
            for item in (rivals.items if rivals else ())
            if item.kind == "map"
        )
    return make(**values)


def _trimmed(sheet: YamlSheet, node: Node) -> Span:
    return sheet.span(node.start, node.start + len(sheet.text[node.start : node.end].rstrip()))


def _complain_of_keys(sheet: YamlSheet, node: Node, known: Iterable[str], complaints: _Complaints) -> None:
    seen: set[str] = set()
    names = [*known]
    for key, _ in node.pairs:
        place = sheet.span(key.start, key.end)
        if key.text in seen:
            complaints.add("SYN010", f"the key `{_short(key.text)}` stands here twice", place)
        seen.add(key.text)
        if names and key.text not in names:
            close = get_close_matches(key.text, [name for name in names if node.get(name) is None], 1, 0.75)
            if close:
                complaints.add(
                    "STU004",
                    f"`{_short(key.text)}` is no key here",
                    place,
                    help=f"did you mean `{close[0]}`?",
                    severity=Severity.WARNING,
                )


def _read_value(sheet: YamlSheet, node: Node, column: Column, about: str, complaints: _Complaints) -> Any:
    place = sheet.span(node.start, node.end)
    if column.kind is Kind.LIST:
        if node.kind == "list":
            return tuple(item.text.strip() for item in node.items if item.text.strip())
        return _read_list(node.text)
    if column.kind is Kind.MAP:
        return {key.text: value.text for key, value in node.pairs}
    if node.kind != "text":
        complaints.add("SYN011", f"`{column.name}` should be a text", place, about=about)
        return None
    text = node.text.strip()
    reader = _reader_of(column)
    if not text or text == "~" or reader is None:
        return text or None
    if len(text) > MAX_CELL:
        complaints.add("SYN006", f"a value of more than {MAX_CELL:,} characters", place, about=about)
        return None
    try:
        return reader(text)
    except _FaultError as fault:
        complaints.add(fault.code, fault.message, place, help=fault.help, about=about)
        return None


def _convert_calendars(events: Iterable[Event], places: SheetPlaces, complaints: _Complaints) -> Iterator[Event]:
    for event in events:
        if event.calendar != "julian" or event.date is None:
            yield event
            continue
        try:
            yield replace(event, date=from_calendar(str(event.date), "julian"))
        except DateError as error:
            complaints.add("DAT001", error.message, places.place(event, "date"), help=error.help, about=event.id)
            yield replace(event, date=None)
