"""Intervals, behaviour, initiative, intensity and the tellings of a relation."""

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.analysis import initiative
from detente.analysis.counts import rate_interval
from detente.analysis.initiative import measure_exchange
from detente.analysis.intensity import SCORES, measure_intensity
from detente.analysis.perspectives import measure_exposure, measure_perspectives, measure_spread
from detente.analysis.relations import by_behaviour, by_domain, by_kind_of_actor, measure_relation
from detente.cli import app
from detente.model.crosswalk import plover_of
from detente.model.dates import parse_date
from detente.model.diagnostics import Span
from detente.model.records import Event, Passage, Source
from detente.model.study import Study
from detente.model.vocabulary import QUAD
from detente.study.read import read_study
from tests.folders import write_study

EVENTS = """\
id,date,actors,targets,action,domain,behaviour,summary
e1,1949-04-10,ALB;SUN,,AGREE,economy,,They sign.
e2,1949-05-01,hoxha,SUN,REQUEST,economy,deference,He asks.
e3,1949-05-11,SUN,ALB,AID,economy,,Grain comes.
e4,1960-06-01,SUN,ALB,THREATEN,party,pressure,They threaten.
e5,1960-06-20,ALB,SUN,REJECT,party,defiance,They refuse.
"""
ACTORS = "id,state,kind,name\nhoxha,ALB,person,Enver Hoxha\n"


def event(day: int, actor: str, target: str, action: str = "AID", id: str = "") -> Event:
    when = date(1950, 1, 1) + timedelta(days=day)
    return Event(id, Span("events.csv"), date=parse_date(str(when)), actors=(actor,), targets=(target,), action=action)


def made(tmp_path: Path) -> Study:
    return read_study(write_study(tmp_path, events_csv=EVENTS, actors_csv=ACTORS))[0]


def test_the_interval_of_a_count_is_that_of_a_gamma() -> None:
    low, high = rate_interval(10)  # half the chi-squared quantiles on 21 degrees: 10.283 and 35.479
    assert [low, high] == pytest.approx([10.283 / 2, 35.479 / 2], abs=1e-3)
    assert rate_interval(0)[0] == 0.0
    assert rate_interval(10, 5)[1] == pytest.approx(high / 5)


@pytest.mark.parametrize(("n", "exposure"), [(-1, 1.0), (1, 0.0), (1, float("inf")), (1, float("nan"))])
def test_a_count_over_nothing_is_refused(n: int, exposure: float) -> None:
    with pytest.raises(ValueError, match="has no rate"):
        rate_interval(n, exposure)


def test_domains_actors_and_behaviour_are_counted_from_each_side(tmp_path: Path) -> None:
    study = made(tmp_path)
    assert [(s.word, s.direction, s.n) for s in by_domain(study, "ALB", "SUN")] == [
        ("economy", "ALB>SUN", 2),
        ("economy", "SUN>ALB", 2),
        ("party", "ALB>SUN", 1),
        ("party", "SUN>ALB", 1),
    ]
    kinds = {(s.word, s.direction): s.n for s in by_kind_of_actor(study, "ALB", "SUN")}
    assert kinds == {("person", "ALB>SUN"): 1, ("state", "ALB>SUN"): 2, ("state", "SUN>ALB"): 3}
    coded = {(s.word, s.direction) for s in by_behaviour(study, "ALB", "SUN") if s.word}
    assert coded == {("deference", "ALB>SUN"), ("defiance", "ALB>SUN"), ("pressure", "SUN>ALB")}


def test_who_opens_and_who_answers_by_hand(tmp_path: Path) -> None:
    there, back = measure_exchange(made(tmp_path), "ALB", "SUN").initiatives
    assert (there.n_acts, there.n_opening, there.n_answered, there.median_delay_days) == (2, 1, 1, 10.0)
    assert (back.n_acts, back.n_opening, back.n_answered, back.median_delay_days) == (2, 1, 1, 19.0)


def test_answers_that_always_come_are_no_chance_and_unrelated_acts_are() -> None:
    asked = [event(100 * n + 37 * (n % 3), "A", "B") for n in range(15)]
    answers = [event(100 * n + 37 * (n % 3) + 5, "B", "A") for n in range(15)]
    found = measure_exchange(Study(events=(*asked, *answers)), "A", "B").initiatives[0]
    assert (found.n_answered, found.median_delay_days) == (15, 5.0)
    assert found.p_value is not None
    assert found.p_value < 0.02
    far = [event(100 * n + 60, "B", "A") for n in range(15)]
    alone = measure_exchange(Study(events=(*(event(100 * n, "A", "B") for n in range(15)), *far)), "A", "B")
    assert (alone.initiatives[0].n_answered, alone.initiatives[0].p_value) == (0, 1.0)


def test_without_the_other_side_chance_cannot_be_told() -> None:
    for study in (Study(), Study(events=(event(1, "A", "B"),)), Study(events=(event(1, "A", "B"), event(2, "B", "A")))):
        for found in measure_exchange(study, "A", "B").initiatives:
            assert (found.expected_answered, found.p_value) == (None, None)


def test_plover_scores_every_event_and_agrees_with_its_quads_in_sign() -> None:
    assert SCORES.keys() == QUAD.keys()
    assert all((SCORES[name] > 0) == quad.endswith("cooperation") for name, quad in QUAD.items())


def test_intensity_is_a_mean_with_an_interval_that_one_event_does_not_have() -> None:
    study = Study(events=(event(1, "A", "B", "AID"), event(2, "A", "B", "ACCUSE"), event(400, "A", "B", "AID")))
    first, second = measure_intensity(study, "A", "B").rows
    assert [first.mean, first.low, first.high] == pytest.approx([2.7, -2.0, 7.4])
    assert (second.low, second.high) == (None, None)
    assert first.sign_differs  # +1 and -1 cancel
    assert measure_intensity(Study(), "A", "B").order_kept is None


@given(
    st.permutations([event(n, "A" if n % 3 else "B", "B" if n % 3 else "A", action) for n, action in enumerate(QUAD)])
)
def test_the_order_of_rows_changes_nothing(events: list[Event]) -> None:
    study, sorted_study = (Study(events=tuple(rows)) for rows in (events, sorted(events, key=lambda e: str(e.date))))
    for measure in (measure_relation, measure_exchange, measure_intensity):
        assert measure(study, "A", "B") == measure(sorted_study, "A", "B")


def test_a_row_given_twice_counts_once() -> None:
    twice = Study(events=(event(1, "A", "B", id="e"), event(1, "A", "B", id="e")))
    assert measure_relation(twice, "A", "B").rows[0].n == 1


def test_a_silent_side_is_no_zero_in_the_spread(tmp_path: Path) -> None:
    study = read_study(write_study(tmp_path))[0]
    spread = {row.time: row for row in measure_spread(measure_perspectives(study, "ALB", "SUN"))}
    assert spread["1961"].n_sides == 1
    assert (spread["1961"].n_low, spread["1961"].n_high) == (1, 1)
    assert sum(measure_exposure(study).documents.values()) + measure_exposure(study).n_undated == len(
        {(study.speaker(p), p.source, p.locator.partition(",")[0]) for p in study.passages}
    )


def test_two_paragraphs_of_a_document_are_one_document_read() -> None:
    places = ("d16, para. 2", "d16, footnote 4", "d160, para. 2")
    study = Study(
        sources=(Source("frus", Span("sources.yaml"), speaker="USA", made=parse_date("1955")),),
        passages=tuple(Passage(place, Span("passages.csv"), source="frus", locator=place) for place in places),
    )
    assert measure_exposure(study).documents == {("USA", 1955): 2}


def test_the_command_answers_in_json_and_reads_cameo_codes(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("id,date,actors,targets,action\ne1,1950,ALB,SUN,057\ne2,1951,SUN,ALB,AID\ne3,1951,SUN,ALB,01\n")
    result = CliRunner().invoke(app, ["relations", str(path), "--a", "ALB", "--b", "SUN", "--format", "json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (found["pair"], found["by"], found["rows"][0]["direction"]) == (["ALB", "SUN"], "year", "ALB>SUN")
    assert found["rows"][1].keys() == {"time", "direction", "n", "cooperation", "conflict", "net", "low", "high"}
    assert [row["n"] for row in found["rows"]] == [1, 1]
    assert plover_of("20") == "ASSAULT"


@pytest.mark.parametrize("text", ["", "id,date,actors\n", "id,date,actors,targets,action\n"])
def test_a_file_without_events_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "events.csv").write_text(text)
    result = CliRunner().invoke(app, ["relations", str(tmp_path / "events.csv"), "--a", "A", "--b", "B"])
    assert result.exit_code == 2
    assert "has no events" in result.stderr


@pytest.mark.parametrize("seed", range(20))
def test_answers_under_every_shift_are_those_of_shifting_the_days(seed: int) -> None:
    rng = np.random.default_rng(seed)
    length, window = int(rng.integers(80, 300)), int(rng.integers(1, 30))
    own, other = (np.sort(rng.integers(0, length, rng.integers(1, 15))) for _ in range(2))
    slow = [(initiative._delays(own, np.sort((other + k) % length)) <= window).sum() for k in range(length)]
    assert initiative._answered_by_shift(own, other, length, window).tolist() == slow
