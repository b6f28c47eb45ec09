"""A table's rows to records."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from operator import itemgetter
from typing import Any, Final

from detente.model.diagnostics import Span
from detente.model.records import NOTHING, Record
from detente.study.columns import Column, Table
from detente.study.sheets import CsvSheet
from detente.study.values import (
    ID,
    MAX_CELL,
    Complaints,
    FaultError,
    Reader,
    default_of,
    did_you_mean,
    read_date,
    read_id,
    reader_of,
    short,
)

MAX_COLUMNS: Final = 100


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the cells of one file become the fields of its records.

    Positions in ``readers``, ``defaults`` and ``required`` are those of the record's fields after id and span. Those in
    ``cells`` are in the row, one past its end for a column that the file does not have.
    """

    cells: tuple[int, ...]
    id_cell: int | None
    readers: tuple[tuple[int, Reader, Column], ...]
    calendar: int | None
    defaults: tuple[tuple[int, Any], ...]
    required: tuple[tuple[int, str], ...]
    strangers: tuple[tuple[int, str], ...]


def _plan(sheet: CsvSheet, table: Table, header: Mapping[str, int]) -> _Plan:
    width = len(sheet.header)
    names = [spec.name for spec in fields(table.record) if spec.name not in ("id", "span", "extra")]
    columns = [(n, column) for n, name in enumerate(names) if (column := table.column(name)) is not None]
    return _Plan(
        cells=tuple(header.get(name, width) for name in names),
        id_cell=header.get("id", width) if table.column("id") else None,
        readers=tuple((n, reader, column) for n, column in columns if (reader := reader_of(column)) is not None),
        calendar=names.index("calendar") if "calendar" in header and "calendar" in names else None,
        defaults=tuple((n, default) for n, column in columns if (default := default_of(column.kind)) != ""),
        required=tuple((n, column.name) for n, column in columns if column.required),
        strangers=tuple((n, name) for n, name in enumerate(sheet.header) if name and table.column(name) is None),
    )


def read_rows(sheet: CsvSheet, table: Table, complaints: Complaints) -> Iterator[Record]:
    """Yield the records of a table. A row that cannot be one is complained of and left out."""
    header = _read_header(sheet, table, complaints)
    if header is None:
        return
    plan = _plan(sheet, table, header)
    pick = itemgetter(*plan.cells, len(sheet.header))
    make, file, width = table.record, sheet.file, len(sheet.header)
    for cells, first, last in sheet.rows():
        span = Span(file, first, last)
        if len(cells) != width and not _fit(sheet, cells, width, span, complaints):
            continue
        if sum(map(len, cells)) > MAX_CELL:
            message = f"a row of more than {MAX_CELL:,} characters"
            complaints.add("SYN006", message, span, help="keep long texts in documents/")
            continue
        cells.append("")
        values: list[Any] = list(map(str.strip, pick(cells)))
        values.pop()
        name = "" if plan.id_cell is None else _checked_id(sheet, cells[plan.id_cell], span, header, complaints)
        for n, column_name in plan.required:
            if not values[n]:
                place = sheet.cell(first, last, header[column_name]) or span
                complaints.add("VAL001", f"`{column_name}` is empty", place, about=name)
        is_julian = plan.calendar is not None and values[plan.calendar] == "julian"
        for n, reader, column in plan.readers:
            if values[n]:
                in_julian = is_julian and column.name == "date"
                try:
                    values[n] = read_date(values[n], "julian") if in_julian else reader(values[n])
                except FaultError as fault:
                    values[n] = default_of(column.kind)
                    place = sheet.cell(first, last, header[column.name]) or span
                    complaints.add_fault(fault, _within(place, fault), name)
        for n, default in plan.defaults:
            if values[n] == "":
                values[n] = default
        if plan.strangers:
            extra = {title: cells[n] for n, title in plan.strangers if cells[n]}
            yield make(name, span, *values, extra=extra or NOTHING)
        else:
            yield make(name, span, *values)


def _read_header(sheet: CsvSheet, table: Table, complaints: Complaints) -> Mapping[str, int] | None:
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
            if help := did_you_mean(name.lower(), known):
                where = sheet.cell(line, line, n) or place
                complaints.suspect("STU004", f"`{short(name)}` is no column of {sheet.file}", where, help)
    missing = [column.name for column in table.columns if column.required and column.name not in header]
    if missing:
        names = ", ".join(f"`{name}`" for name in missing)
        complaints.add("STU006", f"no column {names}", place, help=f"the first line should hold: {table.header}")
        return None
    return header


def _fit(sheet: CsvSheet, cells: list[str], width: int, span: Span, complaints: Complaints) -> bool:
    if len(cells) > width and any(cells[width:]):
        place = sheet.cell(span.line, span.last_line, width) or span
        help = 'put quotation marks round a value that holds the separator: "like, this"'
        complaints.add("SYN004", f"this row has {len(cells)} values, the header {width}", place, help=help)
        return False
    del cells[width:]
    cells.extend([""] * (width - len(cells)))
    return True


def _checked_id(sheet: CsvSheet, name: str, span: Span, header: Mapping[str, int], complaints: Complaints) -> str:
    name = name.strip()
    if name and ID.fullmatch(name):
        return name
    place = sheet.cell(span.line, span.last_line, header["id"]) or span
    if not name:
        complaints.add("VAL001", "`id` is empty", place)
        return ""
    try:
        read_id(name)
    except FaultError as fault:
        complaints.add_fault(fault, place)
    return ""


def _within(place: Span, fault: FaultError) -> Span:
    if not fault.start or place.line != place.last_line:
        return place
    column = min(place.column + fault.start, place.last_column)
    return replace(place, column=column)
