"""What panels hold: rows, columns, coverage, provenance. Figures are those of the published tables."""

import json
from pathlib import Path
from typing import Any

import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest

from detente.panel import (
    PanelError,
    atop,
    capital_distance,
    contiguity,
    dispute_years,
    dyad_years,
    gml_mids,
    icb_dyads,
    leader_days,
    leader_dyad_years,
    leader_years,
    nmc,
    panel,
    politically_relevant,
    rivalries,
    spells,
    state_days,
    state_years,
    trade,
)
from detente.panel.adders import ADDERS
from detente.panel.compile import fits
from detente.panel.datasets import DATASETS
from detente.panel.request import UNITS
from tests.panel.conftest import MIRROR


def _column(table: Any, name: str) -> list[Any]:
    values: list[Any] = table[name].to_pylist()
    return values


def test_the_directed_dyad_years_of_the_cow_system_are_2252760(home: Path) -> None:
    table = dyad_years("cow").to_arrow()
    assert table.num_rows == 2_252_760
    assert table.column_names == ["cow_a", "cow_b", "year"]


def test_sixty_dyad_years_whose_states_never_met_are_left_out(home: Path) -> None:
    states = state_years("cow").to_arrow().select(["cow", "year"])
    n_by_year: dict[int, int] = {}
    for year in _column(states, "year"):
        n_by_year[year] = n_by_year.get(year, 0) + 1
    assert sum(n * (n - 1) for n in n_by_year.values()) - 2_252_760 == 60
    false = {tuple(r.values()) for r in pq.read_table(MIRROR / "false_cow_dyads.parquet").drop(["in_ps"]).to_pylist()}
    made = dyad_years("cow").between(1945, 1945).to_arrow()
    assert false.isdisjoint(zip(*(_column(made, name) for name in made.column_names), strict=True))
    assert (211, 255, 1945) in false


def test_gleditsch_ward_dyads_are_those_of_the_peer(home: Path) -> None:
    theirs = pq.read_table(MIRROR / "gw_ddy.parquet", columns=["gwcode1", "gwcode2", "year"])
    ours = dyad_years("gw").between(1816, 2024).to_arrow()
    keys = ("gw_a", "gw_b", "year")
    made = set(zip(*(_column(ours, name) for name in keys), strict=True))
    assert set(zip(*(_column(theirs, name) for name in theirs.column_names), strict=True)) == made


def test_undirected_is_half_of_directed(home: Path) -> None:
    directed = dyad_years().between(1950, 1950)
    rows = directed.undirected().to_arrow()
    assert 2 * rows.num_rows == directed.to_arrow().num_rows
    assert all(a < b for a, b in zip(_column(rows, "cow_a"), _column(rows, "cow_b"), strict=True))


def test_absence_is_zero_inside_coverage_and_null_outside(home: Path) -> None:
    table = dyad_years().between(2005, 2020).among("ALB", "ITA").add(gml_mids, rivalries, atop).to_arrow()
    years = _column(table, "year")
    for name, last in (("is_gml_mid_ongoing", 2010), ("is_atop_defense", 2018), ("is_rivalry", 2020)):
        assert all((value is None) == (year > last) for year, value in zip(years, _column(table, name), strict=True))


def test_the_last_year_is_carried_forward_only_by_name(home: Path) -> None:
    panel = state_years().between(2020, 2025).among("ALB").add(nmc)
    assert _column(panel.to_arrow(), "cinc")[3:] == [None, None, None]
    carried = _column(panel.carry_forward(nmc).to_arrow(), "cinc")
    assert carried[2:] == [carried[2]] * 4
    dyads = dyad_years().between(2018, 2020).among("ALB", "ITA").add(atop)
    assert _column(dyads.carry_forward("atop").to_arrow(), "is_atop_defense") == [1] * 6
    assert dyads.carry_forward("atop").provenance()["carried_forward"] == ["atop"]


def test_the_peer_marks_dyads_after_2020_as_rivals_and_we_do_not(home: Path) -> None:
    table = dyad_years().between(2021, 2025).add(rivalries).to_arrow()
    assert table["is_rivalry"].null_count == table.num_rows


def test_austria_is_a_rival_under_the_code_of_its_time(home: Path) -> None:
    table = dyad_years().between(1816, 1937).among(300, 305, 255, 345).add(rivalries).to_arrow()
    rows = [row for row in table.to_pylist() if row["is_rivalry"]]
    assert (255, 300, 1866) in {(row["cow_a"], row["cow_b"], row["year"]) for row in rows}
    assert (305, 345, 1920) in {(row["cow_a"], row["cow_b"], row["year"]) for row in rows}


def test_atop_has_a_direction(home: Path) -> None:
    names = [column.name for column in DATASETS["atop"].columns]
    rows = dyad_years().add(atop).to_arrow().select(["cow_a", "cow_b", "year", *names]).to_pandas()
    both = rows.merge(rows, left_on=["cow_a", "cow_b", "year"], right_on=["cow_b", "cow_a", "year"])
    differs = (both[[f"{name}_x" for name in names]].to_numpy() != both[[f"{name}_y" for name in names]].to_numpy()) & (
        both[["is_atop_alliance_x"]].notna().to_numpy()
    )
    assert int(differs.any(axis=1).sum()) == 1216


def test_distance_is_on_a_sphere_from_the_years_first_capital(home: Path) -> None:
    table = dyad_years().between(1960, 1960).among("BRA", "ARG").add(capital_distance).to_arrow()
    assert _column(table, "capital_distance_km")[0] == pytest.approx(1969, abs=15)  # from Rio, not from Brasilia


def test_trade_is_read_from_the_side_that_one_stands_on(home: Path) -> None:
    table = dyad_years().between(1955, 1955).among("ALB", "SUN").add(trade).to_arrow()
    a, b = _column(table, "imports_a_usd_millions"), _column(table, "imports_b_usd_millions")
    assert a == b[::-1]


def test_peace_years_count_from_the_last_conflict(home: Path) -> None:
    table = dyad_years().between(1920, 1945).among("DEU", "POL").add(gml_mids, spells).to_arrow().to_pylist()
    last = None
    for row in (row for row in table if row["cow_a"] == 255):
        start = min(r["year"] for r in table)
        expected = row["year"] - (start if last is None else last + 1)
        assert row["peace_years_gml_mid"] == expected
        last = row["year"] if row["is_gml_mid_ongoing"] else last


def test_neighbours_and_dyads_of_a_major_power_are_politically_relevant(home: Path) -> None:
    panel = dyad_years().between(1955, 1955).among("ALB", "GRC", "SUN", "POL")
    table = panel.add(politically_relevant).to_arrow()
    relevant = {(r["cow_a"], r["cow_b"]) for r in table.to_pylist() if r["is_politically_relevant"]}
    assert (339, 350) in relevant
    assert (339, 365) in relevant
    assert (290, 339) not in relevant
    assert panel.keep("politically-relevant").to_arrow().num_rows == len(relevant)


def test_all_seven_rules_leave_the_disputes_that_the_owners_publish(home: Path) -> None:
    theirs = pq.read_table(MIRROR / "gml_mid_ddydisps.parquet", columns=["ccode1", "ccode2", "year", "dispnum"])
    ours = dispute_years().whittle().to_arrow().select(["cow_a", "cow_b", "year", "dispute"])
    assert {tuple(r.values()) for r in ours.to_pylist()} == {tuple(r.values()) for r in theirs.to_pylist()}


def test_disputes_are_rows_to_which_one_adds_and_of_which_rules_leave_some(home: Path) -> None:
    every = dispute_years().between(1946, 1961).add("nmc", "contiguity")
    table = every.to_arrow()
    disputes = pq.read_table(
        MIRROR / "gml_dirdisp.parquet", columns=["dispnum", "ccode1", "ccode2", "year"]
    ).to_pylist()
    theirs = [row for row in disputes if 1946 <= row["year"] <= 1961]
    assert table.num_rows == len(theirs)
    assert {"dispute", "is_onset", "cinc_a", "cinc_b", "contiguity"} <= set(table.column_names)
    assert every.undirected().to_arrow().num_rows * 2 == table.num_rows
    some, one = every.whittle("onsets").to_arrow(), every.whittle("onsets").whittle().to_arrow()
    assert table.num_rows > some.num_rows > one.num_rows
    keys = one.select(["cow_a", "cow_b", "year"]).to_pylist()
    assert len({tuple(key.values()) for key in keys}) == len(keys) == one.num_rows
    of_two = every.among("ALB", "YUG").named("peacesciencer").to_arrow()
    assert set(of_two["ccode1"].to_pylist()) == {339, 345}
    assert "dispnum" in of_two.column_names
    with pytest.raises(PanelError, match="dyad-years are not whittled"):
        dyad_years().whittle()
    with pytest.raises(PanelError, match="no rule is called `gravity`"):
        every.whittle("gravity")
    with pytest.raises(PanelError, match="disputes are of the cow system"):
        panel("dispute-years", "gw")


def test_leaders_meet_on_a_day(home: Path) -> None:
    ours = leader_dyad_years("cow").between(1953, 1954).to_arrow().select(["year", "leader_id_a", "leader_id_b"])
    theirs = pq.read_table(
        MIRROR / "cow_dir_leader_dyad_years.parquet",
        columns=["year", "obsid1", "obsid2"],
        filters=[("year", ">=", 1953), ("year", "<=", 1954)],
    )
    alone = {tuple(r.values()) for r in ours.to_pylist()} ^ {tuple(r.values()) for r in theirs.to_pylist()}
    assert all("LAO-1951" in row and row[0] == 1953 for row in alone)


def test_crises_of_a_dyad_say_whose_act_brought_them_on(home: Path) -> None:
    table = dyad_years().between(1948, 1957).among("YUG", "SUN", "HUN").add(icb_dyads).to_arrow()
    rows = {
        (r["cow_a"], r["cow_b"], r["year"]): (r["n_shared_crises"], r["is_crisis_triggered_by_b"])
        for r in table.to_pylist()
    }
    assert {key: row for key, row in rows.items() if any(row)} == {
        (310, 365, 1956): (1, 1),  # the Hungarian uprising: both are actors, the Soviet Union moved first on Hungary
        (365, 310, 1956): (1, 0),
        (345, 365, 1949): (0, 1),  # the Soviet bloc against Yugoslavia, of which only Yugoslavia is an actor
    }
    late = dyad_years().between(2017, 2018).among("YUG", "SUN").add(icb_dyads).to_arrow()
    assert _column(late, "n_shared_crises") == [0, None, 0, None]


def test_days_are_days_of_membership(home: Path) -> None:
    days = state_days().between(1944, 1944).among("ALB").to_arrow()
    assert days.num_rows == 45  # 17 November to 31 December
    assert leader_days().between(1953, 1953).among("USA").to_arrow().num_rows == 366  # two on 20 January
    assert leader_years().between(1953, 1953).among("USA").to_arrow().num_rows == 2


@pytest.mark.parametrize(
    ("unit", "system"), [(u, s) for u in UNITS for s in ("cow", "gw") if (u, s) != ("dispute-years", "gw")]
)
def test_whatever_can_be_added_to_a_unit_keeps_its_rows(unit: str, system: str, home: Path) -> None:
    begun = panel(unit, system).between(1950, 1952).among("ALB", "YUG", "SUN")  # type: ignore[arg-type]
    fitting = [a for a in ADDERS.values() if a.name != "cow-alliances" and fits(a, begun.request)]
    table = begun.add(*fitting).to_arrow()
    assert table.num_rows == begun.to_arrow().num_rows > 0
    assert len(set(table.column_names)) == len(table.column_names) > 20


def test_what_does_not_fit_a_unit_is_refused(home: Path) -> None:
    with pytest.raises(PanelError, match="`lead` cannot be added to dyad-years"):
        dyad_years().add("lead").to_arrow()
    for alone in (state_years(), leader_years(), state_days()):
        with pytest.raises(PanelError, match="`politically-relevant` cannot be added"):
            alone.keep("politically-relevant").to_arrow()
    with pytest.raises(PanelError, match="`spells` cannot be added to leader-years"):
        leader_years().add("gml-mids", "spells").to_arrow()
    with pytest.raises(PanelError) as refused:
        dyad_years().add("atopp")
    assert refused.value.help == "did you mean `atop`?"


def test_a_table_of_ones_own_is_added_by_its_keys(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("cow_a,cow_b,year,visits\n339,365,1949,2\n365,339,1949,1\n339,999,1949,7\n")
    panel = dyad_years().between(1948, 1949).among("ALB", "SUN").add(path)
    assert _column(panel.to_arrow(), "visits") == [None, 2, None, 1]
    assert panel.notes == (f"{path}: 999 is no state of the cow system",)
    path.write_text("cow_a,cow_b,year,visits\n339,365,1949,2\n339,365,1949,1\n")
    with pytest.raises(PanelError, match="two rows under one key"):
        dyad_years().add(path)


def test_a_panel_says_what_it_rests_on(home: Path, tmp_path: Path) -> None:
    panel = dyad_years().between(1955, 1955).among("ALB", "SUN").add(atop, contiguity)
    assert "@article{leeds2002atop," in panel.cite()
    assert panel.cite().count("@article{stinnett2002cow,") == 1
    panel.to_parquet(tmp_path / "out.parquet")
    kept = json.loads((tmp_path / "out.provenance.json").read_text())
    versions = {each["id"]: each["version"] for each in kept["data_sets"]}
    assert versions["atop"] == "5.1"
    assert all(len(each["sha256"]) == 64 for each in kept["data_sets"])
    panel.to_csv(tmp_path / "out.csv")
    assert pc.read_csv(tmp_path / "out.csv").num_rows == 2
    assert list(panel.to_pandas()["year"]) == [1955, 1955]


def test_an_unnamed_store_says_how_to_fill_it(empty_home: Path) -> None:
    with pytest.raises(PanelError) as refused:
        dyad_years().to_arrow()
    assert "detente data fetch cow-system" in refused.value.help


def test_a_place_that_cannot_be_written_is_said(home: Path, tmp_path: Path) -> None:
    panel = dyad_years().between(1955, 1955).among("ALB", "SUN")
    with pytest.raises(PanelError, match="cannot be written"):
        panel.write(tmp_path / "no" / "such" / "folder.parquet")
    with pytest.raises(PanelError, match=r"neither \.parquet nor \.csv"):
        panel.write(tmp_path / "table.xlsx")


def test_years_before_all_states_give_no_rows(home: Path) -> None:
    assert dyad_years().between(1700, 1800).add(atop, nmc).to_arrow().num_rows == 0
