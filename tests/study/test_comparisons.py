"""Comparisons: a file of cells each, read together, and smaller when something is withdrawn."""

from decimal import Decimal
from pathlib import Path
from subprocess import run

import pytest

from detente.model.study import Study
from detente.study.history import read_study_at
from detente.study.read import read_study
from detente.study.withdraw import unrestricted, without
from tests.folders import write_study

FRIENDS = """\
case,field,answer,value,passages,note
ALB-SUN,credit,Promised,1,p1;p2,
ALB-YUG,credit,Lent,0.4,p2,the author says
ALB-SUN,quarrel,Over the party,,p3,
ALB-YUG,quarrel,Over a union,1,,
"""


def write(folder: Path, text: str = FRIENDS, **others: str) -> Path:
    write_study(folder)
    (folder / "comparisons").mkdir()
    for name, each in {"friends": text, **others}.items():
        (folder / "comparisons" / f"{name}.csv").write_text(each, encoding="utf-8")
    return folder


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return read_study(write(tmp_path))[0]


def values(study: Study) -> list[Decimal | None]:
    return [cell.value for cell in study.comparisons["friends"]]


def test_a_file_is_a_comparison_under_its_name(tmp_path: Path) -> None:
    study, complaints = read_study(write(tmp_path, aid="case,field\nALB,how much?\n"))
    assert not complaints
    assert [(name, len(cells)) for name, cells in study.comparisons.items()] == [("aid", 1), ("friends", 4)]
    assert study.places.place(study.comparisons["friends"][1], "passages", "p2").column == 25


def test_a_complaint_names_the_file_in_its_folder(tmp_path: Path) -> None:
    _, complaints = read_study(write(tmp_path, FRIENDS.replace("0.4", "two fifths"), aid="case\nALB\n"))
    assert [(d.code, str(d.span.file), d.span.line) for d in complaints] == [
        ("STU006", "comparisons/aid.csv", 1),
        ("VAL003", "comparisons/friends.csv", 3),
    ]


def test_an_answer_that_loses_its_last_passage_is_no_answer_and_no_zero(study: Study) -> None:
    left = without(study, "passage:p2")
    assert values(left) == [1, None, None, 1]
    assert [cell.answer for cell in left.cells] == ["Promised", "", "Over the party", "Over a union"]
    assert left.cells[1].note == ""


def test_what_is_known_only_through_a_withdrawn_source_falls_in_comparisons_too(study: Study) -> None:
    assert [cell.is_answered for cell in without(study, "source:hoxha").cells] == [True, False, False, True]


def test_what_is_restricted_bears_no_answer(tmp_path: Path) -> None:
    folder = write(tmp_path)
    text = (folder / "sources.yaml").read_text().replace("  - id: hoxha\n", "  - id: hoxha\n    restricted: yes\n")
    (folder / "sources.yaml").write_text(text)
    assert values(unrestricted(read_study(folder)[0])) == [1, None, None, 1]


@pytest.mark.parametrize("name", [".hidden.csv", "~lock.csv", "notes.txt"])
def test_what_is_no_table_of_cells_is_not_read(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path)
    (folder / "comparisons" / name).write_text("\0")
    assert read_study(folder)[1] == ()


def test_a_link_out_of_the_study_is_not_followed(tmp_path: Path) -> None:
    folder = write(tmp_path / "study")
    (tmp_path / "secret.csv").write_text(FRIENDS)
    (folder / "comparisons" / "aid.csv").symlink_to(tmp_path / "secret.csv")
    study, complaints = read_study(folder)
    assert [*study.comparisons] == ["friends"]
    assert [d.code for d in complaints] == ["STU005"]


def test_an_earlier_commit_has_the_comparisons_of_its_day(tmp_path: Path) -> None:
    folder = write(tmp_path / "study")
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "x"]):
        run(["git", "-C", str(folder), *words], check=True)
    (folder / "comparisons" / "friends.csv").unlink()
    assert values(read_study_at(folder, "HEAD")) == [1, Decimal("0.4"), None, 1]
