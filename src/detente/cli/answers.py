"""Tables in and answers out: how the commands of analysis read a CSV file and print what they found."""

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer

from detente.cli import fail

Row = Mapping[str, Any]


class Form(StrEnum):
    """How the answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def print_answer(document: Any, rows: Sequence[Row], notes: Sequence[str], form: Form) -> None:
    """Print the whole document as JSON, or its rows as CSV or a table; the notes go to standard error."""
    if form is Form.JSON:
        typer.echo(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False))
    elif rows:
        lines = [tuple(rows[0]), *(tuple(_cell(value, form) for value in row.values()) for row in rows)]
        if form is Form.CSV:
            csv.writer(sys.stdout, lineterminator="\n").writerows(lines)
        else:
            widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
            for line in lines:
                typer.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    for note in notes:
        typer.echo(note, err=True)


def _cell(value: Any, form: Form) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}" if form is Form.TABLE else repr(value)
    return str(value)


def read_table(path: Path, wanted: Sequence[str] = ()) -> list[dict[str, str]]:
    """Read a CSV file as rows of text under their column's name; leave with 2 if it cannot be, or lacks a column.

    Commas, semicolons or tabs, as the first line shows; lines that begin with `#` are comments.
    """
    text = read_file(path)
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
    if not any(map(str.strip, lines)):
        fail(f"{path} is empty")
    head = lines[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(lines, delimiter=delimiter, restval="")
    try:
        rows = [{(name or "").strip(): (cell or "").strip() for name, cell in row.items() if name} for row in reader]
    except csv.Error as error:
        fail(f"{path}: {error}")
    columns = [name.strip() for name in reader.fieldnames or ()]
    if len(set(columns)) < len(columns):
        fail(f"{path} has two columns of one name")
    for name in wanted:
        if name not in columns:
            fail(f"{path} has no column `{name}`", f"it has {', '.join(columns)}")
    if not rows:
        fail(f"{path} has no rows")
    return rows


def read_file(path: Path) -> str:
    """Read a text of UTF-8; leave with 2 if it cannot be."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        fail(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}")


def number(cell: str, where: str) -> float | None:
    """Return a cell's number, None where it is empty or `NA`; leave with 2 where it is neither finite nor absent."""
    from math import isfinite

    if cell in ("", "NA"):
        return None
    try:
        value = float(cell)
    except ValueError:
        fail(f"{where}: `{cell}` is no number", "leave the cell empty where a figure is missing")
    if not isfinite(value):
        fail(f"{where}: `{cell}` is no finite number", "leave the cell empty where a figure is missing")
    return value
