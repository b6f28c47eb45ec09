"""TEI P5: the volumes of Foreign Relations of the United States in their older and newer mark-up, and plain TEI.

The file is read as a stream, a document at a time. In an edition of many documents each `div[@type="document"]` is
one, and prefaces, lists of persons and indexes are documents of another kind; a TEI file without such a `div` is one
document for each of its `text`s. Entities are refused, not expanded.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from lxml import etree

from detente.corpus.documents import Document, Kind
from detente.corpus.headings import Letter, read_heading, read_place, read_printed_date
from detente.corpus.passages import Passages
from detente.corpus.refusal import RefusedError
from detente.model.dates import Date, DateError, parse_date

_TEI: Final = "{http://www.tei-c.org/ns/1.0}"
_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_FRUS: Final = "{http://history.state.gov/frus/ns/1.0}"
_BLOCKS: Final = frozenset(
    f"{_TEI}{name}"
    for name in (
        *("p", "head", "item", "label", "row", "l", "lg", "list", "table", "div", "figure", "opener", "closer", "ab"),
        *("dateline", "salute", "signed", "postscript", "byline", "sp", "speaker", "stage", "trailer", "argument"),
        *("epigraph", "docAuthor", "docDate"),
    )
)
_INLINE: Final = tuple(
    f"{_TEI}{name}"
    for name in (
        *("hi", "persName", "placeName", "orgName", "gloss", "ref", "date", "time", "term", "name", "title", "emph"),
        *("foreign", "rs", "abbr", "expan", "num", "q", "seg", "s", "w", "pc", "c", "corr", "reg", "supplied"),
        *("unclear", "add"),
    )
)
_SPACES: Final = re.compile(r"\s+")


def read_tei(path: Path, edition: str = "") -> Iterator[Document]:
    """Yield the documents of a TEI file.

    Raises
    ------
    RefusedError
        If it is not well-formed, declares entities, or is deeper or longer than any text.
    """
    try:
        yield from _Reader(path, edition).documents()
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise RefusedError(_reason(error), line, column, is_excess=_is_excess(error)) from None


def _reason(error: etree.XMLSyntaxError) -> str:
    return (error.msg or "the XML cannot be read").partition(", line ")[0]


def _is_excess(error: etree.XMLSyntaxError) -> bool:
    words = (error.msg or "").lower()
    return any(word in words for word in ("excessive", "too long", "too large", "huge", "amplification", "loop"))


class _Reader:
    def __init__(self, path: Path, edition: str) -> None:
        self.path = path
        self.volume, self.edition = path.stem, edition
        self.header: Any = None
        self.language = ""

    def documents(self) -> Iterator[Document]:
        kinds = _kinds_of(self.path)
        tags = (_TEI + "teiHeader", _TEI + "text", _TEI + "div", _TEI + "pb")
        page, unit, start_page = "", None, ""
        opened: list[Any] = []
        for event, element in etree.iterparse(
            str(self.path), events=("start", "end"), tag=tags, resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True, collect_ids=False,
        ):  # fmt: skip
            if element.tag == _TEI + "pb":
                if event == "end":
                    page = _label(element)
            elif element.tag == _TEI + "teiHeader":
                if event == "start":
                    _refuse_entities(element)
                else:
                    self._read_header(element)
            elif event == "start":
                _refuse_entities(element) if not opened else None
                opened.append((element, page))
            else:
                _, start_page = opened.pop()
                if (element.tag == _TEI + "div") is not kinds:
                    continue
                if any(outer.get("type") == "document" for outer, _ in opened):
                    continue
                unit = self._document(element, start_page) if kinds else self._text(element, start_page)
                if unit is not None:
                    yield unit
                element.clear(keep_tail=True)

    def _read_header(self, header: Any) -> None:
        self.header = header
        for idno in header.iter(_TEI + "idno"):
            if idno.get("type") == "frus" and idno.text:
                self.volume, self.edition = idno.text.strip(), self.edition or "frus"
        self.edition = self.edition or self.volume
        language = next(header.iter(_TEI + "language"), None)
        self.language = language.get("ident", "") if language is not None else "en" if self.edition == "frus" else ""

    def _document(self, div: Any, page: str) -> Document | None:
        local = div.get(_ID) or div.get("n")
        if not local:
            return None
        heading = next(div.iterchildren(_TEI + "head"), None)
        title = _words(heading) if heading is not None else ""
        kind = _kind(div, title)
        if (number := div.get("n")) and title.startswith(f"{number}. "):
            title = title[len(number) + 2 :]
        document = Document(
            f"{self.volume}/{local}", self.edition, kind, title, language=div.get(_LANG) or self.language
        )
        if kind == "document":
            document = _dated(document, div, heading)
        paragraphs = _paragraphs(div, page)
        if not any(paragraph.kind != "heading" for paragraph in paragraphs):
            return None if kind != "document" else replace(document, paragraphs=paragraphs)
        return replace(document, paragraphs=paragraphs)

    def _text(self, text: Any, page: str) -> Document | None:
        return None


def _kinds_of(path: Path) -> bool:
    """Whether a file is an edition of many documents."""
    import mmap

    with path.open("rb") as stream:
        if path.stat().st_size == 0:
            return False
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return data.find(b'type="document"') >= 0


def _refuse_entities(element: Any) -> None:
    dtd = element.getroottree().docinfo.internalDTD
    if dtd is not None and (names := [entity.name for entity in dtd.iterentities()]):
        raise RefusedError(f"the file declares entities (`{names[0]}`), which are not expanded", 1, is_excess=True)


def _kind(div: Any, title: str) -> Kind:
    if div.get("type") == "document":
        is_editors = div.get("subtype") == "editorial-note" or re.fullmatch(r"(?:\d+\. *)?\[?Editorial Note\]?", title)
        return "editorial-note" if is_editors else "document"
    return "index" if "index" in (div.get("type"), div.get(_ID)) else "front-matter"


def _dated(document: Document, div: Any, heading: Any) -> Document:
    """Add what heading, dateline and source note say."""
    dateline = next(div.iter(_TEI + "dateline"), None)
    printed = _words(dateline) if dateline is not None else ""
    made, received = (None, None) if dateline is None else _dates(dateline)
    made = made or read_printed_date(printed.partition("[Received")[0])
    place = ""
    if dateline is not None:
        name = next(dateline.iter(_TEI + "placeName"), None)
        place = _words(name) if name is not None else read_place(printed) or ""
    if heading is not None:
        made = made or _dates(heading)[0] or read_printed_date(document.title)
        place = place or read_place(document.title)
    made = made or _stamped(div)
    letter = _letter(document.title, heading) if heading is not None else Letter()
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


def _letter(title: str, heading: Any) -> Letter:
    """Read the heading, with the marks of sender and recipient where both are there."""
    ends, starts, text = [], [], ""
    for element in heading.iter(_TEI + "gloss", _TEI + "persName"):
        if element.get("type") in ("from", "to"):
            name = _words(element)
            at = title.find(name, len(text))
            if element.get("type") == "from":
                ends.append(at + len(name))
            else:
                starts.append(at)
    return read_heading(title, (ends[-1] if ends else -1, starts[0] if starts else -1))


def _dates(element: Any) -> tuple[Date | None, Date | None]:
    """Return the date on which something was made, and that on which it was received, from `date` elements."""
    made, received = None, None
    for date in element.iter(_TEI + "date"):
        before = (date.getprevious().tail if date.getprevious() is not None else date.getparent().text) or ""
        if "received" in before.lower():
            received = received or _date(date)
        else:
            made = made or _date(date)
    return made, received


def _date(element: Any) -> Date | None:
    """Return the date of TEI's attributes, in EDTF; the time of day is left out."""
    when, first, last, low, high = (
        (element.get(name) or "")[:10] for name in ("when", "from", "to", "notBefore", "notAfter")
    )
    if when or first:
        start = when or first
        text = f"{start}/{last}" if last and last != start else start
    elif low or high:
        text = low if low == high else f"[{low}..{high}]"
    else:
        return None
    try:
        return parse_date(text)
    except DateError:
        return None


def _stamped(div: Any) -> Date | None:
    """Return the days within which the newer mark-up of FRUS puts a document."""
    for name, namespace in (("doc-dateTime", _FRUS), ("doc-dateTime", "{http://history.state.gov/ns/1.0}")):
        low, high = (div.get(f"{namespace}{name}-{end}", "")[:10] for end in ("min", "max"))
        if low:
            try:
                return parse_date(low if low == high or not high else f"{low}/{high}")
            except DateError:
                return None
    return None


def _archive(div: Any) -> str:
    for note in div.iter(_TEI + "note"):
        if note.get("type") == "source":
            words = _SPACES.sub(" ", "".join(note.itertext())).strip().removeprefix("Source: ")
            return re.split(r"(?<![A-Z])\.(?:\s|$)", words, maxsplit=1)[0].strip()
    return ""


def _words(element: Any) -> str:
    """Return an element's text without its footnotes, its spaces made single."""
    parts: list[str] = []
    _gather(element, parts)
    return " ".join("".join(parts).split())


def _gather(element: Any, parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        if child.tag != _TEI + "note":
            if child.tag == _TEI + "lb":
                parts.append(" ")
            _gather(child, parts)
        parts.append(child.tail or "")


def _label(pb: Any) -> str:
    label: str = pb.get("n") or (pb.get(_ID) or "").removeprefix("pg_")
    return label


def _paragraphs(unit: Any, page: str) -> tuple[Any, ...]:
    etree.strip_tags(unit, *_INLINE)
    passages = Passages(page)
    _walk(unit, passages)
    passages.end()
    return tuple(passages.done)


def _walk(element: Any, out: Passages) -> None:
    out.add(element.text)
    for child in element:
        tag = child.tag
        if tag == _TEI + "note":
            out.note(child.get(_ID) or child.get("n") or "", " ".join(" ".join(child.itertext()).split()))
        elif tag == _TEI + "pb":
            out.turn(_label(child))
        elif tag == _TEI + "lb":
            out.add(" ")
        elif tag == _TEI + "gap":
            out.add(f"[gap: {child.get('reason') or 'not said'}]")
        elif tag == _TEI + "cell":
            _walk(child, out)
            out.add(" | " if child.getnext() is not None else "")
        elif tag in _BLOCKS:
            out.end()
            _walk(child, out)
            out.end("heading" if tag == _TEI + "head" else "text")
        else:
            _walk(child, out)
        out.add(child.tail)
