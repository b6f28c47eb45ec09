"""Pictures of pages: photographs and scans, cited by page; read by Tesseract when one names the language.

What a machine read is marked as such, with how sure it was: the picture stays the source.
"""

import csv
import io
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from detente.corpus.documents import Document
from detente.corpus.limits import run_bounded
from detente.corpus.listing import LISTING
from detente.corpus.passages import Passages
from detente.corpus.place import Place, slug
from detente.corpus.refusal import RefusedError, Remark
from detente.model.diagnostics import Severity

SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".jp2")


@dataclass(frozen=True, slots=True)
class ScanPage:
    """A page: its label, and its picture when that is wanted."""

    label: str
    picture: Callable[[], bytes]


def read_image(path: Path, place: Place) -> Iterator[Document | Remark]:
    """Yield the one document of a picture."""
    page = ScanPage(path.stem, path.read_bytes)
    yield from read_scans([page], Document(place.id, place.own, "images", path.stem), place.ocr)


def read_photographs(path: Path, place: Place) -> Iterator[Document | Remark]:
    """Yield the one document of a folder of photographs: a page each, in the order of their names."""
    files = photographs(path)
    pages = [ScanPage(file.stem, file.read_bytes) for file in files]
    yield from read_scans(pages, Document(place.id, place.own, "images", path.name), place.ocr)


def photographs(folder: Path) -> list[Path]:
    """Return the pictures of a folder in the order of their names; none if it holds more than these and a listing."""
    files = sorted(path for path in folder.iterdir() if not path.name.startswith(".") and path.name != LISTING)
    if all(path.suffix.lower() in SUFFIXES and path.is_file() for path in files):
        return files
    return []


def read_scans(pages: Sequence[ScanPage], document: Document, ocr: str) -> Iterator[Document | Remark]:
    """Yield the document of some pictures: without text, or with what Tesseract reads in these languages (`rus+eng`).

    Raises
    ------
    RefusedError
        If Tesseract or a language is not installed, or a page takes too long.
    """
    labels = tuple(page.label for page in pages)
    if not ocr:
        yield replace(document, pages=labels)
        help = "`--ocr LANGUAGES` reads it with Tesseract, if it is print"
        message = f"a picture without text, {len(pages)} pages: it is cited by page and found by its title only"
        yield Remark("DOC006", message, help=help, severity=Severity.NOTE)
        return
    _require(ocr)
    passages, sure = Passages(labels[0] if labels else ""), []
    for number, page in enumerate(pages):
        if number:
            passages.turn(page.label)
        sure += _read_page(page, ocr, passages)
    yield replace(document, kind="document", pages=labels, paragraphs=tuple(passages.done), language=_tag(ocr))
    mean = f"{sum(sure) / len(sure):.0f} %" if sure else "no word was found"
    yield Remark(
        "DOC006", f"read by Tesseract ({ocr}), {len(sure)} words, mean confidence {mean}", severity=Severity.NOTE
    )


def _read_page(page: ScanPage, ocr: str, out: Passages) -> list[float]:
    """Add a page's paragraphs, and return how sure Tesseract was of each word [%]."""
    command = ["tesseract", "stdin", "stdout", "-l", ocr, "--psm", "3", "tsv"]
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    what = f"page `{page.label}`"
    table = run_bounded(command, data=page.picture(), what=what)
    sure, place = [], ("", "")
    for row in csv.DictReader(io.StringIO(table.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] != "5" or not (row["text"] or "").strip():
            continue
        if (row["block_num"], row["par_num"]) != place:
            out.end()
            place = (row["block_num"], row["par_num"])
        out.add(f"{row['text']} ")
        sure.append(float(row["conf"]))
    out.end()
    return sure


@cache
def tesseract_languages() -> tuple[str, ...]:
    """Return the languages that Tesseract knows here; none where it is not installed."""
    if shutil.which("tesseract") is None:
        return ()
    lines = run_bounded(["tesseract", "--list-langs"], seconds=20).decode().splitlines()
    return tuple(line.strip() for line in lines[1:] if line.strip())


def _require(ocr: str) -> None:
    known = tesseract_languages()
    if not known:
        raise RefusedError("Tesseract, which reads scans, is not installed (Debian: apt-get install tesseract-ocr)")
    for language in ocr.split("+"):
        if language not in known:
            raise RefusedError(f"Tesseract has no language `{slug(language)}` here; it has {', '.join(known)}")


def _tag(ocr: str) -> str:
    """Return the BCP 47 tag of Tesseract's first language."""
    tags = {"eng": "en", "sqi": "sq", "rus": "ru", "srp": "sr", "srp_latn": "sr-Latn", "deu": "de", "fra": "fr"}
    first = ocr.partition("+")[0]
    return tags.get(first, first)
