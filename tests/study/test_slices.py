"""Figures that name a data set are filled from the slice in the study; what cannot be filled is said."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from detente.checks import check_study
from detente.model.diagnostics import Diagnostic
from detente.model.study import Study
from detente.study.read import read_study

HEADER = "id,indicator,actor,target,date,value,low,high,data,unit\n"
SETS = [{"id": "un-agreement", "title": "Agreement in votes", "version": "1-74", "sha256": "ab" * 32}]
DYADS = "cow_a,cow_b,year,n_joint_votes,un_agreement\n345,365,1948,103,0.966\n345,365,1949,63,0.73\n345,365,1950,,\n"
POINTS = "cow,year,ideal_point,ideal_point_low,ideal_point_high\n339,1961,-2.27,-2.56,-1.95\n"


def _study(folder: Path, rows: str, testimony: str = "") -> tuple[Study, list[Diagnostic]]:
    (folder / "study.yaml").write_text("format: 1\ntitle: T\ndyad: [ALB, SUN]\nperiod: 1944/1961\n")
    (folder / "indicators.csv").write_text(HEADER + rows)
    (folder / "testimony.csv").write_text("statement,passage,stance\n" + testimony)
    study, complaints = read_study(folder)
    found = check_study(study, None, complaints)
    return study, [each for each in found if each.code.startswith("FIG")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study's folder with two slices."""
    (tmp_path / "data").mkdir()
    for name, text in (("un-agreement", DYADS), ("ideal-points", POINTS)):
        (tmp_path / "data" / f"{name}.csv").write_text(text)
        (tmp_path / "data" / f"{name}.provenance.json").write_text(json.dumps({"data_sets": SETS}))
    return tmp_path


def test_a_row_over_several_years_becomes_a_figure_for_each_that_has_a_value(folder: Path) -> None:
    rows = "un,agreement,YUG,SUN,1947/1950,,,,un-agreement:un_agreement,share\n"
    study, found = _study(folder, rows, "un,p1,attests\n")
    assert found == []
    assert [(figure.id, figure.value) for figure in study.figures] == [
        ("un-1948", Decimal("0.966")),
        ("un-1949", Decimal("0.73")),
    ]
    note = "un_agreement of Agreement in votes, 1-74 (sha256 abababababab); nothing for 1947, 1950"
    assert {figure.note for figure in study.figures} == {note}
    assert [row.statement for row in study.testimony] == ["un-1948", "un-1949"]


def test_a_value_comes_with_its_interval(folder: Path) -> None:
    data = "ideal-points:ideal_point:ideal_point_low:ideal_point_high"
    study, found = _study(folder, f"ip,ideal-point,ALB,,1961,,,,{data},scale\n")
    assert found == []
    figure = study.figures[0]
    assert figure.id == "ip"
    assert [str(number) for number in (figure.value, figure.low, figure.high)] == ["-2.27", "-2.56", "-1.95"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("YUG,SUN,1950,,,,un-agreement:un_agreement", "no `un_agreement` of `YUG` and `SUN` in 1950-1950"),
        ("SUN,YUG,1948,,,,un-agreement:un_agreement", "no `un_agreement` of `SUN` and `YUG`"),
        ("YUG,SUN,1948,,,,un-agreement:agreed", "has no column `agreed`"),
        ("YUG,SUN,1948,,,,un-agrement:un_agreement", "there is no `data/un-agrement.csv`"),
        ("YUG,SUN,1948,,,,../../etc/passwd:x", "is no column of a data set"),
        ("YUG,SUN,1948-05-01,,,,un-agreement:un_agreement", "data are given by years"),
        ("YUG,SUN,1948,1,,,un-agreement:un_agreement", "has a number and names data as well"),
        ("YUG,,1948,,,,un-agreement:un_agreement", "is no table of state-years"),
        ("NOBODY,SUN,1948,,,,un-agreement:un_agreement", "`NOBODY` is no state"),
    ],
)
def test_what_cannot_be_filled_is_said_once_and_stays_without_a_number(row: str, message: str, folder: Path) -> None:
    study, found = _study(folder, f"f,agreement,{row},share\n")
    assert [(each.code, each.span.line) for each in found] == [("FIG005", 2)]
    assert message in found[0].message
    assert len(study.figures) == 1


def test_a_slice_without_provenance_is_not_used(folder: Path) -> None:
    (folder / "data" / "un-agreement.provenance.json").unlink()
    _, found = _study(folder, "f,agreement,YUG,SUN,1948,,,,un-agreement:un_agreement,share\n")
    assert "there is no `data/un-agreement.provenance.json`" in found[0].message
    assert "detente panel dyad-years --states YUG,SUN --years 1948:1948 --add un-agreement" in found[0].help
