"""What becomes of each entry of two copies: taken over, left, or listed because both changed it."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from detente.study.columns import Table, tables_of
from detente.study.imports.additions import begun, with_columns
from detente.study.merging.entries import SETTING, Entry, MergeError, entries_of, known_by, root_of
from detente.study.sheets import CsvSheet, Sheet, YamlSheet, sheet_of
from detente.study.write import added_all, added_lines, amended, rewritten

BOTH: Final = "changed in both"
APART: Final = "not the same"
"""Two entries that differ, where no common copy says who changed which."""
GONE_THERE: Final = "changed here, removed there"
GONE_HERE: Final = "removed here, changed there"
USED: Final = "removed there, named here"


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry, or another file, that was left as it stands here; ``fields`` holds where the copies differ."""

    name: str
    what: str
    file: str
    line: int = 0
    fields: Mapping[str, tuple[Any, Any, Any]] = field(default_factory=dict)
    """By field: in the common copy, here, there; None where there is nothing, or no common copy."""


@dataclass
class Joined:
    """What is taken over from the other copy, pairs of an entry here and there, and what is listed."""

    added: list[Entry] = field(default_factory=list)
    changed: list[tuple[Entry, Entry]] = field(default_factory=list)
    removed: list[Entry] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)


def join_entries(
    ours: Sequence[Entry], theirs: Sequence[Entry], base: Sequence[Entry] | None, taken: Collection[str]
) -> Joined:
    """Compare the entries of one file in two copies and in the one from which both come, where that is known.

    An entry that one copy alone changed is as there; one that both changed is listed, unless its name is ``taken``.
    Without a common copy, what is there alone was added there, and what is here alone here.
    """
    here, there, before = known_by(ours, theirs, base or ())
    joined = Joined()
    for key in dict.fromkeys((*there, *here, *before)):
        a, b, o = here.get(key), there.get(key), before.get(key)
        if _same(a, b) or (base is None and b is None) or (base is not None and _same(b, o)):
            continue
        known = a or b or o
        is_theirs = a is None if base is None else _same(a, o)
        if known is not None and not is_theirs and known.name not in taken:
            joined.listed.append(_listed(known, a, b, o, has_base=base is not None))
        elif a is None and b is not None:
            joined.added.append(b)
        elif a is not None and b is not None:
            joined.changed.append((a, b))
        elif a is not None:
            joined.removed.append(a)
    return joined


def _same(one: Entry | None, other: Entry | None) -> bool:
    return one is other or (one is not None and other is not None and one.fields == other.fields)


def _listed(known: Entry, a: Entry | None, b: Entry | None, o: Entry | None, *, has_base: bool) -> Listed:
    what = APART if not has_base else GONE_THERE if b is None else GONE_HERE if a is None else BOTH
    copies = [each.fields if each is not None else {} for each in (o, a, b)]
    names = dict.fromkeys(name for copy in copies for name in copy)
    fields = {name: (old, mine, other) for name in names for old, mine, other in [[c.get(name) for c in copies]]}
    apart = {name: values for name, values in fields.items() if values[1] != values[2]}
    return Listed(known.name, what, known.file, a.place.span.line if a is not None else 0, apart)


def keep_what_is_named(joined: Mapping[str, Joined], ours: Mapping[str, Sequence[Entry]], texts: Iterable[str]) -> None:
    """List, and do not remove, what was removed there but is named by an entry, or a text, that stays here."""
    while True:
        gone = {id(each) for own in joined.values() for each in own.removed}
        new = {id(mine): other for own in joined.values() for mine, other in own.changed}
        staying = [new.get(id(each), each) for own in ours.values() for each in own if id(each) not in gone]
        staying += [each for own in joined.values() for each in own.added]
        said = Counter(word for each in staying for word in _WORD.findall(each.says))
        said.update(word for text in texts for word in _WORD.findall(text))
        for own in joined.values():
            named = [
                each for each in own.removed if len(each.key) == 1 and all(said[w] for w in _WORD.findall(each.key[0]))
            ]
            for each in named:
                own.removed.remove(each)
                own.listed.append(Listed(each.name, USED, each.file, each.place.span.line))
            if named:
                break
        else:
            return


_WORD: Final = re.compile(r"[\w.-]*\w")


def joined_text(file: str, sheet: Sheet | None, ours: Sequence[Entry], joined: Joined) -> str:
    """Return the text of a file with what is taken over in it; ``sheet`` is None where there is no such file here.

    Raises
    ------
    MergeError
        When the text would not say what both copies said together.
    WriteError
        When the file is written in a way that entries cannot be added to.
    """
    gone = {id(each) for each in joined.removed}
    new = {id(mine): other for mine, other in joined.changed}
    expected = Counter((new.get(id(each), each).says, each.collection) for each in ours if id(each) not in gone)
    expected.update((each.says, each.collection) for each in joined.added)
    for keeps_lines in (True, False):
        text = _text(file, sheet, joined, keeps_lines=keeps_lines)
        if Counter((each.says, each.collection) for each in entries_of(sheet_of(file, text))) == expected:
            return text
    raise MergeError(f"{file} cannot be joined", "bring what the other copy has in it over by hand")


def _text(file: str, sheet: Sheet | None, joined: Joined, *, keeps_lines: bool) -> str:
    tables = {table.collection: table for table in tables_of(file)}
    if sheet is None or not sheet.text.strip():
        sheet = sheet_of(file, f"{tables_of(file)[0].header}\n") if file.endswith(".csv") else begun(tables_of(file)[0])
    if isinstance(sheet, CsvSheet):
        return _table_text(sheet, next(iter(tables.values())), joined)
    settings = {
        **{name: "" for each in joined.removed if each.collection == SETTING for name in each.values},
        **{
            n: v
            for b in (*joined.added, *(b for _, b in joined.changed))
            if b.collection == SETTING
            for n, v in b.values.items()
        },
    }
    listed = [(a, b) for a, b in joined.changed if a.collection != SETTING]
    if keeps_lines:
        sheet = _read(sheet, rewritten(sheet, [(a.place, b.lines) for a, b in listed], _places(joined.removed)))
    else:
        for a, b in sorted(listed, key=lambda pair: -pair[0].place.span.line):
            missing = {name: "" for name in a.values if name not in b.values}
            sheet = _read(sheet, amended(sheet, a.place, {**b.values, **missing}))
        sheet = _read(sheet, rewritten(sheet, [], _places(joined.removed)))
    for collection, table in tables.items():
        entries = [each for each in joined.added if each.collection == collection]
        if entries and isinstance(sheet, YamlSheet):
            lines = [each.lines for each in entries]
            values = [each.values for each in entries]
            text = added_lines(sheet, table, lines) if keeps_lines else added_all(sheet, table, values)
            sheet = _read(sheet, text)
    return amended(sheet, root_of(sheet), settings) if isinstance(sheet, YamlSheet) and settings else sheet.text


def _table_text(sheet: CsvSheet, table: Table, joined: Joined) -> str:
    taken = [each.values for each in (*joined.added, *(b for _, b in joined.changed))]
    names = dict.fromkeys(name for values in taken for name in values)
    sheet = with_columns(sheet, [name for name in names if name not in sheet.header])
    changes = []
    for a, b in joined.changed:
        apart = [name for name in {**a.fields, **b.fields} if a.fields.get(name) != b.fields.get(name)]
        changes.append((a.place, {name: b.values.get(name, "") for name in apart}))
    text = rewritten(sheet, changes, _places(joined.removed))
    grown = sheet_of(sheet.file, text)
    return added_all(grown, table, [each.values for each in joined.added]) if joined.added else text


def _places(entries: Iterable[Entry]) -> list[Any]:
    return [each.place for each in entries if each.collection != SETTING]


def _read(sheet: Sheet, text: str) -> Sheet:
    return sheet_of(sheet.file, text)


def said_by(value: Any) -> str:
    """Return a value of a field as one line."""
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
