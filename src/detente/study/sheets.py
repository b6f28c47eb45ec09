"""The files of a study as text with places: where each cell and each YAML value stands.

Reading keeps line numbers only; columns are worked out when somebody asks, from the text itself.
"""

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

import yaml

from detente.model.diagnostics import Span

BOM: Final = "\ufeff"
MAX_DEPTH: Final = 40
MAX_NODES: Final = 2_000_000
_NEWLINE: Final = re.compile(r"\r\n|\r|\n")
_DELIMITERS: Final = (",", ";", "\t")


class SheetError(Exception):
    """A file that cannot be read as what it should be: a code, a fact, an action and a place."""

    def __init__(self, code: str, message: str, span: Span, help: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.span, self.help = code, message, span, help


@dataclass(frozen=True, eq=False)
class Sheet:
    """A file's text, without its byte order mark, and the offsets at which its lines begin."""

    file: str
    text: str
    has_bom: bool = False

    @cached_property
    def line_starts(self) -> Sequence[int]:
        """The offset of the first character of each line."""
        return [0, *(match.end() for match in _NEWLINE.finditer(self.text))]

    @cached_property
    def newline(self) -> str:
        r"""The file's own line ending; `\\n` for a file without any."""
        match = _NEWLINE.search(self.text)
        return match.group() if match else "\n"

    def line(self, number: int) -> str:
        """Return one line without its ending; empty beyond the end."""
        if not 1 <= number <= len(self.line_starts):
            return ""
        start = self.line_starts[number - 1]
        match = _NEWLINE.search(self.text, start)
        return self.text[start : match.start() if match else len(self.text)]

    def offsets(self, first_line: int, last_line: int) -> tuple[int, int]:
        """Return where the lines begin and end, line endings included."""
        starts = self.line_starts
        return starts[first_line - 1], starts[last_line] if last_line < len(starts) else len(self.text)

    def span(self, start: int, end: int) -> Span:
        """Return the place of the text from one offset to another, end excluded; never empty."""
        line, column = self._place(start)
        last_line, last_column = self._place(max(start, end - 1))
        return Span(self.file, line, last_line, column, last_column)

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


class Row(NamedTuple):
    """A row of a CSV file: its cells and the lines on which it stands."""

    cells: list[str]
    first_line: int
    last_line: int


@dataclass(frozen=True, eq=False)
class CsvSheet(Sheet):
    """A table apart by commas, semicolons or tabs, as its first line shows.

    Lines that begin with `#` are comments, and lines without any value are none.
    """

    delimiter: str = ","
    header: tuple[str, ...] = ()
    header_lines: int = 0
    _rows: tuple[Row, ...] = field(default=(), repr=False)

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)
        last = 0
        for cells in reader:
            first, last = last + 1, reader.line_num
            if last > self.header_lines and cells and not cells[0].startswith("#") and any(cells):
                yield Row(cells, first, last)

    def cells(self, first_line: int, last_line: int) -> list[tuple[int, int]]:
        """Return the offsets of each cell of the row on those lines, quotes included."""
        start, end = self.offsets(first_line, last_line)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return list(_cell_offsets(self.text, start, end, self.delimiter))

    def cell(self, first_line: int, last_line: int, index: int) -> Span | None:
        """Return the place of a cell's content, quotes left out; None where the row is too short."""
        cells = self.cells(first_line, last_line)
        if index >= len(cells):
            return None
        start, end = cells[index]
        if end - start >= 2 and self.text[start] == self.text[end - 1] == '"':
            start, end = start + 1, end - 1
        return self.span(start, end)


def read_csv_sheet(file: str, text: str, *, has_bom: bool = False) -> CsvSheet:
    """Find a table's delimiter and header. An empty file has no header.

    Raises
    ------
    SheetError
        SYN008 when a quoted cell is never closed, SYN006 when the file defeats the reader.
    """
    csv.field_size_limit(max(len(text), 131072))
    header: list[str] = []
    lines = 0
    delimiter = ","
    for match in re.finditer(r"[^\r\n]+", text):
        if not match.group().startswith("#") and match.group().strip():
            delimiter = max(_DELIMITERS, key=match.group().count)
            reader = csv.reader(io.StringIO(text[match.start() :], newline=""), delimiter=delimiter)
            header = next(reader, [])
            before = len(_NEWLINE.findall(text[: match.start()]))
            lines = before + reader.line_num
            break
    sheet = CsvSheet(file, text, has_bom, delimiter, tuple(name.strip() for name in header), lines)
    _refuse_open_quote(sheet)
    return sheet


def _refuse_open_quote(sheet: CsvSheet) -> None:
    if sheet.text.count('"') % 2 == 0:
        return
    first, last = 1, 1
    reader = csv.reader(io.StringIO(sheet.text, newline=""), delimiter=sheet.delimiter)
    for _ in reader:
        first, last = last, reader.line_num + 1
    start, end = sheet.offsets(first, len(sheet.line_starts))
    for cell_start, cell_end in _cell_offsets(sheet.text, start, end, sheet.delimiter):
        body = sheet.text[cell_start:cell_end]
        if body.startswith('"') and (len(body) == 1 or body.count('"') % 2):
            message = "a quotation mark is opened here and never closed"
            help = 'close it, or write `""` for a quotation mark within a quoted cell'
            raise SheetError("SYN008", message, sheet.span(cell_start, cell_start + 1), help)


def _cell_offsets(text: str, start: int, end: int, delimiter: str) -> Iterator[tuple[int, int]]:
    position = start
    while True:
        cell = position
        if position < end and text[position] == '"':
            position += 1
            while position < end:
                if text[position] == '"':
                    if text.startswith('""', position) and position + 1 < end:
                        position += 1
                    else:
                        break
                position += 1
        stop = text.find(delimiter, position, end)
        if stop < 0:
            yield cell, end
            return
        yield cell, stop
        position = stop + 1


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value with the offsets of its text: a `str`, a list of nodes, or a list of pairs of nodes."""

    kind: str
    value: Any
    start: int
    end: int

    @property
    def pairs(self) -> Sequence[tuple["Node", "Node"]]:
        """Keys and values of a mapping; empty for anything else."""
        return self.value if self.kind == "map" else ()

    @property
    def items(self) -> Sequence["Node"]:
        """The items of a list; empty for anything else."""
        return self.value if self.kind == "list" else ()

    @property
    def text(self) -> str:
        """The text of a scalar; empty for anything else."""
        return self.value if self.kind == "text" else ""

    def get(self, name: str) -> "Node | None":
        """Return the value under a key."""
        for key, value in self.pairs:
            if key.text == name:
                return value
        return None

    def plain(self) -> Any:
        """Return texts, lists and dictionaries. Scalars stay the text that was written: `no` is not false."""
        if self.kind == "list":
            return [item.plain() for item in self.items]
        if self.kind == "map":
            return {key.text: value.plain() for key, value in self.pairs}
        return self.value


@dataclass(frozen=True, eq=False)
class YamlSheet(Sheet):
    """A YAML file as a tree of nodes."""

    root: Node = Node("map", [], 0, 0)


def read_yaml_sheet(file: str, text: str, *, has_bom: bool = False) -> YamlSheet:
    """Compose the nodes of one YAML document, by events, so that no nesting can exhaust the stack.

    Raises
    ------
    SheetError
        SYN003 when it is not YAML; SYN009 when it uses anchors, more than one document, or nests beyond bounds.
    """
    sheet = Sheet(file, text, has_bom)
    roots: list[Node] = []
    try:
        _compose(sheet, text, roots)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = sheet.span(min(mark.index, len(text)), mark.index + 1) if mark else Span(file)
        raise SheetError("SYN003", f"not YAML: {error.problem or error.context}", place) from None
    except yaml.YAMLError as error:
        raise SheetError("SYN003", f"not YAML: {str(error).splitlines()[0]}", Span(file)) from None
    return YamlSheet(file, text, has_bom, roots[0] if roots else Node("map", [], 0, len(text)))


def sheet_of(file: str, text: str) -> CsvSheet | YamlSheet:
    """Read a study's table or YAML file, by the ending of its name; the text may begin with a byte order mark.

    Raises
    ------
    SheetError
        When it cannot be read as what it should be.
    """
    read = read_yaml_sheet if file.endswith(".yaml") else read_csv_sheet
    return read(file, text.removeprefix(BOM), has_bom=text.startswith(BOM))


def _compose(sheet: Sheet, text: str, roots: list[Node]) -> None:
    open_nodes: list[tuple[str, int, list[Node], bool]] = []
    n_nodes = 0

    def add(node: Node) -> None:
        (open_nodes[-1][2] if open_nodes else roots).append(node)

    def refuse(event: yaml.Event, fact: str, help: str) -> SheetError:
        return SheetError("SYN009", fact, sheet.span(*_offsets(event)), help)

    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        start, end = _offsets(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise refuse(event, "anchors and aliases are not used in a study", "write the value out")
        if isinstance(event, yaml.DocumentStartEvent) and roots:
            raise refuse(event, "a second YAML document begins here", "keep one document in a file")
        if isinstance(event, yaml.ScalarEvent):
            add(Node("text", event.value, start, end))
            n_nodes += 1
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            kind = "list" if isinstance(event, yaml.SequenceStartEvent) else "map"
            open_nodes.append((kind, start, [], bool(event.flow_style)))
            if len(open_nodes) > MAX_DEPTH:
                raise refuse(event, f"values are nested more than {MAX_DEPTH} deep", "flatten them")
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            kind, start, children, is_flow = open_nodes.pop()
            value: Any = children if kind == "list" else list(zip(children[::2], children[1::2], strict=True))
            if not is_flow:  # else libyaml counts what follows, up to the next word
                end = children[-1].end if children else start
            add(Node(kind, value, start, min(end, len(text))))
            n_nodes += 1
        if n_nodes > MAX_NODES:
            raise refuse(event, f"more than {MAX_NODES:,} values in one file", "split the study")


def _offsets(event: yaml.Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    return start.index if start else 0, end.index if end else 0
