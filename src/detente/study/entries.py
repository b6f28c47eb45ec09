"""The entries of a YAML file to records."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from detente.model.diagnostics import Span
from detente.model.records import NOTHING, HypothesisSet, Record, Rival
from detente.model.vocabulary import CREDIBILITIES, RELIABILITIES
from detente.study.columns import FORMAT, RIVAL, SETTINGS, Column, Kind, Table, tables_of
from detente.study.sheets import Node, YamlSheet
from detente.study.values import (
    MAX_CELL,
    Complaints,
    FaultError,
    default_of,
    did_you_mean,
    read_list,
    read_number,
    reader_of,
    short,
)

_ADMIRALTY: Final = frozenset(letter + figure for letter in RELIABILITIES for figure in CREDIBILITIES)


def read_settings(sheet: YamlSheet, complaints: Complaints) -> dict[str, Any]:
    """Return the single values of study.yaml under the names of `Study`'s fields."""
    root = sheet.root
    if root.kind != "map":
        complaints.add("SYN011", "study.yaml should hold keys and values", sheet.span(root.start, root.end))
        return {}
    lists = {table.key for table in tables_of("study.yaml")}
    known = {column.name: column for column in SETTINGS}
    settings: dict[str, Any] = {"span": sheet.span(root.start, root.start + 1)}
    _complain_of_keys(sheet, root, [*known, *lists], complaints)
    for key, node in root.pairs:
        column = known.get(key.text)
        if column is not None:
            value = _read_value(sheet, node, column, key.text, complaints)
            settings[column.name] = default_of(column.kind) if value is None else value
    for column in SETTINGS:
        if column.required and not settings.get(column.name):
            complaints.add("VAL001", f"`{column.name}` is missing", Span(sheet.file, 1, 1))
    version = settings.pop("format", None)
    if version is not None and version > FORMAT:
        message = f"this study is of format {version}; this Detente reads up to {FORMAT}"
        complaints.add("STU002", message, Span(sheet.file, 1, 1), help="install a newer Detente")
    return settings


def read_entries(sheet: YamlSheet, table: Table, complaints: Complaints) -> Iterator[Record]:
    """Yield the records of one list of a YAML file."""
    root = sheet.root
    if root.kind == "text" and not root.text:
        return
    entries = root.get(table.key) if root.kind == "map" else None
    if entries is None:
        if sheet.file != "study.yaml" and (root.kind != "map" or root.pairs):
            message = f"there is no list `{table.key}:` here"
            help = f"begin the file with `{table.key}:`"
            complaints.add("SYN011", message, sheet.span(root.start, root.start + 1), help=help)
        return
    if entries.kind != "list":
        if entries.kind != "text" or entries.text:
            complaints.add("SYN011", f"`{table.key}` should be a list", sheet.span(entries.start, entries.end))
        return
    for node in entries.items:
        if node.kind != "map":
            message = f"an entry of `{table.key}` should hold keys and values"
            complaints.add("SYN011", message, sheet.span(node.start, node.end))
            continue
        yield _read_entry(sheet, node, table.record, table.columns, complaints)


def _read_entry(
    sheet: YamlSheet, node: Node, make: type[Record], columns: Sequence[Column], complaints: Complaints
) -> Record:
    known = {column.name: column for column in columns}
    span = sheet.span(node.start, node.start + len(sheet.text[node.start : node.end].rstrip()))
    id_node = node.get("id")
    name = id_node.text if id_node else ""
    values: dict[str, Any] = {"id": "", "span": span}
    is_source = "speaker" in known and "archival" in known
    _complain_of_keys(sheet, node, [] if is_source else [*known, "rivals"], complaints)
    for key, value in node.pairs:
        column = known.get(key.text)
        if column is not None:
            read = _read_value(sheet, value, column, name, complaints)
            if read is not None:
                values[column.name] = read
    for column in columns:
        if column.required and not values.get(column.name):
            message = f"`{column.name}` is missing"
            complaints.add("VAL001", message, replace(span, last_line=span.line, last_column=span.column), about=name)
    if is_source:
        own = {column.name for column in columns} - {"id", "title", "type"}
        values["csl"] = {key.text: value.plain() for key, value in node.pairs if key.text not in own}
    else:
        extra = {key.text: value.text for key, value in node.pairs if key.text not in known and value.kind == "text"}
        values["extra"] = extra or NOTHING
    if make is HypothesisSet:
        rivals = node.get("rivals")
        values["rivals"] = tuple(
            _read_entry(sheet, item, Rival, RIVAL, complaints)
            for item in (rivals.items if rivals else ())
            if item.kind == "map"
        )
    return make(**values)


def _complain_of_keys(sheet: YamlSheet, node: Node, known: Iterable[str], complaints: Complaints) -> None:
    seen: set[str] = set()
    names = [*known]
    for key, _ in node.pairs:
        place = sheet.span(key.start, key.end)
        if key.text in seen:
            complaints.add("SYN010", f"the key `{short(key.text)}` stands here twice", place)
        seen.add(key.text)
        unused = [name for name in names if node.get(name) is None]
        if names and key.text not in names and (help := did_you_mean(key.text, unused)):
            complaints.suspect("STU004", f"`{short(key.text)}` is no key here", place, help)


def _read_value(sheet: YamlSheet, node: Node, column: Column, about: str, complaints: Complaints) -> Any:
    place = sheet.span(node.start, node.end)
    if column.kind is Kind.LIST:
        if node.kind == "list":
            return tuple(item.text.strip() for item in node.items if item.text.strip())
        return read_list(node.text)
    if column.kind is Kind.INTERVAL:
        return _read_interval(sheet, node, column.name, about, complaints)
    if column.kind is Kind.MAP:
        return {key.text: value.text for key, value in node.pairs}
    if node.kind != "text":
        complaints.add("SYN011", f"`{column.name}` should be a text", place, about=about)
        return None
    text = node.text.strip()
    reader = reader_of(column)
    if not text or text in ("~", "null") or reader is None:
        return text or None
    if len(text) > MAX_CELL:
        complaints.add("SYN006", f"a value of more than {MAX_CELL:,} characters", place, about=about)
        return None
    try:
        return reader(text)
    except FaultError as fault:
        complaints.add_fault(fault, place, about)
        return None


def _read_interval(
    sheet: YamlSheet, node: Node, name: str, about: str, complaints: Complaints
) -> tuple[Decimal, Decimal] | None:
    """Return a low and a high number, written as a list; one number alone is both."""
    place = sheet.span(node.start, node.end)
    texts = [item.text.strip() for item in (node.items if node.kind == "list" else [node])]
    if node.kind == "text" and texts[0] in ("", "~"):
        return None
    try:
        numbers = [read_number(text) for text in texts]
    except FaultError as fault:
        complaints.add_fault(fault, place, about)
        return None
    if len(numbers) not in (1, 2) or numbers[0] > numbers[-1]:
        message = f"`{name}` should be a low and a high number"
        complaints.add("VAL003", message, place, help="write `[low, high]`, the low one first", about=about)
        return None
    return numbers[0], numbers[-1]


def read_reliabilities(sheet: YamlSheet, complaints: Complaints) -> Mapping[str, tuple[Decimal, Decimal]]:
    """Return how much a study lets testimony of each Admiralty letter and figure weigh, where it says so itself."""
    node = sheet.root.get("reliability") if sheet.root.kind == "map" else None
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for key, value in node.pairs if node else ():
        place = sheet.span(key.start, key.end)
        if key.text not in _ADMIRALTY:
            help = "write a letter A to F and a figure 1 to 6, such as `B2`"
            complaints.add("VAL002", f"`{short(key.text)}` is no letter and figure", place, help=help)
        elif (interval := _read_interval(sheet, value, key.text, "", complaints)) is None:
            continue
        elif not 0 <= interval[0] <= interval[1] <= 1:
            complaints.add("VAL003", f"the reliability `{key.text}` does not lie between 0 and 1", place)
        else:
            found[key.text] = interval
    return found
