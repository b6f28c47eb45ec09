"""The tables of states and organisations, against the published lists and against what a historian would write."""

import csv
import re
from collections import defaultdict
from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.states import (
    COVERAGE,
    cow_code,
    find_mentions,
    gw_code,
    is_member,
    members_on,
    organisation,
    organisations,
    resolve,
    state,
    states,
    status_note,
)

QUANT = Path(__file__).parents[2].parent / "shared" / "data" / "quant"
Spell = tuple[int, int, int]


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def published(name: str) -> list[dict[str, Any]]:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow reads the published lists")
    if not (QUANT / name).exists():
        pytest.skip(f"{name} is not in {QUANT}")
    rows: list[dict[str, Any]] = parquet.read_table(QUANT / name).to_pylist()
    return rows


def tabled(system: str) -> set[Spell]:
    """The spells of a system by number; those that the table parts between two states are joined again."""
    by_number = defaultdict(list)
    for s in states().values():
        for m in s.memberships:
            if m.system == system:
                by_number[m.number].append((m.first, m.last))
    joined: set[Spell] = set()
    for number, spells in by_number.items():
        first, last = min(spells)
        for start, end in sorted(spells)[1:]:
            if start != last + 1:
                joined.add((number, first, last))
                first = start
            last = end
        joined.add((number, first, last))
    return joined


def test_cow_spells_are_those_of_the_published_list() -> None:
    rows = published("cow_states.parquet")
    spells = {
        (
            row["ccode"],
            date(row["styear"], row["stmonth"], row["stday"]).toordinal(),
            date(row["endyear"], row["endmonth"], row["endday"]).toordinal(),
        )
        for row in rows
    }
    assert tabled("cow") == spells
    letters = {(m.number, m.letters) for s in states().values() for m in s.memberships if m.system == "cow"}
    assert letters == {(row["ccode"], row["stateabb"]) for row in rows}


def test_gleditsch_ward_spells_are_those_of_the_published_list() -> None:
    rows = published("gw_states.parquet")
    assert tabled("gw") == {(row["gwcode"], day(row["startdate"]), day(row["enddate"])) for row in rows}


def test_a_state_has_no_two_spells_at_once_in_one_system() -> None:
    for s in states().values():
        for system in COVERAGE:
            spells = sorted((m.first, m.last) for m in s.memberships if m.system == system)
            assert all(before[1] < after[0] for before, after in pairwise(spells)), s.code


def test_every_code_is_three_capitals_and_unique_among_states_and_organisations() -> None:
    text = files("detente.model").joinpath("states.csv").read_text(encoding="utf-8")
    codes = [row["code"] for row in csv.DictReader(x for x in text.splitlines() if not x.startswith("#"))]
    assert len(codes) == len(set(codes)) == len(states())
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)
    assert not set(codes) & set(organisations())


def test_a_code_is_the_iso_code_where_there_is_one() -> None:
    assert {s.code for s in states().values() if s.alpha3 not in {"", s.code}} == set()


def test_iso_numbers_and_wikidata_items_belong_to_one_state_each() -> None:
    for values in ([s.numeric for s in states().values()], [s.wikidata for s in states().values()]):
        known = [value for value in values if value]
        assert len(known) == len(set(known))
    assert all(re.fullmatch(r"(Q[1-9]\d*)?", s.wikidata) for s in states().values())


def test_every_successor_exists_and_names_its_predecessor() -> None:
    for s in states().values():
        for successor in s.successors:
            assert s.code in state(successor).predecessors
    assert state("RUS").predecessors == ("SUN",)


@pytest.mark.parametrize("table", ["states.csv", "organisations.csv"])
def test_every_item_of_the_tables_keeps_the_grammar(table: str) -> None:
    text = files("detente.model").joinpath(table).read_text(encoding="utf-8")
    days = r"(\d{4}-\d\d-\d\d)?/(\d{4}-\d\d-\d\d)?"
    item = re.compile(rf"([a-z]{{2}}(-Latn)?:)?[^@:;~|]+~?(@{days})?")
    for row in csv.DictReader(x for x in text.splitlines() if not x.startswith("#")):
        for column in {"names", "adjectives", "capitals", "metonyms"} & set(row):
            for written in filter(None, row[column].split(";")):
                assert item.fullmatch(written), (row["code"], written)
                assert written == written.strip()


def test_every_name_ends_after_it_begins() -> None:
    for s in states().values():
        assert all(first <= last for name in s.names for first, last in name.spans), s.code


@pytest.mark.parametrize(
    ("text", "on", "code"),
    [
        ("ALB", None, "ALB"),
        ("alb", None, "ALB"),
        ("339", None, "ALB"),
        ("Albania", None, "ALB"),
        ("Shqipëria", None, "ALB"),
        ("SHQIPERIA", None, "ALB"),
        ("Shqipe\u0308ria", None, "ALB"),
        ("Αλβανία", None, "ALB"),
        ("Tirana", None, "ALB"),
        ("Soviet Union", None, "SUN"),
        ("the Soviets", None, "SUN"),
        ("  U.S.S.R. ", None, "SUN"),
        ("СССР", None, "SUN"),
        ("苏联", None, "SUN"),
        ("Bashkimi Sovjetik", None, "SUN"),
        ("Russia", None, "RUS"),
        ("Russia", "1914-08-01", "RUS"),
        ("Russia", "1950-01-01", "SUN"),
        ("Kremlin", "1950-01-01", "SUN"),
        ("Kremlin", "1999-01-01", "RUS"),
        ("Moscow", "1922-12-29", "RUS"),
        ("365", "1950-01-01", "SUN"),
        ("345", "1900-01-01", "SRB"),
        ("345", "1948-06-28", "YUG"),
        ("Belgrade", "1948-06-28", "YUG"),
        ("Germany", "1946-01-01", "DEU"),
        ("Germany", "1850-01-01", "PRU"),
        ("255", "1850-01-01", "PRU"),
        ("260", None, "DEU"),
        ("GFR", None, "DEU"),
        ("Republic of China", "1930-01-01", "CHN"),
        ("Republic of China", "1955-01-01", "TWN"),
        ("Turkey", "1912-01-01", "OTT"),
        ("Sublime Porte", None, "OTT"),
        ("Ballhausplatz", "1914-07-01", "AUH"),
        ("Ballhausplatz", "1955-05-15", "AUT"),
        ("Wilhelmstrasse", "1938-01-01", "DEU"),
        ("Quai d\u2019Orsay", None, "FRA"),
        ("Whitehall", None, "GBR"),
        ("Foggy Bottom", None, "USA"),
        ("Zhongnanhai", "1960-01-01", "CHN"),
    ],
)
def test_what_a_historian_writes_is_read_on_its_day(text: str, on: str | None, code: str) -> None:
    assert resolve(text, day(on) if on else None).code == code


def test_russia_in_1950_is_the_soviet_union_and_says_so() -> None:
    note = resolve("Russia", day("1950-01-01")).note
    assert note == "`Russia` on 1950-01-01 is SUN (Soviet Union), at other times RUS (Russia)"


def test_germany_in_1960_is_two_states_and_neither_is_chosen() -> None:
    r = resolve("Germany", day("1960-01-01"))
    assert (r.code, r.candidates) == (None, ("DDR", "DEU"))
    assert r.note == "`Germany` on 1960-01-01 may be DDR (East Germany) or DEU (Germany)"


@pytest.mark.parametrize(("text", "on"), [("Korea", "1960-01-01"), ("Vietnam", "1960-01-01"), ("Yemen", "1975-01-01")])
def test_a_divided_country_is_ambiguous(text: str, on: str) -> None:
    assert len(resolve(text, day(on)).candidates) == 2


def test_cow_letters_that_are_another_states_code_are_pointed_out() -> None:
    r = resolve("AUS")
    assert (r.code, "AUT (Austria)" in r.note) == ("AUS", True)


def test_a_name_out_of_its_time_is_read_with_a_note() -> None:
    r = resolve("Yugoslavia", day("2010-01-01"))
    assert r.code == "YUG"
    assert r.note == "`Yugoslavia` is YUG (Yugoslavia) 1918-12-01 to 2003-02-03, not on 2010-01-01"


def test_an_unknown_name_is_met_with_what_is_close() -> None:
    r = resolve("Yugoslvia")
    assert (r.code, r.candidates, r.note) == (None, (), "no state is called `Yugoslvia`")
    assert r.suggestions[0] == "Yugoslavia"


@pytest.mark.parametrize("text", ["", " ", ".", "the ", "\0", "\ud800", "[a-z]+", "(", "../x", "ﷺ" * 60, "A" * 10**6])
def test_a_hostile_string_is_only_unknown(text: str) -> None:
    assert resolve(text).code is None
    assert find_mentions(text) == []


@given(st.text(max_size=60), st.none() | st.integers(-(10**9), 10**9))
def test_any_text_on_any_day_has_an_answer(text: str, on: int | None) -> None:
    r = resolve(text, on)
    assert (r.code is None) or r.candidates == (r.code,)
    assert all(0 <= start < end <= len(text) for start, end, _ in find_mentions(text, on))


def test_every_name_resolves_to_its_own_state_on_a_day_when_it_holds() -> None:
    for s in states().values():
        for name in s.names:
            first, last = name.spans[-1]
            r = resolve(name.text, max(first, min(last, day("1955-06-01"))))
            assert s.code in r.candidates or r.code == name.text.upper(), (s.code, name)


def test_membership_is_unknown_outside_the_edition() -> None:
    assert is_member("ALB", "cow", day("2016-12-31")) is True
    assert is_member("ALB", "cow", day("2017-01-01")) is None
    assert is_member("ALB", "gw", day("1815-12-31")) is None
    assert cow_code("ALB", day("2024-01-01")) == 339
    with pytest.raises(KeyError):
        is_member("ALB", "polity", day("1950-01-01"))


def test_albania_under_occupation_is_counted_by_gleditsch_and_ward_alone() -> None:
    occupied = day("1943-05-01")
    assert (is_member("ALB", "cow", occupied), is_member("ALB", "gw", occupied)) == (False, True)
    assert (cow_code("ALB", occupied), gw_code("ALB", occupied)) == (None, 339)
    assert all(is_member("ALB", system, day("1944-11-17")) for system in ("cow", "gw"))


def test_a_status_note_says_who_counts_the_state_and_when() -> None:
    assert status_note("ALB", day("1950-01-01")) == (
        "Albania belonged to the state system of COW and Gleditsch-Ward on 1950-01-01"
    )
    assert status_note("YMD", day("1950-01-01")) == (
        "South Yemen belonged to no state system on 1950-01-01"
        " (COW counts it 1967-11-30 to 1990-05-21; Gleditsch-Ward counts it 1967-11-30 to 1990-05-21)"
    )
    assert "the edition of COW covers 1816-01-01 to 2016-12-31" in status_note("ALB", day("2020-01-01"))
    assert "COW never counts it" in status_note("TBT", day("1930-01-01"))


@pytest.mark.parametrize(
    ("system", "last"), [("WTO", "1968-09-13"), ("COMECON", "1961-12-31")], ids=["Warsaw Pact", "Comecon"]
)
def test_albania_left_the_eastern_organisations(system: str, last: str) -> None:
    leaving = date.fromisoformat(last)
    assert is_member("ALB", system, leaving.toordinal())
    assert not is_member("ALB", system, (leaving + timedelta(1)).toordinal())


def test_albania_never_sat_in_the_cominform_and_yugoslavia_was_expelled() -> None:
    assert "ALB" not in members_on("COMINFORM", day("1948-01-01"))
    assert members_on("COMINFORM", day("1948-01-01")) - members_on("COMINFORM", day("1948-06-29")) == {"YUG"}


def test_nato_grew_from_twelve_to_sixteen_members_by_1991() -> None:
    assert [len(members_on("NATO", day(d))) for d in ("1949-04-04", "1952-02-18", "1955-05-06", "1991-12-31")] == [
        12,
        14,
        15,
        16,
    ]


def test_every_spell_in_an_organisation_is_of_a_known_state_within_its_life_with_a_source() -> None:
    for o in organisations().values():
        assert o.source
        for m in o.members:
            assert m.state in states()
            assert o.first <= m.first <= m.last <= o.last
            assert m.source


def test_an_organisation_is_found_by_its_names() -> None:
    named = {"Warsaw Pact": "WTO", "СЭВ": "COMECON", "CMEA": "COMECON", "OTAN": "NATO", "CSCE": "OSCE", "League": None}
    for text, code in named.items():
        found = organisation(text)
        assert (found.code if found else None) == code


def test_membership_of_an_organisation_whose_members_are_not_listed_is_unknown() -> None:
    assert is_member("ALB", "UN", day("1956-01-01")) is None


@pytest.mark.parametrize(
    ("text", "on", "codes"),
    [
        ("The Soviet Union left Vlora; Albanians stayed.", "1961-06-01", ["SUN", "ALB"]),
        ("Sino-Soviet talks in North Korea", "1960-01-01", ["CHN", "SUN", "PRK"]),
        ("Germany", "1960-01-01", ["DDR", "DEU"]),
        ("советско-албанские отношения", "1950-01-01", ["SUN", "ALB"]),
        ("中国和苏联", "1960-01-01", ["CHN", "SUN"]),
        ("the Straße to Österreich", "1960-01-01", ["AUT"]),
        ("give us a turkey, china and poles, and polish them", "1950-01-01", []),
        ("NOTHING OF ALBANIA", "1950-01-01", ["ALB"]),
        ("Latin America and the Persian Gulf", "1950-01-01", []),
        ("Romanian oil; Rome; Rumania's navy", "1950-01-01", ["ROU", "ITA", "ROU"]),
        ("Bavaria and Georgia", "1950-01-01", []),
        ("Soviet troops", "2005-01-01", ["SUN"]),
        ("Kremlinology, unAmerican", "1950-01-01", []),
    ],
)
def test_mentions_are_whole_words_longest_first(text: str, on: str, codes: list[str]) -> None:
    assert [code for _, _, code in find_mentions(text, day(on))] == codes


def test_mentions_keep_the_offsets_of_the_text_as_it_stands() -> None:
    text = "Straße, Shqipe\u0308ria’s men and the U.S.S.R."
    found = [(text[start:end], code) for start, end, code in find_mentions(text)]
    assert found == [("Shqipe\u0308ria", "ALB"), ("U.S.S.R.", "SUN")]
