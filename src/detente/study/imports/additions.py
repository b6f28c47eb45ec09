"""All that an import adds, written at once: every file or none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from detente.study.columns import Table, table_of
from detente.study.disk import write_atomically
from detente.study.imports.remarks import ImportFileError
from detente.study.sheets import BOM, CsvSheet, SheetError, YamlSheet, read_csv_sheet, sheet_of
from detente.study.write import (
    StaleError,
    Value,
    WriteError,
    added_all,
    cell_text,
    digest,
    replace_file,
)

#: What is cited is written before what cites it, so that an import that was cut off can simply be made again.
_ORDER: Final = ("sources", "actors", "codes", "passages", "testimony", "events", "codings")


@dataclass(slots=True)
class Additions:
    """New entries by collection."""

    entries: dict[str, list[Mapping[str, Value]]] = field(default_factory=dict)

    def add(self, collection: str, *entries: Mapping[str, Value]) -> None:
        """Add entries to a collection."""
        self.entries.setdefault(collection, []).extend(entries)

    def n(self, collection: str) -> int:
        """Return how many entries a collection gains."""
        return len(self.entries.get(collection, ()))


@dataclass(frozen=True, slots=True)
class Change:
    """A file's new text, and the hash of the text that it replaces; None for a file that is new."""

    file: str
    text: str
    expected: str | None
    has_bom: bool = False


def changes_of(folder: Path, additions: Additions) -> list[Change]:
    """Work out the new text of every file that gains entries."""
    try:
        return [
            _change(folder, table_of(collection), additions.entries[collection])
            for collection in _ORDER
            if additions.entries.get(collection)
        ]
    except (SheetError, WriteError, OSError, UnicodeDecodeError) as error:
        message = f"the study's own files cannot be added to: {error}"
        raise ImportFileError(message, "run `detente check` first") from None


def _change(folder: Path, table: Table, entries: Sequence[Mapping[str, Value]]) -> Change:
    path = folder / table.file
    sheet = sheet_of(table.file, path.read_bytes().decode("utf-8")) if path.exists() else None
    expected = digest(sheet.text) if sheet else None
    if sheet is None or not sheet.text.strip():
        sheet = begun(table, has_bom=sheet.has_bom if sheet else False)
    if isinstance(sheet, CsvSheet):
        used = dict.fromkeys(name for entry in entries for name, value in entry.items() if value)
        sheet = with_columns(sheet, [name for name in used if name not in sheet.header])
        entries = [{name: value for name, value in entry.items() if name in sheet.header} for entry in entries]
    return Change(table.file, added_all(sheet, table, entries), expected, sheet.has_bom)


def begun(table: Table, *, has_bom: bool = False) -> CsvSheet | YamlSheet:
    """Return a table's file without any entry."""
    return sheet_of(table.file, (BOM if has_bom else "") + (f"{table.key}:\n" if table.key else table.header + "\n"))


def with_columns(sheet: CsvSheet, names: Sequence[str]) -> CsvSheet:
    """Return a table with more columns in its header; its rows stay as they are."""
    if not names:
        return sheet
    _, end = sheet.offsets(sheet.header_lines, sheet.header_lines)
    while end and sheet.text[end - 1] in "\r\n":
        end -= 1
    more = "".join(sheet.delimiter + cell_text(name, sheet.delimiter) for name in names)
    return read_csv_sheet(sheet.file, sheet.text[:end] + more + sheet.text[end:], has_bom=sheet.has_bom)


def commit(folder: Path, changes: Iterable[Change]) -> None:
    """Put all new texts in place. If one cannot be, those before it are taken back."""
    done: list[tuple[Path, bytes | None]] = []
    try:
        for change in changes:
            path = folder / change.file
            before = path.read_bytes() if path.exists() else None
            replace_file(folder, change.file, change.text, expected=change.expected, has_bom=change.has_bom)
            done.append((path, before))
    except BaseException as error:
        for path, before in reversed(done):
            path.unlink(missing_ok=True) if before is None else write_atomically(path, before)
        if isinstance(error, StaleError):
            raise ImportFileError(f"{error}; nothing was imported", "run the import again") from None
        if isinstance(error, WriteError | OSError | UnicodeError):
            raise ImportFileError(f"{error}; nothing was imported") from None
        raise


def text_change(folder: Path, file: str, text: str, before: str | None) -> Change:
    """Return the change of a file that is written whole; ``before`` is its text, None if there was none."""
    return Change(file, text, None if before is None else digest(before.removeprefix(BOM)))
