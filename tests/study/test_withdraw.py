"""What is left of a study when something is taken away."""

from dataclasses import replace
from pathlib import Path

import pytest

from detente.model.dates import parse_date
from detente.model.study import Study
from detente.study.read import read_study
from detente.study.withdraw import WithdrawError, as_known, unrestricted, without
from tests.folders import write_study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return read_study(write_study(tmp_path))[0]


def names(study: Study) -> list[str]:
    return [*study.statement_by_id]


def test_without_a_side_what_it_alone_attests_is_gone(study: Study) -> None:
    left = without(study, "speaker:USA")
    assert names(left) == ["e1", "e2", "e3", "c1"]
    assert [row.passage for row in left.testimony_of["e1"]] == ["p2"]
    assert left.withheld == ("speaker:USA",)


def test_a_statement_that_nothing_attested_before_stays(study: Study) -> None:
    assert "e3" in names(without(study, "speaker:USA"))


def test_what_is_known_only_through_a_source_goes_with_it(study: Study) -> None:
    left = without(study, "source:hoxha")
    assert [source.id for source in left.sources] == ["frus"]
    assert names(left) == ["e1", "e3", "f1"]
    assert left.questions[0].claims == ()


def test_without_an_archive_its_passages_are_gone(study: Study) -> None:
    assert [passage.id for passage in without(study, "archive:NARA").passages] == ["p2", "p3"]


def test_without_a_publisher_the_speaker_may_stay(study: Study) -> None:
    left = without(study, "publisher:ALB")
    assert [passage.id for passage in left.passages] == ["p1", "p3"]


def test_without_one_passage_the_rest_stands(study: Study) -> None:
    left = without(study, "passage:p2")
    assert [row.passage for row in left.testimony_of["e1"]] == ["p1"]
    assert "c1" not in left.statement_by_id


@pytest.mark.parametrize(
    "what", ["speaker:CHN", "source:nobody", "passage:", "mood:ALB", "ALB", "analyst:me", "archive:AQSH"]
)
def test_what_is_not_there_cannot_be_taken_away(study: Study, what: str) -> None:
    with pytest.raises(WithdrawError):
        without(study, what)


def test_withdrawals_add_up_in_any_order(study: Study) -> None:
    one = without(without(study, "speaker:USA"), "passage:p3")
    two = without(without(study, "passage:p3"), "speaker:USA")
    assert names(one) == names(two)


def test_as_known_keeps_what_readers_had_by_then(study: Study) -> None:
    assert [source.id for source in as_known(study, parse_date("1975")).sources] == ["frus", "letter"]
    assert names(as_known(study, parse_date("1960"))) == ["e3"]


def test_a_version_keeps_the_side_that_it_had_from_its_original(tmp_path: Path) -> None:
    text = """\
references:
- {id: original, type: letter, title: The letter, issued: 1961, speaker: SUN, holder: RGANI}
- {id: print, type: book, title: In print, issued: 1970, version_of: original}
"""
    passages = "id,source,locator,gist\np1,original,p. 1,x\np2,print,p. 2,y\n"
    testimony = "statement,passage,stance\ne1,p1,attests\ne1,p2,attests\n"
    study = read_study(write_study(tmp_path, sources_yaml=text, passages_csv=passages, testimony_csv=testimony))[0]
    left = without(study, "passage:p1")
    assert left.speaker(left.passage_by_id["p2"]) == "SUN"
    assert left.sides_of("e1") == {"SUN"}


def test_what_is_restricted_leaves_with_all_that_rests_on_it_alone(study: Study) -> None:
    closed = replace(study, sources=tuple(replace(s, restricted=s.id == "hoxha") for s in study.sources))
    left = unrestricted(closed)
    assert [source.id for source in left.sources] == ["frus"]
    assert names(left) == ["e1", "e3", "f1"]
    assert left.withheld == ()
    secret = replace(study, events=tuple(replace(e, restricted=e.id == "e1") for e in study.events))
    assert "e1" not in unrestricted(secret).statement_by_id
    assert "e1" not in unrestricted(secret).testimony_of


def test_a_study_without_anything_restricted_is_itself(study: Study) -> None:
    assert unrestricted(study) is study
