"""Files made to harm: refused with their name and place, in little time and memory; nothing outside is touched."""

import io
import resource
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from detente.corpus.read import read_documents
from detente.model.diagnostics import Diagnostic

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>{}</p></body></text></TEI>'
LAUGHS = '<!DOCTYPE TEI [<!ENTITY a "haha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)  # fmt: skip


def refused(path: Path) -> Diagnostic:
    start = time.process_time()
    documents, diagnostics = read_documents(path)
    assert documents == ()
    assert time.process_time() - start < 10
    assert diagnostics[0].span.file == str(path)
    return diagnostics[0]


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_entities_that_repeat_each_other_are_not_expanded(tmp_path: Path) -> None:
    found = refused(write(tmp_path, "a.xml", LAUGHS + "]>" + TEI.format("&j;")))
    assert (found.code, found.span.line) == ("DOC003", 1)


def test_an_entity_that_names_a_file_is_not_fetched(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.txt", "the secret")
    found = refused(write(tmp_path, "a.xml", f'<!DOCTYPE TEI [<!ENTITY x SYSTEM "{secret}">]>' + TEI.format("&x;")))
    assert found.code == "DOC003"
    assert "secret" not in found.message


def test_a_dtd_from_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xml", '<!DOCTYPE TEI SYSTEM "http://127.0.0.1:9/x.dtd">' + TEI.format("Text."))
    documents, _ = read_documents(path)
    assert documents[0].text == "Text."


def test_an_entity_of_nobody_names_its_line(tmp_path: Path) -> None:
    found = refused(write(tmp_path, "a.xml", "\n\n" + TEI.format("&nbsp;")))
    assert (found.code, found.span.line) == ("DOC002", 3)


@pytest.mark.parametrize("depth", [400, 100_000])
def test_nesting_without_end_is_refused(tmp_path: Path, depth: int) -> None:
    found = refused(write(tmp_path, "a.xml", TEI.format("<hi>" * depth + "</hi>" * depth)))
    assert found.code in ("DOC002", "DOC003")
    nested = write(tmp_path, "a.html", "<div>" * depth + "x" + "</div>" * depth)
    read_documents(nested)  # read or refused: what matters is that it ends


def test_a_text_of_one_long_word_is_bounded(tmp_path: Path) -> None:
    found = refused(write(tmp_path, "a.xml", TEI.format("x" * 20_000_000)))
    assert found.code == "DOC003"


def test_many_signs_in_one_paragraph_take_no_more_than_their_number(tmp_path: Path) -> None:
    start = time.process_time()
    documents, _ = read_documents(write(tmp_path, "a.xml", TEI.format('x <pb n="1"/>' * 100_000 + "[gap " * 100_000)))
    assert len(documents[0].paragraphs[0].turns) > 99_000
    assert documents[0].paragraphs[0].excisions == ()
    assert time.process_time() - start < 10


def test_a_note_that_is_called_without_end_is_kept_once(tmp_path: Path) -> None:
    page = "<p>" + "x<sup><a href='#n'>1</a></sup>" * 50_000 + f"<div id='n'>{'long ' * 200_000}</div>"
    documents, _ = read_documents(write(tmp_path, "a.html", page))
    assert [p.kind for p in documents[0].paragraphs] == ["text", "note"]


@pytest.mark.parametrize("crowd", ["<p/>x", '<p a="" b=""/>', "<p>x</p>", "<?x?>"])
@pytest.mark.parametrize("ending", ["xml", "html"])
def test_a_crowd_of_tags_is_refused_before_it_becomes_a_tree(tmp_path: Path, crowd: str, ending: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    data = TEI.format(crowd * (90_000_000 // len(crowd)))
    assert refused(write(tmp_path, f"a.{ending}", data)).code == "DOC003"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000


@pytest.mark.parametrize("name", ["UTF-7", "IBM-THAI;x", "EBCDIC-US", "UCS-4"])
def test_an_encoding_that_hides_tags_is_refused(tmp_path: Path, name: str) -> None:
    found = refused(write(tmp_path, "a.xml", f'<?xml version="1.0" encoding="{name}"?>' + TEI.format("+ADw-p/+AD4-")))
    assert (found.code, found.span.line) == ("DOC002", 1)
    assert name[:6] in found.message
    assert refused(write(tmp_path, "b.tei", TEI.format("x").encode("cp037"))).code in ("DOC001", "DOC002")


def test_a_text_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.corpus.read.SECONDS", 0.5)
    names = "<persName type='from'>" * 200 + "x" * 5_000_000 + "</persName>" * 200
    div = f'<div type="document" xml:id="d1"><head>{names}</head><p>Text.</p></div>'
    found = refused(write(tmp_path, "a.xml", TEI.replace("<p>{}</p>", div)))
    assert found.code == "DOC003"
    assert "0.5 s" in found.message


def bomb(name: str, size: int) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as out,
    ):
        for _ in range(size // 1_000_000):
            out.write(b" " * 1_000_000)
    return buffer.getvalue()


def test_a_word_file_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = refused(write(tmp_path, "a.docx", bomb("word/document.xml", 600_000_000)))
    assert found.code == "DOC003"
    assert "word/document.xml" in found.message
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000


def test_a_header_that_claims_two_gigabytes_is_not_believed(tmp_path: Path) -> None:
    data = bytearray(bomb("word/document.xml", 1_000_000))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 2_000_000_000)
    assert refused(write(tmp_path, "a.docx", bytes(data))).code in ("DOC002", "DOC003")
    picture = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 46_000, 46_000, 8, 0, 0, 0, 0))
    write(tmp_path, "a.png", picture + _chunk(b"IDAT", zlib.compress(b"")) + _chunk(b"IEND", b""))
    from detente.corpus.place import place_of
    from detente.corpus.scan import tesseract_languages

    if "eng" in tesseract_languages():
        documents, diagnostics = read_documents(tmp_path / "a.png", place_of(tmp_path / "a.png", ocr="eng"))
        assert documents == ()
        assert diagnostics[0].code in ("DOC002", "DOC003")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil", "word\\..\\..\\evil"])
def test_a_name_that_climbs_out_of_an_archive_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr(name, "x")
    found = refused(tmp_path / "a.docx")
    assert found.code == "DOC003"
    assert "evil" in found.message


@pytest.mark.parametrize("data", [b"PK\x03\x04 torn", b"", b"not a zip", b"PK\x05\x06" + b"\0" * 18])
def test_a_word_file_that_is_none_is_refused(tmp_path: Path, data: bytes) -> None:
    assert refused(write(tmp_path, "a.docx", data)).code == "DOC002"


def pdf(objects: str) -> bytes:
    return f"%PDF-1.4\n{objects}\ntrailer <</Root 1 0 R /Size 9>>\n%%EOF\n".encode()


def test_a_pdf_whose_pages_lead_back_to_themselves_ends(tmp_path: Path) -> None:
    looped = pdf(
        "1 0 obj <</Type/Catalog /Pages 2 0 R>> endobj\n"
        "2 0 obj <</Type/Pages /Kids [2 0 R 3 0 R] /Count 2000000000 /Parent 2 0 R>> endobj\n"
        "3 0 obj <</Type/Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R>> endobj\n"
        "4 0 obj <</Length 5 0 R>> stream\nBT (x) Tj ET\nendstream endobj\n5 0 obj 5 0 R endobj"
    )
    start = time.monotonic()
    documents, diagnostics = read_documents(write(tmp_path, "a.pdf", looped))
    assert time.monotonic() - start < 130
    assert documents == () or documents[0].paragraphs == ()
    assert diagnostics


def test_a_pdf_that_unpacks_without_end_is_bounded(tmp_path: Path) -> None:
    stream = zlib.compress(b"BT /F1 9 Tf (word) Tj ET\n" * 8_000_000, 9)
    head = (
        "1 0 obj <</Type/Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages /Kids [3 0 R] /Count 1>> endobj\n"
        "3 0 obj <</Type/Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R"
        " /Resources <</Font <</F1 5 0 R>>>>>> endobj\n"
        "5 0 obj <</Type/Font /Subtype/Type1 /BaseFont/Helvetica>> endobj\n"
        f"4 0 obj <</Length {len(stream)} /Filter/FlateDecode>> stream\n"
    )
    data = pdf("").replace(b"\n\ntrailer", b"\n" + head.encode() + stream + b"\nendstream endobj\ntrailer")
    start = time.monotonic()
    _, diagnostics = read_documents(write(tmp_path, "a.pdf", data))
    assert time.monotonic() - start < 130
    assert diagnostics[0].code in ("DOC002", "DOC003", "DOC006")


def test_a_pdf_of_noise_is_refused(tmp_path: Path) -> None:
    assert refused(write(tmp_path, "a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40)).code == "DOC002"


def test_a_program_that_takes_too_long_or_too_much_is_ended() -> None:
    from detente.corpus.limits import run_bounded
    from detente.corpus.refusal import RefusedError

    loop, hoard = [sys.executable, "-c", "while True: pass"], [sys.executable, "-c", "b'x' * 900_000_000"]
    with pytest.raises(RefusedError, match="longer than 1 s"):
        run_bounded(loop, seconds=1, megabytes=500)
    with pytest.raises(RefusedError) as refusal:
        run_bounded(hoard, seconds=20, megabytes=500)
    assert refusal.value.is_excess


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (
            "Тирана и Москва, ещё раз.\n".encode() * 4 + "Хрущёв и Ходжа говорили.\n".encode("cp1251"),
            "mixes two encodings",
        ),
        (b"\xef\xbb\xbfTirana \xff\n", "is not UTF-8"),
        (b"\xff\xfeT\x00i\x00r\x00a", "is not UTF-16"),
        (b"Tirana\n\x00\x01\x02\x00\xff", "this is no text"),
        (bytes(range(128, 256)) * 8, ""),
    ],
)
def test_bytes_that_contradict_themselves_are_refused_where_they_do(tmp_path: Path, data: bytes, says: str) -> None:
    documents, diagnostics = read_documents(write(tmp_path, "a.txt", data))
    if says:
        assert (documents, diagnostics[0].code) == ((), "DOC002")
        assert says in diagnostics[0].message
        assert diagnostics[0].span.line >= 1
    else:
        assert diagnostics


def test_a_charset_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    found = refused(write(tmp_path, "a.html", b"<meta charset=rot13><p>\xe0\xe1\xe2"))
    assert found.code == "DOC002"


def test_a_device_a_pipe_and_a_loop_of_links_are_no_documents(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    for name in ("pipe.txt", "loop.txt"):
        assert refused(tmp_path / name).code in ("DOC001", "DOC002")
    assert refused(Path("/dev/zero")).code == "DOC001"


def test_what_harms_one_file_does_not_keep_others_out(tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    write(folder, "a.xml", LAUGHS + "]>" + TEI.format("&j;"))
    write(folder, "b.docx", b"PK\x03\x04 torn")
    write(folder, "c.txt", "Honest words.")
    command = [sys.executable, "-m", "detente", "corpus", "add", str(folder), "--format", "json"]
    command[1:3] = ["-c", "from detente.cli import main; main()"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "1 document from 1 file" in done.stderr
    assert "DOC003" in done.stdout
    assert "DOC002" in done.stdout
