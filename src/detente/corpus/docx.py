"""DOCX: a Word document's paragraphs, headings, tables, footnotes and page breaks; what was struck out is left out."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from detente.corpus.documents import Document
from detente.corpus.passages import Passages
from detente.corpus.place import Place
from detente.corpus.refusal import RefusedError, Remark
from detente.corpus.text import title_of

MAX_PART_BYTES: Final = 100_000_000
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRUCK: Final = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr"))


def read_docx(path: Path, place: Place) -> Iterator[Document | Remark]:
    """Yield the one document of a Word file.

    Raises
    ------
    RefusedError
        If it is no archive, no Word document, locked, or unpacks to more than a text may.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_climbing(archive)
            body = _parse(archive, "word/document.xml")
            notes = {
                **_notes(archive, "word/footnotes.xml", "footnote"),
                **_notes(archive, "word/endnotes.xml", "endnote"),
            }
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise RefusedError(f"the archive is damaged or locked: {error}") from None
    if body is None:
        raise RefusedError("the archive holds no word/document.xml: this is no Word document")
    passages = Passages("1" if next(body.iter(f"{_W}lastRenderedPageBreak"), None) is not None else "")
    _walk(body, passages, notes)
    paragraphs = passages.finish()
    yield Document(place.id, place.own, "document", title_of(paragraphs) or path.stem, paragraphs=paragraphs)


def _refuse_climbing(archive: zipfile.ZipFile) -> None:
    for info in archive.infolist():
        if info.filename.startswith("/") or ".." in re.split(r"[/\\]", info.filename):
            raise RefusedError(f"the archive holds `{info.filename[:80]}`, which leads out of it", is_excess=True)


def _parse(archive: zipfile.ZipFile, name: str) -> Any:
    """Return a part's tree, or None if there is none; what its header claims is not believed."""
    import zlib

    from detente.corpus.safe_xml import parse_bytes

    if name not in archive.namelist():
        return None
    try:
        with archive.open(name) as stream:
            data = stream.read(MAX_PART_BYTES + 1)
    except zlib.error as error:
        raise RefusedError(f"{name} is damaged: {error}") from None
    if len(data) > MAX_PART_BYTES:
        raise RefusedError(f"{name} unpacks to more than {MAX_PART_BYTES // 1_000_000} MB", is_excess=True)
    try:
        return parse_bytes(data)
    except RefusedError as error:
        raise RefusedError(f"{name}: {error.message}", error.line, error.column, is_excess=error.is_excess) from None


def _notes(archive: zipfile.ZipFile, name: str, kind: str) -> dict[str, str]:
    tree = _parse(archive, name)
    if tree is None:
        return {}
    found = {}
    for note in tree.iterchildren(f"{_W}{kind}"):
        passages = Passages()
        _walk(note, passages, {})
        found[f"{kind}{note.get(f'{_W}id')}"] = " ".join(paragraph.text for paragraph in passages.finish())
    return found


def _walk(element: Any, out: Passages, notes: dict[str, str]) -> None:
    for child in element:
        tag = child.tag
        if tag in _STRUCK:
            continue
        if tag == f"{_W}t":
            out.add(child.text)
        elif tag in (f"{_W}tab", f"{_W}cr", f"{_W}noBreakHyphen"):
            out.add("-" if tag.endswith("Hyphen") else " ")
        elif tag == f"{_W}lastRenderedPageBreak":
            _turn(out)
        elif tag == f"{_W}br":
            out.add(" ")
        elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            anchor = f"{tag.removeprefix(_W).removesuffix('Reference')}{child.get(f'{_W}id')}"
            if anchor in notes:
                out.note(anchor, notes.pop(anchor))
        elif tag == f"{_W}tr":
            out.end()
            for cell in child.iterchildren(f"{_W}tc"):
                for paragraph in cell.iterchildren(f"{_W}p"):
                    _walk(paragraph, out, notes)
                    out.add(" ")
                out.add(" | " if cell.getnext() is not None else "")
            out.end()
        elif tag == f"{_W}p":
            out.end()
            _walk(child, out, notes)
            out.end("heading" if _is_heading(child) else "text")
        else:
            _walk(child, out, notes)


def _turn(out: Passages) -> None:
    out.turn(str(int(out.last_page or 0) + 1))


def _is_heading(paragraph: Any) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return (
        style is not None
        and re.match(r"(?:heading|title|überschrift|titull|заголовок)", str(style.get(f"{_W}val")), re.I) is not None
    )
