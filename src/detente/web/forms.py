"""Forms for the entries of a study's files, made from the one table of columns; and what a form sends, as values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from detente.model.records import Record
from detente.model.states import organisations, states
from detente.model.study import Study
from detente.report.entries import UNEDITED
from detente.study.columns import TABLES, Column, Kind, Table
from detente.study.export import text_of
from detente.study.write import Value

EDITABLE: Final[Mapping[str, Table]] = {table.collection: table for table in TABLES if table.collection not in UNEDITED}
"""The tables that have forms; sets of rivals are written in `hypotheses.yaml`."""
LONG: Final = frozenset(
    ("summary", "gist", "quote", "translation", "note", "text", "answer", "reason", "says", "definition", "memo")
)
MOST: Final = 20
"""Suggestions for one field."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column as a form shows it: its value as the file has it, and how it is entered.

    ``entry`` is `line`, `lines`, `choice`, `tick` or `pairs`; ``suggests`` the records whose ids may stand there.
    """

    column: Column
    value: str
    entry: str
    suggests: str

    @property
    def help(self) -> str:
        """What the column means, and how a list or a date is written."""
        how = {Kind.LIST: "; apart by `;`", Kind.DATE: " (EDTF: 1949, 1949-04, 1949-04-10, 1949-04?, 1949/1951)"}
        return self.column.meaning + how.get(self.column.kind, "")


def fields_of(table: Table, record: Record | None, given: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the fields of a record's form, or of a new one's with some values given."""
    return tuple(_field(column, _shown(column, record, given)) for column in table.columns)


def _field(column: Column, value: str) -> Field:
    entry = "lines" if column.name in LONG else "line"
    if column.kind is Kind.WORD:
        entry = "choice"
    elif column.kind is Kind.FLAG:
        entry = "tick"
    elif column.kind is Kind.MAP:
        entry = "pairs"
    return Field(column, value, entry, " ".join(column.refers_to))


def _shown(column: Column, record: Record | None, given: Mapping[str, str]) -> str:
    if column.name in given:
        return given[column.name]
    value = getattr(record, column.name, None) if record is not None else None
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {text_of(part)}" for key, part in value.items())
    return text_of(value)


def changed(table: Table, record: Record | None, sent: Mapping[str, str]) -> dict[str, Value]:
    """Return the values that a form changes, as they go into the file."""
    found: dict[str, Value] = {}
    for column in table.columns:
        if column.name not in sent and column.kind is not Kind.FLAG:
            continue
        new = _clean(column, sent.get(column.name, ""))
        if new != _clean(column, _shown(column, record, {})):
            found[column.name] = _value(column, new)
    return found


def _clean(column: Column, text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if column.kind is Kind.LIST:
        return ";".join(part for each in lines.split(";") if (part := each.strip()))
    return lines if column.kind in (Kind.TEXT, Kind.MAP) else " ".join(lines.split())


def _value(column: Column, text: str) -> Value:
    if column.kind is Kind.LIST:
        return [part for part in text.split(";") if part]
    if column.kind is Kind.MAP:
        pairs = (line.partition(":") for line in text.splitlines() if line.strip())
        return {key.strip(): value.strip() for key, _, value in pairs}
    return text


def suggestions(study: Study, kinds: str, typed: str) -> Iterator[tuple[str, str]]:
    """Yield ids that may stand in a column, and what they are called: those that hold the words typed."""
    *before, last = typed.split(";")
    wanted = last.strip().casefold()
    head = "".join(f"{part.strip()}; " for part in before)
    n = 0
    for id, label in _named(study, kinds.split()):
        if wanted in id.casefold() or wanted in label.casefold():
            yield head + id, label
            n += 1
            if n == MOST:
                return


def _named(study: Study, kinds: Iterable[str]) -> Iterator[tuple[str, str]]:
    for kind in kinds:
        if kind == "states":
            own = [*study.dyad, *study.context]
            others: Sequence[str] = [*states(), *organisations()]
            for code in dict.fromkeys((*own, *others)):
                known = states().get(code) or organisations().get(code)
                yield code, getattr(known, "name", "")
        else:
            for record in getattr(study, kind, ()):
                if record.id:
                    yield record.id, label_of(record)


def label_of(record: Record) -> str:
    """Return in a few words what a record is."""
    for name in ("label", "title", "name", "summary", "text", "says", "gist", "indicator", "question", "sought"):
        if value := getattr(record, name, ""):
            return str(value)
    return ""


def find_record(study: Study, collection: str, key: str) -> Record | None:
    """Return the record of a key: its id, or `@` and its line where rows have no id of their own."""
    records: Sequence[Record] = getattr(study, collection)
    if key.startswith("@"):
        return next((record for record in records if str(record.span.line) == key[1:]), None)
    return next((record for record in records if record.id == key), None)


def key_of(record: Record) -> str:
    """Return the key of a record."""
    return record.id or f"@{record.span.line}"
