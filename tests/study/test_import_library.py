"""Libraries of Zotero, BibTeX, RIS and CSL become sources."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.cli import app
from detente.model.records import Source
from detente.study.new import new_files, write_new
from detente.study.read import read_study

BOOK = {
    "id": "http://zotero.org/users/1/items/AB12",
    "type": "book",
    "title": "The Titoites",
    "author": [{"family": "Hoxha", "given": "Enver"}],
    "issued": {"date-parts": [["1982"]]},
    "archive": "AQSH",
    "archive_location": "F. 14, V. 1949, D. 12, fl. 3",
    "call-number": "327 HOX",
    "language": "en",
    "URL": "https://example.org/titoites",
    "accessed": {"date-parts": [[2020, 1, 2]]},
    "note": "speaker: ALB\nreliability: b\noriginal-date: 1949\nmade: some day\nA line of my own: kept",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_new(tmp_path / "study", new_files("T", "ALB", "SUN", "1944/1961"))
    (tmp_path / "study" / "sources.yaml").write_text("references:\n")
    for name in ("passages", "events", "testimony"):
        path = tmp_path / "study" / f"{name}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    return tmp_path / "study"


def bring_in(folder: Path, format: str, name: str, text: str) -> tuple[str, dict[str, Source]]:
    path = folder.parent / name
    path.write_text(text, "utf-8")
    result = CliRunner().invoke(app, ["import", format, str(path), "--study", str(folder)])
    assert result.exit_code == 0, result.output
    study, complaints = read_study(folder)
    assert [complaint.message for complaint in complaints] == []
    return result.output, dict(study.source_by_id)


def test_zotero_keeps_the_archive_and_its_extra_lines_become_columns(folder: Path) -> None:
    said, sources = bring_in(folder, "zotero", "z.json", json.dumps([BOOK]))
    book = sources["hoxha-1982-titoites"]
    assert (book.speaker, book.reliability, book.holder) == ("ALB", "B", "AQSH")
    assert book.archival == {"repository": "AQSH", "fond": "14", "inventory": "1949", "file": "12", "folio": "3"}
    assert book.csl["original-date"] == "1949"
    assert (book.csl["accessed"], book.csl["call-number"], book.csl["language"]) == ("2020-01-02", "327 HOX", "en")
    assert book.csl["note"] == "A line of my own: kept\nmade: some day"
    assert "not EDTF" in said


def test_the_citation_key_of_better_bibtex_is_the_id(folder: Path) -> None:
    _, sources = bring_in(folder, "zotero", "z.json", json.dumps([{**BOOK, "citation-key": "hoxhaTitoites1982"}]))
    assert list(sources) == ["hoxhaTitoites1982"]
    note = {**BOOK, "title": "Another", "note": "Citation Key: other82"}
    _, sources = bring_in(folder, "zotero", "z.json", json.dumps([note]))
    assert list(sources) == ["hoxhaTitoites1982", "other82"]


def test_what_is_there_already_is_left_as_it_is(folder: Path) -> None:
    bring_in(folder, "zotero", "z.json", json.dumps([BOOK]))
    before = (folder / "sources.yaml").read_bytes()
    said, _ = bring_in(folder, "zotero", "z.json", json.dumps([{**BOOK, "publisher": "changed"}]))
    assert "0 sources; 1 were there" in said
    bring_in(folder, "bibtex", "z.bib", "@book{x, title={The Titoites}, author={Hoxha, Enver}, year=1982}")
    bring_in(folder, "ris", "z.ris", "TY  - BOOK\nAU  - Hoxha, Enver\nTI  - The Titoites\nPY  - 1982\nER  - \n")
    assert (folder / "sources.yaml").read_bytes() == before


def test_a_doi_or_an_isbn_tells_that_it_is_there(folder: Path) -> None:
    one = {"id": "a", "type": "book", "title": "One", "ISBN": "978-0-19-878459-4", "DOI": "10.1/AB"}
    bring_in(folder, "csl", "a.json", json.dumps([one]))
    more = [
        {"id": "b", "type": "book", "title": "One, again", "ISBN": "9780198784594"},
        {"id": "c", "type": "book", "title": "Uno", "DOI": "https://doi.org/10.1/ab"},
        {"id": "d", "type": "chapter", "title": "A part", "ISBN": "9780198784594"},
    ]
    said, sources = bring_in(folder, "csl", "b.json", json.dumps(more))
    assert list(sources) == ["a", "d"]
    assert "2 were there" in said


def test_bibtex_keeps_titles_as_they_are_written(folder: Path) -> None:
    text = (
        "@book{a, title={The Sino-Soviet Split}, author={Lüthi, Lorenz}, year=2008, langid={english}}\n"
        "@article{b, title={Tito and Stalin}, author={Perovi{\\'c}, Jeronim}, journal={JCWS}, date={2007-04}}\n"
    )
    _, sources = bring_in(folder, "bibtex", "l.bib", text)
    assert [(s.id, s.title) for s in sources.values()] == [("a", "The Sino-Soviet Split"), ("b", "Tito and Stalin")]
    assert sources["a"].csl["language"] == "en"
    assert (sources["b"].csl["issued"], sources["b"].csl["author"]) == (
        "2007-04",
        [{"family": "Perović", "given": "Jeronim"}],
    )
    assert "language" not in sources["b"].csl


def test_ris_keeps_call_numbers_and_notes(folder: Path) -> None:
    text = (
        "TY  - BOOK\nAU  - Hoxha, Enver\nTI  - With Stalin\nPY  - 1979\nCN  - F. 14, D. 2\nN1  - speaker: ALB\nER  - \n"
    )
    _, sources = bring_in(folder, "ris", "l.ris", text)
    (source,) = sources.values()
    assert source.id == "Hoxha_1979"
    assert (source.csl["call-number"], source.speaker) == ("F. 14, D. 2", "ALB")


def test_csl_yaml_and_the_csv_of_zotero_come_in(folder: Path) -> None:
    bring_in(
        folder,
        "csl",
        "l.yaml",
        "references:\n- id: y1\n  type: book\n  title: In YAML\n  issued: {date-parts: [[1949]]}\n",
    )
    table = '"Key","Item Type","Publication Year","Author","Title","Date","Extra","Archive"\n'
    table += '"AB","journalArticle","1958","Dedijer, Vladimir; Someone","On Tito","1958-03","speaker: SUN","AJ"\n'
    _, sources = bring_in(folder, "zotero", "l.csv", table)
    assert sources["y1"].csl["issued"] == "1949"
    article = sources["dedijer-1958-tito"]
    assert (article.type, article.speaker, article.holder) == ("article-journal", "SUN", "AJ")
    assert article.csl["author"] == [{"family": "Dedijer", "given": "Vladimir"}, {"literal": "Someone"}]
