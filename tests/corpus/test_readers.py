"""Each kind of file gives the words that were put into it."""

import io
from pathlib import Path

import docx
import pytest
import typst
from docx.enum.text import WD_BREAK

from detente.corpus.documents import Document
from detente.corpus.place import place_of
from detente.corpus.read import read_documents
from detente.corpus.scan import tesseract_languages
from tests.shared import SHARED

RUSSIAN = (
    "Албания осталась одна. Хрущёв говорил о хлебе, а Ходжа о единстве; записал секретарь посольства в Тиране.\n\n"
    "Переговоры продолжались весь день, и к вечеру стороны разошлись, не подписав заявления.\n"
)
SERBIAN = "Југословенска влада је одлучила да обустави помоћ. Посланик у Тирани обавестио је владу о разговору.\n" * 3
POLISH = "Rząd polski oświadczył, że umowa handlowa będzie podpisana w Tiranie. Poseł złożył wizytę ministrowi.\n" * 3
ALBANIAN = "Shqipëria mbeti vetëm. Çështja e grurit u bisedua në Moskë, dhe delegacioni u kthye në Tiranë."


def read(path: Path) -> Document:
    documents, _ = read_documents(path)
    assert len(documents) == 1
    return documents[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "utf-8"), (RUSSIAN, "utf-8-sig"), (RUSSIAN, "utf-16"), (RUSSIAN, "utf-16-le"), (RUSSIAN, "utf-32"),
        (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (RUSSIAN, "iso8859-5"), (RUSSIAN, "cp866"), (SERBIAN, "cp1251"),
        (POLISH, "iso8859-2"), (POLISH, "cp1250"), (ALBANIAN, "cp1252"), (ALBANIAN, "utf-16-be"),
    ],
)  # fmt: skip
def test_plain_text_is_read_in_its_encoding(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "t.txt"
    path.write_bytes(text.encode(encoding))
    documents, diagnostics = read_documents(path)
    assert documents[0].text.split() == text.split()
    is_guess = encoding in ("cp1251", "koi8-r", "iso8859-5", "cp866", "iso8859-2", "cp1250", "cp1252")
    assert [d.code for d in diagnostics] == (["DOC005"] if is_guess else [])


def test_paragraphs_and_pages_of_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_text("First line\nof one paragraph.\n\nA second one that\n\fgoes on.\n\nThird.\n", encoding="utf-8")
    found = read(path).paragraphs
    assert [p.text for p in found] == ["First line of one paragraph.", "A second one that goes on.", "Third."]
    assert [(p.page, p.turns) for p in found] == [("1", ()), ("1", ((18, "2"),)), ("2", ())]


def test_html_without_its_scripts_and_menus(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(
        '<html lang="sq"><head><meta charset="windows-1250"><title>Një faqë</title><script>x()</script></head><body>'
        "<nav>Menu</nav><h1>Titull</h1><p>Një <b>paragraf</b>,<sup><a href='#fn1'>1</a></sup> i gjatë.<p>Tjetër"
        "<table><tr><td>a<td>b</table><ol><li id='fn1'>Shih faqen 3. <a href='#r1'>&#8617;</a></li></ol></body>".encode(
            "cp1250"
        )
    )
    found = read(path)
    assert (found.title, found.language) == ("Një faqë", "sq")
    assert [(p.kind, p.text) for p in found.paragraphs] == [
        ("heading", "Titull"), ("text", "Një paragraf, i gjatë."), ("note", "Shih faqen 3."), ("text", "Tjetër"),
        ("text", "a | b"),
    ]  # fmt: skip
    note = found.paragraphs[2]
    assert (note.anchor, note.hangs_on, note.hangs_at) == ("fn1", 2, len("Një paragraf,"))


def test_markdown_without_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Minutes\n\nHe said *no*\nand left.\n\n- one\n- two <b>\n", encoding="utf-8")
    found = read(path)
    assert found.title == "Minutes"
    assert [p.text for p in found.paragraphs] == ["Minutes", "He said no and left.", "one", "two <b>"]


def test_footnotes_of_markdown_hang_where_they_are_called_and_none_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "The credit[^1] was Soviet.[^b] Again[^1]; inline^[An *aside*.].\n\n[^1]: See the treaty.\n\n"
        "[^b]: First.\n\n    Second.\n\n[^c]: Nobody calls me.\n\nA [^d] that is defined nowhere.\n"
    )
    paragraphs = read(path).paragraphs
    assert [p.text for p in paragraphs if p.kind == "text" and p.text] == [
        "The credit was Soviet. Again; inline.",
        "A [^d] that is defined nowhere.",
    ]
    assert [(p.text, p.hangs_on, p.hangs_at) for p in paragraphs if p.kind == "note"][:3] == [
        ("See the treaty.", 1, len("The credit")),
        ("First. Second.", 1, len("The credit was Soviet.")),
        ("An aside.", 1, len("The credit was Soviet. Again; inline")),
    ]
    assert "Nobody calls me." in [p.text for p in paragraphs if p.kind == "note"]


def test_a_word_document_with_headings_tables_and_footnotes(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("Bericht über Tirana", 1)
    made.add_paragraph("Der Gesandte sagte: ").add_run("nichts.").bold = True
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Weizen", "5 t"
    made.add_paragraph("Ende.").add_run().add_break(WD_BREAK.PAGE)
    made.save(str(tmp_path / "a.docx"))
    found = read(tmp_path / "a.docx")
    assert [(p.kind, p.text) for p in found.paragraphs] == [
        ("heading", "Bericht über Tirana"), ("text", "Der Gesandte sagte: nichts."), ("text", "Weizen | 5 t"),
        ("text", "Ende."),
    ]  # fmt: skip
    assert found.title == "Bericht über Tirana"


def test_footnotes_of_a_word_document_hang_where_they_are_called(tmp_path: Path) -> None:
    import pypandoc

    pypandoc.convert_text(
        "He left.[^1] Then came.\n\n[^1]: On foot.\n", "docx", "md", outputfile=str(tmp_path / "a.docx")
    )
    text, note = read(tmp_path / "a.docx").paragraphs
    assert (text.text, note.kind, note.text) == ("He left. Then came.", "note", "On foot.")
    assert text.text[: note.hangs_at] == "He left."


def test_a_pdf_gives_its_paragraphs_and_pages(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(60))
    source = f"#set page(width: 12cm, height: 9cm)\nFirst {words} end.\n\nSecond {words} end.\n#pagebreak()\nThird one."
    (tmp_path / "a.pdf").write_bytes(typst.compile(source.encode()))
    found = read(tmp_path / "a.pdf")
    text = " ".join(p.text for p in found.paragraphs)
    assert text.split() == f"First {words} end. Second {words} end. Third one.".split()
    assert found.paragraphs[0].page == "1"
    assert found.paragraphs[-1].text == "Third one."
    assert int(found.paragraphs[-1].page) > 1


def test_a_scan_that_nobody_asks_to_read_is_pages_without_text(tmp_path: Path) -> None:
    (tmp_path / "scan.png").write_bytes(picture("ONE"))
    documents, diagnostics = read_documents(tmp_path / "scan.png")
    assert (documents[0].kind, documents[0].pages, documents[0].paragraphs) == ("images", ("scan",), ())
    assert [d.code for d in diagnostics] == ["DOC006"]


def test_a_folder_of_photographs_is_one_document_of_folios(tmp_path: Path) -> None:
    folder = tmp_path / "dosja 12"
    folder.mkdir()
    for name in ("fl-002.jpg", "fl-001.jpg", "fl-010.jpg"):
        (folder / name).write_bytes(b"\xff\xd8\xff")
    found = read(folder)
    assert (found.kind, found.title, found.pages) == ("images", "dosja 12", ("fl-001", "fl-002", "fl-010"))


def picture(text: str) -> bytes:
    source = f'#set page(width: 16cm, height: auto)\n#set text(font: "DejaVu Serif", size: 14pt)\n{text}'
    return bytes(typst.compile(source.encode(), format="png", ppi=200))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("eng", "The delegation left Moscow before the conference had ended."),
        ("sqi", "Delegacioni u largua nga Moska përpara mbarimit të mbledhjes."),
        ("rus", "Делегация покинула Москву до окончания совещания."),
        ("srp", "Делегација је напустила Москву пре краја саветовања."),
    ],
)
def test_tesseract_reads_print(tmp_path: Path, language: str, text: str) -> None:
    if language not in tesseract_languages():
        pytest.skip(f"Tesseract with the language `{language}` is not installed")
    (tmp_path / "a.png").write_bytes(picture(text))
    documents, diagnostics = read_documents(tmp_path / "a.png", place_of(tmp_path / "a.png", ocr=language))
    assert documents[0].text == text
    assert "mean confidence" in diagnostics[0].message


def test_a_scanned_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    if "eng" not in tesseract_languages():
        pytest.skip("Tesseract is not installed")
    for n, text in enumerate(("Page one speaks of grain.", "Page two speaks of ships.")):
        (tmp_path / f"{n}.png").write_bytes(picture(text))
    source = '#image("0.png")\n#pagebreak()\n#image("1.png")'
    (tmp_path / "main.typ").write_text(source)
    (tmp_path / "scan.pdf").write_bytes(typst.compile(str(tmp_path / "main.typ")))
    path = tmp_path / "scan.pdf"
    silent, _ = read_documents(path)
    assert (silent[0].kind, silent[0].pages) == ("images", ("1", "2"))
    documents, _ = read_documents(path, place_of(path, ocr="eng"))
    assert [(p.page, p.text) for p in documents[0].paragraphs] == [
        ("1", "Page one speaks of grain."), ("2", "Page two speaks of ships."),
    ]  # fmt: skip


def test_a_language_that_is_not_installed_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture("x"))
    documents, (diagnostic,) = read_documents(tmp_path / "a.png", place_of(tmp_path / "a.png", ocr="xyz"))
    assert documents == ()
    assert "xyz" in diagnostic.message or "not installed" in diagnostic.message


UNGDC = SHARED / "texts" / "ungdc"


@pytest.mark.skipif(not UNGDC.is_dir(), reason="the speeches are not beside the checkout")
def test_the_709_speeches_have_state_session_and_year() -> None:
    found = [read(path) for path in sorted(UNGDC.rglob("*.txt"))]
    assert len({document.id for document in found}) == len(found) == 709
    assert all(document.kind == "speech" and document.paragraphs for document in found)
    first = next(document for document in found if document.id == "ungdc/ALB_11_1956")
    assert (first.sender, str(first.made), first.title) == ("ALB", "1956", "Albania, General Debate, session 11, 1956")
    soviet = next(document for document in found if document.id == "ungdc/RUS_11_1956")
    assert soviet.sender == "SUN"


def test_bytes_of_a_speech_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    (tmp_path / "ALB_11_1956.txt").write_bytes(b"one\ntwo \xff\n")
    documents, (diagnostic,) = read_documents(tmp_path / "ALB_11_1956.txt")
    assert (documents, diagnostic.code, diagnostic.span.line) == ((), "DOC002", 2)


def test_a_file_that_no_reader_knows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(io.BytesIO(b"PK\x03\x04").getvalue())
    documents, (diagnostic,) = read_documents(tmp_path / "a.xlsx")
    assert (documents, diagnostic.code) == ((), "DOC001")
