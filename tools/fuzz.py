"""Throws bytes at every reader, with atheris, for a while each. A traceback or a changed file is a find.

usage: fuzz.py [SECONDS for each reader] [ONLY those whose name holds this]
"""

import io
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import atheris
import openpyxl

with atheris.instrument_imports(include=["detente"]):
    from detente.checks import check_study
    from detente.coding.annotations import read_annotations
    from detente.coding.refi.into_study import import_project
    from detente.coding.refi.project import Project
    from detente.coding.refi.read import read_qdc, read_qdpx
    from detente.coding.refi.write import write_qdpx
    from detente.corpus.headings import read_heading, read_printed_date
    from detente.corpus.listing import read_listing
    from detente.corpus.read import read_documents
    from detente.model.dates import DateError, parse_date
    from detente.model.states import resolve
    from detente.model.study import Study
    from detente.study.columns import TABLES, Table
    from detente.study.imports.delimited import read_delimited
    from detente.study.imports.library import read_library
    from detente.study.imports.remarks import ImportFileError, Remarks
    from detente.study.imports.tropy import import_tropy, read_tropy
    from detente.study.imports.workbook import open_workbook, read_sheet
    from detente.study.read import read_study
    from detente.study.sheets import SheetError, read_csv_sheet, read_yaml_sheet

SETTINGS = b"format: 1\ntitle: T\ndyad: [ALB, SUN]\nperiod: 1944/1961\nperspectives:\n- {id: ALB, label: A}\n"


def reader_of(table: Table, folder: Path) -> Callable[[bytes], None]:
    """Return a target that reads and checks a study whose one file holds the bytes."""

    def read(data: bytes) -> None:
        (folder / "study.yaml").write_bytes(SETTINGS)
        head = f"{table.key}:\n- " if table.key else table.header + "\n"
        content = head.encode() + data if data[:1] > b"\x40" else data
        path = folder / table.file.replace("*", "made")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        study, complaints = read_study(folder)
        for finding in check_study(study, None, complaints):
            if finding.code == "BUG001":
                raise AssertionError(finding.message)
        if path.read_bytes() != content:
            raise AssertionError("the file was changed")
        path.unlink()

    return read


def read_date(data: bytes) -> None:
    """Read a date."""
    try:
        date = parse_date(data.decode("utf-8", "replace"))
    except DateError:
        return
    if parse_date(str(date)) != date:
        raise AssertionError("a date does not come back")


def read_name(data: bytes) -> None:
    """Read the name of a state."""
    resolve(data.decode("utf-8", "replace"))


def read_sheets(data: bytes) -> None:
    """Read the raw sheets."""
    text = data.decode("utf-8", "replace")
    for read in (read_csv_sheet, read_yaml_sheet):
        try:
            read("fuzzed", text)
        except SheetError:
            continue


def document_reader_of(name: str, folder: Path, wrap: Callable[[bytes], bytes]) -> Callable[[bytes], None]:
    """Return a target that reads a document whose inner bytes are fuzzed; a refusal is an answer, a traceback none."""
    path = folder / name

    def read(data: bytes) -> None:
        path.write_bytes(wrap(data))
        documents, diagnostics = read_documents(path)
        if not documents and not diagnostics and data.strip():
            raise AssertionError("nothing was read, and nothing said")
        for document in documents:
            for paragraph in document.paragraphs:
                if paragraph.hangs_on and not 0 < paragraph.hangs_on < paragraph.number:
                    raise AssertionError("a footnote hangs on nothing")
                if any(not 0 < at < len(paragraph.text) for at, _ in paragraph.turns):
                    raise AssertionError("a page turns outside its paragraph")

    return read


def in_tei(data: bytes) -> bytes:
    """Put the bytes into the only document of a TEI file."""
    head = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div type="document" xml:id="d1">'
    return data if data[:1] > b"\xf0" else head + data + b"</div></body></text></TEI>"


def in_word(data: bytes) -> bytes:
    """Put the bytes into the body of a Word file, or make them the file."""
    if data[:1] > b"\xf0":
        return data
    space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", b'<w:document xmlns:w="' + space + b'">' + data + b"</w:document>")
    return buffer.getvalue()


def read_words_of_headings(data: bytes) -> None:
    """Read a heading and a printed date."""
    text = data.decode("utf-8", "replace")
    read_heading(text)
    read_printed_date(text)


def importer_of(name: str, folder: Path) -> Callable[[bytes], None]:
    """Return a target that reads a file for import; a workbook's bytes stand where its sheet is."""
    path = folder / name

    def read_workbook(file: Path) -> None:
        book = open_workbook(file)
        for sheet in book.sheets:
            read_sheet(book, sheet)

    readers: dict[str, Callable[[Path], object]] = {
        "chronology.csv": read_delimited,
        "chronology.xlsx": read_workbook,
        "library.json": lambda file: read_library("csl", file),
        "tropy.json": lambda file: import_tropy(*read_tropy(file), Study()),
        "annotations.json": lambda file: _brought(read_annotations(file)[0]),
        "codebook.qdc": lambda file: _brought(read_qdc(file)[0]),
        "project.qdpx": lambda file: _brought(read_qdpx(file)[0]),
    }

    def read(data: bytes) -> None:
        if name.endswith((".xlsx", ".qdpx")):
            data = _as_workbook(data) if name.endswith(".xlsx") else _as_project(data)
        path.write_bytes(data)
        try:
            readers[name](path)
        except ImportFileError:
            return

    return read


def _brought(project: Project) -> None:
    """Bring a project into a study and out of it again."""
    import_project(project, Study(), Remarks())
    write_qdpx(project)


def _as_project(data: bytes) -> bytes:
    """Return an archive whose project is the bytes, so that they get past the archive."""
    if data[:1] < b"\x40":
        return data
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as new:
        new.writestr("project.qde", data[1:])
        new.writestr("sources/a.txt", data[:40])
    return whole.getvalue()


def _as_workbook(data: bytes) -> bytes:
    """Return a workbook whose sheet is the bytes, so that they get past the archive."""
    if data[:1] < b"\x40":
        return data
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    whole = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(whole, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, data[1:] if entry.endswith("sheet1.xml") else old.read(entry))
    return whole.getvalue()


def main() -> None:
    """Fuzz each target in a process of its own, since libFuzzer ends the process that it runs in."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    failed = []
    with tempfile.TemporaryDirectory() as name:
        targets: dict[str, Callable[[bytes], None]] = {"date": read_date, "name": read_name, "sheets": read_sheets}
        for table in TABLES:
            folder = Path(name) / table.collection
            folder.mkdir()
            targets[table.collection] = reader_of(table, folder)
        files = ("chronology.csv", "chronology.xlsx", "library.json", "tropy.json")
        for file in (*files, "annotations.json", "codebook.qdc", "project.qdpx"):
            targets[file] = importer_of(file, Path(name))
        for file, wrap in (
            ("a.xml", in_tei),
            ("a.docx", in_word),
            ("a.html", bytes),
            ("a.md", bytes),
            ("a.txt", bytes),
            ("a.pdf", b"%PDF-1.4\n".__add__),
        ):
            targets[f"document {file}"] = document_reader_of(file, Path(name), wrap)
        listing = Path(name) / "listing"
        listing.mkdir()

        def read_listed(data: bytes) -> None:
            (listing / "documents.csv").write_bytes(data)
            read_listing(listing)

        targets |= {"documents.csv": read_listed, "headings": read_words_of_headings}
        only = sys.argv[2] if len(sys.argv) > 2 else ""
        for title, target in ((title, target) for title, target in targets.items() if only in title):
            print(f"fuzzing {title} for {seconds} s", flush=True)
            child = os.fork()
            if child == 0:
                os.chdir(name)
                atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=2000", "-verbosity=0"], target)
                atheris.Fuzz()
                os._exit(0)
            _, status = os.waitpid(child, 0)
            if status:
                failed.append(title)
    if failed:
        raise SystemExit(f"found: {', '.join(failed)}")
    print("nothing found")


if __name__ == "__main__":
    main()
