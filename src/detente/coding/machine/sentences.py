"""A text's sentences, each by its place: code points, from 0, the end exclusive."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

LONGEST: Final = 1500
"""Characters of a sentence; a longer stretch is cut at a semicolon or a space."""

_STOP: Final = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*\s+|[。！？]")
_INITIAL: Final = re.compile(r"(?:^|[\s(.])[^\W\d_]$")
_OPENERS: Final = re.compile(
    r"(?:the|he|she|it|they|we|i|this|that|these|those|in|on|at|after|as|when|while|if|but|his|her|its|their|however)\b",
    re.IGNORECASE,
)
"""Words that begin a sentence and do not follow an abbreviation within one."""
_BREAK: Final = re.compile(r"\n[ \t]*\n")
_LAST: Final = re.compile(r"(?:[^\W\d_]\.)*[\w-]*$")


@cache
def _short() -> frozenset[str]:
    from importlib.resources import files

    return frozenset(files("detente.coding.machine").joinpath("abbreviations.txt").read_text(encoding="utf-8").split())


def find_sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the places of the sentences between two places of a text; empty lines part them, single line breaks do not.

    >>> text = "Mr. Hull left at 3 p.m. on Nov. 4. He returned.  «Basta!» It rained"
    >>> [text[a:z] for a, z in find_sentences(text)]
    ['Mr. Hull left at 3 p.m. on Nov. 4.', 'He returned.', '«Basta!»', 'It rained']
    """
    last = len(text) if end is None else end
    for a, z in _blocks(text, start, last):
        at = a
        for stop in _STOP.finditer(text, a, z):
            if _ends(text, at, stop, z):
                yield from _bounded(text, at, stop.end())
                at = stop.end()
        yield from _bounded(text, at, z)


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for blank in _BREAK.finditer(text, start, end):
        yield at, blank.start()
        at = blank.end()
    yield at, end


def _ends(text: str, at: int, stop: re.Match[str], z: int) -> bool:
    """Whether a sentence ends at a stop: not after an abbreviation or initial, nor before a small letter."""
    following = text[stop.end() : stop.end() + 24].lstrip("\"'“‘«([")
    if stop.end() >= z or not following:
        return True
    if following[0].islower():
        return False
    if stop[0].strip() != ".":
        return True
    before = _LAST.search(text, max(at, stop.start() - 24), stop.start())
    word = before[0].lower() if before else ""
    if word in _short() or (word.count(".") and len(word) < 10):
        return word.count(".") > 0 and _OPENERS.match(following) is not None
    if word.isdigit() and text[at : stop.start()].strip() == word:
        return False  # the number of a paragraph
    return not (_INITIAL.search(text[max(at, stop.start() - 3) : stop.start()]) and following[0].isupper())


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a stretch without the spaces at its ends, in pieces if it is longer than a sentence may be."""
    while start < end and text[start].isspace():
        start += 1
    while end - start > LONGEST:
        piece = text[start : start + LONGEST]
        cut = max(piece.rfind("; ") + 1, piece.rfind(" ") if "; " not in piece[LONGEST // 2 :] else 0)
        cut = start + (cut if cut > 0 else LONGEST)
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
