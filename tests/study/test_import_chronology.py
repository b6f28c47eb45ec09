"""A historian's own chronology, as it is kept, becomes a study that checks."""

import csv
import datetime
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from detente.checks import check_study
from detente.model.diagnostics import Severity
from detente.model.study import Study
from detente.study.imports import additions
from detente.study.imports.remarks import ImportFileError
from detente.study.new import new_files, write_new
from detente.study.read import read_study
from tests.study import messy

DETENTE = str(Path(sys.executable).parent / "detente")


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DETENTE, *map(str, arguments)],
        env={**os.environ, "DETENTE_DEBUG": "1"},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_new(tmp_path / "study", new_files("T", "ALB", "SUN", "1944/1961"))
    return tmp_path / "study"


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def read(folder: Path) -> Study:
    return read_study(folder)[0]


def errors_of(folder: Path) -> list[str]:
    study, complaints = read_study(folder)
    found = check_study(study, None, complaints)
    return [f"{d.span.file}:{d.span.line} {d.message}" for d in found if d.severity is Severity.ERROR]


def table(path: Path, *rows: tuple[Any, ...], formats: dict[str, str] | None = None) -> Path:
    book = Workbook()
    page = book.worksheets[0]
    for row in rows:
        page.append(row)
    for place, code in (formats or {}).items():
        page[place].number_format = code
    book.save(path)
    return path


def bring_in(folder: Path, path: Path, *options: str) -> Study:
    done = run("import", path.suffix[1:], path, "--study", folder, "--yes", *options)
    assert done.returncode == 0, done.stderr
    return read(folder)


def dates_of(study: Study) -> list[str]:
    return [str(event.date) for event in study.events if not event.id.startswith("example")]


def test_a_messy_chronology_of_300_rows_comes_in_by_one_command(tmp_path: Path, folder: Path) -> None:
    path = messy.build(tmp_path / "messy.xlsx")
    done = run("import", "xlsx", path, "--study", folder, "--yes")
    assert done.returncode == 0, done.stderr
    assert len(done.stderr.splitlines()) <= 24
    assert max(map(len, done.stderr.splitlines())) <= 180
    assert errors_of(folder) == []
    study = read(folder)
    assert len(study.events) == messy.N_ROWS + 1
    told = {event.summary for event in study.events}
    assert all(any(f"({n})" in summary for summary in told) for n in range(messy.N_ROWS))
    report = (folder / "import-report.md").read_text()
    assert "NB: dates of the party press" in report
    assert "To do: ask the archive" in report
    assert "after the harvest" in report


def test_a_second_import_asks_nothing_and_adds_nothing(tmp_path: Path, folder: Path) -> None:
    path = messy.build(tmp_path / "messy.xlsx")
    run("import", "xlsx", path, "--study", folder, "--yes")
    before = files_of(folder)
    done = run("import", "xlsx", path, "--study", folder)
    after = files_of(folder)
    assert done.returncode == 0
    assert "300 rows were imported before" in done.stderr
    assert {name: after[name] for name in before if name != "import-report.md"} == {
        name: data for name, data in before.items() if name != "import-report.md"
    }


def test_without_a_terminal_and_without_yes_it_only_proposes(tmp_path: Path, folder: Path) -> None:
    before = files_of(folder)
    done = run("import", "xlsx", messy.build(tmp_path / "messy.xlsx"), "--study", folder)
    assert done.returncode == 2
    assert "`Ngjarja`" in done.stderr
    assert "--yes" in done.stderr
    assert files_of(folder) == before


def test_lines_that_stood_in_the_study_stay_as_they_are(tmp_path: Path, folder: Path) -> None:
    before = files_of(folder)
    bring_in(folder, messy.build(tmp_path / "messy.xlsx"))
    for name, data in files_of(folder).items():
        if name in before and name not in ("events.csv", "README.md"):
            assert data.startswith(before[name]), name
    assert before["events.csv"].splitlines()[1] in files_of(folder)["events.csv"].splitlines()


def test_a_new_row_is_added_and_an_edited_event_is_left_alone(tmp_path: Path, folder: Path) -> None:
    rows: list[tuple[Any, ...]] = [
        ("Date", "Actor", "Event", "Source"),
        ("10.4.1949", "Albania", "A trade agreement is signed", "Hoxha, Memoirs, p. 4"),
        ("11.4.1949", "USSR", "The delegation leaves Tirana", "Hoxha, Memoirs, p. 5"),
    ]
    bring_in(folder, table(tmp_path / "c.xlsx", *rows))
    events = folder / "events.csv"
    events.write_text(events.read_text().replace("A trade agreement is signed", "An agreement on trade: corrected"))
    rows.insert(2, ("10.4.1949", "Albania", "A dinner is given", "Hoxha, Memoirs, p. 4"))
    study = bring_in(folder, table(tmp_path / "c.xlsx", *rows))
    assert [event.summary for event in study.events[1:]] == [
        "An agreement on trade: corrected",
        "The delegation leaves Tirana",
        "A dinner is given",
    ]
    assert len(study.sources) == 2


def test_a_row_corrected_in_the_file_is_listed_and_not_imported_twice(tmp_path: Path, folder: Path) -> None:
    head = ("Date", "Actor", "Event")
    bring_in(folder, table(tmp_path / "c.xlsx", head, ("10.4.1949", "Albania", "A trade agreement is signd in Moscow")))
    path = table(tmp_path / "c.xlsx", head, ("10.4.1949", "Albania", "A trade agreement is signed in Moscow"))
    done = run("import", "xlsx", path, "--study", folder)
    assert "1 rows have changed since" in done.stderr
    assert len(read(folder).events) == 2


def test_a_column_more_in_the_file_makes_no_row_new(tmp_path: Path, folder: Path) -> None:
    head = ("Date", "Actor", "Event")
    row = ("10.4.1949", "Albania", "A trade agreement is signed")
    bring_in(folder, table(tmp_path / "c.xlsx", head, row))
    assert len(bring_in(folder, table(tmp_path / "c.xlsx", (*head, "Mood"), (*row, "good"))).events) == 2


def test_a_month_that_excel_made_a_day_of_is_a_month_again(tmp_path: Path, folder: Path) -> None:
    path = table(
        tmp_path / "c.xlsx",
        ("Date", "Actor", "Event"),
        (datetime.date(1949, 4, 1), "Albania", "Shown as a month"),
        (datetime.date(1949, 4, 1), "Albania", "Shown as a day"),
        (datetime.date(1949, 4, 10), "Albania", "A day shown as a month"),
        (1949, "Albania", "A year as a number"),
        (17998, "Albania", "A day as a number"),
        (1949, "Albania", "A year in a cell made for dates"),
        (1949.1, "Albania", "January or October"),
        ("Apr-49", "Albania", "Two digits"),
        formats={
            "A2": "mmm-yy",
            "A3": "d.m.yyyy",
            "A4": "mmm-yy",
            "A7": "dd/mm/yyyy",
            "A5": "General",
            "A6": "General",
        },
    )
    assert dates_of(bring_in(folder, path)) == [
        "1949-04",
        "1949-04-01",
        "1949-04-10",
        "1949",
        "1949-04-10",
        "1949",
        "[1949-01,1949-10]",
        "1949-04",
    ]


def test_workbooks_of_a_macintosh_count_days_from_1904(tmp_path: Path, folder: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.worksheets[0]
    page.append(("Date", "Actor", "Event"))
    page.append((datetime.date(1949, 4, 10), "Albania", "A thing happens"))
    book.save(tmp_path / "mac.xlsx")
    assert dates_of(bring_in(folder, tmp_path / "mac.xlsx")) == ["1949-04-10"]


@pytest.mark.parametrize(
    ("other", "expected"),
    [("25/10/1950", "1949-10-04"), ("10/25/1950", "1949-04-10"), ("1950", "[1949-04-10,1949-10-04]")],
)
def test_the_other_dates_of_a_column_settle_which_number_is_the_day(
    tmp_path: Path, folder: Path, other: str, expected: str
) -> None:
    head = ("Date", "Actor", "Event")
    path = table(tmp_path / "c.xlsx", head, ("4/10/1949", "ALB", "First thing"), (other, "ALB", "Second thing"))
    assert dates_of(bring_in(folder, path))[0] == expected


def test_an_empty_date_repeats_the_one_above_only_when_told_or_merged(tmp_path: Path, folder: Path) -> None:
    head = ("Date", "Actor", "Event")
    rows = (("10.4.1949", "ALB", "One thing"), (None, "ALB", "Another thing"), (None, "ALB", "Third thing"))
    book = Workbook()
    page = book.worksheets[0]
    for row in (head, *rows):
        page.append(row)
    page.merge_cells("A2:A3")
    book.save(tmp_path / "c.xlsx")
    assert dates_of(bring_in(folder, tmp_path / "c.xlsx")) == ["1949-04-10", "1949-04-10", "XXXX"]
    path = table(tmp_path / "d.xlsx", ("Date", "Who", "What happened"), *((d, a, f"{e} again") for d, a, e in rows))
    assert dates_of(bring_in(folder, path, "--same-date"))[3:] == ["1949-04-10"] * 3


def test_a_year_in_a_row_of_its_own_is_the_year_of_the_dates_below(tmp_path: Path, folder: Path) -> None:
    rows = (("Date", "Actor", "Event"), ("1949", None, None), ("10 prill", "ALB", "A thing"), ("3.5.", "ALB", "More"))
    assert dates_of(bring_in(folder, table(tmp_path / "c.xlsx", *rows))) == ["1949-04-10", "1949-05-03"]


def test_parties_in_a_cell_are_told_apart_and_unknown_ones_entered_once(tmp_path: Path, folder: Path) -> None:
    rows = [
        ("1949", who, f"Thing number {n} happens")
        for n, who in enumerate(
            (
                "Albania, USSR",
                "Albania - USSR",
                "Albania/USSR",
                "USSR → Albania",
                "Soviet-Albanian",
                "Hoxha, Enver",
                "Hoxha, Enver",
            )
        )
    ]
    study = bring_in(folder, table(tmp_path / "c.xlsx", ("Date", "Actors", "Event"), *rows))
    assert [(event.actors, event.targets) for event in study.events[1:]] == [
        (("ALB", "SUN"), ()),
        (("ALB", "SUN"), ()),
        (("ALB", "SUN"), ()),
        (("SUN",), ("ALB",)),
        (("SUN", "ALB"), ()),
        (("hoxha-enver",), ()),
        (("hoxha-enver",), ()),
    ]
    assert [(actor.id, actor.kind) for actor in study.actors] == [("hoxha-enver", "person")]


def test_a_footnote_finds_its_source_and_its_page(tmp_path: Path, folder: Path) -> None:
    (folder / "sources.yaml").write_text(
        "references:\n- {id: titoites, type: book, title: 'The Titoites: Notes', issued: 1982,"
        " author: [{family: Hoxha}]}\n"
    )
    rows = [
        ("1949", "ALB", f"Thing number {n} happens", note)
        for n, note in enumerate(
            (
                "Hoxha, The Titoites, p. 45",
                "Hoxha 1982: 12",
                "titoites",
                "ibid., p. 46",
                "AQSH, F. 14, D. 2, fl. 3; titoites, pp. 1-2",
            )
        )
    ]
    study = bring_in(folder, table(tmp_path / "c.xlsx", ("Date", "Actor", "Event", "Source"), *rows))
    cited = [(p.source, p.locator) for p in study.passages if not p.id.startswith("example")]
    assert cited == [
        ("titoites", "p. 45"),
        ("titoites", "12"),
        ("titoites", "page not given"),
        ("titoites", "p. 46"),
        ("aqsh-f-14-d-2", "fl. 3"),
        ("titoites", "pp. 1-2"),
    ]
    assert [event.status for event in study.events[1:]] == [""] * 5


def test_what_no_column_of_a_study_holds_is_kept(tmp_path: Path, folder: Path) -> None:
    rows = (("Date", "Actor", "Event", "Weather", "status"), ("1949", "ALB", "A thing happens", "rain; 007", "my own"))
    event = bring_in(folder, table(tmp_path / "c.xlsx", *rows)).events[-1]
    assert event.extra == {"Weather": "rain; 007"}
    assert "status: my own" in event.note


@pytest.mark.parametrize("encoding", ["cp1250", "utf-8", "utf-8-sig", "utf-16"])
def test_a_semicolon_table_of_libreoffice_comes_in(tmp_path: Path, folder: Path, encoding: str) -> None:
    path = tmp_path / "hronologija.csv"
    what = "Potpisan je sporazum o čeličani, šećeru i đubrivu"
    text = f"Datum;Akteri;Događaj;Izvor\r\n10. aprila 1949.;Jugoslavija;{what};Đilas, Razgovori, str. 12\r\n"
    path.write_bytes(text.encode(encoding))
    study = bring_in(folder, path)
    assert study.events[-1].summary == what
    assert (str(study.events[-1].date), study.events[-1].actors) == ("1949-04-10", ("YUG",))
    assert study.passages[-1].locator == "str. 12"


def test_russian_and_albanian_tables_in_old_encodings_come_in(tmp_path: Path, folder: Path) -> None:
    russian = tmp_path / "ru.csv"
    russian.write_bytes("Дата\tСтрана\tСобытие\n10 апреля 1949 г.\tСССР\tПодписано соглашение\n".encode("cp1251"))
    albanian = tmp_path / "sq.csv"
    albanian.write_bytes(
        'Data,Kush,Ngjarja\n10 prill 1949,Shqipëria,"U nënshkrua çështja, më në fund"\n'.encode("cp1252")
    )
    bring_in(folder, russian)
    study = bring_in(folder, albanian)
    assert [event.summary for event in study.events[1:]] == ["Подписано соглашение", "U nënshkrua çështja, më në fund"]
    assert [event.actors for event in study.events[1:]] == [("SUN",), ("ALB",)]


@pytest.mark.parametrize("at", range(5))
def test_an_import_that_fails_midway_leaves_every_file_as_it_was(
    tmp_path: Path, folder: Path, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from detente.cli import app

    path = messy.build(tmp_path / "messy.xlsx")
    before = files_of(folder)
    real, calls = os.replace, []

    def fail_once(*arguments: Any) -> None:
        calls.append(arguments)
        if len(calls) == at + 1:
            raise OSError(28, "No space left on device")
        real(*arguments)

    monkeypatch.setattr("detente.study.disk.os.replace", fail_once)
    result = CliRunner().invoke(app, ["import", "xlsx", str(path), "--study", str(folder), "--yes"])
    assert result.exit_code == 2
    assert files_of(folder) == before


def test_an_import_that_was_killed_is_simply_made_again(tmp_path: Path, folder: Path) -> None:
    path = messy.build(tmp_path / "messy.xlsx")
    bring_in(folder, path)
    whole = files_of(folder)
    (folder / "import.yaml").unlink()
    bring_in(folder, path)
    again = files_of(folder)
    assert {name: again[name] for name in ("events.csv", "testimony.csv")} == {
        name: whole[name] for name in ("events.csv", "testimony.csv")
    }


def test_a_file_that_changed_meanwhile_is_not_overwritten(folder: Path) -> None:
    gain = additions.Additions()
    gain.add("actors", {"id": "x", "kind": "person", "name": "X"})
    gain.add("claims", {})
    del gain.entries["claims"]
    changes = additions.changes_of(folder, gain)
    (folder / "actors.csv").write_text("id,kind,name\nmine,person,Mine\n")
    with pytest.raises(ImportFileError, match="has changed"):
        additions.commit(folder, changes)
    assert (folder / "actors.csv").read_text() == "id,kind,name\nmine,person,Mine\n"


def test_an_answer_edited_by_hand_counts_at_the_next_import(tmp_path: Path, folder: Path) -> None:
    rows = [("Date", "Actor", "Event", "Remark of mine"), ("1949", "ALB", "A thing happens", "aha")]
    bring_in(folder, table(tmp_path / "c.xlsx", *rows))
    memory = folder / "import.yaml"
    memory.write_text(memory.read_text().replace("Remark of mine: note", "Remark of mine: skip"))
    rows.append(("1950", "ALB", "Another thing happens", "oho"))
    assert bring_in(folder, table(tmp_path / "c.xlsx", *rows)).events[-1].note == ""


def test_columns_of_a_table_without_header_are_known_by_their_values(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "c.csv"
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows(
            (f"{n + 1}.4.1949", "Albania", f"A thing of some length happens in Tirana on day {n}", f"p. {n}")
            for n in range(9)
        )
    study = bring_in(folder, path)
    assert len(study.events) == 10
    assert (str(study.events[1].date), study.events[1].actors) == ("1949-04-01", ("ALB",))
