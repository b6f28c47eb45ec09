"""One witness is not two, however many books and names it goes by."""

from dataclasses import replace

from detente.checks.witnesses import sole_witnesses
from detente.model.diagnostics import Span
from detente.model.records import Event, Passage, Perspective, Source, Testimony
from detente.model.study import Study

AT = Span("study.yaml")
STUDY = Study(
    perspectives=(
        Perspective("ALB", AT, label="The party", state="ALB"),
        Perspective("ALB-RETRO", AT, label="Memoirs", state="ALB"),
        Perspective("SCH", AT, label="Scholarship"),
    ),
    sources=(
        Source("speech", AT, speaker="ALB", publisher_side="ALB"),
        Source("memoir", AT, speaker="ALB-RETRO", publisher_side="ALB-RETRO"),
    ),
    passages=(Passage("p1", AT, source="speech"), Passage("p2", AT, source="memoir")),
    events=(Event("e", AT),),
    testimony=(Testimony("", AT, "e", "p1", "attests"), Testimony("", AT, "e", "p2", "attests")),
)


def test_a_leaders_speech_and_his_memoirs_are_one_side() -> None:
    sole = sole_witnesses(STUDY)
    assert (sole.speaker, sole.publisher_side, sole.sources) == ({"e": "ALB"}, {"e": "ALB"}, {})


def test_a_school_that_belongs_to_no_state_is_another_side() -> None:
    passages = (STUDY.passages[0], replace(STUDY.passages[1], speaker="SCH"))
    assert sole_witnesses(replace(STUDY, passages=passages)).speaker == {}
