"""Panels of dyads and states in years are looked up, not joined: the plan's expressions, worked out over arrays.

Prepared tables are sorted by one integer key, so that a row is found by bisection, and rows that come in order find
what they need near where the last one did. Long panels are worked out a block of rows at a time, on every core, and
handed on in order: a block's arrays stay in the processor's cache, and memory does not grow with the panel. Nothing of
a data set is known here: coverage, keys and columns are those of `compile.py`.
"""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from detente.panel.arrays import PART, Rows, Values, key_of
from detente.panel.compile import Plan, column_names, key_names, plan_of
from detente.panel.datasets import DATASETS
from detente.panel.declare import Dataset
from detente.panel.engine import BATCH
from detente.panel.errors import PanelError
from detente.panel.request import OwnTable, Request
from detente.panel.store import Installed, require


@dataclass
class Arrays:
    """The installed tables, held in memory once read, and the rows to be worked out.

    Attributes
    ----------
    found
        The data sets that were asked for, each in one edition, whatever is installed meanwhile.
    block
        Rows of the panel that are worked out together.
    """

    found: dict[str, tuple[Installed, Rows]] = field(default_factory=dict)
    block: Rows = field(default_factory=lambda: Rows({}, 0))

    def __call__(self, id: str) -> Rows:
        """Return an installed data set, in the order of its key."""
        if id not in self.found:
            installed = require(id)
            self.found[id] = installed, _read(installed.path, DATASETS[id].key)
        return self.found[id][1]

    def of(self, dataset: Dataset, request: Request) -> Rows:
        """Return a data set; there is no need to narrow what is bisected."""
        return self(dataset.id)

    def stage(self, name: str, rows: Rows) -> Rows:
        """Return what was worked out."""
        return rows

    def spine(self, request: Request) -> Rows:
        """Return the rows that are worked out together."""
        return self.block

    def blocks(self, request: Request) -> Iterator[Rows]:
        """Yield the rows of the panel, in order, a block at a time; of an empty panel, an empty block."""
        if request.unit == "dyad-years":
            yield from dyad_years(request, self)
        else:
            yield self.state_years(request)

    def own(self, extra: OwnTable) -> Rows:
        """Return a table that the user brought, in the order of its key."""
        return _read_own(extra.path, tuple(theirs for _, theirs in extra.keys))

    def year_before(self, rows: Rows, column: str, unit: Sequence[str]) -> Values:
        """Return the last year before each row's in which its unit's column was 1; without one, that before its first.

        Parameters
        ----------
        unit
            The columns whose years go together; rows are in their order.
        """
        key, year, n = key_of([rows[name] for name in unit]), rows["year"].data, np.arange(rows.n_rows)
        begins = np.maximum.accumulate(np.where(np.append(True, key[1:] != key[:-1])[: len(n)], n, 0))
        latest = np.maximum.accumulate(np.where((rows[column] == 1).is_true, n, -1))
        before = np.append(-1, latest)[: len(n)]
        return Values(np.where(before < begins, year[begins] - 1, year[before]))

    def state_years(self, request: Request) -> Rows:
        """Return a row a state-year, in order, with the name of the year's last spell."""
        spells = _spells(request, self)
        row, year = _spread(spells["first"].data, spells["last"].data, request)
        key = key_of([spells["code"].take(row), Values(year)])
        is_last = np.append(key[1:] != key[:-1], True) if len(key) else np.zeros(0, bool)
        columns = {name: spells[name].take(row[is_last]) for name in spells.columns}
        return Rows.of(columns | {"year": Values(year[is_last])})


def dyad_years(request: Request, tables: Arrays) -> Iterator[Rows]:
    """Yield rows, one a dyad-year in which both were members on one day at least, in order; a pair is in one block."""
    spells = _spells(request, tables)
    code, first, last = (spells[name].data for name in ("code", "first", "last"))
    others = code[:, None] != code if request.is_directed else code[:, None] < code
    a, b = np.nonzero(others & (first[:, None] <= last) & (first <= last[:, None]))
    begin, end = np.maximum(first[a], first[b]), np.minimum(last[a], last[b])
    order = np.lexsort((begin, code[b], code[a]))
    a, b, begin, end = (each[order] for each in (a, b, begin, end))
    names = [name for name in ("code", "is_microstate") if name in spells.columns]
    for part in _parts(code[a], code[b], _n_years(begin, end, request)):
        row, year = _spread(begin[part], end[part], request)
        sides = (("_a", a[part][row]), ("_b", b[part][row]))
        columns = {f"{name}{side}": spells[name].take(places) for name in names for side, places in sides}
        yield Rows.of(columns | {"year": Values(year)})


def _parts(a: Any, b: Any, n: Any) -> list[slice]:
    """Cut spells of pairs into blocks of about so many years as one can hold, between pairs."""
    before = np.cumsum(n) - n
    starts = np.flatnonzero(np.append(True, (a[1:] != a[:-1]) | (b[1:] != b[:-1]))) if len(n) else np.zeros(0, int)
    cuts = starts[1:][np.diff(before[starts] // BATCH) > 0]
    return [slice(*ends) for ends in zip([0, *cuts], [*cuts, len(n)], strict=True)]


def _spells(request: Request, tables: Arrays) -> Rows:
    """Spells of membership of the states asked for."""
    spells = tables(f"{request.system}-system")
    if not request.states:
        return spells
    return spells.filter(Values(np.isin(spells["code"].data, request.states)))


def _n_years(first: Any, last: Any, request: Request) -> Any:
    """The number of years asked for that each spell touches."""
    low, high = np.maximum(_year(first), request.years.first), np.minimum(_year(last), request.years.last)
    return np.maximum(high - low + 1, 0)


def _spread(first: Any, last: Any, request: Request) -> tuple[Any, Any]:
    """Spread spells over the years asked for that they touch: the spell's number and the year."""
    n = _n_years(first, last, request)
    row = np.repeat(np.arange(len(n)), n)
    within = np.arange(len(row)) - np.repeat(np.cumsum(n) - n, n)
    return row, (np.maximum(_year(first), request.years.first)[row] + within).astype("int16")


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
    if keys and key != ("code", "first") and (np.diff(key_of([rows[name] for name in keys])) <= 0).any():
        raise PanelError(f"{path} is not sorted by {', '.join(keys)}", "`detente data fetch --again` prepares it anew")
    return rows


@lru_cache(maxsize=16)
def _read_own(path: Path, keys: Sequence[str]) -> Rows:
    table = pq.read_table(path)
    held = {name: _own_values(table[name].combine_chunks()) for name in table.column_names}
    within = (held[name].between(0, PART - 1).is_true for name in keys)
    places = np.flatnonzero(np.logical_and.reduce(list(within)))
    places = places[np.argsort(key_of([held[name].take(places) for name in keys]))]
    return Rows.of({name: values.take(places) for name, values in held.items()})


def _own_values(array: Any) -> Values:
    """Return numbers and flags as such; of all else only places are taken."""
    kinds = (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean)
    return Values.of(array) if any(is_kind(array.type) for is_kind in kinds) else Values(array)


@dataclass(frozen=True)
class Found:
    """A panel that is looked up.

    Attributes
    ----------
    first
        Its first rows, worked out.
    request
        What was asked for.
    tables
        What it is read from, the same for all its rows.
    keys
        The columns by which its rows are in order, as they are named.
    """

    first: Any
    request: Request
    tables: Arrays
    keys: Sequence[str]

    @property
    def installed(self) -> Sequence[Installed]:
        """The data sets on which it rests."""
        return [self.tables.found[id][0] for id in DATASETS if id in self.tables.found]

    def read(self) -> Any:
        """Return all rows, in order, as an Arrow reader."""
        rest = _side_by_side(self._block, islice(self.tables.blocks(self.request), 1, None))
        return pa.RecordBatchReader.from_batches(self.first.schema, chain([self.first], rest))

    def _block(self, block: Rows) -> Any:
        return _work_out(self.request, replace(self.tables, block=block))[0]


def look_up(request: Request) -> Found:
    """Look a panel's first rows up; the others when they are read."""
    tables = Arrays()
    tables.block = next(tables.blocks(request))
    first, plan = _work_out(request, tables)
    return Found(first, request, tables, key_names(plan))


def _work_out(request: Request, tables: Arrays) -> tuple[Any, Plan]:
    """Return a block of the panel as Arrow's, and the plan by which it was made."""
    plan = plan_of(request, tables)
    made = plan.stages[-1][1]
    names = made.columns if request.names == "detente" else [peer for _, peer in column_names(plan)]
    return pa.record_batch([made[name].array for name in made.columns], names=names), plan


def _side_by_side(act: Any, blocks: Iterator[Rows]) -> Iterator[Any]:
    """Yield what is made of each block, in order; while one is read the next are made, one a core, at most eight."""
    n = min(os.cpu_count() or 1, 8)
    with ThreadPoolExecutor(n) as pool:
        waiting = deque(pool.submit(act, block) for block in islice(blocks, n))
        while waiting:
            made = waiting.popleft().result()
            waiting.extend(pool.submit(act, block) for block in islice(blocks, 1))
            yield made
