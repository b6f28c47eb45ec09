"""Files that are broken, or meant to harm: an error that names the file, exit 2, and nothing changed."""

import io
import shutil
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from typer.testing import CliRunner

from detente.cli import app
from detente.study.imports.workbook import MAX_PART
from detente.study.new import new_files, write_new

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CELL = '<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
ROW = f'<row r="{{n}}">{CELL.format(place="A{n}", text="{a}")}{CELL.format(place="B{n}", text="{b}")}</row>'
HEAD = ROW.format(n=1, a="Date", b="Event")
FORMATS = {"xlsx": "xlsx", "csv": "csv", "bibtex": "bib", "ris": "ris", "zotero": "json", "csl": "json"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_new(tmp_path / "study", new_files("T", "ALB", "SUN", "1944/1961"))
    return tmp_path / "study"


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def refused(folder: Path, path: Path, format: str = "xlsx") -> str:
    """Import a file, see that it is refused soon and leaves nothing, and return what is said."""
    before, start = files_of(folder), time.monotonic()
    result = CliRunner().invoke(app, ["import", format, str(path), "--study", str(folder), "--yes"])
    assert time.monotonic() - start < 30
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert files_of(folder) == before
    return result.output


def workbook(path: Path, replaced: Mapping[str, str | bytes] | None = None, **more: str) -> Path:
    """Write a small workbook, with some of its parts put in another's place."""
    book = Workbook()
    page = book.worksheets[0]
    page.append(("Date", "Event"))
    page.append(("1949", "A thing happens"))
    stream = io.BytesIO()
    book.save(stream)
    parts = dict(replaced or {})
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, old.read(name)))
        for name, data in {**parts, **more}.items():
            new.writestr(name, data)
    return path


def sheet(rows: str, after: str = "") -> dict[str, str | bytes]:
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{HEAD}{rows}</sheetData>{after}</worksheet>'
    return {"xl/worksheets/sheet1.xml": xml}


def test_a_zip_bomb_is_refused(tmp_path: Path, folder: Path) -> None:
    data = b"<worksheet>" + b" " * (MAX_PART + 1000)
    said = refused(folder, workbook(tmp_path / "bomb.xlsx", {"xl/worksheets/sheet1.xml": data}))
    assert "bomb.xlsx" in said
    assert "sheet1.xml" in said


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path, folder: Path) -> None:
    path = workbook(tmp_path / "lie.xlsx", {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 3_000_000})
    data = path.read_bytes()
    size = (3_000_011).to_bytes(4, "little")
    path.write_bytes(data.replace(size, (100).to_bytes(4, "little")))
    assert "lie.xlsx" in refused(folder, path)
    path.write_bytes(data.replace(size, (2_000_000_000).to_bytes(4, "little")))
    assert "lie.xlsx" in refused(folder, path)


def test_entities_and_document_types_are_refused(tmp_path: Path, folder: Path) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + f'<worksheet xmlns="{MAIN}">&b;</worksheet>'
    said = refused(folder, workbook(tmp_path / "laughs.xlsx", {"xl/worksheets/sheet1.xml": laughs}))
    assert "document type" in said
    outside = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet xmlns="{MAIN}">&a;</worksheet>'
    path = workbook(tmp_path / "x.xlsx", {"xl/worksheets/sheet1.xml": outside.encode("utf-16")})
    assert "document type" in refused(folder, path)


def test_a_million_declared_rows_with_few_real_ones_are_read_at_once(tmp_path: Path, folder: Path) -> None:
    rows = ROW.format(n=1_048_576, a="1949", b="The last row of all") + "<row/>" * 300_000
    after = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A2:A1048576"/></mergeCells>'
    xml = (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" hidden="1"/></cols>'
    )
    xml += f"<sheetData>{HEAD}{rows}</sheetData>{after}</worksheet>"
    path = workbook(tmp_path / "long.xlsx", {"xl/worksheets/sheet1.xml": xml})
    start = time.monotonic()
    result = CliRunner().invoke(app, ["import", "xlsx", str(path), "--study", str(folder), "--yes"])
    assert result.exit_code == 0, result.output
    assert time.monotonic() - start < 10
    assert "The last row of all" in (folder / "events.csv").read_text()


@pytest.mark.parametrize(
    ("rows", "after", "said"),
    [
        ('<row r="2"><c r="ZZZ2"><v>1</v></c></row>', "", "column"),
        ('<row r="2"><c r="A2" t="s"><v>x</v></c></row>', "", "cannot be read"),
        ('<row r="2"><c r="A2"><v>1e999999</v></c></row>', "", ""),
        ('<row r="2"><c r="2A"><v>1</v></c></row>', "", "is no cell"),
        (f'<row r="2"><c r="A2" t="str"><v>{"x" * 200_000}</v></c></row>', "", "letters"),
        ("", "", "no rows"),
        ("<row><c>", "", "cannot be read"),
        ("", '<mergeCells><mergeCell ref="&amp;"/></mergeCells>', ""),
    ],
)
def test_a_sheet_that_no_spreadsheet_writes_is_refused(
    tmp_path: Path, folder: Path, rows: str, after: str, said: str
) -> None:
    assert said in refused(folder, workbook(tmp_path / "odd.xlsx", sheet(rows, after)))


def test_formulas_errors_and_links_to_other_files_do_nothing(tmp_path: Path, folder: Path) -> None:
    rows = (
        '<row r="2"><c r="A2"><f>1948+1</f><v>1949</v></c>'
        '<c r="B2" t="str"><f>[1]Other!A1</f><v>A value kept</v></c></row>'
        '<row r="3"><c r="A3"><f>NOW()</f></c><c r="B3" t="e"><v>#REF!</v></c></row>'
        '<row r="4"><c r="A4"><v>1950</v></c><c r="B4" t="str"><v>=cmd|\'/C calc\'!A0</v></c></row>'
    )
    path = workbook(tmp_path / "f.xlsx", sheet(rows))
    result = CliRunner().invoke(app, ["import", "xlsx", str(path), "--study", str(folder), "--yes"])
    assert result.exit_code == 0, result.output
    assert "A value kept" in (folder / "events.csv").read_text()
    assert "#REF!" in result.output


def test_nuls_and_control_characters_do_not_reach_the_study(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "nul.csv"
    path.write_bytes(b'Date,Actor,Event\n1949,ALB,"A th\x00ing \x07happens\x0b"\n1950,ALB,"Another\rthing"\n')
    result = CliRunner().invoke(app, ["import", "csv", str(path), "--study", str(folder), "--yes"])
    assert result.exit_code == 0, result.output
    events = (folder / "events.csv").read_bytes()
    assert b"A thing happens" in events
    assert b"\0" not in events


def test_what_is_no_workbook_says_what_it_is(tmp_path: Path, folder: Path) -> None:
    for name, data, said in (
        ("old.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, ".xls"),
        ("text.xlsx", b"Date;Event\n", "import csv"),
        ("empty.xlsx", b"", "empty"),
        ("cut.xlsx", workbook(tmp_path / "whole.xlsx").read_bytes()[:900], "workbook"),
    ):
        (tmp_path / name).write_bytes(data)
        assert said in refused(folder, tmp_path / name)
    assert "no file" in refused(folder, tmp_path / "missing.xlsx")
    assert "no file" in refused(folder, tmp_path)


def test_json_nested_beyond_measure_is_refused(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * 200_000)
    assert "deep.json" in refused(folder, path, "zotero")


def test_a_broken_memory_of_imports_is_named(tmp_path: Path, folder: Path) -> None:
    (folder / "import.yaml").write_text("imports: [&a {columns: {Date: nonsense}}]\n")
    assert "import.yaml:1" in refused(folder, workbook(tmp_path / "a.xlsx"))
    (folder / "import.yaml").write_text("imports:\n- columns: {Date: nonsense}\n")
    assert "nonsense" in refused(folder, workbook(tmp_path / "a.xlsx"))


def test_a_study_that_cannot_be_read_gains_nothing(tmp_path: Path, folder: Path) -> None:
    (folder / "events.csv").write_text('id,date,actors,summary\ne1,1949,ALB,"never closed\n')
    assert "events.csv:2" in refused(folder, workbook(tmp_path / "a.xlsx"))


ANY = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")),
    st.text(alphabet='@{}[]",:;=\n\tabc1949TYER -\x00', max_size=300).map(str.encode),
    st.tuples(
        st.sampled_from(["TY  - BOOK\n", "@book{a,", "[{", "Date;Event\n", "PK\x03\x04"]), st.binary(max_size=200)
    ).map(lambda pair: pair[0].encode("latin-1") + pair[1]),
)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=ANY)
def test_any_bytes_are_imported_or_refused_without_a_traceback(
    tmp_path: Path, folder: Path, format: str, data: bytes
) -> None:
    path = tmp_path / f"any.{FORMATS[format]}"
    path.write_bytes(data)
    copy = tmp_path / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    before = files_of(copy)
    result = CliRunner().invoke(app, ["import", format, str(path), "--study", str(copy), "--yes"])
    assert result.exit_code in (0, 2), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    if result.exit_code == 2:
        assert files_of(copy) == before
        assert "detente: " in result.output


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 5000), put=st.binary(min_size=1, max_size=8))
def test_a_workbook_with_spoilt_bytes_is_imported_or_refused(tmp_path: Path, folder: Path, at: int, put: bytes) -> None:
    data = bytearray(workbook(tmp_path / "whole.xlsx").read_bytes())
    at %= len(data)
    data[at : at + len(put)] = put
    path = tmp_path / "spoilt.xlsx"
    path.write_bytes(data)
    copy = tmp_path / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    before = files_of(copy)
    result = CliRunner().invoke(app, ["import", "xlsx", str(path), "--study", str(copy), "--yes"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 0 or files_of(copy) == before
