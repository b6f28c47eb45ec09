"""A study begins with `new` and leaves by `export`."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from tests.folders import write_study

DETENTE = str(Path(sys.executable).parent / "detente")


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DETENTE, *map(str, arguments)], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


@pytest.mark.parametrize(
    "options", [(), ("--title", 'A: "title"', "--a", "Yugoslavia", "--b", "SUN", "--period", "1945/1956")]
)
def test_a_new_study_compiles_clean(tmp_path: Path, options: tuple[str, ...]) -> None:
    made = run("new", tmp_path / "study", *options)
    assert made.returncode == 0, made.stderr
    done = run("check", tmp_path / "study", "--notes")
    assert (done.returncode, done.stdout) == (0, "")
    assert len((tmp_path / "study" / "README.md").read_text().splitlines()) == 2
    assert "EXAMPLE" in (tmp_path / "study" / "events.csv").read_text()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = run("new", tmp_path)
    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    assert run("new", tmp_path / "empty").returncode == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--a", "Albnia"), "Albania"),
        (("--b", "ALB"), "two states"),
        (("--period", "1944"), "1944/1961"),
        (("--period", "1944-1961"), "1944/1961"),
    ],
)
def test_a_slip_in_the_options_is_named(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    done = run("new", tmp_path / "study", *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "study").exists()


def rows_of(path: Path, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(path) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(name).decode())))


def test_csv_resolves_what_ids_refer_to(tmp_path: Path) -> None:
    write_study(tmp_path / "study")
    assert run("export", "csv", tmp_path / "study", "--out", tmp_path / "out.zip").returncode == 0
    events = {row["id"]: row for row in rows_of(tmp_path / "out.zip", "events.csv")}
    assert events["e1"]["sides_attesting"] == "ALB; USA"
    testimony = rows_of(tmp_path / "out.zip", "testimony.csv")
    assert (testimony[0]["source_title"], testimony[0]["locator"]) == ("Foreign Relations", "d12")
    assert run("export", "csv", tmp_path / "study", "--out", tmp_path / "folder").returncode == 0
    assert (tmp_path / "folder" / "events.csv").is_file()


def test_two_exports_of_one_study_are_the_same_bytes(tmp_path: Path) -> None:
    write_study(tmp_path / "study")
    for name in ("a.zip", "b.zip"):
        run("export", "csv", tmp_path / "study", "--out", tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_workbook_holds_dates_as_texts_and_runs_no_formula(tmp_path: Path) -> None:
    events = 'id,date,actors,summary,status\n"e1",1949-04,ALB,=cmd|calc,draft\ne2,1950,ALB,"-2, he said",draft\n'
    write_study(tmp_path / "study", events_csv=events)
    assert run("export", "xlsx", tmp_path / "study", "--out", tmp_path / "o.xlsx").returncode == 0
    page = openpyxl.load_workbook(tmp_path / "o.xlsx")["events"]
    header = [cell.value for cell in page[1]]
    first = dict(zip(header, page[2], strict=True))
    assert (first["date"].value, first["date"].data_type, first["date"].number_format) == ("1949-04", "s", "@")
    assert first["summary"].value == "'=cmd|calc"
    assert page.freeze_panes == "A2"
    assert all(cell.data_type in ("s", "n") for row in page.iter_rows() for cell in row)


def test_what_is_restricted_never_leaves(tmp_path: Path) -> None:
    events = "id,date,actors,summary,status,restricted\ne1,1949,ALB,A secret thing,draft,yes\ne2,1950,ALB,Open,draft,\n"
    write_study(tmp_path / "study", events_csv=events)
    run("export", "csv", tmp_path / "study", "--out", tmp_path / "o.zip")
    with zipfile.ZipFile(tmp_path / "o.zip") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"secret" not in everything
    assert b"Open" in everything


def test_an_export_overwrites_no_folder_that_holds_something(tmp_path: Path) -> None:
    write_study(tmp_path / "study")
    done = run("export", "csv", tmp_path / "study", "--out", tmp_path / "study")
    assert done.returncode == 2
    assert "not empty" in done.stderr


def exported(folder: Path, format: str) -> str:
    write_study(folder / "study")
    done = run("export", format, folder / "study", "--out", folder / "out")
    assert done.returncode == 0, done.stderr
    return (folder / "out").read_text(encoding="utf-8")


def test_a_line_of_json_is_a_record_without_what_is_empty(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in exported(tmp_path, "jsonl").splitlines()]
    events = {row["id"]: row for row in rows if row["table"] == "events"}
    assert events["e1"]["sides_attesting"] == "ALB; USA"
    assert "targets" not in events["e1"]


def test_a_timeline_places_events_by_their_bounds_and_shows_their_dates_as_written(tmp_path: Path) -> None:
    events = {slide["unique_id"]: slide for slide in json.loads(exported(tmp_path, "timelinejs"))["events"]}
    assert events["e1"]["start_date"] == {"year": 1949, "month": 4, "day": 10}
    assert "end_date" not in events["e1"]
    assert events["e2"]["display_date"] == "1961-12"
    assert events["e2"]["end_date"] == {"year": 1961, "month": 12, "day": 31}
    assert events["e1"]["text"]["text"] == "Attested by ALB, USA."


def test_a_network_counts_acts_towards_each_other_by_kind(tmp_path: Path) -> None:
    root = etree.fromstring(exported(tmp_path, "gexf").encode())
    space = {"g": "http://gexf.net/1.3"}
    edges = {(edge.get("source"), edge.get("target")): edge for edge in root.iterfind(".//g:edge", space)}
    assert sorted(edges) == [("COMINFORM", "YUG"), ("SUN", "ALB")]
    values = [value.get("value") for value in edges["SUN", "ALB"].iterfind(".//g:attvalue", space)]
    assert (edges["SUN", "ALB"].get("weight"), values) == ("1", ["0", "1"])  # a sanction is conflict
    assert {node.get("label") for node in root.iterfind(".//g:node", space)} >= {"Albania"}
