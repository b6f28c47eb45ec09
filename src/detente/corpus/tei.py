"""TEI P5: the volumes of Foreign Relations of the United States in their older and newer mark-up, and plain TEI.

The file is read as a stream, a document at a time. In an edition of many documents each `div[@type="document"]` is
one, and prefaces, lists of persons and indexes are documents of another kind; a TEI file without such a `div` is one
document for each of its `text`s.
"""

import mmap
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from lxml import etree

from detente.corpus.documents import Document, Kind, Paragraph
from detente.corpus.headings import Letter, read_heading, read_place, read_printed_date
from detente.corpus.passages import Passages
from detente.corpus.place import Place
from detente.corpus.refusal import Remark
from detente.corpus.safe_xml import stream_xml
from detente.corpus.tei_header import UNSAID, read_header
from detente.corpus.tei_names import ID, LANG, TEI, dates_of, edtf, label_of, words_of
from detente.model.dates import Date

_FRUS: Final = ("{http://history.state.gov/frus/ns/1.0}", "{http://history.state.gov/ns/1.0}")
_BLOCKS: Final = frozenset(
    f"{TEI}{name}"
    for name in (
        *("p", "head", "item", "label", "row", "l", "lg", "list", "table", "div", "figure", "opener", "closer", "ab"),
        *("dateline", "salute", "signed", "postscript", "byline", "sp", "speaker", "stage", "trailer", "argument"),
        *("epigraph", "docAuthor", "docDate", "titlePage", "titlePart", "docImprint", "floatingText", "body", "front"),
        *("back", "bibl", "listBibl", "div1", "div2", "div3", "castItem", "address", "addrLine"),
    )
) | {f"{namespace}attachment" for namespace in _FRUS}
_INLINE: Final = tuple(
    f"{TEI}{name}"
    for name in (
        *("hi", "persName", "placeName", "orgName", "gloss", "ref", "date", "time", "term", "name", "title", "emph"),
        *("foreign", "rs", "num", "q", "seg", "s", "w", "pc", "c", "supplied", "unclear", "add"),
    )
)
_GUIDE: Final = re.compile(r"A Guide to the United States’ History of Recognition.*: (.+)$")
"""The title of the Office of the Historian's guide to recognition and relations, and the state that it is about."""
_PREFERRED: Final = tuple(f"{TEI}{name}" for name in ("corr", "orig", "abbr"))
"""Of a `choice`: the text as printed, its editor's corrections made."""


def read_tei(path: Path, place: Place) -> Iterator[Document | Remark]:
    """Yield the documents of a TEI file.

    Raises
    ------
    RefusedError
        If it is not well-formed, declares entities, or is deeper or longer than any text.
    """
    is_edition = _is_edition(path)
    unit = f"{TEI}div" if is_edition else f"{TEI}text"
    header, page, n_texts = UNSAID, "", 0
    opened: list[tuple[Any, str]] = []
    for event, element in stream_xml(path, (f"{TEI}teiHeader", unit, f"{TEI}pb")):
        if element.tag == f"{TEI}pb":
            page = label_of(element)
        elif element.tag == f"{TEI}teiHeader":
            if event == "end":
                header = read_header(element)
        elif event == "start":
            opened.append((element, page))
        else:
            _, first_page = opened.pop()
            if any(outer.get("type") == "document" for outer, _ in opened):
                continue
            if is_edition:
                yield from _document(element, header, place, first_page)
            elif element.find(f"{TEI}group") is None:
                n_texts += 1
                yield _text(element, header, place, first_page, n_texts)
            element.clear(keep_tail=True)


def _is_edition(path: Path) -> bool:
    """Whether a file holds many documents, each a `div` that says so."""
    with path.open("rb") as stream:
        if stream.seek(0, 2) == 0:
            return False
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return data.find(b'type="document"') >= 0


def _document(div: Any, header: Document, place: Place, page: str) -> Iterator[Document | Remark]:
    """Yield what a `div` holds, if it has an id and words of its own."""
    local = div.get(ID) or div.get("n")
    if not local:
        return
    volume, edition = header.id or place.name, place.edition or header.edition or place.own
    heading = next(div.iterchildren(f"{TEI}head"), None)
    title = "" if heading is None else words_of(heading)
    kind = _kind(div, title)
    if (number := div.get("n")) and title.startswith(f"{number}. "):
        title = title[len(number) + 2 :]
    language = div.get(LANG) or header.language or ("en" if header.edition == "frus" else "")
    document = Document(f"{volume}/{local}", edition, kind, title, published=header.published, language=language)
    if kind == "document":
        yield from _remarks(div, document.id)
        document = _dated(document, div, heading)
    paragraphs = _paragraphs(div, page)
    if kind in ("document", "editorial-note") or any(paragraph.kind != "heading" for paragraph in paragraphs):
        yield replace(document, paragraphs=paragraphs)


def _text(text: Any, header: Document, place: Place, page: str, number: int) -> Document:
    """Return a whole text as one document, with what its header says."""
    local = text.get(ID) or ("" if number == 1 else str(number))
    id = f"{place.id}/{local}" if local else place.id
    language = text.get(LANG) or header.language
    paragraphs = _paragraphs(text, page)
    title = header.title or next((p.text for p in paragraphs if p.kind == "heading"), "") or place.name
    guide = _GUIDE.match(title)
    said = replace(header, id=id, edition=place.own, title=title, language=language, paragraphs=paragraphs)
    return replace(said, kind="record", sender="United States", recipient=guide[1]) if guide else said


def _kind(div: Any, title: str) -> Kind:
    if div.get("type") == "document":
        is_editors = div.get("subtype") == "editorial-note" or re.fullmatch(r"(?:\d+\. *)?\[?Editorial Note\]?", title)
        return "editorial-note" if is_editors else "document"
    return "index" if "index" in (div.get("type"), div.get(ID)) else "front-matter"


def _remarks(div: Any, id: str) -> Iterator[Remark]:
    """Yield where a printed date and its mark-up are of different days."""
    for date in div.iterfind(f".//{TEI}dateline//{TEI}date[@when]"):
        printed = read_printed_date(words_of(date))
        when = (date.get("when") or "")[:10]
        if printed is not None and len(when) == 10 and str(printed) != when:
            message = f"`{id}`: the dateline prints {printed}, its mark-up says {when}, which is kept"
            yield Remark("DOC007", message, date.sourceline or 0)


def _dated(document: Document, div: Any, heading: Any) -> Document:
    """Add what heading, dateline and source note say."""
    dateline = next(div.iter(f"{TEI}dateline"), None)
    printed = "" if dateline is None else words_of(dateline)
    made, received = (None, None) if dateline is None else dates_of(dateline)
    made = made or read_printed_date(printed.partition("[Received")[0])
    name = None if dateline is None else next(dateline.iter(f"{TEI}placeName"), None)
    place = read_place(printed) if name is None else words_of(name)
    letter = Letter()
    if heading is not None:
        made = made or dates_of(heading)[0] or read_printed_date(document.title)
        place = place or read_place(document.title)
        letter = read_heading(document.title, _marked(heading, document.title))
    made = made or _stamped(div)
    is_telegram = re.match(r"(?:circular )?(?:telegram|airgram|cable)", document.title, re.IGNORECASE) is not None
    return replace(
        document,
        made=made,
        sent=made if is_telegram else None,
        received=received,
        sender=letter.sender,
        recipient=letter.recipient,
        place=place,
        archive=_archive(div),
    )


def _marked(heading: Any, title: str) -> tuple[int, int]:
    """Return where the mark of the sender ends in a title and that of the recipient begins, or -1."""
    ends = starts = -1
    for element in heading.iter(f"{TEI}gloss", f"{TEI}persName"):
        name = words_of(element)
        if element.get("type") == "from":
            at = title.find(name, max(ends, 0))
            ends = at + len(name) if at >= 0 else ends
        elif element.get("type") == "to" and starts < 0:
            starts = title.find(name, max(ends, 0))
    return ends, starts


def _stamped(div: Any) -> Date | None:
    """Return the days within which the newer mark-up of FRUS puts a document."""
    for namespace in _FRUS:
        low, high = (div.get(f"{namespace}doc-dateTime-{end}", "")[:10] for end in ("min", "max"))
        if low:
            return edtf(low if high in ("", low) else f"{low}/{high}")
    return None


def _archive(div: Any) -> str:
    """Return where the original lies, from the note of its source: all before the first full stop."""
    for note in div.iter(f"{TEI}note"):
        if note.get("type") == "source":
            words = " ".join("".join(note.itertext()).split()).removeprefix("Source: ")
            return re.split(r"(?<![A-Z])\.(?:\s|$)", words, maxsplit=1)[0].strip()
    return ""


def _paragraphs(unit: Any, page: str) -> tuple[Paragraph, ...]:
    etree.strip_tags(unit, *_INLINE)
    passages = Passages(page)
    _walk(unit, passages)
    return passages.finish()


def _walk(element: Any, out: Passages) -> None:
    out.add(element.text)
    for child in element:
        tag = child.tag
        if tag in _BLOCKS:
            out.end()
            _walk(child, out)
            out.end("heading" if tag == f"{TEI}head" else "text")
        elif tag == f"{TEI}note":
            out.note(child.get(ID) or child.get("n") or "", _note(child))
        elif tag == f"{TEI}pb":
            out.turn(label_of(child))
        elif tag == f"{TEI}lb":
            out.add("" if child.get("break") == "no" else " ")
        elif tag == f"{TEI}gap":
            out.add(f"[gap: {child.get('reason') or child.get('agent') or 'not said why'}]")
        elif tag == f"{TEI}choice":
            chosen = next((part for part in child if part.tag in _PREFERRED), next(iter(child), None))
            if chosen is not None:
                _walk(chosen, out)
        elif tag == f"{TEI}cell":
            _walk(child, out)
            out.add(" | " if child.getnext() is not None else "")
        elif tag != f"{TEI}teiHeader":
            _walk(child, out)
        out.add(child.tail)


def _note(note: Any) -> str:
    """Return a footnote's text on one line, its paragraphs parted by spaces."""
    passages = Passages()
    _walk(note, passages)
    return " ".join(paragraph.text for paragraph in passages.finish())
