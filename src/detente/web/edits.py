"""Edits of a study's files: from what a form says to the new text of a file, and nothing but the entry's lines changed.

An edit may touch several files (an event and its testimony). It is written down whole before any of them is touched, so
that a server killed in the middle leaves nothing half done: what was begun is finished when the room is opened again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from detente.model.diagnostics import Diagnostic, Severity
from detente.model.records import Record
from detente.study.columns import Table
from detente.study.entries import read_entries
from detente.study.imports.additions import begun, with_columns
from detente.study.rows import read_rows
from detente.study.sheets import CsvSheet, Sheet, YamlSheet, read_csv_sheet, read_yaml_sheet
from detente.study.values import Complaints
from detente.study.write import (
    StaleError,
    Value,
    WriteError,
    added,
    amended,
    digest,
    read_sheet,
    replace_file,
    write_atomically,
)
from detente.study.write import removed as without_record

PENDING: Final = ".detente-edit.json"
VALUES: Final = ("VAL", "DAT001", "SYN")
"""Complaints that a form is sent back for; all else is for `detente check` to find."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file's part in an edit: its text before (None where there was no such file) and after, without a mark."""

    file: str
    before: str | None
    after: str
    has_bom: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """What was done, in a few words, and to which files."""

    words: str
    changes: tuple[Change, ...]

    @property
    def undone(self) -> "Edit":
        """The edit that takes this one back; a file that it made stays, as it was made."""
        back = tuple(
            Change(c.file, c.after, begun_text(c.file) if c.before is None else c.before, c.has_bom)
            for c in reversed(self.changes)
        )
        return Edit(f"undone: {self.words}", back)


class FaultyError(Exception):
    """Values that cannot be read back, each with what is wrong."""

    def __init__(self, complaints: Sequence[Diagnostic]) -> None:
        super().__init__("; ".join(complaint.message for complaint in complaints))
        self.complaints = complaints


def begun_text(file: str) -> str:
    """Return the text with which a file begins: its header, or the key of its list."""
    from detente.study.columns import tables_of

    return begun(tables_of(file)[0]).text


def open_sheet(folder: Path, file: str, table: Table) -> tuple[Sheet, str | None]:
    """Return a file as it stands and its digest; a new one, and None, where there is no such file."""
    if not (folder / file).exists():
        return begun(table), None
    sheet = read_sheet(folder, file)
    return sheet, digest(sheet.text)


def amend(sheet: Sheet, table: Table, record: Record, values: Mapping[str, Value]) -> str:
    """Return the text with some values of a record changed; columns that the file lacks are added.

    Raises
    ------
    FaultyError
        When a value could not be read back.
    """
    sheet = _widened(sheet, [name for name, value in values.items() if value])
    text = amended(sheet, record, {name: v for name, v in values.items() if v or _has(sheet, name)})
    return _readable(sheet, table, text, record.span.line)


def add(sheet: Sheet, table: Table, values: Mapping[str, Value]) -> str:
    """Return the text with a record more."""
    filled = {name: value for name, value in values.items() if value}
    sheet = _widened(sheet, [*filled])
    n = sheet.text.count("\n")
    return _readable(sheet, table, added(sheet, table, filled), n + 1)


def remove(sheet: Sheet, record: Record) -> str:
    """Return the text without a record."""
    return without_record(sheet, record)


def _has(sheet: Sheet, name: str) -> bool:
    return not isinstance(sheet, CsvSheet) or name in sheet.header


def _widened(sheet: Sheet, names: Sequence[str]) -> Sheet:
    if not isinstance(sheet, CsvSheet):
        return sheet
    return with_columns(sheet, [name for name in names if name not in sheet.header])


def _readable(sheet: Sheet, table: Table, text: str, line: int) -> str:
    complaints = Complaints()
    if isinstance(sheet, YamlSheet):
        [*read_entries(read_yaml_sheet(sheet.file, text), table, complaints)]
    else:
        [*read_rows(read_csv_sheet(sheet.file, text), table, complaints)]
    mine = [
        found
        for found in complaints.found
        if found.severity is Severity.ERROR
        and found.code.startswith(VALUES)
        and found.span.line <= line <= max(found.span.line, found.span.last_line)
    ]
    if mine:
        raise FaultyError(mine)
    return text


def write_edit(folder: Path, edit: Edit) -> None:
    """Put an edit into the files, all of it or nothing.

    Raises
    ------
    StaleError
        When a file is no longer what the edit was made for; no file was touched.
    WriteError
        When a file may not be written.
    """
    for change in edit.changes:
        _refuse_stale(folder, change)
    note = {"words": edit.words, "changes": [asdict(change) for change in edit.changes]}
    write_atomically(folder / PENDING, json.dumps(note, ensure_ascii=False).encode())
    done: list[Change] = []
    try:
        for change in edit.changes:
            _replace(folder, change)
            done.append(change)
    except BaseException:
        for change in reversed(done):
            _take_back(folder, change)
        raise
    finally:
        (folder / PENDING).unlink(missing_ok=True)


def _replace(folder: Path, change: Change) -> None:
    expected = None if change.before is None else digest(change.before)
    replace_file(folder, change.file, change.after, expected=expected, has_bom=change.has_bom)


def _take_back(folder: Path, change: Change) -> None:
    if change.before is None:
        (folder / change.file).unlink(missing_ok=True)
    else:
        _replace(folder, Change(change.file, change.after, change.before, change.has_bom))


def _refuse_stale(folder: Path, change: Change) -> None:
    path = folder / change.file
    current = path.read_bytes().decode("utf-8").removeprefix("\ufeff") if path.exists() else None
    if current != change.before:
        raise StaleError(change.file, current or "")


def finish_edit(folder: Path) -> str:
    """Finish an edit that was cut short; return its words, or an empty text where there was none.

    Raises
    ------
    WriteError
        When a file has been changed since, so that neither the old nor the new text stands there.
    """
    path = folder / PENDING
    if not path.is_file():
        return ""
    note = json.loads(path.read_bytes())
    for change in (Change(**each) for each in note["changes"]):
        file = folder / change.file
        current = file.read_bytes().decode("utf-8").removeprefix("\ufeff") if file.exists() else None
        if current == change.after:
            continue
        if current != change.before:
            raise WriteError(f"an edit of {change.file} was cut short and the file has changed since: see {PENDING}")
        _replace(folder, change)
    path.unlink()
    return str(note["words"])
