"""A small panel is looked up, not joined: the plan's own expressions, worked out over arrays in this process.

A query engine needs longer to plan twelve joins than to run them on forty rows. Prepared tables are sorted by one
integer key, so that a row is found by bisection. Nothing of a data set is known here: coverage, keys and columns are
those of `compile.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from detente.panel.arrays import Rows, Values, key_of
from detente.panel.compile import Plan, column_names, plan_of
from detente.panel.datasets import DATASETS
from detente.panel.declare import Dataset
from detente.panel.errors import PanelError
from detente.panel.request import Request
from detente.panel.store import require, table_name


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
        key = key_of([spells["code"].take(row), Values(year)])
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
    if keys and key != ("code", "first") and (np.diff(key_of([rows[name] for name in keys])) <= 0).any():
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
