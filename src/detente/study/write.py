"""Edits that change one entry's lines and nothing else.

Each edit is a splice into the text that was read: newlines, quoting, comments and order stay as their author left them.
`replace_file` puts the new text in the old one's place in one step, and refuses if the file changed meanwhile.
"""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from detente.model.diagnostics import Span
from detente.model.records import Record
from detente.study.columns import Table
from detente.study.disk import umask, write_atomically
from detente.study.places import node_at
from detente.study.sheets import BOM, CsvSheet, Node, Sheet, YamlSheet, read_yaml_sheet, sheet_of

_NEWLINE = re.compile(r"\r\n|\r|\n")
Value = str | list[str] | dict[str, Any]


class WriteError(Exception):
    """An edit that cannot be made; nothing was changed."""


class StaleError(WriteError):
    """The file is not the one that the edit was made for; ``current`` is its text now."""

    def __init__(self, file: str, current: str) -> None:
        super().__init__(f"{file} has changed since it was read")
        self.current = current


def digest(text: str) -> str:
    r"""Return the hash by which an edit knows the text that it was made for.

    >>> digest("id,date\\n")[:8]
    '2516e613'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def amended(sheet: Sheet, record: Record, changes: Mapping[str, Value]) -> str:
    """Return a sheet's text with some values of one record changed.

    Raises
    ------
    WriteError
        When a CSV file has no such column.
    """
    text = sheet.text
    if isinstance(sheet, CsvSheet):
        return amended_all(sheet, [(record, changes)])
    if isinstance(sheet, YamlSheet):
        node = _entry_node(sheet, record.span)
        for name, value in changes.items():
            text = _with_key(sheet, node, name, value)
            sheet = read_yaml_sheet(sheet.file, text, has_bom=sheet.has_bom)
            node = _entry_node(sheet, record.span)
        return text
    raise WriteError(f"{sheet.file} has no entries")


def amended_all(sheet: CsvSheet, changes: Sequence[tuple[Record, Mapping[str, Value]]]) -> str:
    """Return a table's text with some values of several records changed."""
    splices: list[tuple[int, int, str]] = []
    for record, values in changes:
        splices += _row_splices(sheet, record.span, {name: _as_cell(value) for name, value in values.items()})
    return _spliced(sheet.text, splices)


def rewritten(
    sheet: Sheet, changes: Sequence[tuple[Record, Mapping[str, Value] | str]], gone: Sequence[Record] = ()
) -> str:
    """Return a sheet's text with several entries changed at once, and others gone.

    A change is new values by their columns or, in YAML, the new lines of a whole entry, not indented.
    """
    splices: list[tuple[int, int, str]] = [(*_lines_of(sheet, record), "") for record in gone]
    for record, change in changes:
        if isinstance(sheet, CsvSheet) and not isinstance(change, str):
            splices += _row_splices(sheet, record.span, {name: _as_cell(value) for name, value in change.items()})
        elif isinstance(sheet, YamlSheet) and isinstance(change, str):
            node = _entry_node(sheet, record.span)
            lines = _indented(sheet, change, sheet.span(node.start, node.start + 1).column - 1)
            splices.append((node.start, _end_of(sheet, node), lines))
        else:
            raise WriteError(f"{sheet.file} is not changed in this way")
    return _spliced(sheet.text, splices)


def lines_of(sheet: YamlSheet, node: Node) -> str:
    """Return the lines of a YAML entry, remarks within them included, not indented and ended by line feeds."""
    lines = _NEWLINE.split(sheet.text[node.start : _end_of(sheet, node)])
    indent = " " * (sheet.span(node.start, node.start + 1).column - 1)
    return "\n".join([lines[0], *(line.removeprefix(indent) for line in lines[1:])])


def added_lines(sheet: YamlSheet, table: Table, entries: Sequence[str]) -> str:
    """Return a YAML file's text with entries after its last, each given by its lines, not indented."""
    return _with_blocks(sheet, table.key, entries)


def added(sheet: Sheet, table: Table, values: Mapping[str, Value]) -> str:
    """Return a sheet's text with an entry after its last."""
    return added_all(sheet, table, [values])


def added_all(sheet: Sheet, table: Table, entries: Sequence[Mapping[str, Value]]) -> str:
    """Return a sheet's text with entries after its last, in their order."""
    if isinstance(sheet, CsvSheet):
        unknown = [name for values in entries for name in values if name not in sheet.header]
        if unknown:
            raise WriteError(f"{sheet.file} has no column `{unknown[0]}`")
        rows = [
            sheet.delimiter.join(cell_text(_as_cell(values.get(name, "")), sheet.delimiter) for name in sheet.header)
            + sheet.newline
            for values in entries
        ]
        ending = "" if not sheet.text or sheet.text.endswith(("\n", "\r")) else sheet.newline
        return sheet.text + ending + "".join(rows)
    if isinstance(sheet, YamlSheet):
        blocks = ("\n".join(f"{name}: {_flow(value)}" for name, value in values.items()) for values in entries)
        return _with_blocks(sheet, table.key, [*blocks])
    raise WriteError(f"{sheet.file} has no entries")


def removed(sheet: Sheet, record: Record) -> str:
    """Return a sheet's text without the lines of one record."""
    start, end = _lines_of(sheet, record)
    return sheet.text[:start] + sheet.text[end:]


def _lines_of(sheet: Sheet, record: Record) -> tuple[int, int]:
    if isinstance(sheet, CsvSheet):
        return sheet.offsets(record.span.line, record.span.last_line)
    if isinstance(sheet, YamlSheet):
        node = _entry_node(sheet, record.span)
        return sheet.offsets(*(sheet.span(place, place + 1).line for place in (node.start, _end_of(sheet, node) - 1)))
    raise WriteError(f"{sheet.file} has no entries")


def replace_file(folder: Path, file: str, text: str, *, expected: str | None, has_bom: bool = False) -> None:
    """Put a text in a file's place, whole or not at all.

    Parameters
    ----------
    expected
        `digest` of the text, without its byte order mark, that the edit was made for; None for a file that must not
        exist.

    Raises
    ------
    StaleError
        When the file holds something else by now, or exists and should not.
    WriteError
        When the place is a link or leads out of the study.
    """
    refuse_outside(folder, file)
    path = folder / file
    current = path.read_bytes().decode("utf-8") if path.exists() else None
    if current is None and expected is not None:
        raise StaleError(file, "")
    if current is not None and (expected is None or digest(current.removeprefix(BOM)) != expected):
        raise StaleError(file, current)
    write_atomically(path, ((BOM if has_bom else "") + text).encode())


def refuse_outside(folder: Path, file: str) -> None:
    """Refuse a place that is a link or leads out of the study; raises `WriteError`."""
    path = folder / file
    if path.is_symlink() or not path.parent.resolve().is_relative_to(folder.resolve()):
        raise WriteError(f"{file} is a link or leads out of the study's folder")


def write_folder(folder: Path, files: Mapping[str, str | bytes], *subfolders: str) -> None:
    """Put files in a folder that is empty or not there yet; whole, or not at all.

    Raises
    ------
    WriteError
        When something stands there, or it cannot be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise WriteError(f"{folder} is not empty" if folder.is_dir() else f"{folder} is no folder")
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as made:
            for name, data in files.items():
                Path(made, name).parent.mkdir(parents=True, exist_ok=True)
                Path(made, name).write_bytes(data.encode() if isinstance(data, str) else data)
            for name in subfolders:
                Path(made, name).mkdir()
            Path(made).chmod(0o777 & ~umask())
            shutil.copytree(made, folder, dirs_exist_ok=True)
    except OSError as error:
        raise WriteError(f"{folder} cannot be written: {error.strerror}") from None


def _as_cell(value: Value) -> str:
    if isinstance(value, dict):
        raise WriteError("a table's cell holds a text or a list")
    return "; ".join(value) if isinstance(value, list) else value


def cell_text(value: str, delimiter: str, *, quoted: bool = False) -> str:
    """Return a value as a cell holds it, between quotation marks where it needs them."""
    needs = quoted or any(mark in value for mark in (delimiter, '"', "\n", "\r")) or value.startswith("#")
    needs = needs or value != value.strip()
    return '"' + value.replace('"', '""') + '"' if needs else value


def _row_splices(sheet: CsvSheet, span: Span, changes: Mapping[str, str]) -> list[tuple[int, int, str]]:
    cells = sheet.cells(span.line, span.last_line)
    text = sheet.text
    for name in changes:
        if name not in sheet.header:
            raise WriteError(f"{sheet.file} has no column `{name}`")
    row_end = cells[-1][1]
    missing = max((sheet.header.index(name) for name in changes), default=0) + 1 - len(cells)
    splices = [(row_end, row_end, sheet.delimiter * max(missing, 0))] if missing > 0 else []
    tail: dict[int, str] = {}
    for name, value in changes.items():
        index = sheet.header.index(name)
        if index < len(cells):
            start, end = cells[index]
            quoted = text.startswith('"', start)
            splices.append((start, end, cell_text(value, sheet.delimiter, quoted=quoted)))
        else:
            tail[index] = cell_text(value, sheet.delimiter)
    if tail:
        added_cells = [tail.get(index, "") for index in range(len(cells), len(cells) + missing)]
        splices[0] = (row_end, row_end, "".join(sheet.delimiter + cell for cell in added_cells))
    return splices


def _spliced(text: str, splices: Sequence[tuple[int, int, str]]) -> str:
    parts, reached = [], 0
    for start, end, value in sorted(splices):
        parts += [text[reached:start], value]
        reached = end
    return "".join([*parts, text[reached:]])


# YAML


def _entry_node(sheet: YamlSheet, span: Span) -> Node:
    node = node_at(sheet, span)
    if node is None:
        raise WriteError(f"{sheet.file}:{span.line}: no entry begins here")
    return node


def _end_of(sheet: YamlSheet, node: Node) -> int:
    """Return where the last line of a block ends, a remark behind its value included."""
    end = node.start + len(sheet.text[node.start : node.end].rstrip())
    line_end = _NEWLINE.search(sheet.text, end)
    return line_end.start() if line_end else len(sheet.text)


def _flow(value: Any) -> str:
    text: str = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=2**31 - 1, sort_keys=False)
    return text.removesuffix("\n").removesuffix("\n...")


def _with_key(sheet: YamlSheet, node: Node, name: str, value: Value) -> str:
    text = sheet.text
    old = node.get(name)
    if old is not None:
        body = text[old.start : old.end]
        kept = body[len(body.rstrip()) :]
        space = " " if old.start == old.end and text[old.start - 1] == ":" else ""
        block = old.kind != "text" and not body.startswith(("[", "{"))
        start = text.rindex(":", 0, old.start) + 1 if block else old.start
        return text[:start] + (" " if block else space) + _flow(value) + kept + text[old.end :]
    if text.startswith("{", node.start):
        end = node.end - 1
        comma = ", " if node.pairs else ""
        return text[:end] + f"{comma}{name}: {_flow(value)}" + text[end:]
    end = _end_of(sheet, node)
    indent = " " * (sheet.span(node.start, node.start + 1).column - 1)
    return text[:end] + f"{sheet.newline}{indent}{name}: {_flow(value)}" + text[end:]


def _indented(sheet: YamlSheet, lines: str, width: int) -> str:
    first, *others = lines.split("\n")
    return sheet.newline.join([first, *(" " * width + line if line else "" for line in others)])


def _with_blocks(sheet: YamlSheet, key: str, added: Sequence[str]) -> str:
    text, newline = sheet.text, sheet.newline
    entries = sheet.root.get(key) if sheet.root.kind == "map" else None
    indent = ""
    if entries is not None and entries.items and not text.startswith("[", entries.start):
        indent = " " * (sheet.span(entries.start, entries.start + 1).column - 1)
        end = _end_of(sheet, entries)
    elif entries is not None:
        if entries.items:
            raise WriteError(f"{sheet.file}: write `{key}` as a list of lines that begin with `-`")
        text = text[: entries.start].rstrip(" ") + text[entries.end :]
        end = len(text[: entries.start].rstrip(" "))
    else:
        text = text + ("" if not text or text.endswith("\n") else newline) + f"{key}:"
        end = len(text)
        text += newline
    new = "".join(f"{newline}{indent}- " + _indented(sheet, block, len(indent) + 2) for block in added)
    return text[:end] + new + text[end:]


def read_sheet(folder: Path, file: str) -> CsvSheet | YamlSheet:
    """Read one file for editing; raises as `sheet_of` does."""
    return sheet_of(file, (folder / file).read_bytes().decode("utf-8"))
