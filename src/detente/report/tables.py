"""Tables to download, as CSV that no spreadsheet takes for formulas."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from detente.model.records import Record
from detente.model.study import Study
from detente.study.columns import TABLES, Table

_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def neutral(text: str) -> str:
    """Return a cell that a spreadsheet shows and does not run: with an apostrophe before what would be a formula.

    >>> neutral("=1+1"), neutral("-0.5"), neutral("-0.5+A1"), neutral("@source")
    ("'=1+1", '-0.5', "'-0.5+A1", "'@source")
    """
    if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def write_csv(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Write a table in UTF-8, with the mark by which spreadsheets know it."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([neutral(cell) for cell in header])
    writer.writerows([neutral(cell_text(cell)) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")


def cell_text(value: Any) -> str:
    """Return a value as the study's own files would have it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}={cell_text(part)}" for key, part in value.items())
    if isinstance(value, (list, tuple)):
        return ";".join(cell_text(part) for part in value)
    return str(value)


def study_tables(study: Study) -> Mapping[str, bytes]:
    """Return every table of a study that holds anything, under the names that the site gives them."""
    return {
        f"tables/{table.collection}.csv": write_csv(*_rows(table, records))
        for table in TABLES
        if table.collection not in ("hypotheses", "cells") and (records := getattr(study, table.collection))
    }


def _rows(table: Table, records: Iterable[Record]) -> tuple[list[str], Iterable[list[Any]]]:
    names = [column.name for column in table.columns if column.name != "restricted"]
    return names, ([getattr(record, name) for name in names] for record in records)
