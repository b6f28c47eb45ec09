"""Plain text in any encoding, and Markdown."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from detente.corpus.documents import Document, Paragraph
from detente.corpus.encodings import decode
from detente.corpus.passages import Passages
from detente.corpus.place import Place
from detente.corpus.refusal import Remark

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_FOOTNOTE: Final = re.compile(r"\[\^([^\]\s]+)\]")
_DEFINED: Final = re.compile(rf"^ {{0,3}}{_FOOTNOTE.pattern}:", re.MULTILINE)
_WIDEST_TITLE: Final = 120


def read_text(path: Path, place: Place) -> Iterator[Document | Remark]:
    """Yield the one document of a text file; its first line is its title if it is short.

    Raises
    ------
    RefusedError
        If the bytes are no text.
    """
    text, remarks = decode(path.read_bytes())
    yield from remarks
    paragraphs = text_paragraphs(text)
    yield Document(place.id, place.own, "document", title_of(paragraphs) or path.stem, paragraphs=paragraphs)


def text_paragraphs(text: str) -> tuple[Paragraph, ...]:
    r"""Return the paragraphs of a text: parted by empty lines, or by every line where no line is empty.

    A form feed begins a page; pages are then numbered from 1.

    >>> [p.text for p in text_paragraphs("One\ntwo.\n\nThree.")]
    ['One two.', 'Three.']
    """
    text = _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    is_paged = "\f" in text
    is_spaced = re.search(r"\n[ \t]*\n", text.strip()) is not None
    passages = Passages("1" if is_paged else "")
    for number, sheet in enumerate(text.split("\f"), 1):
        if number > 1:
            passages.turn(str(number))
        for line in sheet.removesuffix("\n").split("\n"):
            if line.strip():
                passages.add(f"{line} ")
            if not line.strip() or not is_spaced:
                passages.end()
    return passages.finish()


def title_of(paragraphs: tuple[Paragraph, ...]) -> str:
    """Return the first heading, else the first paragraph if it is short."""
    for paragraph in paragraphs:
        if paragraph.kind == "heading":
            return paragraph.text
    first = paragraphs[0].text if paragraphs else ""
    return first if len(first) <= _WIDEST_TITLE else ""


def read_markdown(path: Path, place: Place) -> Iterator[Document | Remark]:
    """Yield the one document of a Markdown file (CommonMark, tables and footnotes), without its marks.

    Raises
    ------
    RefusedError
        If the bytes are no text.
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    from detente.corpus.html import html_document

    text, remarks = decode(path.read_bytes())
    yield from remarks
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": 100}).enable("table").use(footnote_plugin)
    called = Counter(_FOOTNOTE.findall(text))
    defined = dict.fromkeys(_DEFINED.findall(text))
    uncalled = "".join(f"[^{label}]" for label in defined if called[label] == 1)  # a note that nothing calls is kept
    yield html_document(markdown.render(f"{text}\n\n{uncalled}"), path, place)
