"""A document laid out to be read: its paragraphs in pieces, what the study cites and codes of it in the margin."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from detente.coding.places import found_again
from detente.corpus.anchors import Certainty, Landing
from detente.corpus.compiled import Marks
from detente.corpus.documents import Paragraph
from detente.corpus.reanchor import land
from detente.corpus.snippets import find_marked
from detente.corpus.spelling import fold_words, spellings
from detente.model.records import Coding, Passage
from detente.model.study import Study
from detente.web.held import Held, leads_to

A_PART: Final = 500
"""Paragraphs that one page shows."""
MOST_LINES: Final = 200
AROUND: Final = 60
Span = tuple[int, int]


class Mark(NamedTuple):
    """A stretch that stands out: `cited`, `coded`, `found` or `excised`."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of the text from ``at`` on, all marked alike; a page, or the mark of a note, may come before them."""

    at: int
    text: str
    kinds: str
    page: str = ""
    note: int = 0


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage of the document: where its quote stands, and the codes given in it, each with its own place."""

    passage: Passage
    landing: Landing
    codings: tuple[tuple[Coding, Span | None], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph in pieces, and the passages that begin in it."""

    paragraph: Paragraph
    start: int
    pieces: tuple[Piece, ...]
    margin: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A word found, with what stands around it, and the paragraph it stands in."""

    number: int
    left: str
    word: str
    right: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One part of a document, and what of it has no place: passages without a quote, or whose quote was not found."""

    held: Held
    blocks: tuple[Block, ...]
    unplaced: tuple[Cited, ...]
    lines: tuple[Line, ...]
    n_found: int
    part: int
    n_parts: int


def read_held(study: Study, held: Held, part: int = 1, words: str = "") -> Reading:
    """Lay out a part of a document; ``words`` are shown wherever they stand."""
    cited = [*cited_in(study, held)]
    found = find_words(held.text, words)
    marks = [*_marks(held, cited), *(Mark(*span, "found") for span in found)]
    n_parts = max(1, -(-len(held.starts) // A_PART))
    part = min(max(part, 1), n_parts)
    shown = range((part - 1) * A_PART, min(part * A_PART, len(held.starts)))
    margins: dict[int, list[Cited]] = {}
    unplaced = []
    for each in cited:
        if each.landing.certainty is Certainty.LOST or not held.starts:
            unplaced.append(each)
        else:
            margins.setdefault(held.number_at(each.landing.start), []).append(each)
    hung = _hung(held)
    blocks = tuple(
        Block(
            held.document.paragraphs[n],
            held.starts[n],
            (*_pieces(held, n, marks, hung.get(held.document.paragraphs[n].number, ())),),
            tuple(margins.get(n, ())),
        )
        for n in shown
    )
    lines = tuple(_line(held, span) for span in found[:MOST_LINES])
    return Reading(held, blocks, tuple(unplaced), lines, len(found), part, n_parts)


def cited_in(study: Study, held: Held) -> Iterator[Cited]:
    """Yield the passages of a document, in order of place."""
    anchors = {row.passage: row for row in study.anchors}
    codings: dict[str, list[Coding]] = {}
    for row in study.codings:
        if row.code:
            codings.setdefault(row.passage, []).append(row)
    found = []
    for passage in study.passages:
        source = study.source_by_id.get(passage.source)
        if source is None or not leads_to(source, passage, held.id):
            continue
        landing = land(passage, anchors.get(passage.id), held.text) if passage.quote else Landing(Certainty.LOST)
        own = codings.get(passage.id, ())
        found.append(Cited(passage, landing, tuple((row, _coded(held, passage, landing, row)) for row in own)))
    yield from sorted(found, key=lambda each: each.landing.start)


def _coded(held: Held, passage: Passage, landing: Landing, row: Coding) -> Span | None:
    """Return where a coding stands in the document; None if it is of the whole passage, or its words are not there."""
    if row.place is None:
        return None
    start, end = row.place
    if not passage.quote:
        is_there = 0 <= start < end <= len(held.text)
        return row.place if is_there and row.words in ("", held.text[start:end]) else _again(row, start, held.text)
    if landing.certainty is Certainty.LOST:
        return None
    there = held.text[landing.start : landing.end]
    words = passage.quote[start:end]
    span = (start, end) if words and there[start:end] == words else found_again(words, start, there) if words else None
    return None if span is None else (span[0] + landing.start, span[1] + landing.start)


def _again(row: Coding, start: int, text: str) -> Span | None:
    return found_again(row.words, start, text) if row.words else None


def find_words(text: str, words: str) -> list[Span]:
    """Find words in a text, however they are written, as a search would; none where no word is given."""
    forms = {form for word in words.split()[:20] for spelt in spellings(word) for form in fold_words(spelt)}
    return find_marked(text, Marks(forms), None) if forms else []


def _line(held: Held, span: Span) -> Line:
    a, z = span
    left, right = (" ".join(part.split()) for part in (held.text[max(0, a - AROUND) : a], held.text[z : z + AROUND]))
    return Line(held.number_at(a), left, held.text[a:z], right)


def _marks(held: Held, cited: Iterable[Cited]) -> Iterator[Mark]:
    for each in cited:
        if each.landing.certainty is not Certainty.LOST:
            yield Mark(each.landing.start, each.landing.end, "cited")
        yield from (Mark(*span, "coded") for _, span in each.codings if span is not None)
    for paragraph, start in zip(held.document.paragraphs, held.starts, strict=True):
        yield from (Mark(start + a, start + z, "excised") for a, z in paragraph.excisions)


def _hung(held: Held) -> dict[int, list[tuple[int, int]]]:
    """Return by the number of the paragraph on which notes hang: (offset, number of the note)."""
    found: dict[int, list[tuple[int, int]]] = {}
    for paragraph in held.document.paragraphs:
        if paragraph.kind == "note" and paragraph.hangs_on:
            found.setdefault(paragraph.hangs_on, []).append((paragraph.hangs_at, paragraph.number))
    return found


def _pieces(held: Held, n: int, marks: Sequence[Mark], notes: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    paragraph, start = held.document.paragraphs[n], held.starts[n]
    end = start + len(paragraph.text)
    own = [mark for mark in marks if mark.start < end and mark.end > start]
    pages = {start + at: label for at, label in paragraph.turns}
    before = held.document.paragraphs[n - 1] if n else None
    if paragraph.page and (before is None or before.page_at(len(before.text)) != paragraph.page):
        pages[start] = paragraph.page
    hung = [(start + at, number) for at, number in notes]
    cuts = {start, end, *pages, *(at for at, _ in hung)}
    cuts |= {min(max(place, start), end) for mark in own for place in (mark.start, mark.end)}
    for a, z in pairwise(sorted({*cuts, end})):
        kinds = " ".join(dict.fromkeys(mark.kind for mark in own if mark.start <= a and z <= mark.end))
        here = [number for at, number in hung if at == a]
        yield from (Piece(a, "", "", note=number) for number in here)
        yield Piece(a, held.text[a:z], kinds, pages.get(a, ""))
    yield from (Piece(end, "", "", note=number) for at, number in hung if at >= end)
