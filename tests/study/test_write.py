"""Edits change the lines of one entry, and nothing is ever half written."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.model.records import Record
from detente.model.study import Study
from detente.study.columns import table_of
from detente.study.read import read_study
from detente.study.sheets import CsvSheet, read_csv_sheet
from detente.study.write import (
    StaleError,
    WriteError,
    added,
    amended,
    digest,
    read_sheet,
    removed,
    replace_file,
)
from tests.folders import SMALL, write_study

MESSY = '\ufeff# by hand\r\nid;kind;text;mood\r\nc1;fact;"It ""was""; so";glum\r\n# half way\r\nc2;cause;Then;\r\n'


def study_of(folder: Path) -> Study:
    return read_study(folder)[0]


def edit(folder: Path, record: Record, **changes: str) -> None:
    sheet = read_sheet(folder, record.span.file)
    text = amended(sheet, record, changes)
    replace_file(folder, sheet.file, text, expected=digest(sheet.text), has_bom=sheet.has_bom)


@pytest.mark.parametrize("file", [*SMALL])
def test_what_is_read_and_written_back_untouched_is_the_same_bytes(tmp_path: Path, file: str) -> None:
    write_study(tmp_path, claims_csv=MESSY)
    before = (tmp_path / file).read_bytes()
    sheet = read_sheet(tmp_path, file)
    replace_file(tmp_path, file, sheet.text, expected=digest(sheet.text), has_bom=sheet.has_bom)
    assert (tmp_path / file).read_bytes() == before


def test_amending_a_row_changes_its_line_only(tmp_path: Path) -> None:
    study = study_of(write_study(tmp_path, claims_csv=MESSY))
    edit(tmp_path, study.claims[0], text="It was not; or was it?")
    after = (tmp_path / "claims.csv").read_bytes().decode()
    assert after == MESSY.replace('"It ""was""; so"', '"It was not; or was it?"')


def test_amending_a_row_that_is_too_short_fills_it(tmp_path: Path) -> None:
    study = study_of(write_study(tmp_path, claims_csv="id,kind,text,confidence,status,note\nc1,fact,x\n"))
    edit(tmp_path, study.claims[0], status="draft")
    assert (tmp_path / "claims.csv").read_text() == "id,kind,text,confidence,status,note\nc1,fact,x,,draft\n"


def test_amending_a_source_changes_its_line_only(tmp_path: Path) -> None:
    study = study_of(write_study(tmp_path))
    edit(tmp_path, study.sources[1], title="With Stalin: [memoirs]", reliability="D")
    before, after = SMALL["sources.yaml"].split("\n"), (tmp_path / "sources.yaml").read_text().split("\n")
    assert [line for line in before if line not in after] == ['    title: "Memoirs: with Stalin"']
    assert [line for line in after if line not in before] == [
        "    title: 'With Stalin: [memoirs]'",
        "    reliability: D",
    ]
    again = study_of(tmp_path)
    assert (again.sources[1].title, again.sources[1].reliability) == ("With Stalin: [memoirs]", "D")


def test_amending_an_entry_in_braces_keeps_the_braces(tmp_path: Path) -> None:
    study = study_of(write_study(tmp_path))
    edit(tmp_path, study.perspectives[0], label="Albanian side", note="then")
    assert "  - {id: ALB, label: Albanian side, state: ALB, note: then}\n" in (tmp_path / "study.yaml").read_text()


def test_a_list_in_lines_is_replaced_whole(tmp_path: Path) -> None:
    text = "references:\n- id: a\n  type: book\n  title: x\n  depends_on:\n  - b\n  - c\n  issued: 1950\n"
    study = study_of(write_study(tmp_path, sources_yaml=text))
    sheet = read_sheet(tmp_path, "sources.yaml")
    after = amended(sheet, study.sources[0], {"depends_on": ["d"]})
    assert after == "references:\n- id: a\n  type: book\n  title: x\n  depends_on: [d]\n  issued: 1950\n"


def test_an_entry_is_added_after_the_last(tmp_path: Path) -> None:
    write_study(tmp_path, claims_csv=MESSY)
    sheet = read_sheet(tmp_path, "claims.csv")
    assert added(sheet, table_of("claims"), {"id": "c3", "text": "a;b"}) == sheet.text + 'c3;;"a;b";\r\n'
    sheet = read_sheet(tmp_path, "sources.yaml")
    text = added(sheet, table_of("sources"), {"id": "new", "title": "On: this", "depends_on": ["frus"]})
    assert text == sheet.text.rstrip("\n") + "\n  - id: new\n    title: 'On: this'\n    depends_on: [frus]\n"


@pytest.mark.parametrize("empty", ["references:\n", "references: []\n", "", "# nothing yet\n"])
def test_an_entry_is_added_to_an_empty_file(tmp_path: Path, empty: str) -> None:
    write_study(tmp_path, sources_yaml=empty)
    sheet = read_sheet(tmp_path, "sources.yaml")
    text = added(sheet, table_of("sources"), {"id": "new", "title": "T", "type": "book"})
    replace_file(tmp_path, "sources.yaml", text, expected=digest(empty))
    assert [source.id for source in study_of(tmp_path).sources] == ["new"]


def test_removing_an_entry_removes_its_lines_only(tmp_path: Path) -> None:
    study = study_of(write_study(tmp_path, claims_csv=MESSY))
    assert removed(read_sheet(tmp_path, "claims.csv"), study.claims[0]) == MESSY[1:].replace(
        'c1;fact;"It ""was""; so";glum\r\n', ""
    )
    text = removed(read_sheet(tmp_path, "sources.yaml"), study.sources[1])
    assert "Hoxha" not in text
    assert "# An edition of American documents." in text
    assert "  - id: letter\n" in text


def test_an_edit_on_a_stale_page_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    study = study_of(write_study(tmp_path))
    sheet = read_sheet(tmp_path, "claims.csv")
    changed = SMALL["claims.csv"] + "c2,fact,Somebody else's.,\n"
    (tmp_path / "claims.csv").write_text(changed)
    with pytest.raises(StaleError) as refused:
        replace_file(
            tmp_path, "claims.csv", amended(sheet, study.claims[0], {"text": "y"}), expected=digest(sheet.text)
        )
    assert refused.value.current == changed
    assert (tmp_path / "claims.csv").read_text() == changed


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_study(tmp_path)

    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        replace_file(tmp_path, "claims.csv", "id\n", expected=digest(SMALL["claims.csv"]))
    assert (tmp_path / "claims.csv").read_text() == SMALL["claims.csv"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(SMALL)


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study", claims_csv=None)
    (tmp_path / "outside.csv").write_text("id\n")
    (folder / "claims.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(WriteError, match="link"):
        replace_file(folder, "claims.csv", "x", expected=digest("id\n"))
    assert (tmp_path / "outside.csv").read_text() == "id\n"


cells = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=200, deadline=None)
@given(value=cells, delimiter=st.sampled_from(",;\t"), other=cells, newline=st.sampled_from(["\n", "\r\n"]))
def test_any_text_put_into_a_cell_comes_back(value: str, delimiter: str, other: str, newline: str) -> None:
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline, quoting=csv.QUOTE_ALL)
    writer.writerow(["id", "kind", "text"])
    writer.writerow(["c1", "fact", other])
    writer.writerow(["c2", "fact", "untouched"])
    sheet = read_csv_sheet("claims.csv", buffer.getvalue())
    first = next(iter(sheet.rows()))
    from detente.model.diagnostics import Span
    from detente.model.records import Claim

    record = Claim("c1", Span("claims.csv", first.first_line, first.last_line))
    after = read_csv_sheet("claims.csv", amended(sheet, record, {"text": value}))
    assert isinstance(after, CsvSheet)
    rows = [row.cells for row in after.rows()]
    assert rows[0][2] == value
    assert rows[1] == ["c2", "fact", "untouched"]
