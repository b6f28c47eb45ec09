"""PDF: its layer of text where it has one; else a scan, which is read by Tesseract if one asks for it.

A PDF knows lines, not paragraphs: a line that ends a sentence well before the margin ends a paragraph, and a word
parted at the end of a line is joined.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Final

from detente.corpus.documents import Document, Paragraph
from detente.corpus.limits import run_bounded
from detente.corpus.passages import Passages
from detente.corpus.place import Place
from detente.corpus.refusal import RefusedError, Remark
from detente.corpus.scan import ScanPage, read_scans
from detente.corpus.text import title_of

_PROGRAM: Final = (sys.executable, "-P", "-m", "detente.corpus.pdf_pages")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_ENDS: Final = re.compile(r"[.!?:;…»”\")\]]\s*$")


def read_pdf(path: Path, place: Place) -> Iterator[Document | Remark]:
    """Yield the one document of a PDF; a document of pages without text if it is a scan and nobody asks to read it.

    Raises
    ------
    RefusedError
        If it is damaged or locked, or needs more time or memory than a text may.
    """
    found = json.loads(run_bounded([*_PROGRAM, "text", str(path)]))
    pages = [(page["label"], page["text"]) for page in found["pages"]]
    title = " ".join(found["title"].split())
    if any(text.strip() for _, text in pages):
        paragraphs = page_paragraphs(pages)
        name = title or title_of(paragraphs) or path.stem
        yield Document(place.id, place.own, "document", name, paragraphs=paragraphs)
        n_silent = sum(not text.strip() for _, text in pages)
        if n_silent:
            yield Remark("DOC006", f"{n_silent} of {len(pages)} pages hold no text: they are blank, or pictures")
        return
    if not pages:
        raise RefusedError("it has no pages")

    def picture(number: int) -> bytes:
        return run_bounded([*_PROGRAM, "image", str(path), str(number)], seconds=60)

    scans = [ScanPage(label, partial(picture, n)) for n, (label, _) in enumerate(pages)]
    yield from read_scans(scans, Document(place.id, place.own, "images", title or path.stem), place.ocr)


def draw_page(path: Path, n: int) -> bytes:
    """Return the picture of a page, counted from 0, as PNG; raises as `read_pdf` does."""
    return run_bounded([*_PROGRAM, "show", str(path), str(n)], seconds=60)


def page_paragraphs(pages: Sequence[tuple[str, str]]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of pages of lines; one that a page cuts goes on where the next begins in lower case."""
    passages = Passages(pages[0][0] if pages else "")
    lines = [[line.strip() for line in _CONTROLS.sub("", text).splitlines()] for _, text in pages]
    lengths = [len(line) for page in lines for line in page if line]
    margin = quantiles(lengths, n=10)[-1] * 0.8 if len(lengths) > 1 else 0
    is_open = False
    for number, ((label, _), page) in enumerate(zip(pages, lines, strict=True)):
        first = next((line for line in page if line), "")
        if is_open and not first[:1].islower():
            passages.end()
        if number:
            passages.turn(label)
        for line in page:
            if not line:
                passages.end()
                is_open = False
                continue
            is_parted = re.search(r"\w[-\xad]$", line) is not None
            passages.add(line[:-1] if is_parted else f"{line} ")
            is_open = not (_ENDS.search(line) and len(line) < margin)
            if not is_open:
                passages.end()
    return passages.finish()
