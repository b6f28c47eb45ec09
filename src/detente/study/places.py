"""Where a record's values stand in the files that it was read from."""

import re
from collections.abc import Mapping

from detente.model.diagnostics import Span
from detente.model.records import Record
from detente.study.sheets import CsvSheet, Node, Sheet, YamlSheet


class SheetPlaces:
    """Finds the values of a study's records in the sheets that they were read from."""

    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        self.sheets = sheets

    def place(self, record: Record, column: str, part: str = "") -> Span:
        """Return the place of a value, or of the first occurrence of ``part`` in it, else of the record."""
        sheet = self.sheets.get(record.span.file)
        found: Span | None = None
        if isinstance(sheet, CsvSheet):
            found = _place_in_row(sheet, record, column, part)
        elif isinstance(sheet, YamlSheet):
            found = _place_in_node(sheet, record, column, part)
        return found or record.span


def _place_in_row(sheet: CsvSheet, record: Record, column: str, part: str) -> Span | None:
    if column not in sheet.header:
        return None
    span = sheet.cell(record.span.line, record.span.last_line, sheet.header.index(column))
    if span is None or not part:
        return span
    start = sheet.line_starts[span.line - 1] + span.column - 1
    end = sheet.line_starts[span.last_line - 1] + span.last_column
    match = re.search(rf"(?<![\w.:-]){re.escape(part)}(?![\w.:-])", sheet.text[start:end])
    return sheet.span(start + match.start(), start + match.end()) if match else span


def _place_in_node(sheet: YamlSheet, record: Record, column: str, part: str) -> Span | None:
    node = node_at(sheet, record.span)
    value = node.get(column) if node else None
    if value is None:
        return None
    for item in value.items:
        if part and item.text == part:
            return sheet.span(item.start, item.end)
    return sheet.span(value.start, value.end)


def node_at(sheet: YamlSheet, span: Span) -> Node | None:
    """Return the mapping that begins where a record does."""
    offset = sheet.line_starts[span.line - 1] + max(span.column, 1) - 1

    def search(node: Node) -> Node | None:
        if node.kind == "map" and node.start == offset:
            return node
        for child in [*node.items, *(value for _, value in node.pairs)]:
            if child.start <= offset < max(child.end, child.start + 1):
                return search(child)
        return None

    return search(sheet.root)
