"""The board says what `detente argue --without` says."""

from pathlib import Path

from detente.argument.verdict import assess_study
from detente.report.site import Site
from detente.study.withdraw import without
from detente.web.board import build_board
from detente.web.room import Room
from tests.cli.test_argue import ASSESSMENTS, HYPOTHESES
from tests.folders import write_study


def test_a_thrown_switch_is_the_study_without_it(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study", hypotheses_yaml=HYPOTHESES, assessments_csv=ASSESSMENTS)
    room = Room(folder)
    verdict = room.standing.site.account.verdicts["h"]
    board = build_board(verdict, ["speaker:USA", "speaker:NOBODY"], {})
    study = room.standing.study
    (smaller,) = assess_study(without(study, "speaker:USA"), study)
    assert board.left is not None
    assert board.left.leader == smaller.leader
    assert [*board.left.probability] == [rival.outer for rival in smaller.rivals]
    assert {switch.what for switch in board.switches["speaker"] if switch.is_off} == {"speaker:USA"}


def test_without_a_switch_thrown_the_verdict_stands(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study", hypotheses_yaml=HYPOTHESES, assessments_csv=ASSESSMENTS)
    site: Site = Room(folder).standing.site
    board = build_board(site.account.verdicts["h"], [], {})
    assert board.left is None
    assert not board.gone
