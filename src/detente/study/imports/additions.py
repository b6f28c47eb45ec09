"""All that an import adds, written at once: every file or none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from detente.study.columns import Table, table_of
from detente.study.imports.remarks import ImportFileError
from detente.study.sheets import CsvSheet, Sheet, SheetError, YamlSheet, read_csv_sheet, read_yaml_sheet
from detente.study.write import (
    BOM,
    StaleError,
    Value,
    WriteError,
    added_all,
    digest,
    read_sheet,
    replace_file,
    write_atomically,
)

#: What is cited is written before what cites it, so that an import that was cut off can simply be made again.
_ORDER: Final = ("sources", "actors", "codes", "passages", "testimony", "events", "codings")


@dataclass(slots=True)
class Additions:
    """New entries by collection."""

    entries: dict[str, list[dict[str, Value]]] = field(default_factory=dict)

    def add(self, collection: str, values: Mapping[str, Value]) -> None:
        """Add one entry."""
        self.entries.setdefault(collection, []).append(dict(values))

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
    """Work out the new text of every file that gains entries.

    Raises
    ------
    ImportFileError
        When one of the study's own files cannot be read or does not take an entry.
    """
    try:
        return [
            _change(folder, table_of(collection), additions.entries[collection])
            for collection in _ORDER
            if additions.entries.get(collection)
        ]
    except (SheetError, WriteError, OSError, UnicodeDecodeError) as error:
        raise ImportFileError(
            f"the study's own files cannot be added to: {error}", "run `detente check` first"
        ) from None


def _change(folder: Path, table: Table, entries: Sequence[Mapping[str, Value]]) -> Change:
    sheet: Sheet | None = None
    expected = None
    if (folder / table.file).exists():
        sheet = read_sheet(folder, table.file)
        expected = digest(sheet.text)
    if sheet is None or not sheet.text.strip():
        has_bom = sheet.has_bom if sheet else False
        sheet = begun(table, has_bom=has_bom)
    if isinstance(sheet, CsvSheet):
        used = dict.fromkeys(name for entry in entries for name, value in entry.items() if value)
        sheet = with_columns(sheet, [name for name in used if name not in sheet.header])
        entries = [{name: value for name, value in entry.items() if name in sheet.header} for entry in entries]
    return Change(table.file, added_all(sheet, table, entries), expected, sheet.has_bom)


def begun(table: Table, *, has_bom: bool = False) -> CsvSheet | YamlSheet:
    """Return a table's file without any entry."""
    if table.key:
        return read_yaml_sheet(table.file, f"{table.key}:\n", has_bom=has_bom)
    return read_csv_sheet(table.file, table.header + "\n", has_bom=has_bom)


def with_columns(sheet: CsvSheet, names: Sequence[str]) -> CsvSheet:
    """Return a table with more columns in its header; its rows stay as they are."""
    if not names:
        return sheet
    _, end = sheet.offsets(sheet.header_lines, sheet.header_lines)
    while end and sheet.text[end - 1] in "\r\n":
        end -= 1
    more = "".join(sheet.delimiter + _quoted(name, sheet.delimiter) for name in names)
    return read_csv_sheet(sheet.file, sheet.text[:end] + more + sheet.text[end:], has_bom=sheet.has_bom)


def _quoted(name: str, delimiter: str) -> str:
    return '"' + name.replace('"', '""') + '"' if any(mark in name for mark in (delimiter, '"', "\n")) else name


def commit(folder: Path, changes: Iterable[Change]) -> None:
    """Put all new texts in place. If one cannot be, those before it are taken back.

    Raises
    ------
    ImportFileError
        When a file changed meanwhile, or cannot be written. Nothing is then changed.
    """
    done: list[tuple[Path, bytes | None]] = []
    try:
        for change in changes:
            path = folder / change.file
            before = path.read_bytes() if path.exists() else None
            replace_file(folder, change.file, change.text, expected=change.expected, has_bom=change.has_bom)
            done.append((path, before))
    except BaseException as error:
        _take_back(done)
        if isinstance(error, StaleError):
            raise ImportFileError(f"{error}; nothing was imported", "run the import again") from None
        if isinstance(error, WriteError | OSError | UnicodeError):
            raise ImportFileError(f"{error}; nothing was imported") from None
        raise


def _take_back(done: Iterable[tuple[Path, bytes | None]]) -> None:
    for path, before in reversed([*done]):
        if before is None:
            path.unlink(missing_ok=True)
        else:
            write_atomically(path, before)


def text_change(folder: Path, file: str, text: str, before: str | None) -> Change:
    """Return the change of a file that is written whole; ``before`` is its text, None if there was none."""
    return Change(file, text, None if before is None else digest(before.removeprefix(BOM)))
