"""HTML: what a page says, without its scripts and menus. Nothing that it points to is fetched."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from detente.corpus.documents import Document
from detente.corpus.encodings import decode
from detente.corpus.passages import Passages
from detente.corpus.place import Place
from detente.corpus.refusal import RefusedError, Remark
from detente.corpus.text import title_of

_CHARSET: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "caption"))
_BLOCKS: Final = frozenset(
    (
        *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "table", "tr", "section", "article"),
        *("main", "figure", "figcaption", "address", "hr", "header", "footer", "body", "tbody", "thead", "aside"),
    )
)
_SILENT: Final = frozenset(
    ("script", "style", "noscript", "template", "head", "nav", "svg", "object", "iframe", "form", "button", "select")
)


def read_html(path: Path, place: Place) -> Iterator[Document | Remark]:
    """Yield the one document of a page.

    Raises
    ------
    RefusedError
        If the bytes are no text, or nested deeper than any page.
    """
    data = path.read_bytes()
    declared = _CHARSET.search(data[:4096])
    text, remarks = decode(data, declared[1].decode("ascii") if declared else "")
    yield from remarks
    yield html_document(text, path, place)


def html_document(text: str, path: Path, place: Place) -> Document:
    """Return the document of a page's text."""
    from lxml import etree, html

    from detente.corpus.safe_xml import refuse_crowds

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    document = Document(place.id, place.own, "document", path.stem)
    if not text.strip():
        return document
    refuse_crowds([text.encode("utf-8", "replace")])
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root: Any = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise RefusedError(str(error).partition("\n")[0]) from None
    notes = _notes(root)
    passages = Passages()
    for body in root.iter("body"):
        _walk(body, passages, notes)
    paragraphs = passages.finish()
    titles = [" ".join(str(name.text_content()).split()) for name in root.iter("title")]
    title = next((name for name in titles if name), "") or title_of(paragraphs) or path.stem
    language = str(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    return replace(document, title=title, language=language, paragraphs=paragraphs)


def _notes(root: Any) -> dict[str, Any]:
    """Return the footnotes to which a mark in the text leads, by id."""
    wanted = set()
    for link in root.iter("a"):
        target = link.get("href") or ""
        if target.startswith("#") and _is_mark(link):
            wanted.add(target[1:])
    return {id: element for element in root.iter() if (id := element.get("id")) in wanted}


def _is_mark(link: Any) -> bool:
    said = f"{link.get('role') or ''} {link.get('class') or ''} {link.get('epub:type') or ''}"
    return (
        "noteref" in said
        or "footnote-ref" in said
        or link.getparent().tag == "sup"
        or any(c.tag == "sup" for c in link)
    )


def _walk(element: Any, out: Passages, notes: dict[str, Any]) -> None:
    out.add(element.text)
    for child in element:
        tag = child.tag
        if tag == "a" and (child.get("href") or "")[1:] in notes and _is_mark(child):
            id = str(child.get("href"))[1:]
            if (note := notes[id]) is not None:
                notes[id] = None  # a second mark of the same note is only a mark
                out.note(id, " ".join(str(note.text_content()).split()).rstrip("↩↑ \ufe0e"))
        elif tag in _SILENT or child.get("hidden") is not None or child.get("id") in notes:
            pass
        elif tag == "br":
            out.add(" ")
        elif tag in ("td", "th"):
            _walk(child, out, notes)
            out.add(" | " if child.getnext() is not None else "")
        elif tag in _BLOCKS or tag in _HEADINGS:
            out.end()
            _walk(child, out, notes)
            out.end("heading" if tag in _HEADINGS else "text")
        else:
            _walk(child, out, notes)
        out.add(child.tail)
