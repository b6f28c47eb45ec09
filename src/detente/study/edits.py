"""Edits of a study's files: from what a form says to the new text of a file, and nothing but the entry's lines changed.

An edit may touch several files (an event and its testimony) and bring others along (documents of another copy). It is
written down whole before any of them is touched, so that a program killed in the middle leaves nothing half done:
what was begun is finished when the study is opened for writing again. One program writes at a time.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from detente.model.diagnostics import Diagnostic, Severity
from detente.model.records import NOTHING, Record
from detente.study.columns import Table
from detente.study.disk import sweep, sync_folder, write_atomically
from detente.study.entries import read_entries
from detente.study.imports.additions import begun, with_columns
from detente.study.rows import read_rows
from detente.study.sheets import BOM, CsvSheet, Sheet, YamlSheet, read_csv_sheet, read_yaml_sheet
from detente.study.values import Complaints
from detente.study.write import (
    StaleError,
    Value,
    WriteError,
    added,
    amended,
    digest,
    read_sheet,
    refuse_outside,
    replace_file,
)
from detente.study.write import removed as without_record

PENDING: Final = ".detente-edit.json"
BROUGHT: Final = ".detente-brought"
"""The folder in which files that an edit brings along wait to be put in their places."""
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
    return _readable(sheet, table, text)


def add(sheet: Sheet, table: Table, values: Mapping[str, Value]) -> str:
    """Return the text with a record more."""
    filled = {name: value for name, value in values.items() if value}
    sheet = _widened(sheet, [*filled])
    return _readable(sheet, table, added(sheet, table, filled))


def remove(sheet: Sheet, record: Record) -> str:
    """Return the text without a record."""
    return without_record(sheet, record)


def _has(sheet: Sheet, name: str) -> bool:
    return not isinstance(sheet, CsvSheet) or name in sheet.header


def _widened(sheet: Sheet, names: Sequence[str]) -> Sheet:
    if not isinstance(sheet, CsvSheet):
        return sheet
    return with_columns(sheet, [name for name in names if name not in sheet.header])


def _readable(sheet: Sheet, table: Table, text: str) -> str:
    first, last = _lines_changed(sheet.text, text)
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
        and found.span.line <= last
        and first <= max(found.span.line, found.span.last_line)
    ]
    if mine:
        raise FaultyError(mine)
    return text


def _lines_changed(before: str, after: str) -> tuple[int, int]:
    r"""Return the first and the last line of a text, from 1, that an edit changed.

    >>> _lines_changed("a\nb\nc\n", "a\nB\nx\nc\n"), _lines_changed("a", "a\nb\n")
    ((2, 3), (1, 2))
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    tail = zip(reversed(old[same:]), reversed(new[same:]), strict=False)
    n_tail = next((n for n, (a, b) in enumerate(tail) if a != b), min(len(old), len(new)) - same)
    return same + 1, len(new) - n_tail


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Keep a study for oneself while it is written; another program that would write waits."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write_edit(folder: Path, edit: Edit, brought: Mapping[str, Path] = NOTHING) -> None:
    """Put an edit into the files, all of it or nothing.

    Parameters
    ----------
    brought
        Files to be copied along, each under a path in the study at which nothing stands.

    Raises
    ------
    StaleError
        When a file is no longer what the edit was made for; no file was touched.
    WriteError
        When a file may not be written, or an edit that was cut short has yet to be finished.
    """
    with writing(folder):
        if (folder / PENDING).exists():
            raise WriteError(f"an edit was cut short: {PENDING} says which; open the study again")
        for change in edit.changes:
            _refuse_stale(folder, change)
        for file in brought:
            _refuse_standing(folder, file)
        shutil.rmtree(folder / BROUGHT, ignore_errors=True)
        done: list[Change | str] = []
        try:
            for n, source in enumerate(brought.values()):
                _copy(source, folder / BROUGHT / str(n))
            note = {"words": edit.words, "changes": [asdict(change) for change in edit.changes], "brought": [*brought]}
            write_atomically(folder / PENDING, json.dumps(note, ensure_ascii=False).encode())
            for n, file in enumerate(brought):
                done.append(file)
                _put(folder, n, file)
            for change in edit.changes:
                _replace(folder, change)
                done.append(change)
        except BaseException:
            for each in reversed(done):
                _take_back(folder, each)  # if this fails too, the edit waits to be finished
            _clear(folder)
            raise
        _clear(folder)


def _copy(source: Path, place: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    with source.open("rb") as here, place.open("xb") as there:
        shutil.copyfileobj(here, there)
        there.flush()
        os.fsync(there.fileno())


def _put(folder: Path, n: int, file: str) -> None:
    _refuse_standing(folder, file)
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    os.replace(folder / BROUGHT / str(n), path)
    sync_folder(path.parent)


def _refuse_standing(folder: Path, file: str) -> None:
    refuse_outside(folder, file)
    if (folder / file).exists():
        raise StaleError(file, "")


def _clear(folder: Path) -> None:
    (folder / PENDING).unlink(missing_ok=True)
    sync_folder(folder)
    shutil.rmtree(folder / BROUGHT, ignore_errors=True)


def _replace(folder: Path, change: Change) -> None:
    expected = None if change.before is None else digest(change.before)
    replace_file(folder, change.file, change.after, expected=expected, has_bom=change.has_bom)


def _take_back(folder: Path, each: Change | str) -> None:
    if isinstance(each, str):
        (folder / each).unlink(missing_ok=True)
    elif each.before is None:
        (folder / each.file).unlink(missing_ok=True)
    else:
        _replace(folder, Change(each.file, each.after, each.before, each.has_bom))


def _refuse_stale(folder: Path, change: Change) -> None:
    current = _text_of(folder / change.file)
    if current != change.before:
        raise StaleError(change.file, current or "")


def _text_of(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8").removeprefix(BOM) if path.exists() else None


def finish_edit(folder: Path) -> str:
    """Finish an edit that was cut short and sweep up what it left; return its words, empty where there was none.

    Raises
    ------
    WriteError
        When a file has been changed since, so that neither the old nor the new text stands there.
    """
    with writing(folder):
        path = folder / PENDING
        words = ""
        if path.is_file():
            note = json.loads(path.read_bytes())
            words = str(note["words"])
            for n, file in enumerate(note.get("brought", ())):
                if (folder / BROUGHT / str(n)).exists():
                    _put(folder, n, file)
            for change in (Change(**each) for each in note["changes"]):
                current = _text_of(folder / change.file)
                if current == change.after:
                    continue
                if current != change.before:
                    said = f"an edit of {change.file} was cut short and the file has changed since: see {PENDING}"
                    raise WriteError(said)
                _replace(folder, change)
        _clear(folder)
        sweep(folder)
        return words
