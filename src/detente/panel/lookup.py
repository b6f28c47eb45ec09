"""A small panel is looked up, not joined: the plan's own expressions, worked out over arrays in this process.

A query engine needs longer to plan twelve joins than to run them on forty rows. Prepared tables are sorted by one
integer key, so that a row is found by bisection. `Rows` and `Values` understand as much of Ibis as plans say, and
nothing of a data set is known here: coverage, keys and columns are those of `compile.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from detente.panel.compile import Plan, column_names, plan_of
from detente.panel.datasets import DATASETS
from detente.panel.declare import Dataset
from detente.panel.errors import PanelError
from detente.panel.keys import state_key
from detente.panel.request import Request
from detente.panel.store import require, table_name


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """A column. Nulls stay null, as in SQL.

    Attributes
    ----------
    data
        NumPy's numbers; words are an Arrow array, which is taken from and nothing else.
    known
        Where there is a value; None means everywhere.
    """

    data: Any
    known: Any = None
    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def of(cls, array: Any) -> "Values":
        """Return an Arrow array as a column, dates as days since 1970, without copying.

        The buffers are read as they are: Arrow's own conversions load pandas first, which takes longer than a panel.
        """
        if not pa.types.is_primitive(array.type):
            return cls(array)
        bits, numbers = array.buffers() if len(array) else (None, b"")
        kind = np.int32 if pa.types.is_date(array.type) else array.type.to_pandas_dtype()
        within = slice(array.offset, array.offset + len(array))
        bits = bits if array.null_count else None
        known = None if bits is None else np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")[within]
        return cls(np.frombuffer(numbers, kind)[within], known if known is None else known.astype(bool))

    @property
    def array(self) -> Any:
        """As an Arrow array."""
        if isinstance(self.data, pa.Array):
            return self.data
        bits = None if self.known is None else pa.py_buffer(np.packbits(self.known, bitorder="little"))
        numbers = pa.py_buffer(np.ascontiguousarray(self.data))
        return pa.Array.from_buffers(pa.from_numpy_dtype(self.data.dtype), len(self.data), [bits, numbers])

    def take(self, places: Any, is_there: Any = None) -> "Values":
        """The values at some places; null where there is none."""
        if isinstance(self.data, pa.Array):
            return Values(self.data.take(Values(places, is_there).array))
        return Values(self.data[places], _both(is_there, None if self.known is None else self.known[places]))

    def __eq__(self, other: Any) -> Any:
        """Whether it is a number; of two columns, the pair to join on."""
        return (self, other) if isinstance(other, Values) else self._with(np.equal, other)

    def __lt__(self, other: Any) -> "Values":
        return self._with(np.less, other)

    def __gt__(self, other: Any) -> "Values":
        return self._with(np.greater, other)

    def __and__(self, other: "Values") -> "Values":
        return (self._not() | other._not())._not()

    def __or__(self, other: "Values") -> "Values":
        true = self._is_true() | other._is_true()
        known = _both(self.known, other.known)
        return Values(true, None if known is None else known | true)

    def __add__(self, other: Any) -> "Values":
        return self._with(np.add, other)

    def __sub__(self, other: Any) -> "Values":
        return self._with(np.subtract, other)

    def __mul__(self, other: Any) -> "Values":
        return self._with(np.multiply, other)

    def __truediv__(self, other: Any) -> "Values":
        return self._with(np.divide, other)

    def __pow__(self, other: Any) -> "Values":
        return self._with(np.power, other)

    def between(self, first: int, last: int) -> "Values":
        """Whether it lies in a range, both ends included."""
        return Values((self.data >= first) & (self.data <= last), self.known)

    def notnull(self) -> "Values":
        """Whether it is known."""
        return Values(np.ones(len(self.data), bool) if self.known is None else self.known)

    def fill_null(self, value: Any) -> "Values":
        """What is null, replaced."""
        if self.known is None:
            return self
        return Values(np.where(self.known, self.data, np.asarray(value, self.data.dtype)))

    def ifelse(self, then: Any, otherwise: Any) -> "Values":
        """One where true, the other where false or null; None is null."""
        if otherwise is None:
            return Values(then.data, _both(then.known, self._is_true()))
        chosen, rest = (each if isinstance(each, Values) else Values(each) for each in (then, otherwise))
        is_true = self._is_true()
        whole = chosen.known is None and rest.known is None
        sides = (True if each.known is None else each.known for each in (chosen, rest))
        return Values(np.where(is_true, chosen.data, rest.data), None if whole else np.where(is_true, *sides))

    def cast(self, kind: str) -> "Values":
        """As another type."""
        return Values(self.data.astype(kind), self.known)

    def __getattr__(self, name: str) -> Callable[[], "Values"]:
        """`radians`, `sin`, `cos`, `asin`, `sqrt`: NumPy's."""
        act = getattr(np, {"asin": "arcsin"}.get(name, name))
        return lambda: Values(act(self.data), self.known)

    def _with(self, act: Any, other: Any) -> "Values":
        if isinstance(other, Values):
            return Values(act(self.data, other.data), _both(self.known, other.known))
        return Values(act(self.data, other), self.known)

    def _not(self) -> "Values":
        return Values(~self.data, self.known)

    def _is_true(self) -> Any:
        return self.data if self.known is None else self.data & self.known


def _both(known: Any, also: Any) -> Any:
    return known if also is None else also if known is None else known & also


@dataclass(frozen=True)
class Rows:
    """Named columns; what was joined is taken from its table only when it is read.

    Attributes
    ----------
    held
        A column's values, or a table's with the places to take and whether there is anything.
    """

    held: Mapping[str, Any]
    n_rows: int

    @classmethod
    def of(cls, columns: Mapping[str, Values]) -> "Rows":
        """Return the rows of some columns."""
        return cls(columns, len(next(iter(columns.values())).data))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(self.held)

    def __getitem__(self, name: str) -> Values:
        held = self.held[name]
        values: Values = held[0].take(*held[1:]) if isinstance(held, tuple) else held
        return values

    def rename(self, names: Mapping[str, str] | None = None, **more: str) -> "Rows":
        """The same under new names, given as new to old."""
        new = {theirs: ours for ours, theirs in {**(names or {}), **more}.items()}
        return Rows({new.get(name, name): held for name, held in self.held.items()}, self.n_rows)

    def select(self, *names: str, **more: Any) -> "Rows":
        """Some columns and new ones."""
        wanted = {name: self[name] for name in names}
        return Rows.of(wanted | {n: self[v] if isinstance(v, str) else v for n, v in more.items()})

    def mutate(self, **more: Values) -> "Rows":
        """All columns and new ones."""
        return Rows({**self.held, **more}, self.n_rows)

    def filter(self, kept: Values) -> "Rows":
        """The rows for which something is true."""
        places = np.flatnonzero(kept._is_true())
        return Rows({name: self[name].take(places) for name in self.held}, len(places))

    def left_join(self, right: "Rows", on: Any) -> "Rows":
        """Look each row up in a table sorted by its key, which is one column or a code and a year."""
        pairs = on if isinstance(on, list) else [on]
        wanted, found = (_key([pair[n] for pair in pairs]) for n in (0, 1))
        places = np.minimum(np.searchsorted(found, wanted), max(len(found) - 1, 0))
        is_there = found[places] == wanted if len(found) else np.zeros(len(wanted), bool)
        joined = {name: (held, places, is_there) for name, held in right.held.items()}
        return Rows({**self.held, **joined}, self.n_rows)


def _key(parts: Sequence[Values]) -> Any:
    """One integer a row; null is no key."""
    first, *rest = (part.fill_null(-1).data for part in parts)
    return state_key(first.astype("int64"), rest[0]) if rest else first


@dataclass
class Arrays:
    """The installed tables, held in memory once read; remembers which were asked for."""

    paths: dict[str, Path] = field(default_factory=dict)

    def __call__(self, id: str) -> Rows:
        """Return an installed data set, in the order of its key."""
        path = self.paths[table_name(id)] = require(id).path
        return _read(path, DATASETS[id].key)

    def of(self, dataset: Dataset, request: Request) -> Rows:
        """Return a data set; there is no need to narrow what is bisected."""
        return self(dataset.id)

    def stage(self, name: str, rows: Rows) -> Rows:
        """Return what was worked out."""
        return rows

    def spine(self, request: Request) -> Rows:
        """Return the rows of the panel, in order."""
        return dyad_years(request, self) if request.unit == "dyad-years" else self.state_years(request)

    def state_years(self, request: Request) -> Rows:
        """Return a row a state-year, in order, with the name of the year's last spell."""
        spells = _spells(request, self)
        row, year = _spread(spells["first"].data, spells["last"].data, request)
        key = _key([spells["code"].take(row), Values(year)])
        is_last = np.append(key[1:] != key[:-1], True) if len(key) else np.zeros(0, bool)
        columns = {name: spells[name].take(row[is_last]) for name in spells.columns}
        return Rows.of(columns | {"year": Values(year[is_last])})


def dyad_years(request: Request, tables: Arrays) -> Rows:
    """Return a row a dyad-year in which both were members on one day at least, in order."""
    spells = _spells(request, tables)
    code, first, last = (spells[name].data for name in ("code", "first", "last"))
    others = code[:, None] != code if request.is_directed else code[:, None] < code
    a, b = np.nonzero(others & (first[:, None] <= last) & (first <= last[:, None]))
    begin, end = np.maximum(first[a], first[b]), np.minimum(last[a], last[b])
    order = np.lexsort((begin, code[b], code[a]))
    row, year = _spread(begin[order], end[order], request)
    sides = (("_a", a[order][row]), ("_b", b[order][row]))
    names = [name for name in ("code", "is_microstate") if name in spells.columns]
    columns = {f"{name}{side}": spells[name].take(places) for name in names for side, places in sides}
    return Rows.of(columns | {"year": Values(year)})


def _spells(request: Request, tables: Arrays) -> Rows:
    """Spells of membership of the states asked for."""
    spells = tables(f"{request.system}-system")
    if not request.states:
        return spells
    return spells.filter(Values(np.isin(spells["code"].data, request.states)))


def _spread(first: Any, last: Any, request: Request) -> tuple[Any, Any]:
    """Spread spells over the years asked for that they touch: the spell's number and the year."""
    low = np.maximum(_year(first), request.years.first)
    n = np.maximum(np.minimum(_year(last), request.years.last) - low + 1, 0)
    row = np.repeat(np.arange(len(n)), n)
    within = np.arange(len(row)) - np.repeat(np.cumsum(n) - n, n)
    return row, (low[row] + within).astype("int16")


def _year(days: Any) -> Any:
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype("int64") + 1970


@lru_cache(maxsize=64)
def _read(path: Path, key: Sequence[str]) -> Rows:
    """Read a prepared table. What has no key can be looked up under none.

    Raises
    ------
    PanelError
        If its keys are not in order, which preparing them saw to.
    """
    table = pq.ParquetFile(path).read()
    keys = [name for name in ("key", "code", "year") if name in key]
    rows = Rows.of({name: Values.of(table[name].combine_chunks()) for name in table.column_names})
    for name in keys:
        rows = rows if rows[name].known is None else rows.filter(rows[name].notnull())
    if keys and key != ("code", "first") and (np.diff(_key([rows[name] for name in keys])) <= 0).any():
        raise PanelError(f"{path} is not sorted by {', '.join(keys)}", "`detente data fetch --again` prepares it anew")
    return rows


def look_up(request: Request) -> tuple[Any, Mapping[str, Path]]:
    """Return a small panel as an Arrow table, in order, and the installed tables that it was read from."""
    tables = Arrays()
    plan: Plan = plan_of(request, tables)
    made = plan.stages[-1][1]
    made = pa.table({name: made[name].array for name in made.columns})
    if request.names == "peacesciencer":
        made = made.rename_columns([peer for _, peer in column_names(plan)])
    return made, tables.paths
