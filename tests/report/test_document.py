"""The printed account: real footnotes, all as text, nobody named where nobody may be, the same bytes each time."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document

from detente.build import Options, account_of
from detente.report.account import Account
from detente.report.document import cite_tree, manuscript_of, render_docx, render_pdf
from detente.report.elements import citation, cite, note, para, text_of, words
from detente.report.manuscript import read_manuscript
from detente.report.notes import locators
from detente.report.typesetting import SUBSTITUTE, missing_characters
from tests.report.conftest import FILES, account_for, write_study

HOSTILE = (
    r"*x* [x](javascript:y) @letters [@letters] \input{/etc/passwd} <script>s()</script> #typst.code #read(1) "
    r"$x$ `b` _u_ ~t~ ^c^ = h // c /* d */ &amp; {{ 1 }} \\ end"
)
#: What Word and PDF cannot hold, and what stands for it.
CONTROLS = "\x01\x07\x1b\x9f\ufdd0"


def docx_parts(data: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def docx_text(data: bytes) -> str:
    """All words of a DOCX: of its text and of its footnotes."""
    parts = docx_parts(data)
    xml = (parts["word/document.xml"] + parts["word/footnotes.xml"]).decode()
    text = re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def footnotes(data: bytes) -> list[str]:
    xml = docx_parts(data)["word/footnotes.xml"].decode()
    found = re.findall(r'<w:footnote w:id="\d+">.*?</w:footnote>', xml, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text)).strip() for text in found]


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def squeezed(text: str) -> str:
    """A text without what the setting of lines and of titles changes: blanks, hyphens, capitals."""
    return re.sub(r"[\s\u00ad\ufffe\x02-]", "", text).casefold()


@pytest.fixture(scope="module")
def docx(account: Account) -> bytes:
    return render_docx(manuscript_of(account))


@pytest.fixture(scope="module")
def pdf(account: Account) -> bytes:
    return render_pdf(manuscript_of(account))


def test_word_opens_the_document(docx: bytes) -> None:
    document = Document(io.BytesIO(docx))
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings == [
        "Narrative",
        "Questions and answers",
        "The relation by year",
        "Chronology",
        "Figures",
        "Claims, with the testimony for and against",
        "Periods",
        "Comparisons",
        "Hypotheses",
        "Silences",
        "Archives",
        "Bibliography",
        "The evidence",
    ]


def test_every_event_has_one_real_footnote(docx: bytes, account: Account) -> None:
    narrative, periods = 1, 2
    assert len(footnotes(docx)) == len(account.study.events) + narrative + periods
    assert docx_parts(docx)["word/document.xml"].count(b"<w:footnoteReference ") == len(footnotes(docx))


def test_one_note_holds_all_passages_of_an_event(docx: bytes) -> None:
    (trade,) = [text for text in footnotes(docx) if "dated 12 April 1949" in text]
    assert "Hoxha, Letters, 4 (followed here: he was there) [Albania]; dated 12 April 1949 in “Copy,”" in trade
    assert trade.endswith("f. 1 [Soviet Union], cited in Hoxha, Letters.")
    (refusal,) = [text for text in footnotes(docx) if "denied by" in text]
    assert "RGANI, f. 7 [Soviet Union]; denied by Hoxha, Letters, 9 [Albania]." in refusal


def test_a_source_known_through_another_says_so(docx: bytes) -> None:
    assert any("f. 1 [Soviet Union], cited in Hoxha, Letters" in text for text in footnotes(docx))


def test_a_source_is_named_in_full_once_and_in_short_ever_after(docx: bytes) -> None:
    notes = footnotes(docx)
    assert [n for n, text in enumerate(notes) if "Enver Hoxha, Letters (1968)" in text] == [0]
    assert sum("Hoxha, Letters" in text for text in notes) > 5


def test_notes_come_in_the_order_of_the_events(docx: bytes) -> None:
    xml = docx_parts(docx)["word/document.xml"].decode()
    ids = [int(n) for n in re.findall(r'<w:footnoteReference w:id="(\d+)"', xml)]
    assert ids == sorted(ids)


def test_what_one_side_alone_attests_is_marked(docx: bytes) -> None:
    text = docx_text(docx)
    assert "10 April 1949.† Enver Hoxha → Soviet Union. Hoxha visits." in text
    assert "10 April 1949. Soviet Union → Albania. Moscow promises grain." in text
    assert "Attested by Albania alone." in " ".join(footnotes(docx))


def test_a_date_of_another_calendar_keeps_its_own_words(docx: bytes) -> None:
    assert any("In the source: 1949-03-15." in text and "julian" in text for text in footnotes(docx))


def test_archives_are_listed_once_and_in_order(tmp_path: Path) -> None:
    sources = FILES["sources.yaml"].rstrip() + (
        "\n        - {id: a9, title: Nine, type: manuscript, holder: AQSH, archival: {fond: '14', file: '9'}}\n"
        "        - {id: a10, title: Ten, type: manuscript, holder: AQSH, archival: {fond: '14', file: '10'}}\n"
        "        - {id: a11, title: Again, type: manuscript, holder: AQSH, archival: {fond: '14', file: '10'}}\n"
    )
    data = render_docx(manuscript_of(account_for(write_study(tmp_path / "s", {**FILES, "sources.yaml": sources}))))
    lines = [p.text for p in Document(io.BytesIO(data)).paragraphs]
    first = lines.index("Archives") + 1
    assert lines[first : lines.index("Bibliography")] == ["AQSH", "14, 3", "14, 9", "14, 10", "RGANI"]


def test_the_bibliography_holds_every_source(docx: bytes) -> None:
    lines = [p.text for p in Document(io.BytesIO(docx)).paragraphs if p.style and p.style.name == "Bibliography"]
    assert [line for line in lines if "Letters. 1968. 14, 3. AQSH. https://example.org/letters." in line]
    assert [line for line in lines if "Never Read" in line]
    assert len(lines) == 4


def test_the_evidence_gives_each_passage_whole(docx: bytes, pdf: bytes) -> None:
    for text in (docx_text(docx), pdf_text(pdf)):
        flat = squeezed(text)
        for part in (
            "“Na premtuan grurë.” (Albanian): “We were promised grain.”",
            "p. 4; Albania; C2 (probably true); 2 May 1949; p1",
            "Attests trade",
            "Checked by AE.",
            "Differs in detail from trade",
            "C, fairly reliable.",
        ):
            assert squeezed(part) in flat


def test_statements_in_the_narrative_lead_to_the_evidence(docx: bytes) -> None:
    document = docx_parts(docx)["word/document.xml"].decode()
    assert set(re.findall(r'<w:hyperlink w:anchor="([^"]+)"', document)) <= set(
        re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', document)
    )
    text = docx_text(docx)
    assert re.search(r"Moscow promised grain \[E\d+, E\d+\], 12\.5 tonnes \[E\d+, E\d+\], and moved first \[C1\]", text)
    assert "Of [ev:nothing-such] nobody knows." in text


def test_several_statements_and_a_source_may_share_one_bracket() -> None:
    blocks = read_manuscript(
        "So [@a, p. 4; ev:x; fig:y].", {"a"}, lambda kind, name: words(f"<{kind} {name}>"), lambda *_: []
    )
    assert text_of(blocks) == "So  <ev x> <fig y>."
    assert [part["t"] for part in blocks[0]["c"]].count("Cite") == 1


@pytest.mark.parametrize("after", [": so it was.", "(sic)", "[ev:z]", " and more"])
@pytest.mark.parametrize("before", ["", "Told "])
@pytest.mark.parametrize("marks", ["[ev:x]", "[ev:x; fig:y]", "[@a, p. 4; ev:x]"])
def test_what_follows_a_bracket_of_references_never_makes_it_a_link(marks: str, before: str, after: str) -> None:
    blocks = read_manuscript(
        f"{before}{marks}{after}", {"a"}, lambda kind, name: words(f"<{kind} {name}>"), lambda *_: []
    )
    text = text_of(blocks[0]["c"])
    assert "<ev x>" in text
    assert "ev:" not in text
    assert ("<fig y>" in text) == ("fig" in marks)
    assert ("citationId" in str(blocks)) == ("@" in marks)
    assert text.endswith(after.replace("[ev:z]", "<ev z>"))


def test_a_verdict_is_printed_with_what_it_hangs_on(docx: bytes) -> None:
    text = docx_text(docx)
    for title in ("What the evidence says", "How the rivals stand", "What would turn it", "The evidence, the"):
        assert title in text


def test_what_was_withdrawn_is_said_on_the_title_page(study_folder: Path) -> None:
    text = docx_text(render_docx(manuscript_of(account_for(study_folder, "archive:RGANI"))))
    assert "Taken away from this edition: all that RGANI holds." in text


def test_a_pdf_is_tagged_and_claims_pdf_ua(pdf: bytes) -> None:
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/MarkInfo" in pdf
    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"/Lang ?\(en", pdf)
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_dict()["Title"] == "Albania and the Soviet Union"
    assert [bookmark.get_title() for bookmark in document.get_toc() if bookmark.level == 0][:2] == [
        "Narrative",
        "Questions and answers",
    ]


def test_a_picture_has_words_for_those_who_do_not_see_it(docx: bytes, pdf: bytes) -> None:
    label = "Events by year: Albania and Soviet Union"
    assert f'descr="{label}"' in docx_parts(docx)["word/document.xml"].decode()
    assert b"/Alt" in pdf


def test_tables_repeat_a_header_row(docx: bytes, pdf: bytes) -> None:
    xml = docx_parts(docx)["word/document.xml"].decode()
    assert xml.count("<w:tblHeader") == xml.count("<w:tbl>") > 0
    assert b"/TH" in pdf


def test_hostile_text_is_printed_as_it_stands(tmp_path: Path) -> None:
    study = account_for(write_study(tmp_path / "s"))
    spoilt = hostile(study)
    account = account_of(spoilt, study.diagnostics, Options(), study.digest)
    found = {"docx": render_docx(manuscript_of(account)), "pdf": render_pdf(manuscript_of(account))}
    for form, data in found.items():
        flat = squeezed(docx_text(data) if form == "docx" else pdf_text(data))
        wanted = squeezed(HOSTILE)
        names = {name for name in NAMES if squeezed(f"{name} ") + wanted not in flat}
        assert not names, form
        assert "javascript:y" in flat
    parts = docx_parts(found["docx"])
    targets = re.findall(r'Target="([^"]*)" TargetMode="External"', b"".join(parts.values()).decode("utf-8", "ignore"))
    assert all(target.startswith("https://") for target in targets)
    assert b"javascript" not in b"".join(re.findall(rb"/URI ?\(.*?\)", found["pdf"]))


def test_the_narrative_has_markdown_and_no_other_markup(tmp_path: Path) -> None:
    report = (
        "*One*, <b>two</b>, \\input{three}, $4$, `#five`, [six](javascript:y), ![seven](http://x.org/y.png), "
        "`8`{=typst}, [nine]{.x custom-style=Title}, @nobody, [@nobody, p. 1], # ten\n\n<div>\n\neleven\n\n</div>\n\n"
        "::: {#refs}\n:::\n"
    )
    account = account_for(write_study(tmp_path / "s", {**FILES, "report.md": report}))
    wanted = (
        "One, <b>two</b>, \\input{three}, $4$, #five, six, [picture: seven], 8{=typst}, "
        "[nine]{.x custom-style=Title}, @nobody, [@nobody, p. 1], # ten"
    )
    for text in (docx_text(render_docx(manuscript_of(account))), pdf_text(render_pdf(manuscript_of(account)))):
        assert squeezed(wanted) in squeezed(text)
        assert squeezed("<div> eleven </div> ::: {#refs} :::") in squeezed(text)


#: Where the hostile text is put, each under a name of its own.
NAMES = (
    *("title", "subtitle", "abstract", "author", "side", "question", "answer", "fund", "reason"),
    *("locator", "gist", "quote", "translation", "actor", "summary", "eventnote", "written", "indicator", "unit"),
    *(
        "claim",
        "claimnote",
        "stancenote",
        "preferred",
        "valueclaimed",
        "scheme",
        "stage",
        "place",
        "sought",
        "expected",
    ),
    *("expected", "setquestion", "rival", "step", "sign", "because", "holder", "publisher", "urltext"),
)


def hostile(account: Account) -> Any:
    """The study with the hostile text in every field that is printed."""
    study = account.study

    def put(name: str) -> str:
        return f"{name} {HOSTILE} {CONTROLS}"

    passages = tuple(
        replace(
            passage,
            locator=put("locator"),
            gist=put("gist"),
            quote=put("quote"),
            translation=put("translation"),
            url="javascript:" + put("urltext"),
        )
        for passage in study.passages
    )
    rival = study.hypotheses[0].rivals[0]
    return replace(
        study,
        title=put("title"),
        subtitle=put("subtitle"),
        abstract=put("abstract"),
        authors=(put("author"),),
        report="",
        perspectives=tuple(replace(side, label=put("side")) for side in study.perspectives),
        questions=(replace(study.questions[0], text=put("question"), answer=put("answer")),),
        sources=tuple(
            replace(
                source,
                archival={"fond": put("fund")},
                holder=put("holder"),
                reliability_reason=put("reason"),
                csl={**source.csl, "publisher": put("publisher"), "URL": "javascript:evil()"},
            )
            for source in study.sources
        ),
        passages=passages,
        actors=tuple(replace(actor, name=put("actor")) for actor in study.actors),
        events=tuple(
            replace(event, summary=put("summary"), note=put("eventnote"), date_written=put("written"))
            for event in study.events
        ),
        figures=tuple(replace(figure, indicator=put("indicator"), unit=put("unit")) for figure in study.figures),
        claims=tuple(replace(claim, text=put("claim"), note=put("claimnote")) for claim in study.claims),
        testimony=tuple(
            replace(row, note=put("stancenote"), preferred_because=put("preferred"), value_claimed=put("valueclaimed"))
            for row in study.testimony
        ),
        periods=tuple(replace(period, scheme=put("scheme"), label=put("stage")) for period in study.periods),
        searches=tuple(
            replace(search, place=put("place"), sought=put("sought"), expected=put("expected"))
            for search in study.searches
        ),
        hypotheses=(
            replace(
                study.hypotheses[0],
                question=put("setquestion"),
                rivals=(replace(rival, label=put("rival"), steps=(put("step"),), expected=(put("sign"),)),),
            ),
        ),
        assessments=tuple(replace(row, reason=put("because")) for row in study.assessments),
    )


def test_an_anonymous_document_names_nobody_who_made_the_study(tmp_path: Path) -> None:
    files = {
        name: text.replace("AE", "Zyxmaker").replace("Ada Example", "Ada Zyxmaker") for name, text in FILES.items()
    }
    account = account_for(write_study(tmp_path / "s", files), "analyst:Zyxmaker")
    assert "Zyxmaker" in docx_text(render_docx(manuscript_of(account)))
    parts = docx_parts(render_docx(manuscript_of(account, is_anonymous=True)))
    assert not [name for name, data in parts.items() if b"Zyxmaker" in data or b"Ada" in data]
    data = render_pdf(manuscript_of(account, is_anonymous=True))
    assert "Zyxmaker" not in pdf_text(data)
    assert not any("Zyxmaker" in value for value in pypdfium2.PdfDocument(data).get_metadata_dict().values())
    assert b"Zyxmaker" not in data


def test_the_same_study_gives_the_same_bytes(
    study_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for name in ("one", "two"):
        monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / name))
        account = account_for(study_folder)
        made.append((render_docx(manuscript_of(account)), render_pdf(manuscript_of(account))))
    assert made[0] == made[1]


def test_scripts_that_no_font_holds_are_replaced_in_the_pdf_alone(tmp_path: Path) -> None:
    report = "Shqipëria, Ελλάδα, ΕΣΣΔ, Советский Союз, Љубљана, 中国人民 and \U0001f600."
    account = account_for(write_study(tmp_path / "s", {**FILES, "report.md": report}))
    assert report in docx_text(render_docx(manuscript_of(account)))
    text = pdf_text(render_pdf(manuscript_of(account)))
    assert "Shqipëria, Ελλάδα, ΕΣΣΔ, Советский Союз, Љубљана" in text
    assert SUBSTITUTE * 4 in text
    assert "The Word file has them." in text


def test_typst_says_which_characters_it_lacks() -> None:
    assert missing_characters("Tiranë Ελλάς Россия 中国") == {"中", "国"}


def test_a_study_without_anything_can_be_printed(tmp_path: Path) -> None:
    files = {"study.yaml": "format: 1\ntitle: Nothing yet\ndyad: [ALB, SUN]\nperiod: 1944/1961\n"}
    account = account_for(write_study(tmp_path / "s", files))
    assert "Nothing yet" in docx_text(render_docx(manuscript_of(account)))
    assert "Nothing yet" in pdf_text(render_pdf(manuscript_of(account)))


def test_pages_are_for_the_style_to_print_and_all_else_stands_as_written() -> None:
    items = [{"id": "a", "type": "book", "title": "A book"}]
    places = (("p. 4",), ("pp. 4-9",), ("p. 4", "p. 9"), ("d190, para. 4",), ("f. 3", "f. 5"), ("p. 4 {x}",))
    made = [note([cite([citation("a", after=locators([(place, "") for place in group]))])]) for group in places]
    printed = [str(text_of(block["c"][0]["c"])) for block in cite_tree([para([part]) for part in made], items)]
    assert [text.split(",", 1)[1] for text in printed] == [
        " 4.",
        " 4–9.",
        " 4, 9.",
        " d190, para. 4.",
        " f. 3; f. 5.",
        " p. 4 {x}.",
    ]


def test_a_comparison_is_printed_with_its_evidence_and_what_is_open(account: Account) -> None:
    text = docx_text(render_docx(manuscript_of(account)))
    assert re.search(r"Belgrade lent flour\. \(the letter.{1,5}s view\)\s+0\.7\s+E3", text)
    assert "Not known. (not read yet)" in text
    assert "Of 4 answers (2 cases, 2 questions) 3 are known" in text
