"""The part of a paragraph that shows why it was found, its words marked."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from detente.corpus.compiled import Marks
from detente.corpus.spelling import HYPHEN, fold_words, joined, spellings
from detente.model.states import find_mentions

WIDTH: Final = 260
"""Characters of a snippet, before its marks."""

_WORD: Final = re.compile(r"[^\W_]+")
_ACCENTED: Final = re.compile(r"[^\W\x00-\x7f]")
_HYPHENED: Final = re.compile(r"[^\W_]+(?:[-\u00ad\u2010\u2011][^\W_]+)+")
_FEW: Final = 50
Spans = list[tuple[int, int]]


def snippet_of(text: str, marks: Marks, day: int | None) -> str:
    """Return the stretch of a text with most that was sought in it, each between two pairs of asterisks.

    >>> snippet_of("The credit was Soviet.", Marks({"credit", "soviet"}), None)
    'The **credit** was **Soviet**.'
    """
    text = unicodedata.normalize("NFC", text)
    spans = find_marked(text, marks, day)
    start = _best_start(spans)
    end = min(len(text), start + WIDTH)
    start = text.find(" ", max(0, start - 1)) + 1 if start and text.find(" ", start - 1, end) >= 0 else start
    end = text.rfind(" ", start, end) if end < len(text) and text.rfind(" ", start, end) > start else end
    shown, reached = "… " if start else "", start
    for a, z in spans:
        if reached <= a and z <= end:
            shown += f"{text[reached:a]}**{text[a:z]}**"
            reached = z
    return shown + text[reached:end] + (" …" if end < len(text) else "")


def find_marked(text: str, marks: Marks, day: int | None) -> Spans:
    """Find what was sought in a text, in order; a word with hyphens before its parts."""
    if marks.amiss or len(marks.words) > _FEW or _ACCENTED.search(text):
        spans = [word.span() for word in _WORD.finditer(text) if _is_sought(_folded(word.group()), marks)]
    else:  # the same, eight times as fast
        spans = [word.span() for word in _any_word(frozenset(marks.words)).finditer(text)]
    spans += [(a, z) for a, z in _hyphened(text) if _is_sought(_folded(joined(text[a:z])), marks)]
    if marks.states:
        spans += [(a, z) for a, z, code in find_mentions(text, day) if code in marks.states]
    return sorted(set(spans), key=lambda span: (span[0], -span[1]))


def _hyphened(text: str) -> Iterator[tuple[int, int]]:
    reached = 0
    for hyphen in HYPHEN.finditer(text):
        if hyphen.start() >= reached and (word := _HYPHENED.search(text, text.rfind(" ", 0, hyphen.start()) + 1)):
            reached = word.end()
            yield word.span()


def _best_start(spans: Spans) -> int:
    """Where the stretch begins that holds most of what was sought, with a few words before it."""
    counts = [sum(a <= other < a + WIDTH - 60 for other, _ in spans[n : n + 40]) for n, (a, _) in enumerate(spans)]
    first = spans[counts.index(max(counts))][0] if counts else 0
    return max(0, first - 50) if first > 80 else 0


@lru_cache(maxsize=64)
def _any_word(words: frozenset[str]) -> re.Pattern[str]:
    plain = sorted(filter(str.isascii, words), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(plain) or '(?!)'})(?![^\W_])", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=65536)
def _folded(word: str) -> frozenset[str]:
    return frozenset(form for spelt in spellings(word) for form in fold_words(spelt))


def _is_sought(forms: frozenset[str], marks: Marks) -> bool:
    return not marks.words.isdisjoint(forms) or (bool(marks.amiss) and _is_near(forms, marks.amiss))


def _is_near(forms: frozenset[str], amiss: Sequence[tuple[str, int]]) -> bool:
    from rapidfuzz.distance import OSA

    return any(OSA.distance(form, word, score_cutoff=edits) <= edits for form in forms for word, edits in amiss)
