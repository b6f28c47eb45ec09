"""What R's peacesciencer 1.2.9 returns on the same tables, row by row; each difference is named, with its reason.

docs/explanation/panel-differences.md tells the reasons at length.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from detente.panel import Panel, dyad_years, leader_years, state_years
from tests.panel.conftest import GOLDEN

KEYS = ("obsid", "ccode", "ccode1", "ccode2", "gwcode", "gwcode1", "gwcode2", "year")
AMONG = (2, 710, 740, *range(200, 396))


def _dyads(*adders: str) -> Panel:
    return dyad_years("cow").between(1944, 1965).among(*AMONG).add(*adders)


PANELS: dict[str, Callable[[], Panel]] = {
    "dy": _dyads,
    "dy_archigos": lambda: _dyads("archigos"),
    "dy_atop": lambda: _dyads("atop"),
    "dy_capdist": lambda: _dyads("capital-distance"),
    "dy_contig": lambda: _dyads("contiguity"),
    "dy_cowmids": lambda: _dyads("cow-mids"),
    "dy_cowwars": lambda: _dyads("cow-wars"),
    "dy_gml": lambda: _dyads("gml-mids"),
    "dy_gw": lambda: dyad_years("gw").between(1944, 1965).among(*AMONG),
    "dy_igos": lambda: _dyads("igos"),
    "dy_majors": lambda: _dyads("majors"),
    "dy_nmc": lambda: _dyads("nmc"),
    "dy_rival": lambda: _dyads("rivalries"),
    "dy_trade": lambda: _dyads("trade"),
    "ly": lambda: leader_years("cow"),
    "sy": lambda: state_years("cow"),
    "sy_gml": lambda: state_years("cow").add("gml-mids"),
    "sy_ucdp": lambda: state_years("gw").add("ucdp-acd", "ucdp-onsets"),
}

#: Where we differ on purpose: columns and years in which the peer's 0 is our null, because the data do not reach there.
ZERO_THERE_NULL_HERE: dict[str, Callable[[str, int], bool]] = {
    "sy_gml": lambda column, year: column.startswith("gml") and year > 2010,
    "sy_ucdp": lambda column, year: column.startswith("sum") and not 1946 <= year <= 2017,
}
#: Rows that only we have.
OURS_ALONE = {"ly": {("LAO-1951", 812, 1953)}}


def _rows(table: pa.Table, keys: list[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    rows = table.to_pylist()
    made = {tuple(row[key] for key in keys): row for row in rows}
    assert len(made) == len(rows), "a key stands twice"
    return made


def _golden(name: str) -> pa.Table:
    from pyarrow import csv

    path = GOLDEN / f"{name}.csv.gz"
    if not path.is_file():
        pytest.skip(f"the peer's results are not on this machine ({path})")
    options = csv.ConvertOptions(strings_can_be_null=True, null_values=[""], quoted_strings_can_be_null=False)
    return csv.read_csv(path, convert_options=options)


def _is_same(theirs: Any, ours: Any) -> bool:
    if theirs is None or ours is None or isinstance(theirs, str):
        return bool(theirs == ours)
    if isinstance(ours, int):
        return bool(theirs == ours)
    return bool(abs(theirs - ours) <= 1e-9 * max(1.0, abs(theirs)))


@pytest.mark.parametrize("name", PANELS)
def test_every_row_and_column_is_the_peers_but_for_what_is_named(name: str, home: Path) -> None:
    theirs = _golden(name)
    keys = [key for key in KEYS if key in theirs.column_names]
    ours = PANELS[name]().named("peacesciencer").to_arrow()
    assert set(theirs.column_names) == set(ours.column_names)
    expected, found = _rows(theirs, keys), _rows(ours, keys)
    assert set(found) - set(expected) == OURS_ALONE.get(name, set())
    assert set(expected) <= set(found)
    is_named = ZERO_THERE_NULL_HERE.get(name)
    for key, row in expected.items():
        for column, value in row.items():
            got = found[key][column]
            if is_named and is_named(column, row["year"]):
                assert (value, got) == (0, None), (key, column)
            else:
                assert _is_same(value, got), (key, column, value, got)


@pytest.mark.parametrize("name", ["dy", "dy_atop", "dy_gw", "sy", "dy_archigos"])
def test_rows_come_in_the_peers_order(name: str, home: Path) -> None:
    theirs = _golden(name)
    keys = [key for key in KEYS if key in theirs.column_names]
    ours = PANELS[name]().named("peacesciencer").to_arrow()
    assert theirs.select(keys).to_pylist() == ours.select(keys).to_pylist()
