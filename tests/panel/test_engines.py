"""One suite for both engines: the same panel, row by row, floats to 1e-9."""

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from detente.panel import Panel, dyad_years, leader_dyad_years, leader_years, state_days, state_years
from detente.panel.adders import ADDERS, Adder
from detente.panel.engine import open_engine
from detente.panel.events import read_dyad_months
from detente.panel.panels import query_of

AMONG = ("ALB", "YUG", "SUN", "GRC", "ITA")
TWELVE = """atop contiguity majors nmc gml-mids cow-wars igos capital-distance minimum-distance rivalries trade
archigos"""
PANELS: dict[str, Callable[[], Panel]] = {
    "twelve adders": lambda: dyad_years().between(1955, 1961).among(*AMONG).add(*TWELVE.split()),
    "other codes": lambda: dyad_years("gw").between(1955, 1961).among(*AMONG).add("atop", "ucdp-acd", "archigos"),
    "peace years": lambda: dyad_years().between(1930, 1961).among(*AMONG).add("gml-mids", "spells"),
    "relevant": lambda: dyad_years().between(1950, 1961).among(*AMONG).keep("politically-relevant"),
    "undirected": lambda: dyad_years().undirected().between(1950, 1961).among(*AMONG).add("un-agreement", "s-scores"),
    "carried": lambda: state_years().between(2008, 2025).add("gml-mids", "nmc").carry_forward("nmc"),
    "states": lambda: state_years("gw").between(1950, 1961).add("democracy", "gdp", "terrain", "fractionalization"),
    "leaders": lambda: leader_years().between(1950, 1955).add("lead", "lwuf", "nmc"),
    "leader dyads": lambda: leader_dyad_years().between(1953, 1954).among(*AMONG),
    "days": lambda: state_days().between(1944, 1944).among(*AMONG).add("majors"),
}


@pytest.fixture(scope="session")
def spark() -> str:
    pytest.importorskip("pyspark", reason="PySpark is an extra and is not installed")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java, which is not here")
    return "local[2]"


def _assert_same(expected: pa.Table, found: pa.Table, *, is_empty: bool = False) -> None:
    assert expected.column_names == found.column_names
    assert expected.num_rows == found.num_rows
    assert is_empty == (found.num_rows == 0)
    for name in expected.column_names:
        for ours, theirs in zip(expected[name].to_pylist(), found[name].to_pylist(), strict=True):
            assert _is_same(ours, theirs), (name, ours, theirs)


def _is_same(ours: Any, theirs: Any) -> bool:
    if ours != theirs and isinstance(ours, float) and isinstance(theirs, float):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours))
    return bool(ours == theirs)


LOOKED_UP: dict[str, Callable[[], Panel]] = PANELS | {
    "all states of some years": lambda: dyad_years().between(1990, 1992).add("archigos", "atop", "capital-distance"),
    "everything": lambda: dyad_years("gw").between(1944, 1990).among(*AMONG, "DEU", "GDR").add(*_fitting()),
    "carried dyads": lambda: dyad_years().between(2012, 2025).among(*AMONG).add("atop", "igos").carry_forward("atop"),
    "their names": lambda: dyad_years().among("ALB", "SUN").add("gml-mids", "cow-mids").named("peacesciencer"),
    "nobody": lambda: dyad_years().between(1700, 1800).add("atop", "nmc", "archigos"),
}


def _fitting() -> list[Adder]:
    return [a for a in ADDERS.values() if (a.dyads or a.states) and a.name not in ("cow-alliances", "spells")]


@pytest.mark.parametrize("name", LOOKED_UP)
def test_a_panel_that_is_looked_up_is_the_one_that_duckdb_joins(name: str, home: Path) -> None:
    panel = LOOKED_UP[name]()
    if not panel.request.is_looked_up:
        pytest.skip("this panel is always joined")
    joined = open_engine("duckdb").arrow(query_of(panel.request, is_compiled=True))
    found = panel.to_arrow()
    assert found.schema.equals(joined.schema)
    _assert_same(joined, found, is_empty=name == "nobody")


@pytest.mark.parametrize(
    "name", [name if name == "relevant" else pytest.param(name, marks=pytest.mark.slow) for name in PANELS]
)
def test_spark_gives_what_duckdb_gives(name: str, home: Path, spark: str) -> None:
    panel = PANELS[name]()
    _assert_same(panel.to_arrow(), panel.on(spark).to_arrow())


def _events(path: Path) -> Path:
    days = [datetime.date(1955, 1 + n % 12, 1 + n % 28) for n in range(5000)]
    columns = {
        "actor": [("ALB", "SUN", "YUG")[n % 3] for n in range(5000)],
        "target": [("USA", "GRC")[n % 2] for n in range(5000)],
        "date": days,
        "code": [("190", "042", "112")[n % 3] for n in range(5000)],
        "intensity": [n % 21 - 10.0 for n in range(5000)],
    }
    pq.write_table(pa.table(columns), path)
    return path


def test_events_are_drawn_together_by_dyad_and_month(tmp_path: Path) -> None:
    months = read_dyad_months(_events(tmp_path / "events.parquet"), ["19", "04"]).to_pylist()
    assert sum(row["n_events"] for row in months) == 5000
    first = months[0]
    assert (first["actor"], first["target"], first["month"]) == ("ALB", "GRC", datetime.date(1955, 4, 1))
    assert first["n_19"] == first["n_events"]
    assert first["n_04"] == 0


def test_events_are_drawn_together_on_spark_as_on_duckdb(tmp_path: Path, spark: str) -> None:
    path = _events(tmp_path / "events.parquet")
    _assert_same(read_dyad_months(path, ["19"]), read_dyad_months(path, ["19"], engine=spark))
