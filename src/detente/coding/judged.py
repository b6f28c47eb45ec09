"""What several coders judged: columns that were coded again, and codes that were given to passages or not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from detente.coding.alpha import Level
from detente.model.records import Coding, Recoding, Record
from detente.model.study import Study
from detente.model.vocabulary import NONE, RECODED

#: The coder of a record's own value, until it was changed when the coders talked.
FIRST: Final = "first"
_ORDINAL: Final = ("weight", "credibility", "reliability")
_UNJUDGED: Final = ("6", "F")
"""Admiralty's "cannot be judged", which lies on no scale."""
_EMPTY_IS_SAID: Final = ("action", "behaviour")
"""Columns that are left empty to say something: an internal event, no such behaviour."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that was judged: each coder's value and memo, and how it was settled; empty while it is open."""

    about: str
    values: Mapping[str, str]
    memos: Mapping[str, str] = field(default_factory=dict)
    settled: str = ""

    @property
    def is_agreed(self) -> bool:
        """Whether all of its coders say the same."""
        return len(set(self.values.values())) < 2


@dataclass(frozen=True, slots=True)
class Judged:
    """One column or code, and the cases that two coders or more judged.

    ``scale`` holds the values in order; values outside it, such as "cannot be judged", are missing from coefficients
    and shown among the disagreements.
    """

    name: str
    level: Level
    scale: tuple[str, ...]
    cases: tuple[Case, ...]

    @property
    def coders(self) -> tuple[str, ...]:
        """Everybody who judged one of them, in order."""
        return tuple(sorted({coder for case in self.cases for coder in case.values}))


def recoded_columns(study: Study) -> Iterator[Judged]:
    """Yield the columns that were coded again, each record's own value being the first coder's."""
    for column, (collection, words) in RECODED.items():
        records = {record.id: record for record in getattr(study, collection)}
        rows: dict[str, list[Recoding]] = {}
        for row in study.recodings:
            if row.column == column and row.record in records:
                rows.setdefault(row.record, []).append(row)
        if rows:
            cases = tuple(_recoded(records[name], column, found) for name, found in rows.items())
            is_ordinal = column in _ORDINAL
            scale = tuple(word for word in words if word not in _UNJUDGED) if is_ordinal else (*words, NONE)
            level = Level.ORDINAL if is_ordinal else Level.NOMINAL
            yield Judged(column, level, scale, tuple(case for case in cases if len(case.values) > 1))


def _recoded(record: Record, column: str, rows: Sequence[Recoding]) -> Case:
    own = getattr(record, column) or (NONE if column in _EMPTY_IS_SAID else "")
    own = next((row.first for row in rows if row.first), own)
    values = {row.coder: row.value for row in rows}
    memos = {row.coder: row.memo for row in rows if row.memo}
    settled = next((row.settled for row in rows if row.settled), "")
    return Case(record.id, ({FIRST: own} if own else {}) | values, memos, settled)


def given_codes(study: Study) -> Iterator[Judged]:
    """Yield the codes that were given, over the passages that two coders read.

    A coder has read a passage if he has a row on it. A code is given with those above it in the codebook.
    """
    above = line_of_codes(study)
    rows: dict[str, dict[str, list[Coding]]] = {}
    for row in study.codings:
        rows.setdefault(row.passage, {}).setdefault(row.coder, []).append(row)
    read = {passage: by for passage, by in rows.items() if len(by) > 1}
    given = {code for by in read.values() for found in by.values() for row in found for code in above.get(row.code, ())}
    for code in study.codes:
        if code.id in given:
            cases = tuple(_given(passage, code.id, by, above) for passage, by in read.items())
            yield Judged(code.id, Level.NOMINAL, ("yes", "no"), cases)


def _given(passage: str, code: str, by: Mapping[str, Sequence[Coding]], above: Mapping[str, tuple[str, ...]]) -> Case:
    of = {coder: [row for row in rows if code in above.get(row.code, ())] for coder, rows in by.items()}
    memos = {coder: "; ".join(row.memo for row in rows if row.memo) for coder, rows in of.items()}
    settled = next((row.settled for rows in of.values() for row in rows if row.settled), "")
    values = {coder: "yes" if rows else "no" for coder, rows in of.items()}
    return Case(passage, values, {coder: memo for coder, memo in memos.items() if memo}, settled)


def line_of_codes(study: Study) -> Mapping[str, tuple[str, ...]]:
    """Return each code with itself and those above it."""
    parents = {code.id: code.parent for code in study.codes}
    lines: dict[str, tuple[str, ...]] = {}
    for code in study.codes:
        line, above = [code.id], code.parent
        while above and above not in line:
            line.append(above)
            above = parents.get(above, "")
        lines[code.id] = tuple(line)
    return lines
