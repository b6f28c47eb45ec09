"""Forms for the entries of a study's files, made from the one table of columns; and what a form sends, as values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from detente.argument.words import JUDGEMENT_DB, db
from detente.model.records import Record
from detente.model.states import organisations, states
from detente.model.study import Study
from detente.report.entries import UNEDITED
from detente.study.columns import TABLES, Column, Kind, Table
from detente.study.export import text_of
from detente.study.write import Value

EDITABLE: Final[Mapping[str, Table]] = {table.collection: table for table in TABLES if table.collection not in UNEDITED}
"""The tables that have forms; sets of rivals are written in `hypotheses.yaml`."""
COLLECTIONS: Final = frozenset(table.collection for table in TABLES)
LONG: Final = frozenset(
    ("summary", "gist", "quote", "translation", "note", "text", "answer", "reason", "says", "definition", "memo")
)
EVIDENCE: Final = "passages events claims figures searches results"
"""What an assessment may weigh; suggested with its kind before it, as `event:` and an id."""
KINDS: Final = {"searches": "absence"}
MOST: Final = 20
"""Suggestions for one field."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column as a form shows it: its value as the file has it, and how it is entered.

    ``entry`` is `line`, `lines`, `choice`, `tick` or `pairs`; ``suggests`` the records whose ids may stand there;
    ``options`` are what a choice offers: the value, and what it is called.
    """

    column: Column
    value: str
    entry: str
    suggests: str
    options: Sequence[tuple[str, str]] = ()

    @property
    def help(self) -> str:
        """What the column means, and how a list or a date is written."""
        how = {Kind.LIST: "; apart by `;`", Kind.DATE: "; as 1949, 1949-04, 1949-04-10, 1949-04?, 1949/1951"}
        return self.column.meaning + how.get(self.column.kind, "")


def fields_of(study: Study, table: Table, record: Record | None, given: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the fields of a record's form, or of a new one's with some values given."""
    shown = {column.name: _shown(column, record, given) for column in table.columns}
    return tuple(_field(study, table, column, shown) for column in table.columns)


def _field(study: Study, table: Table, column: Column, shown: Mapping[str, str]) -> Field:
    entry, value = "lines" if column.name in LONG else "line", shown[column.name]
    suggests, options = " ".join(column.refers_to), [*_options(study, table, column, shown.get("set", ""))]
    if options:
        entry = "choice"
        options += [] if not value or value in dict(options) else [(value, value)]
    elif column.kind is Kind.FLAG:
        entry = "tick"
    elif column.kind is Kind.MAP:
        entry = "pairs"
    elif table.collection == "assessments" and column.name in ("evidence", "given"):
        suggests = EVIDENCE
    return Field(column, value, entry, suggests, options)


def _options(study: Study, table: Table, column: Column, set_: str) -> Iterator[tuple[str, str]]:
    """Yield what a closed list offers: its words; for an assessment the sets of rivals, and the rivals of its set."""
    if table.collection == "assessments" and column.name == "set":
        yield from ((group.id, group.question or group.id) for group in study.hypotheses)
    elif table.collection == "assessments" and column.name in ("rival", "against"):
        asked = [group for group in study.hypotheses if group.id == set_] or study.hypotheses
        for group in asked:
            head = f"{group.id}: " if len(asked) > 1 else ""
            yield from ((rival.id, f"{head}{rival.label or rival.id}") for rival in group.rivals)
    elif table.collection == "assessments" and column.name == "judgement":
        yield from judgements()
    else:
        yield from ((word, word) for word in column.words)


def _shown(column: Column, record: Record | None, given: Mapping[str, str]) -> str:
    if column.name in given:
        return given[column.name]
    value = getattr(record, column.name, None) if record is not None else None
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {text_of(part)}" for key, part in value.items())
    return text_of(value)


def judgements() -> Iterator[tuple[str, str]]:
    """Yield the words in which evidence is judged, each with the decibels that it stands for."""
    yield from ((word, f"{word} ({db(interval)})") for word, interval in JUDGEMENT_DB.items())


def changed(table: Table, record: Record | None, sent: Mapping[str, str]) -> dict[str, Value]:
    """Return the values that a form changes, as they go into the file."""
    found: dict[str, Value] = {}
    for column in table.columns:
        if column.name not in sent and column.kind is not Kind.FLAG:
            continue
        new = cleaned(column, sent.get(column.name, ""))
        if new != cleaned(column, _shown(column, record, {})):
            found[column.name] = _value(column, new)
    return found


def cleaned(column: Column, text: str) -> str:
    """Return what was typed into a column as it is compared and kept: without needless space."""
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
    marks = ";+" if kinds == EVIDENCE else ";"
    last = typed[max(typed.rfind(mark) for mark in marks) + 1 :].lstrip()
    head, wanted = typed[: len(typed) - len(last)], last.rstrip().casefold()
    n = 0
    for id, label in _named(study, kinds.split(), with_kind=kinds == EVIDENCE):
        if wanted in id.casefold() or wanted in label.casefold():
            yield head + id, label
            n += 1
            if n == MOST:
                return


def _named(study: Study, kinds: Iterable[str], *, with_kind: bool) -> Iterator[tuple[str, str]]:
    for kind in kinds:
        if kind == "states":
            own = [*study.dyad, *study.context]
            others: Sequence[str] = [*states(), *organisations()]
            for code in dict.fromkeys((*own, *others)):
                known = states().get(code) or organisations().get(code)
                yield code, getattr(known, "name", "")
        elif kind in COLLECTIONS:
            for record in getattr(study, kind):
                if record.id:
                    head = f"{KINDS.get(kind, kind.rstrip('s'))}:" if with_kind else ""
                    yield head + record.id, label_of(record)


def label_of(record: Record) -> str:
    """Return in a few words what a record is."""
    for name in ("label", "title", "name", "summary", "text", "says", "gist", "indicator", "question", "sought"):
        if value := getattr(record, name, ""):
            return str(value)
    return ""


def find_record(study: Study, collection: str, key: str) -> Record | None:
    """Return the record of a key: its id, or `@` and its line where rows have no id of their own.

    A figure that a data set fills has none: one row stands for all its years, and is written by hand.
    """
    records: Sequence[Record] = [each for each in getattr(study, collection) if not getattr(each, "data", "")]
    if key.startswith("@"):
        return next((record for record in records if str(record.span.line) == key[1:]), None)
    return next((record for record in records if record.id == key), None)


def key_of(record: Record) -> str:
    """Return the key of a record."""
    return record.id or f"@{record.span.line}"
