"""Networks of a study's events and of a table of dyads, and series of one field or kind of actor."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.analysis.balance_events import ties_of_events
from detente.analysis.balance_network import build_network
from detente.analysis.relations import measure_relation, select_events
from detente.cli import app
from detente.model.study import Study
from detente.study.read import read_study
from tests.folders import write_study

EVENTS = """\
id,date,actors,targets,action,domain,summary,status
e1,1948-01,ALB;YUG;SUN,,AGREE,economy,All three agree.,
e2,1948-06,party,YUG,ACCUSE,party,The party accuses.,
e3,1948-07,ALB,YUG,REJECT,party,Tirana refuses.,
e4,1948-07,COMINFORM,YUG,ACCUSE,party,The Bureau condemns.,
e5,1949,SUN,YUG,SANCTION,economy,A blockade.,
e6,1949,SUN,YUG,SANCTION,economy,Not sure of it.,draft
e7,1949-03,party;ALB,SUN,CONSULT,party,Party and state go to Moscow.,
e8,194X,ALB,SUN,ACCUSE,party,Nobody knows when.,
"""
ACTORS = "id,state,kind,name\nparty,ALB,party,The party\n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return read_study(write_study(tmp_path, events_csv=EVENTS, actors_csv=ACTORS))[0]


def test_a_tie_has_the_sign_of_what_a_year_records_and_what_it_does_not_is_not_known(study: Study) -> None:
    ties = ties_of_events(study)
    assert ties["1948"] == [("ALB", "SUN", 1), ("ALB", "YUG", -1), ("SUN", "YUG", 1)]
    assert ties["1949"] == [("ALB", "SUN", 1), ("SUN", "YUG", -1), ("ALB", "YUG", None)]
    assert [*ties] == ["1948", "1949"]
    assert build_network(ties["1949"]).n_missing == 1


def test_even_good_and_harm_are_neutral_and_not_missing(tmp_path: Path) -> None:
    events = EVENTS.splitlines()[0] + "\na,1950,ALB,SUN,AID,,x,\nb,1950,SUN,ALB,ACCUSE,,y,\n"
    made = read_study(write_study(tmp_path, events_csv=events))[0]
    assert ties_of_events(made)["1950"][0] == ("ALB", "SUN", 0)


def test_a_series_of_one_kind_of_actor_and_of_one_field(study: Study) -> None:
    def n(domain: str = "", kind: str = "") -> list[tuple[str, str, int]]:
        found = measure_relation(select_events(study, domain, kind), "ALB", "YUG")
        return [(row.time, row.direction, row.n) for row in found.rows]

    assert n() == [("1948", "ALB>YUG", 3), ("1948", "YUG>ALB", 1)]
    assert n(kind="party") == [("1948", "ALB>YUG", 1)]
    assert n(kind="state") == [("1948", "ALB>YUG", 2), ("1948", "YUG>ALB", 1)]
    assert n(domain="economy") == [("1948", "ALB>YUG", 1), ("1948", "YUG>ALB", 1)]
    assert n(domain="economy", kind="party") == []


def test_what_party_and_state_do_together_is_in_the_series_of_both(study: Study) -> None:
    for kind in ("party", "state"):
        found = measure_relation(select_events(study, kind=kind), "ALB", "SUN")
        assert [row.n for row in found.rows if row.time == "1949"] == [1]


def test_a_study_is_measured_year_by_year(tmp_path: Path) -> None:
    folder = write_study(tmp_path, events_csv=EVENTS, actors_csv=ACTORS)
    result = CliRunner().invoke(app, ["balance", str(folder), "--format", "json"])
    assert [(each["slice"], each["frustration"]) for each in json.loads(result.stdout)] == [("1948", 1), ("1949", 0)]


def test_columns_of_a_panel_make_signs_and_both_or_neither_is_neutral(tmp_path: Path) -> None:
    rows = ["a,b,year,ally,rival", "A,B,1950,1,0", "B,C,1950,0,1", "A,C,1950,1,1", "C,D,1950,0,0", "A,D,1950,,0"]
    (tmp_path / "panel.csv").write_text("\n".join([*rows, "B,D,1950,,1"]) + "\n")
    words = ["balance", str(tmp_path / "panel.csv"), "--from", "a", "--to", "b", "--slice", "year", "--format", "json"]
    found = json.loads(CliRunner().invoke(app, [*words, "--friendly", "ally", "--hostile", "rival"]).stdout)[0]
    assert (found["n_ties"], found["n_negative"], found["n_neutral"], found["n_missing"]) == (3, 2, 2, 1)


POINTS = """\
state,year,ideal_point,ideal_point_low,ideal_point_high
SUN,1948,-2.5,-2.8,-2.2
YUG,1948,-2.4,-2.7,-2.1
SUN,1949,-2.5,-2.8,-2.2
YUG,1949,-1.0,-1.3,-0.7
YUG,1950,-0.9,,
"""


def test_ideal_points_stand_beside_each_other_and_a_year_without_one_is_null(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text(POINTS)
    words = ["similarity", str(tmp_path / "points.csv"), "--a", "SUN", "--b", "YUG", "--ideal-points", "state"]
    result = CliRunner().invoke(app, [*words, "--format", "json"])
    rows = json.loads(result.stdout)
    assert [row["distance"] for row in rows] == [pytest.approx(-0.1), pytest.approx(-1.5), None]
    assert [row["is_apart"] for row in rows] == [False, True, None]
    assert "1 of 2 years" in result.stderr
