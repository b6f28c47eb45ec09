"""TEI other than the older volumes of FRUS: their newer mark-up, letters with a header, corpora of several texts."""

from pathlib import Path

import pytest

from detente.corpus.documents import Document
from detente.corpus.read import read_documents
from detente.model.dates import parse_date

NEWER = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0">
<teiHeader><fileDesc><titleStmt><title type="complete">A made volume</title></titleStmt>
<publicationStmt><date>2016</date><idno type="frus">frus1969-76v99</idno></publicationStmt></fileDesc></teiHeader>
<text><front><div type="section" xml:id="preface"><head>Preface</head><p>About this volume.</p></div></front>
<body><div type="chapter" xml:id="ch1"><head>Tirana</head>
<pb n="1" xml:id="pg_1"/>
<div type="document" subtype="historical-document" xml:id="d1" n="1"
 frus:doc-dateTime-min="1971-03-01T00:00:00-05:00" frus:doc-dateTime-max="1971-03-01T23:59:59-05:00">
<head>1. Memorandum From <persName type="from" corresp="#p_A">Ann Alder</persName> of the Staff to the President’s
Assistant (<persName type="to" corresp="#p_B">Birch</persName>)<note n="1" xml:id="d1fn1">Source: National Archives,
RG 59, Central Files 1970–73, POL ALB. Secret.</note></head>
<opener><dateline><placeName>Washington</placeName>, <date from="1971-03-01" to="1971-03-02">March 1–2,
1971</date>.</dateline></opener>
<p>The envoy said<note n="2" xml:id="d1fn2">He spoke <hi rend="italic">French</hi>.</note> that trade may grow.
<pb n="2"/>[<hi rend="italic">1 line not declassified</hi>] He left.</p>
<closer><signed>Ann Alder</signed></closer>
<frus:attachment xml:id="d1att1"><head>Attachment</head><p>A list of goods.</p></frus:attachment>
</div>
<div type="document" subtype="editorial-note" xml:id="d2" n="2"
 frus:doc-dateTime-min="1971-04-01T00:00:00-05:00"><head>2. Editorial Note</head><p>In April talks began.</p></div>
<div type="document" subtype="historical-document" xml:id="d3" n="3"
 frus:doc-dateTime-min="1971-05-01T00:00:00-05:00" frus:doc-dateTime-max="1971-05-31T23:59:59-05:00">
<head>3. Telegram 12 From the Embassy in Yugoslavia to the Department of State</head>
<opener><dateline>Belgrade, undated.</dateline></opener><p>Nothing new.</p></div>
<div type="document" xml:id="d4" n="4"><head>4. Telegram From the Embassy in Italy to the Department of State</head>
<dateline><placeName>Rome</placeName>, <date when="1971-06-03">June 2, 1971</date>.
[Received <date when="1971-06-04">June 4</date>.]</dateline><p>Rumours.</p></div>
</div></body></text></TEI>
"""
LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Letter
to Tirana</title>
</titleStmt><publicationStmt><date when="1990">1990</date></publicationStmt><sourceDesc><msDesc><msIdentifier>
<repository>AQSH</repository><collection>F. 14</collection><idno>d. 12, fl. 3</idno></msIdentifier></msDesc>
</sourceDesc>
</fileDesc><profileDesc><langUsage><language ident="ru">Russian</language></langUsage><correspDesc>
<correspAction type="sent"><persName>I. V. Stalin</persName><placeName>Moscow</placeName><date when="1949-03-23"/>
</correspAction><correspAction type="received"><persName>Enver Hoxha</persName><date notBefore="1949-03-25"
 notAfter="1949-03-28"/></correspAction></correspDesc></profileDesc></teiHeader><text><body><div>
<p>Товарищу
<choice><sic>Ходжа</sic><corr>Ходже</corr></choice>. <gap reason="illegible"/> Приезжайте.</p></div></body>
</text></TEI>"""


def documents(folder: Path, text: str, name: str = "a.xml") -> dict[str, Document]:
    (folder / name).write_text(text, encoding="utf-8")
    found, _ = read_documents(folder / name)
    return {document.id.partition("/")[2]: document for document in found}


def test_newer_markup_gives_correspondents_dates_and_kinds(tmp_path: Path) -> None:
    found = documents(tmp_path, NEWER)
    assert list(found) == ["preface", "d1", "d2", "d3", "d4"]
    assert [d.kind for d in found.values()] == ["front-matter", "document", "editorial-note", "document", "document"]
    d1 = found["d1"]
    assert (d1.id, d1.edition, str(d1.made), d1.place) == (
        "frus1969-76v99/d1", "frus", "1971-03-01/1971-03-02", "Washington",
    )  # fmt: skip
    assert (d1.sender, d1.recipient) == ("Ann Alder of the Staff", "President’s Assistant (Birch)")
    assert found["d2"].made is None
    assert str(found["d3"].made) == "1971-05-01/1971-05-31"
    assert found["d4"].received == parse_date("1971-06-04")
    assert found["d4"].sent == found["d4"].made == parse_date("1971-06-03")


def test_notes_pages_excisions_and_attachments_are_kept(tmp_path: Path) -> None:
    d1 = documents(tmp_path, NEWER)["d1"]
    body = next(p for p in d1.paragraphs if p.text.startswith("The envoy"))
    assert body.text == "The envoy said that trade may grow. [1 line not declassified] He left."
    assert [body.text[a:z] for a, z in body.excisions] == ["[1 line not declassified]"]
    assert (body.page, body.page_at(body.text.index("[1"))) == ("1", "2")
    note = next(p for p in d1.paragraphs if p.anchor == "d1fn2")
    assert (note.text, note.hangs_on, body.text[: note.hangs_at]) == ("He spoke French.", body.number, "The envoy said")
    assert [p.text for p in d1.paragraphs if p.kind == "heading"][1:] == ["Attachment"]
    assert d1.paragraphs[-1].text == "A list of goods."
    assert d1.paragraphs[-1].page == "2"


def test_a_date_that_print_and_markup_give_differently_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(NEWER, encoding="utf-8")
    _, diagnostics = read_documents(tmp_path / "a.xml")
    assert [(d.code, d.message) for d in diagnostics] == [
        ("DOC007", "`frus1969-76v99/d4`: the dateline prints 1971-06-02, its mark-up says 1971-06-03, which is kept")
    ]
    assert NEWER.splitlines()[diagnostics[0].span.line - 1].startswith("<dateline><placeName>Rome")


def test_a_letter_has_what_its_header_says(tmp_path: Path) -> None:
    (folder := tmp_path / "aqsh").mkdir()
    (letter,) = documents(folder, LETTER, "1949/3.xml".replace("/", "-")).values()
    assert (letter.id, letter.title, letter.sender, letter.recipient, letter.place, letter.language) == (
        "aqsh/1949-3", "Letter to Tirana", "I. V. Stalin", "Enver Hoxha", "Moscow", "ru",
    )  # fmt: skip
    assert [str(d) for d in (letter.made, letter.sent, letter.received, letter.published)] == [
        "1949-03-23", "1949-03-23", "[1949-03-25..1949-03-28]", "1990",
    ]  # fmt: skip
    assert letter.archive == "AQSH, F. 14, d. 12, fl. 3"
    assert letter.text == "Товарищу Ходже. [gap: illegible] Приезжайте."
    assert len(letter.paragraphs[0].excisions) == 1


def test_each_text_of_a_corpus_is_a_document(tmp_path: Path) -> None:
    texts = "".join(
        f'<TEI><teiHeader><fileDesc><titleStmt><title>T{n}</title></titleStmt></fileDesc></teiHeader>'
        f"<text><body><p>Text {n}.</p></body></text></TEI>" for n in (1, 2)
    )  # fmt: skip
    found = documents(tmp_path, f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{texts}</teiCorpus>')
    assert [(d.title, d.text) for d in found.values()] == [("T1", "Text 1."), ("T2", "Text 2.")]


def test_an_id_claimed_twice_is_no_tei(tmp_path: Path) -> None:
    twice = NEWER.replace('xml:id="d3" n="3"', 'xml:id="d1" n="3"')
    (tmp_path / "a.xml").write_text(twice, encoding="utf-8")
    found, (diagnostic,) = read_documents(tmp_path / "a.xml")
    assert (found, diagnostic.code, diagnostic.message) == ((), "DOC002", "ID d1 already defined")
    assert 'doc-dateTime-min="1971-05-01' in "".join(twice.splitlines()[diagnostic.span.line - 2 :][:3])


def test_an_entry_whose_id_stands_twice_in_a_list_gets_a_number(tmp_path: Path) -> None:
    entry = "<visit><id>7</id><start-date>1956-06-01</start-date><visitor>A</visitor><from>France</from></visit>"
    (tmp_path / "v.xml").write_text(f"<visits>{entry}{entry}</visits>", encoding="utf-8")
    found, (diagnostic,) = read_documents(tmp_path / "v.xml")
    assert [d.id.rpartition("/")[2] for d in found] == ["visit-7", "visit-7-2"]
    assert diagnostic.code == "DOC004"


@pytest.mark.parametrize("cut", [200, 900, 2000, len(NEWER) - 20])
def test_a_torn_volume_gives_nothing_but_the_line_where_it_is_torn(tmp_path: Path, cut: int) -> None:
    (tmp_path / "a.xml").write_text(NEWER[:cut], encoding="utf-8")
    found, (diagnostic,) = read_documents(tmp_path / "a.xml")
    assert found == ()
    assert diagnostic.code == "DOC002"
    assert 0 < diagnostic.span.line <= NEWER[:cut].count("\n") + 1
