"""Counts of directed events."""

from pathlib import Path

from detente.analysis.attestation import voices
from detente.analysis.coverage import measure_coverage
from detente.analysis.relations import RelationRow, measure_relation
from detente.study.read import read_study
from tests.folders import write_study

EVENTS = """\
id,date,actors,targets,action,summary,status
e1,1949-04-10,ALB;SUN,,AGREE,They sign.,
e2,1949-05,hoxha,SUN,REQUEST,He asks.,
e3,1950,SUN,ALB,AID,Grain comes.,
e4,195X,SUN,ALB,AID,More comes.,
e5,1950,SUN,ALB,AID,A plan.,draft
e6,1950,ALB,,,A trial.,
e7,1950,ALB;SUN,YUG,ACCUSE,Both accuse a third.,
"""
ACTORS = "id,state,kind,name\nhoxha,ALB,person,Enver Hoxha\n"


def test_events_are_counted_by_direction_and_persons_count_for_their_state(tmp_path: Path) -> None:
    study = read_study(write_study(tmp_path, events_csv=EVENTS, actors_csv=ACTORS))[0]
    relation = measure_relation(study, "ALB", "SUN", "year")
    assert relation.rows == (
        RelationRow("1949", "ALB>SUN", 2, 1, 1),
        RelationRow("1949", "SUN>ALB", 1, 1, 0),
        RelationRow("1950", "SUN>ALB", 1, 1, 0),
    )
    assert relation.n_undated == 1


def test_by_month_a_year_alone_has_no_place(tmp_path: Path) -> None:
    study = read_study(write_study(tmp_path, events_csv=EVENTS, actors_csv=ACTORS))[0]
    relation = measure_relation(study, "ALB", "SUN", "month")
    assert [row.time for row in relation.rows] == ["1949-04", "1949-04", "1949-05"]
    assert relation.n_undated == 2


def test_the_order_of_the_dyad_changes_names_only(tmp_path: Path) -> None:
    study = read_study(write_study(tmp_path, events_csv=EVENTS, actors_csv=ACTORS))[0]
    assert measure_relation(study, "ALB", "SUN").rows == measure_relation(study, "SUN", "ALB").rows


def test_a_side_counts_what_it_attests_only(tmp_path: Path) -> None:
    study = read_study(write_study(tmp_path))[0]
    assert [row.time for row in measure_relation(study, "ALB", "SUN", side="SUN").rows] == ["1961"]
    assert measure_relation(study, "ALB", "SUN", side="GRC").rows == ()


def test_coverage_counts_testimony_and_keeps_years_without_any(tmp_path: Path) -> None:
    coverage = measure_coverage(read_study(write_study(tmp_path))[0])
    assert coverage.years == tuple(range(1944, 1962))
    assert (coverage.told["USA", 1949], coverage.told["ALB", 1949], coverage.passages["ALB", 1949]) == (1, 1, 1)
    assert ("SUN", 1949) not in coverage.told
    assert coverage.n_one_sided == 1


def test_silence_is_shown_as_what_it_is(tmp_path: Path) -> None:
    searches = """\
id,side,place,sought,about,years,outcome
s1,SUN,RGANI,the note,e1,,closed
s2,USA,FRUS 1961,anything,,1961,nothing
"""
    study = read_study(write_study(tmp_path, searches_csv=searches))[0]
    by_side = {voice.side: voice for voice in voices(study, study.events[0])}
    assert (by_side["ALB"].silence, by_side["ALB"].bears_out) == ("", True)
    assert by_side["SUN"].silence == "closed"
    later = {voice.side: voice.silence for voice in voices(study, study.events[1])}
    assert later == {"ALB": "not-looked-for", "SUN": "", "USA": "nothing"}
