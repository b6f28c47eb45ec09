"""A comparison as a table, and as what QCA reads."""

import json
import sys
from pathlib import Path
from subprocess import run

import pytest

from detente.analysis.comparison import build_comparison, columns_of, without_each
from detente.model.study import Study
from detente.study.read import read_study
from tests.folders import write_study

ROWS = """\
case,field,answer,value,passages,note
ALB,aid,a,1,p1,
ALB,quarrel,b,1,p1;p2,
YUG,aid,c,0,p2,
YUG,quarrel,d,0,p2,
POL,aid,e,1,p3,
POL,quarrel,f,0,p3,
HUN,aid,,,,
HUN,why,For no reason,,p1,
"""
DETENTE = str(Path(sys.executable).parent / "detente")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_study(tmp_path)
    (tmp_path / "comparisons").mkdir()
    (tmp_path / "comparisons" / "friends.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def study(folder: Path) -> Study:
    return read_study(folder)[0]


def test_the_table_tells_what_was_asked_answered_and_by_whom(study: Study) -> None:
    table = build_comparison(study, "friends")
    assert table.cases == ("ALB", "YUG", "POL", "HUN")
    assert table.fields == ("aid", "quarrel", "why")
    assert ("HUN", "quarrel") not in table.cells
    assert not table.cells["HUN", "aid"].is_answered
    assert table.sides["ALB", "quarrel"] == ("USA", "ALB")
    assert (table.n_answered, table.n_places) == (7, 12)
    assert table.alone == {"USA": 2, "ALB": 2, "SUN": 2}


def test_two_perspectives_of_one_state_are_one_side(folder: Path) -> None:
    settings = (folder / "study.yaml").read_text().replace("label: American, state: USA", "label: American, state: ALB")
    (folder / "study.yaml").write_text(settings)
    assert build_comparison(read_study(folder)[0], "friends").alone == {"ALB": 5, "SUN": 2}


def test_a_value_that_nobody_gave_is_none(study: Study) -> None:
    cases, columns = columns_of(study.comparisons["friends"])
    assert cases == ("ALB", "YUG", "POL", "HUN")
    assert columns == {"aid": [1, 0, 1, None], "quarrel": [1, 0, 0, None]}


def test_each_source_and_side_that_bears_a_cell_is_withdrawn_once(study: Study) -> None:
    left = {what: columns_of(cells)[1] for what, cells in without_each(study, "friends")}
    assert [*left] == ["source:frus", "source:hoxha", "source:letter", "speaker:USA", "speaker:ALB", "speaker:SUN"]
    assert left["source:hoxha"] == {"aid": [1, None, None, None], "quarrel": [1, None, None, None]}
    assert left["speaker:ALB"] == {"aid": [1, None, 1, None], "quarrel": [1, None, 0, None]}


def qca(*words: str) -> tuple[int, str, str]:
    done = run([DETENTE, "qca", *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_qca_reads_a_comparison_and_says_what_hangs_on_which_source(folder: Path) -> None:
    command = ("--outcome", "aid", "--conditions", "quarrel", "--format", "json", "--stability")
    code, out, _ = qca(f"{folder}:friends", *command, "--incl-cut", "0.6")
    answer = json.loads(out)
    assert code == 0
    assert answer["left_out"] == ["HUN"]
    assert [model["expression"] for model in answer["models"]] == ["quarrel"]
    stability = {each["withdrawn"]: each for each in answer["stability"]}
    assert stability["source:letter"] == {
        "withdrawn": "source:letter",
        "n": 1,
        "is_same": True,
        "expressions": ["quarrel"],
    }
    assert stability["source:hoxha"]["expressions"] == []


def test_qca_says_which_comparisons_there_are(folder: Path) -> None:
    code, _, told = qca(f"{folder}:foes", "--outcome", "aid", "--conditions", "quarrel")
    assert code == 2
    assert "friends" in told
