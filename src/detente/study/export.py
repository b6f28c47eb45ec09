"""A study's tables for spreadsheets and other programs; what is restricted stays at home.

Beside ids stands what they refer to, in columns of the export alone. A cell that a spreadsheet would run as a formula
gets an apostrophe before it, as OWASP advises against CSV injection.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from detente.model.records import Record, Source
from detente.model.study import Study
from detente.study.columns import TABLES, Table
from detente.study.disk import write_atomically
from detente.study.withdraw import unrestricted
from detente.study.write import WriteError, write_folder

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NUMBER: Final = re.compile(r"[-+]?(\d+([.,]\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_WIDEST: Final = 60
_LONGEST: Final = 32_767
"""Letters that Excel takes in a cell."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it leaves: a name, a header, rows of texts."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheets_of(study: Study) -> Iterator[Sheet]:
    """Yield every table of a study that holds anything, without what is restricted."""
    study = unrestricted(study)
    for table in TABLES:
        records: Sequence[Record] = getattr(study, table.collection)
        if records:
            yield _sheet(study, table, records)


def json_lines_of(study: Study) -> Iterator[str]:
    """Yield every record of a study as a line of JSON, under its table and without what is empty or restricted."""
    study = unrestricted(study)
    for table in TABLES:
        for record in getattr(study, table.collection):
            values = {name: text for name, text in _values(study, table, record).items() if text}
            yield json.dumps({"table": table.collection, **values}, ensure_ascii=False)


def _sheet(study: Study, table: Table, records: Sequence[Record]) -> Sheet:
    dicts = [_values(study, table, record) for record in records]
    header = tuple(dict.fromkeys(name for values in dicts for name in values))
    rows = tuple(tuple(neutral(values.get(name, "")) for name in header) for values in dicts)
    return Sheet(table.collection, header, rows)


def _values(study: Study, table: Table, record: Record) -> dict[str, str]:
    names = [column.name for column in table.columns if column.name != "restricted"]
    values = {name: text_of(getattr(record, name)) for name in names}
    values |= {str(name): text_of(value) for name, value in record.extra.items()}
    if isinstance(record, Source):
        values |= {name: text_of(value) for name, value in record.csl.items()}
    return values | dict(_resolved(study, table.collection, record))


def _resolved(study: Study, collection: str, record: Any) -> Iterator[tuple[str, str]]:
    """Yield what stands beside ids: sides, sources, places."""
    if collection in ("events", "figures", "claims"):
        yield "sides_attesting", "; ".join(sorted(study.sides_of(record.id)))
        yield "n_testimony", str(len(study.testimony_of.get(record.id, ())))
    if collection == "testimony":
        passage = study.passage_by_id.get(record.passage)
        source = study.source_by_id.get(passage.source) if passage else None
        statement: Any = study.statement_by_id.get(record.statement)
        yield "statement_text", getattr(statement, "summary", "") or getattr(statement, "text", "")
        yield "source", passage.source if passage else ""
        yield "source_title", source.title if source else ""
        yield "locator", passage.locator if passage else ""
        yield "side", study.speaker(passage) if passage else ""
    if collection == "codings":
        passage = study.passage_by_id.get(record.passage)
        yield "source", passage.source if passage else ""
        yield "locator", passage.locator if passage else ""
        yield "side", study.speaker(passage) if passage else ""
    if collection == "cells":
        yield "comparison", record.comparison
    if collection == "passages":
        source = study.source_by_id.get(record.source)
        yield "source_title", source.title if source else ""
        yield "side", study.speaker(record)


def text_of(value: Any) -> str:
    """Return a value as a cell of a table; a name of CSL as `family, given`."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, Mapping):
        names = [value[name] for name in ("family", "given", "literal") if isinstance(value.get(name), str)]
        return ", ".join(names) or "; ".join(f"{name}={text_of(part)}" for name, part in value.items() if part)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "; ".join(text_of(part) for part in value)
    return str(value)


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> neutral("=1+1"), neutral("-3.5"), neutral("-3.5+A1"), neutral("+ 10 April"), neutral("Tirana")
    ("'=1+1", '-3.5', "'-3.5+A1", "'+ 10 April", 'Tirana')
    """
    text = _CONTROLS.sub("", text)
    return (
        f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) and not _NUMBER.fullmatch(text) else text
    )


def export_csv(study: Study, out: Path) -> None:
    """Write a table a file, into a zip if ``out`` ends in `.zip`, else into a folder that is empty or not there yet.

    Raises
    ------
    WriteError
        When it cannot be written, or something stands there.
    """
    texts = {f"{sheet.name}.csv": _csv_text(sheet) for sheet in sheets_of(study)}
    write_zip_or_folder(out, texts)


def write_zip_or_folder(out: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files into a zip, its bytes the same for the same files, or into a folder; raises as `export_csv` does."""
    try:
        if out.suffix.lower() == ".zip":
            write_atomically(out, _zipped(files))
        else:
            write_folder(out, files)
    except OSError as error:
        raise WriteError(f"{out} cannot be written: {error.strerror}") from None


def _csv_text(sheet: Sheet) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(neutral(name) for name in sheet.header)
    writer.writerows(sheet.rows)
    return stream.getvalue()


def _zipped(files: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    folders = {f"{folder}/" for name in files for folder in map(str, PurePosixPath(name).parents) if folder != "."}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(folders):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), b"")
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def export_xlsx(study: Study, out: Path) -> None:
    """Write a workbook with a sheet a table: every cell a text, so that Excel mangles neither dates nor codes.

    Raises
    ------
    WriteError
        When it cannot be written.
    """
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets_of(study):
        page = book.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        for n_row, row in enumerate((sheet.header, *sheet.rows), 1):
            for n, text in enumerate(row, 1):
                if not text:
                    continue
                cell = page.cell(n_row, n)
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST]
                cell.data_type = "s"
                cell.number_format = "@"
                cell.font = Font(bold=n_row == 1)
        for n, name in enumerate(sheet.header):
            width = max(len(name), *(len(row[n]) for row in sheet.rows[:500]))
            page.column_dimensions[get_column_letter(n + 1)].width = min(width, _WIDEST) + 2
    if not book.worksheets:
        book.create_sheet("empty")
    stream = io.BytesIO()
    book.save(stream)
    try:
        write_atomically(out, stream.getvalue())
    except OSError as error:
        raise WriteError(f"{out} cannot be written: {error.strerror}") from None
