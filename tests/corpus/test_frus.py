"""Four volumes of Foreign Relations of the United States, 1955-1957 (XI, XXIV, XXV, XXVI), in their older mark-up."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from detente.corpus.documents import Document
from detente.corpus.read import read_documents
from tests.shared import SHARED

FRUS = SHARED / "texts" / "frus"
pytestmark = pytest.mark.skipif(not FRUS.is_dir(), reason="the volumes are not beside the checkout")

STATE = "Department of State"
USUN = "Mission at the United Nations"
TABLE = (
    # volume and document, date, sender, recipient: read in the TEI by eye, names as the heading prints them
    ("11/d10", "1955-09-08", STATE, "Certain Diplomatic Missions"),
    ("11/d22", "1956-02-09", "Lincoln Bloomfield, Special Assistant to the Assistant Secretary of State for "
     "International Organization Affairs", ""),
    ("11/d76", "1957-07-25", "", ""),
    ("11/d77", "1957-07-26", "Deputy Assistant Secretary of State for International Organization Affairs (Hanes)",
     "Secretary of State"),
    ("11/d116", "1955-08-09", "Secretary of State", "Representative at the United Nations (Lodge)"),
    ("11/d149", "1955-11-08", "Secretary of State", USUN),
    ("11/d165", "1955-11-16", USUN, STATE),
    ("11/d189", "1955-11-29", USUN, STATE),
    ("11/d215", "1955-12-12", "Charles Allan Stewart, Adviser to the Mission at the United Nations",
     "Joseph J. Sisco of the International Organization Affairs Staff of the Mission"),
    ("11/d245", "1957-01-15", USUN, STATE),
    ("11/d264", "1957-10-10", STATE, "Embassy in Japan"),
    ("11/d302", "1955-06-03", "", ""),
    ("11/d360", "1958-02-03", "Charles A. Haskins of the National Security Council Staff",
     "President’s Special Assistant for National Security Affairs (Cutler)"),
    ("24/d11", "1955-05-19", "", ""),
    ("24/d56", "1956-07-03", "Office of the Special Assistant for Intelligence", ""),
    ("24/d85", "1957-11-04", "Director of Intelligence and Research (Cumming)", "Secretary of State"),
    ("24/d163", "", "Foreign Secretary Lloyd", "Secretary of State Dulles"),
    ("24/d191", "1956-09-03", STATE, "Embassy in Greece"),
    ("24/d194", "1956-09-08", STATE, "Embassy in France"),
    ("24/d204", "1956-10-25", "Embassy in the United Kingdom", STATE),
    ("24/d224", "1957-02-19", "Assistant Secretary of State for International Organization Affairs (Wilcox)",
     "Secretary of State"),
    ("24/d265", "1957-10-07", STATE, "Embassy in the United Kingdom"),
    ("24/d288", "1955-10-13", "Army Attaché in Greece (Strange)", "Department of the Army"),
    ("24/d310", "1957-09-13", "Embassy in Greece", STATE),
    ("24/d326", "1955-05-21", "", ""),
    ("25/d9", "1955-03-17", "Legation in Hungary", STATE),
    ("25/d41", "1955-12-13", "Legation in Hungary", STATE),
    ("25/d72", "1956-07-03", "", ""),
    ("25/d73", "1956-07-03", "", ""),
    ("25/d89", "1956-09-21", "Embassy in Poland", STATE),
    ("25/d91", "1956-10-12", "", ""),
    ("25/d131", "1956-10-29", "", ""),
    ("25/d219", "1956-12-26", "Embassy in the Soviet Union", STATE),
    ("25/d249", "1957-05-08", "Acting Assistant Secretary of State for European Affairs (Beam)",
     "Director of Special Operations, Department of Defense (Erskine)"),
    ("25/d262", "1957-08-13", "Acting Secretary of State", "President"),
    ("25/d280", "1957-12-27", STATE, USUN),
    ("26/d143", "1955-04-02", "Berlin Element, HICOG", "Office of the High Commissioner for Germany, at Bonn"),
    ("26/d187", "1957-02-04", "Commander in Chief, United States Army, Europe (Hodes)", "Embassy in Germany"),
    ("26/d221", "1955-10-22", "Mission in Berlin", "Embassy in France"),
    ("26/d264", "1955-11-07", "Secretary of State", "President, at Denver"),
    ("26/d266", "1955-11-09", "Joint Chiefs of Staff", "Secretary of Defense (Wilson)"),
    ("26/d302", "1957-05-14", STATE, "Embassy in Yugoslavia"),
)  # fmt: skip


@cache
def volume(number: str) -> dict[str, Document]:
    documents, diagnostics = read_documents(FRUS / f"frus1955-57v{number}.xml")
    assert diagnostics == ()
    assert len({document.id for document in documents}) == len(documents)
    return {document.id: document for document in documents}


def document(place: str) -> Document:
    number, _, local = place.partition("/")
    return volume(number)[f"frus1955-57v{number}/{local}"]


@pytest.mark.parametrize(("place", "date", "sender", "recipient"), TABLE, ids=[row[0] for row in TABLE])
def test_a_document_is_from_whom_to_whom_and_when_its_edition_says(
    place: str, date: str, sender: str, recipient: str
) -> None:
    found = document(place)
    assert (str(found.made or ""), found.sender, found.recipient) == (date, sender, recipient)


@pytest.mark.parametrize(("number", "n"), [("11", 361), ("24", 374), ("25", 281), ("26", 324)])
def test_every_document_is_read_once(number: str, n: int) -> None:
    text = (FRUS / f"frus1955-57v{number}.xml").read_text(encoding="utf-8")
    marked = re.findall(r'<div type="document" xml:id="(\w+)"', text)
    assert len(marked) == n
    read = [d for d in volume(number).values() if d.kind in ("document", "editorial-note")]
    assert [d.id for d in read] == [f"frus1955-57v{number}/{local}" for local in marked]
    assert {d.id.rpartition("/")[2] for d in volume(number).values()} >= {"preface", "sources", "persons", "index"}


@pytest.mark.parametrize("number", ["11", "24", "25", "26"])
def test_a_date_is_that_of_the_dateline_where_there_is_one(number: str) -> None:
    text = (FRUS / f"frus1955-57v{number}.xml").read_text(encoding="utf-8")
    checked = 0
    for local, body in re.findall(r'<div type="document" xml:id="(\w+)"(.*?)(?=<div type="|</body>)', text, re.DOTALL):
        line = re.search(r'<dateline.*?<date when="([\d-]+)', body, re.DOTALL)
        own = volume(number)[f"frus1955-57v{number}/{local}"]
        if line and own.kind == "document":
            assert str(own.made) == line[1][:10], own.id
            checked += 1
    assert checked > 150


def test_no_word_of_the_edition_is_lost() -> None:
    """The words of every document div, footnotes and all, are those of its paragraphs."""
    text = (FRUS / "frus1955-57v25.xml").read_text(encoding="utf-8")
    for local, body in re.findall(r'(?s)<div type="document" xml:id="(\w+)"[^>]*>(.*?)\n</div>', text):
        plain = re.sub(r"<[^>]+>", " ", body).replace("&amp;", "&")
        words = Counter(re.findall(r"[A-Za-z]{4,}", plain))
        found = Counter(re.findall(r"[A-Za-z]{4,}", volume("25")[f"frus1955-57v25/{local}"].text))
        assert words.total() * 0.99 <= (words & found).total() <= words.total()


def test_a_footnote_hangs_where_its_mark_stands_and_keeps_its_name() -> None:
    found = document("25/d89")
    notes = [p for p in found.paragraphs if p.kind == "note"]
    assert [p.anchor for p in notes][:3] == ["d89fn1", "d89fn2", "d89fn3"]
    hung = found.paragraphs[notes[1].hangs_on - 1]
    assert hung.text[: notes[1].hangs_at].endswith("A–288 June 29")
    assert notes[1].text == "See footnote 5, Document 63."
    assert found.archive == "Department of State, Central Files, 748.00/9–2156"


def test_a_passage_stands_on_the_page_on_which_its_words_are_printed() -> None:
    found = document("25/d89")
    turning = next(p for p in found.paragraphs if "thoroughly shaken" in p.text)
    assert turning.page_at(turning.text.index("thoroughly shaken")) == "244"
    assert turning.page_at(turning.text.index("more consumer goods")) == "245"


def test_what_was_withheld_is_marked() -> None:
    spans = [
        p.text[slice(*span)] for number in ("11", "26") for d in volume(number).values() for p in d.paragraphs
        for span in p.excisions if d.kind == "document"
    ]  # fmt: skip
    assert "[less than 1 line of source text not declassified]" in spans
    assert not any("[sic]" in span for span in spans)


def test_the_editors_words_are_told_from_the_documents() -> None:
    kinds = Counter(d.kind for number in ("11", "24", "25", "26") for d in volume(number).values())
    assert kinds == {"document": 1200, "editorial-note": 140, "front-matter": 39, "index": 4}
    assert all(d.made is None and not d.sender for d in volume("25").values() if d.kind != "document")


def test_the_volume_is_found_under_its_own_name_wherever_its_file_lies(tmp_path: Path) -> None:
    moved = tmp_path / "a copy.xml"
    moved.write_bytes((FRUS / "frus1955-57v25.xml").read_bytes())
    documents, _ = read_documents(moved)
    assert [d.id for d in documents] == list(volume("25"))
    assert {d.edition for d in documents} == {"frus"}
