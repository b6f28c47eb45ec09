"""The entries of a study's files as they are compared: what each says, and by what it is known in another copy."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from detente.model.diagnostics import Span
from detente.model.records import Record
from detente.study.columns import SETTINGS, Column, Kind, tables_of
from detente.study.sheets import CsvSheet, Node, Sheet, YamlSheet
from detente.study.write import lines_of

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "testimony": ("statement", "passage"),
    "assessments": ("set", "evidence", "rival", "against", "analyst"),
    "codings": ("passage", "code", "coder", "start", "end"),
    "recodings": ("record", "column", "coder"),
    "cells": ("case", "field"),
    "anchors": ("passage",),
    "periods": ("scheme", "label"),
    "waivers": ("code", "about"),
}
"""By what the rows of a table without ids are known; all others are known by their `id`."""
SETTING: Final = "setting"
"""The collection of single values that stand beside the lists of a YAML file."""


class MergeError(Exception):
    """Copies that cannot be joined, and what to do; nothing was changed."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help


@dataclass(frozen=True)
class Entry:
    """One entry: its place, and what is filled in it.

    ``values`` are as the file has them, ``lines`` those of a YAML entry.
    """

    collection: str
    file: str
    key: tuple[str, ...]
    place: Record
    values: Mapping[str, Any]
    lines: str = ""

    @property
    def name(self) -> str:
        """What it is called: `events:e1`, `testimony:e1/p1`."""
        return f"{self.collection}:{'/'.join(part for part in self.key if part)}"

    @cached_property
    def fields(self) -> Mapping[str, Any]:
        """What is filled, alike for values that are read alike: `a;b` and `[a, b]`."""
        columns = [
            column for each in tables_of(self.file) if each.collection == self.collection for column in each.columns
        ]
        known = {column.name: column for column in (SETTINGS if self.collection == SETTING else columns)}
        read = {name: _plain(value, known.get(name)) for name, value in self.values.items()}
        return {name: value for name, value in read.items() if value}

    @cached_property
    def says(self) -> str:
        """All that it says, as one text."""
        return json.dumps(self.fields, ensure_ascii=False, sort_keys=True)


def _plain(value: Any, column: Column | None) -> Any:
    if column is not None and column.kind is Kind.LIST and isinstance(value, str):
        value = value.split(";")
    if isinstance(value, list):
        return [part for each in value if (part := _plain(each, None))]
    if isinstance(value, dict):
        return {name: _plain(part, None) for name, part in value.items()}
    return value.strip().replace("\r\n", "\n")


def entries_of(sheet: Sheet) -> list[Entry]:
    """Return the entries of a study's file in their order.

    Raises
    ------
    MergeError
        When a row or an entry has another shape than its file asks for.
    """
    if isinstance(sheet, CsvSheet):
        return [*_rows(sheet)]
    return [*_items(sheet)] if isinstance(sheet, YamlSheet) else []


def _rows(sheet: CsvSheet) -> Iterator[Entry]:
    collection = tables_of(sheet.file)[0].collection
    names = KEYS.get(collection, ("id",))
    named = [name for name in sheet.header if name]
    if len({*named}) < len(named):
        raise _unlike(sheet, sheet.header_lines, "two columns have one name")
    for cells, first, last in sheet.rows():
        if any(cells[len(sheet.header) :]):
            raise _unlike(sheet, first, "the row is wider than the header")
        values = {name: cell for name, cell in zip(sheet.header, cells, strict=False) if cell.strip()}
        key = tuple(values.get(name, "").strip() for name in names)
        yield Entry(collection, sheet.file, key, Record("", Span(sheet.file, first, last)), values)


def _items(sheet: YamlSheet) -> Iterator[Entry]:
    root = sheet.root
    if root.kind == "text" and not root.text:
        return
    if root.kind != "map":
        raise _unlike(sheet, 1, "the file holds no keys and values")
    tables = {table.key: table for table in tables_of(sheet.file)}
    for key, node in root.pairs:
        table = tables.get(key.text)
        if table is None:
            own = Entry(SETTING, sheet.file, (key.text,), root_of(sheet), {key.text: node.plain()})
            if own.fields:
                yield own
            continue
        if node.kind != "list" and node.text:
            raise _unlike(sheet, sheet.span(key.start, key.end).line, f"`{key.text}` is no list")
        names = KEYS.get(table.collection, ("id",))
        for item in node.items:
            yield _item(sheet, table.collection, names, item)


def root_of(sheet: YamlSheet) -> Record:
    """Return the place of the whole of a YAML file."""
    return Record("", sheet.span(sheet.root.start, sheet.root.start + 1))


def _item(sheet: YamlSheet, collection: str, names: Sequence[str], node: Node) -> Entry:
    span = sheet.span(node.start, node.start + 1)
    if node.kind != "map" or len({key.text for key, _ in node.pairs}) < len(node.pairs):
        raise _unlike(sheet, span.line, "an entry should hold keys and values, each key once")
    values = {name.text: value.plain() for name, value in node.pairs}
    key = tuple(value.text if (value := node.get(name)) else "" for name in names)
    return Entry(collection, sheet.file, key, Record("", span), values, lines_of(sheet, node))


def _unlike(sheet: Sheet, line: int, fact: str) -> MergeError:
    return MergeError(f"{sheet.file}:{line}: {fact}", "run `detente check` on both copies first")


def known_by(*copies: Sequence[Entry]) -> list[dict[tuple[str, ...], Entry]]:
    """Return the entries of each copy under what they are known by.

    What is known by nothing, or by what another entry of its copy is known by, is known by all that it says: it is
    never taken for another.
    """
    counts = [Counter((each.collection, *each.key) for each in copy) for copy in copies]
    doubtful = {key for count in counts for key, n in count.items() if n > 1 or not any(key[1:])}
    return [_keyed(copy, doubtful) for copy in copies]


def _keyed(copy: Sequence[Entry], doubtful: set[tuple[str, ...]]) -> dict[tuple[str, ...], Entry]:
    found: dict[tuple[str, ...], Entry] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    for each in copy:
        key: tuple[str, ...] = (each.collection, *each.key)
        if key in doubtful:
            key = (*key, each.says)
            seen[key] += 1
            key = (*key, str(seen[key]))
        found[key] = each
    return found
