"""One suite for both engines: the same panel, row by row, floats to 1e-9."""

import datetime
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.panel import Panel, dispute_years, dyad_years, leader_dyad_years, leader_years, state_days, state_years
from detente.panel.adders import ADDERS, Adder
from detente.panel.compile import fits
from detente.panel.declare import System
from detente.panel.errors import PanelError
from detente.panel.events import read_dyad_months
from detente.panel.spines import order_columns
from detente.panel.store import installed

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
    "disputes": lambda: dispute_years().between(1950, 1955).add("nmc").whittle("onsets", "fatality"),
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


LOOKED_UP: dict[str, Callable[[], Panel]] = {
    **{name: panel for name, panel in PANELS.items() if name not in ("leaders", "leader dyads", "disputes", "days")},
    "all states of some years": lambda: dyad_years().between(1990, 1992).add("archigos", "atop", "capital-distance"),
    "everything": lambda: dyad_years("gw").between(1944, 1990).among(*AMONG, "DEU", "GDR").add(*_fitting()),
    "carried dyads": lambda: dyad_years().between(2012, 2025).among(*AMONG).add("atop", "igos").carry_forward("atop"),
    "their names": lambda: dyad_years().among("ALB", "SUN").add("gml-mids", "cow-mids").named("peacesciencer"),
    "nobody": lambda: dyad_years().between(1700, 1800).add("atop", "nmc", "archigos"),
}


def _fitting() -> list[Adder]:
    return [a for a in ADDERS.values() if (a.dyads or a.states) and a.name != "cow-alliances"]


def test_peace_is_counted_by_ones_own_conflict_as_duckdb_counts_it(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "strike.csv"
    for yes, no in (("1", "0"), ("true", "false")):
        path.write_text(f"cow,year,strike_ongoing\n339,1950,{yes}\n339,1951,{no}\n339,1952,\n")
        panel = state_years().between(1949, 1954).among("ALB").add(path, "spells")
        found = panel.to_arrow()
        assert found["peace_years_strike"].to_pylist() == [None, 1, 0, None, None, None]
        assert found.equals(panel.on("duckdb").to_arrow())
    path.write_text("cow,year,strike_ongoing\n339,1950,yes please\n")
    with pytest.raises(PanelError, match="where 1 and 0 are needed"):
        state_years().add(path, "spells").to_arrow()


@pytest.mark.parametrize("engine", ["", "duckdb"])
def test_ones_own_table_may_hold_whatever_is_one_value(engine: str, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.parquet"
    keys = {"cow": [339], "year": pa.array([1950], pa.int32())}
    day = datetime.date(1950, 1, 2)
    kept = {
        **{"large": pa.array(["x"], pa.large_string()), "view": pa.array(["x"], pa.string_view())},
        **{"category": pa.array(["x"]).dictionary_encode(), "nothing": pa.nulls(1), "flag": pa.array([True])},
        **{"exact": pa.array([Decimal("1.50")])},
        **{"day": pa.array([day]), "moment": pa.array([0], pa.timestamp("us")), "small": pa.array([200], pa.uint8())},
    }
    pq.write_table(pa.table(keys | kept), path)
    panel = state_years().between(1949, 1950).among("ALB").add(path).on(engine)
    for out in (tmp_path / "out.parquet", tmp_path / "out.csv"):
        panel.write(out)
    found = pq.read_table(tmp_path / "out.parquet").to_pylist()[1]
    assert found["exact"] == Decimal("1.50")
    assert [found[name] for name in ("large", "view", "category", "nothing", "flag", "day", "small")] == [
        *("x", "x", "x", None, True, day, 200)
    ]
    pq.write_table(pa.table(keys | {"list": [[1, 2]]}), path)
    with pytest.raises(PanelError, match="`list` holds list"):
        state_years().add(path)


def test_a_column_that_would_stand_twice_is_refused(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("cow,year,state\n339,1950,x\n")
    for panel in (state_years().add(path), state_years().add(path).named("peacesciencer")):
        with pytest.raises(PanelError, match="a column `state` already"):
            panel.to_arrow()
    path.write_text("cow,year,cinc\n339,1950,x\n")
    with pytest.raises(PanelError, match="a column `cinc` already"):
        state_years().add("nmc", path).to_arrow()


def test_keys_are_found_under_names_that_the_peer_gives_twice(home: Path, tmp_path: Path) -> None:
    panel = dispute_years().between(1950, 1955).add("gml-mids").named("peacesciencer")
    names = panel.to_arrow().column_names
    assert "dispnum.x" in names
    path = tmp_path / "mine.csv"
    path.write_text("cow_a,cow_b,year,ccode1\n339,365,1950,7\n")
    panel = dyad_years().between(1949, 1950).among("ALB", "SUN").add(path).named("peacesciencer")
    panel.write(tmp_path / "out.parquet")
    assert panel.to_arrow().equals(panel.on("duckdb").to_arrow())


def test_a_panel_is_of_one_edition_whatever_is_installed_meanwhile(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(home, tmp_path / "home")
    monkeypatch.setenv("DETENTE_HOME", str(tmp_path / "home"))
    panel = dyad_years().add("majors")
    before, rests_on = panel.to_arrow(), panel.provenance()
    kept = installed("majors")
    assert kept is not None
    table = pq.read_table(kept.path)
    pq.write_table(table.slice(0, table.num_rows // 2), kept.path.with_name("other.parquet"))
    manifest = asdict(kept) | {"file": "other.parquet", "prepared_sha256": "0" * 64}
    kept.path.with_name("manifest.json").write_text(json.dumps(manifest))
    assert panel.to_arrow().equals(before)
    assert panel.provenance() == rests_on
    again = dyad_years().add("majors")
    assert not again.to_arrow().equals(before)
    assert again.provenance() != rests_on


@st.composite
def _panels(draw: st.DrawFn) -> Panel:
    """Panels of few states or few years, with whatever fits them added."""
    systems: tuple[System, ...] = ("cow", "gw")
    begin, system = draw(st.sampled_from([dyad_years, state_years])), draw(st.sampled_from(systems))
    first, length = draw(st.integers(1810, 2026)), draw(st.sampled_from([0, 3, 30, 215]))
    panel = begin(system).between(first, first + length)
    if length > 3 or draw(st.booleans()):
        panel = panel.among(*draw(st.sets(st.sampled_from([2, 200, 220, 255, 339, 345, 365, 710, 816]), min_size=1)))
    if begin is dyad_years and draw(st.booleans()):
        panel = panel.undirected()
    fitting = [a for a in ADDERS.values() if a.name != "cow-alliances" and fits(a, panel.request)]
    added = draw(st.lists(st.sampled_from(fitting), max_size=5, unique_by=lambda adder: adder.name))
    carried = [adder for adder in added if not adder.units and draw(st.booleans())]
    panel = panel.add(*added).carry_forward(*carried)
    return panel.keep("politically-relevant") if begin is dyad_years and draw(st.booleans()) else panel


@settings(max_examples=30, deadline=None)
@given(panel=_panels())
def test_any_panel_that_is_looked_up_is_the_one_that_duckdb_joins(panel: Panel, home: Path) -> None:
    joined, found = panel.on("duckdb").to_arrow(), panel.to_arrow()
    assert found.schema.equals(joined.schema)
    _assert_same(joined, found, is_empty=not found.num_rows)


def test_ones_own_table_is_looked_up_as_duckdb_joins_it(home: Path, tmp_path: Path) -> None:
    years, pairs, words = tmp_path / "years.csv", tmp_path / "pairs.csv", tmp_path / "words.csv"
    years.write_text(
        "year,ccode2,ccode1,x,day\n1950,339,365,1.5,1950-01-02\n1949,365,339,,\n1949,99999,365,3,\n,339,365,4,\n"
    )
    pairs.write_text("cow_a,cow_b,is_near\n339,345,true\n325,2000,false\n350,339,true\n")
    words.write_text('cow_a,cow_b,year,"of, ""them"""\n365,345,1955,Ja\n345,365,1955,""\n')
    panel = dyad_years().between(1948, 1955).among(*AMONG).add(years, pairs, words)
    found = panel.to_arrow()
    assert found.equals(panel.on("duckdb").to_arrow())
    assert [name for name in found.column_names if found[name].null_count < found.num_rows][3:] == [
        "x",
        "day",
        "is_near",
        'of, "them"',
    ]
    assert found["is_near"].drop_null().to_pylist() == [True] * 16
    years.write_text("year,ccode2,ccode1,x\n1950.5,339,365,1.5\n")
    with pytest.raises(PanelError, match="in `year` is what is no whole number"):
        dyad_years().add(years)


@pytest.mark.parametrize("name", LOOKED_UP)
def test_a_panel_that_is_looked_up_is_the_one_that_duckdb_joins(name: str, home: Path) -> None:
    panel = LOOKED_UP[name]()
    joined, found = panel.on("duckdb").to_arrow(), panel.to_arrow()
    assert found.schema.equals(joined.schema)
    _assert_same(joined, found, is_empty=name == "nobody")


@pytest.mark.parametrize(
    "name", [name if name == "relevant" else pytest.param(name, marks=pytest.mark.slow) for name in PANELS]
)
def test_spark_gives_what_duckdb_gives(name: str, home: Path, spark: str) -> None:
    panel = PANELS[name]()
    _assert_same(panel.on("duckdb").to_arrow(), panel.on(spark).to_arrow())


LONG: dict[str, Callable[[], Panel]] = {
    "all dyads, looked up a block at a time": lambda: dyad_years().add("atop", "nmc", "igos", "archigos"),
    "all states": lambda: state_years("gw").add("gdp"),
    "peace years, looked up": lambda: dyad_years().add("gml-mids", "cow-wars", "spells"),
    "leader dyads, joined": lambda: leader_dyad_years().between(1816, 1945),
    "days, joined": lambda: state_days().between(1816, 1845).add("majors"),
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_panel_is_in_order_with_no_row_twice(name: str, home: Path) -> None:
    panel = LONG[name]()
    keys = panel.to_arrow().select(order_columns(panel.request)).to_pandas()
    assert len(keys) > 10_000
    ahead = keys.sort_values(list(keys)).drop_duplicates()
    assert list(ahead.index) == list(range(len(keys)))


def test_blocks_laid_end_to_end_are_the_panel_that_duckdb_joins(home: Path) -> None:
    panel = LONG["all dyads, looked up a block at a time"]().add("gml-mids", "spells")
    batches = panel._rows().read_all().to_batches()
    assert len(batches) > 10
    assert max(batch.num_rows for batch in batches) < 130_000
    assert pa.Table.from_batches(batches).equals(panel.on("duckdb").to_arrow())


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


def test_events_of_another_shape_are_refused(tmp_path: Path) -> None:
    path = _events(tmp_path / "events.parquet")
    table = pq.read_table(path)
    pq.write_table(table.drop(["intensity"]), path)
    with pytest.raises(PanelError, match="has no column `intensity`"):
        read_dyad_months(path)
    pq.write_table(table.set_column(2, "date", table["date"].cast(pa.string())), path)
    with pytest.raises(PanelError, match="`date` is string, where date is needed"):
        read_dyad_months(path)
    path.write_text("no table")
    with pytest.raises(PanelError, match="cannot be read"):
        read_dyad_months(path)


def test_events_are_drawn_together_on_spark_as_on_duckdb(tmp_path: Path, spark: str) -> None:
    path = _events(tmp_path / "events.parquet")
    _assert_same(read_dyad_months(path, ["19"]), read_dyad_months(path, ["19"], engine=spark))
