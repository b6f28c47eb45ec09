"""A document is read with what the study makes of it in the margin, and cited from where it stands."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from detente.build import Options, digest_of
from detente.corpus.add import add_files
from detente.corpus.incoming import find_files
from detente.corpus.index import build_index
from detente.corpus.store import open_writer
from detente.web.app import create_app
from detente.web.citing import read_chosen
from detente.web.doors import LOOPBACK, Doors
from detente.web.room import Room
from tests.folders import SMALL, write_study
from tests.web.conftest import fill

MEMO = """\
Memorandum on credit

The Minister said that the credit <was> "generous" & would be repaid in chrome.
He asked twice.

Nothing was promised in writing."""
DRAFT = """\
Memorandum on credit

The Minister said that the credit was generous and would be repaid in oil.

Nothing was promised in writing."""
SOURCES = (
    SMALL["sources.yaml"] + "  - {id: memo, type: manuscript, title: A memorandum, speaker: SUN, document: v/memo}\n"
)
SOURCES += "  - {id: own, type: manuscript, title: Notes, speaker: ALB, document: documents/notes.txt}\n"
NOTES = "First line\nof the notes.\n\nTirana felt deference 𝔸 was asked of it.\n"


@pytest.fixture
def read_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A study of which one source is installed and one lies in its folder."""
    monkeypatch.setenv("DETENTE_HOME", str(tmp_path / "home"))
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "memo.txt").write_text(MEMO, "utf-8")
    (texts / "draft.txt").write_text(DRAFT, "utf-8")
    with open_writer() as store:
        added = add_files(store, find_files(texts, "v", "").files)
        assert added.documents == 2
        build_index(store)
    folder = write_study(
        tmp_path / "study",
        sources_yaml=SOURCES,
        passages_csv=SMALL["passages.csv"]
        + 'm1,memo,para. 2,It was generous.,"the credit <was> ""generous"" & would be repaid",en\n'
        + "m2,own,para. 2,Deference.,Tirana felt deference,en\n"
        + "m3,own,para. 9,Lost.,words that stand nowhere in it,en\n",
        codebook_yaml="codes:\n- {id: def, label: Deference}\n",
        codings_csv="passage,code,coder,start,end,words\nm2,def,AE,12,21,deference\n",
    )
    (folder / "documents").mkdir()
    (folder / "documents" / "notes.txt").write_text(NOTES, "utf-8")
    return TestClient(create_app(Room(folder), Doors(), LOOPBACK), base_url="http://localhost")


def room_of(client: TestClient) -> Room:
    room: Room = client.app.state.room  # type: ignore[attr-defined]
    return room


def marked(html: str, kind: str) -> list[str]:
    return re.findall(rf'<mark data-at="\d+" class="[^"]*{kind}[^"]*">([^<]*)</mark>', html)


def test_a_text_shows_what_is_cited_of_it_and_nothing_of_it_is_markup(read_in: TestClient) -> None:
    page = read_in.get("/documents/v/memo").text
    assert "".join(marked(page, "cited")) == "the credit &lt;was&gt; &#34;generous&#34; &amp; would be repaid"
    assert "It was generous." in page


def test_a_coding_is_shaded_where_it_stands_in_the_document(read_in: TestClient) -> None:
    page = read_in.get("/documents/documents/notes.txt").text
    assert marked(page, "coded") == ["deference"]
    assert "1 passage without a place" in page


def test_pieces_are_the_text_and_count_in_code_points(read_in: TestClient) -> None:
    page = read_in.get("/documents/documents/notes.txt?words=deference").text
    pieces = re.findall(r'data-at="(\d+)"[^>]*>([^<]*)<', page)
    assert pieces
    assert all(NOTES[int(at) :].startswith(text) for at, text in pieces)
    assert "<caption>1 place</caption>" in page


def test_a_stretch_is_cited_with_its_locator_quote_and_anchor(read_in: TestClient) -> None:
    start = NOTES.index("𝔸")
    address = f"/new/passages?given-document=documents/notes.txt&given-start={start}&given-end={start + 12}"
    answer = fill(read_in, address)
    assert answer.status_code == 303
    study = room_of(read_in).standing.study
    passage = study.passages[-1]
    assert answer.headers["location"] == f"/read/{passage.id}"
    assert (passage.source, passage.locator, passage.quote) == ("own", "para. 2", "𝔸 was asked")
    row = study.anchors[-1]
    assert (row.passage, row.document, row.found) == (passage.id, "documents/notes.txt", "sure")
    assert NOTES[int(row.start or 0) : int(row.end or 0)] == "𝔸 was asked" == row.exact


def test_a_quote_cut_down_in_its_form_keeps_its_place(read_in: TestClient) -> None:
    start = NOTES.index("Tirana")
    address = f"/new/passages?given-document=documents/notes.txt&given-start={start}&given-end={len(NOTES) - 1}"
    assert fill(read_in, address, quote="was asked of it").status_code == 303
    row = room_of(read_in).standing.study.anchors[-1]
    assert NOTES[int(row.start or 0) : int(row.end or 0)] == "was asked of it"
    assert fill(read_in, address, quote="was never asked of it").status_code == 303
    study = room_of(read_in).standing.study
    assert study.passages[-1].quote == "was never asked of it"
    assert study.anchors[-1] == row  # other words than the stretch holds are bound to nothing


def test_an_event_of_a_stretch_is_one_edit_with_passage_anchor_and_testimony(read_in: TestClient) -> None:
    room = room_of(read_in)
    before = digest_of(room.folder, Options())
    address = "/new/events?given-document=v/memo&given-start=22&given-end=60"
    answer = fill(read_in, address, date="1957-03", summary="A credit is spoken of.", actors="SUN")
    assert answer.status_code == 303
    event = room.standing.study.events[-1]
    (row,) = room.standing.study.testimony_of[event.id]
    passage = room.standing.study.passage_by_id[row.passage]
    assert passage.source == "memo"
    assert passage.quote in " ".join(MEMO.split())
    assert room.standing.study.anchors[-1].passage == passage.id
    assert len(room.done) == 1
    assert room.undo() is not None
    rows = (room.folder / "anchors.csv").read_text("utf-8").splitlines()
    assert len(rows) == 1  # the file was begun, and stays with its header alone
    (room.folder / "anchors.csv").unlink()
    assert digest_of(room.folder, Options()) == before


def test_what_is_chosen_in_a_passage_can_be_coded_in_it(read_in: TestClient) -> None:
    start = NOTES.index("deference")
    ways = read_in.get(f"/chosen?document=documents/notes.txt&start={start}&end={start + 9}").text
    (address,) = re.findall(r'href="(/new/codings[^"]*)"', ways)
    assert "passage=m2&amp;start=12&amp;end=21&amp;words=deference" in address
    assert fill(read_in, address.replace("&amp;", "&"), code="def", coder="BY").status_code == 303
    assert room_of(read_in).standing.study.codings[-1].place == (12, 21)


def test_what_was_seen_goes_before_where_it_was_seen(read_in: TestClient) -> None:
    folder = room_of(read_in).folder
    sent = {"document": "documents/notes.txt", "start": "0", "end": "5", "quote": "Tirana felt deference"}
    chosen = read_chosen(folder, sent)
    assert chosen is not None
    assert chosen.quote == "Tirana felt deference"


@pytest.mark.parametrize("place", ["start=-1&end=4", "start=9&end=3", "start=x&end=4", "start=0&end=99999999999999"])
def test_a_stretch_that_is_none_is_refused(read_in: TestClient, place: str) -> None:
    assert read_in.get(f"/chosen?document=documents/notes.txt&{place}").status_code == 404


@pytest.mark.parametrize("name", ["documents/../study.yaml", "documents/nothing.txt", "v/none", "documents/a%00b"])
def test_what_is_not_held_is_not_found(read_in: TestClient, name: str) -> None:
    assert read_in.get(f"/documents/{name}").status_code == 404


def test_two_versions_stand_side_by_side(read_in: TestClient) -> None:
    page = read_in.get("/documents/v/memo?with=v/draft").text
    assert "<ins>oil</ins>" in page
    assert "2 of 3 paragraphs are the same" in page


def test_a_passage_leads_to_its_place_in_the_text(read_in: TestClient) -> None:
    answer = read_in.get("/read/m2", follow_redirects=False)
    assert answer.headers["location"] == "/documents/documents/notes.txt?paragraph=2#b-1"
    assert 'id="b-1"' in read_in.get(answer.headers["location"]).text
    assert read_in.get("/read/p1").status_code == 404


def test_pictures_of_pages_are_shown_and_cited_by_page(read_in: TestClient) -> None:
    folder = room_of(read_in).folder / "documents" / "file 3"
    folder.mkdir()
    (folder / "f. 12.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    page = read_in.get("/documents/documents/file%203").text
    assert 'src="/pictures/documents/file%203?n=1"' in page
    assert read_in.get("/pictures/documents/file%203?n=1").content == b"\x89PNG\r\n\x1a\n"
    assert read_in.get("/pictures/documents/file%203?n=2").status_code == 404
    assert "documents/file 3" in read_in.get("/documents").text


def test_the_pages_of_a_scanned_pdf_are_shown_and_cited(read_in: TestClient) -> None:
    import typst

    blank = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30"/></svg>'
    own = room_of(read_in).folder / "documents"
    (own / "page.svg").write_bytes(blank)
    (own / "main.typ").write_text('#image("page.svg")\n#pagebreak()\n#image("page.svg")')
    (own / "scan.pdf").write_bytes(typst.compile(str(own / "main.typ")))
    page = read_in.get("/documents/documents/scan.pdf").text
    assert page.count('<figure class="leaf">') == 2
    for n in (1, 2):
        answer = read_in.get(f"/pictures/documents/scan.pdf?n={n}")
        assert answer.headers["content-type"] == "image/png"
        width, height = (int.from_bytes(answer.content[at : at + 4], "big") for at in (16, 20))
        assert height > width > 500
    assert read_in.get("/pictures/documents/scan.pdf?n=3").status_code == 404


def test_one_search_finds_documents_passages_and_events(read_in: TestClient) -> None:
    page = read_in.get("/search?q=credit").text
    assert '<mark class="found">credit</mark> &lt;was&gt;' in page
    assert "/documents/v/memo?words=credit&amp;paragraph=2#b-1" in page
    assert 'href="/search?q=credit+edition%3Av"' in page
    assert "trade agreement" in read_in.get("/search?q=agreement").text
    assert '<table class="lines">' in read_in.get("/search?q=credit&show=lines").text


@pytest.mark.parametrize("q", ["(((", "date:yesterday", "x" * 3000, "a NEAR/900 b", "nothing:here"])
def test_a_query_that_cannot_be_read_is_a_message(read_in: TestClient, q: str) -> None:
    answer = read_in.get("/search", params={"q": q})
    assert answer.status_code == 200
    assert "Not understood" in answer.text


def test_without_a_corpus_the_study_is_searched(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_HOME", str(tmp_path / "empty"))
    page = client.get("/search?q=minister").text
    assert "no documents are installed" in page
    assert '<mark class="found">minister</mark> reports the agreement' in page
    assert client.get("/documents").status_code == 200


def test_a_note_is_kept_with_three_fields_and_the_next_one_is_asked_for(client: TestClient, room: Room) -> None:
    answer = fill(client, "/capture", source="frus", locator="f. 12", gist="They quarrelled over wheat.")
    assert answer.headers["location"] == "/capture?source=frus"
    passage = room.standing.study.passages[-1]
    assert (passage.locator, passage.gist) == ("f. 12", "They quarrelled over wheat.")
    said = [d.code for d in room.standing.diagnostics if passage.id in d.message]
    assert said == ["PAS004"]
    assert "They quarrelled over wheat." in client.get("/capture").text


def test_a_finding_leads_to_its_line_and_to_the_form_of_its_entry(client: TestClient, room: Room) -> None:
    finding = next(d for d in room.standing.diagnostics if d.span.file == "events.csv" and d.span.line)
    page = client.get("/diagnostics.html").text
    address = f"/lines/events.csv?line={finding.span.line}#line-{finding.span.line}"
    assert address in page
    shown = client.get(address).text
    assert f'id="line-{finding.span.line}" class="meant"' in shown
    event = next(e for e in room.standing.study.events if e.span.line == finding.span.line)
    assert f"/edit/events/{event.id}" in shown
    assert f"/edit/events/{event.id}" in page


@pytest.mark.parametrize("file", ["../study/study.yaml", ".git/config", "nothing.csv", "documents/notes.txt"])
def test_no_other_file_is_shown_by_lines(client: TestClient, file: str) -> None:
    assert client.get(f"/lines/{file}").status_code == 404


def test_charts_are_given_as_svg_and_png(read_in: TestClient) -> None:
    page = read_in.get("/network.html").text
    (svg,) = re.findall(r'href="(charts/network-1949\.svg)"', page)
    assert read_in.get(f"/{svg}").headers["content-type"] == "image/svg+xml"
    assert read_in.get(f"/{svg.replace('.svg', '.png')}").content.startswith(b"\x89PNG")
