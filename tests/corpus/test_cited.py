"""A study cites documents of the corpus by their ids, and what it has read is counted."""

from dataclasses import replace
from pathlib import Path

import pytest

from detente.build import effort_on, texts_of
from detente.checks import check_study
from detente.corpus.documents import Document, Paragraph
from detente.corpus.store import open_writer
from detente.corpus.texts import ids_of
from detente.model.dates import parse_date
from detente.model.diagnostics import Span
from detente.model.records import Passage, Search, Source
from detente.model.study import Study

SPAN = Span("passages.csv", 2)


def install() -> None:
    def document(id: str, text: str, date: str, kind: str = "document", sender: str = "") -> Document:
        edition = "ungdc" if id.startswith("ungdc") else "frus"
        made = parse_date(date) if date else None
        return Document(id, edition, kind, "T", made, sender=sender, paragraphs=(Paragraph(1, text),))  # type: ignore[arg-type]

    with open_writer() as store:
        store.put("frus", "v.xml", "1", "", [
            document("frus1955-57v25/d89", "The regime was thoroughly shaken by riots.", "1956-09-21"),
            document("frus1955-57v25/d90", "Nothing new in Warsaw.", "1956-09-24"),
            document("frus1955-57v25/d91", "An undated paper.", ""),
            document("frus1955-57v25/preface", "About this volume.", "", "front-matter"),
        ])  # fmt: skip
        store.put("ungdc", "a.txt", "1", "", [
            document("ungdc/ALB_11_1956", "Peace.", "1956", "speech", "ALB"),
            document("ungdc/YUG_11_1956", "Peace.", "1956", "speech", "YUG"),
        ])  # fmt: skip


def study(*passages: tuple[str, str, str], searches: tuple[Search, ...] = ()) -> Study:
    """A study of some passages: the source's `document`, the locator, the quote."""
    names = dict.fromkeys(document for document, _, _ in passages)
    sources = tuple(Source(f"s{n}", SPAN, title="T", type="book", document=d) for n, d in enumerate(names))
    ids = {source.document: source.id for source in sources}
    rows = tuple(
        Passage(f"p{n}", SPAN, source=ids[document], locator=locator, quote=quote)
        for n, (document, locator, quote) in enumerate(passages)
    )
    return Study(sources=sources, passages=rows, searches=searches)


def misquoted(it: Study, folder: Path) -> list[str]:
    return [d.about for d in check_study(it, texts_of(folder)) if d.code == "PAS003"]


def test_a_quote_is_held_against_the_document_that_it_is_cited_from(tmp_path: Path) -> None:
    install()
    it = study(
        ("frus1955-57v25/d89", "p. 244", "thoroughly shaken"),
        ("frus1955-57v25/d89", "p. 245", "not shaken at all"),
        ("frus1955-57v25", "d89, p. 244", "shaken by riots"),
        ("frus1955-57v25", "Document 90", "Nothing new"),
        ("frus1955-57v25", "d90", "shaken by riots"),
        ("frus1955-57v99", "d1", "no such volume is installed"),
    )
    assert misquoted(it, tmp_path) == ["p1", "p4"]


def test_a_passage_that_leads_to_no_document_of_an_installed_volume_is_found(tmp_path: Path) -> None:
    install()
    it = study(
        ("frus1955-57v25", "d89, p. 244", ""), ("frus1955-57v25", "d899", ""), ("frus1955-57v99", "d1", ""),
        ("frus1955-57v25/d900", "p. 1", ""), ("documents/a.txt", "p. 1", ""),
    )  # fmt: skip
    found = [d.about for d in check_study(it, texts_of(tmp_path)) if d.code == "PAS007"]
    assert sorted(found) == ["p1", "p3"]


def test_without_a_corpus_quotes_from_it_are_passed_over(tmp_path: Path, home: Path) -> None:
    assert misquoted(study(("frus1955-57v25/d89", "p. 244", "never said")), tmp_path) == []
    assert not home.exists()


def test_a_file_of_the_study_goes_before_the_corpus(tmp_path: Path) -> None:
    install()
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("Own words.", encoding="utf-8")
    it = study(("documents/a.txt", "p. 1", "Own words"), ("documents/a.txt", "p. 2", "riots"))
    assert misquoted(it, tmp_path) == ["p1"]


@pytest.mark.parametrize(
    ("document", "locator", "first"),
    [
        ("frus1955-57v25/d89", "p. 3", "frus1955-57v25/d89"),
        ("frus1955-57v25", "frus1955-57v25/d89, p. 3", "frus1955-57v25/d89"),
        ("frus1955-57v25", "d89", "frus1955-57v25/d89"),
        ("ungdc", "ALB_11_1956", "ungdc/ALB_11_1956"),
    ],
)
def test_a_locator_names_a_document_of_a_volume(document: str, locator: str, first: str) -> None:
    assert next(ids_of(document, locator)) == first


def test_what_was_read_is_counted_beside_what_is_held(tmp_path: Path) -> None:
    install()
    searches = (Search("q", SPAN, side="USA", place="FRUS 1955-57", sought="Albania", years=parse_date("1956/1957")),)
    it = study(
        ("frus1955-57v25", "d89, p. 244", ""), ("frus1955-57v25", "d89, p. 245", ""), ("ungdc/ALB_11_1956", "1", ""),
        searches=searches,
    )  # fmt: skip
    rows = {(e.edition, e.side, e.year): (e.held, e.read, e.searched) for e in effort_on(it, tmp_path)}
    assert rows == {
        ("frus", "USA", 1956): (2, 1, 1),
        ("frus", "USA", None): (1, 0, 0),
        ("ungdc", "ALB", 1956): (1, 1, 0),
        ("ungdc", "YUG", 1956): (1, 0, 0),
    }


def test_without_a_corpus_nothing_is_counted(tmp_path: Path) -> None:
    assert effort_on(study(("frus1955-57v25/d89", "p. 244", "")), tmp_path) == ()


def test_installed_speeches_are_those_of_their_folder(tmp_path: Path) -> None:
    from detente.analysis.speeches import installed_speeches, read_speeches
    from detente.corpus.add import add_files
    from detente.corpus.incoming import find_files

    for name, text in (("RUS_11_1956", "Peace.\nAnd trade."), ("ALB_11_1956", "Peace."), ("ALB_13_1958", "Grain.")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    with open_writer() as store:
        add_files(store, find_files(tmp_path).files)
    assert installed_speeches("ungdc") == read_speeches(tmp_path)[0]
    assert installed_speeches("ungdc", 1957, 1959) == read_speeches(tmp_path, 1957, 1959)[0]
    assert installed_speeches("frus") == ()


def test_a_studys_shelf_is_made_anew_when_its_passages_change_and_only_then() -> None:
    from detente.corpus.search import search
    from detente.corpus.study_shelf import kept_shelf

    one = study(("s", "p. 1", "They sold grain."))
    elsewhere = replace(one, title="Another title")
    other = study(("s", "p. 1", "They sold oil."))
    assert kept_shelf(elsewhere) is kept_shelf(one)
    assert kept_shelf(other) is not kept_shelf(one)
    assert [search("oil", kept_shelf(each)).total for each in (one, other)] == [0, 1]
