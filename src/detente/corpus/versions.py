"""Two versions of a document side by side, with what differs, word by word.

Paragraphs are paired so that the pairs share as many words as they can in their order (dynamic programming on Dice's
coefficient of their words); within a pair the longest common runs of words are what has stayed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from detente.corpus.documents import Document, Paragraph

_PIECE: Final = re.compile(r"\w+|[^\w\s]|\s+")
_ALIKE: Final = 0.3
_MOST_CELLS: Final = 250_000
_MOST_WORDS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both versions, or only in one."""

    stands_in: Literal["both", "left", "right"]
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph of each version, or of one alone, and their words in order."""

    left: Paragraph | None
    right: Paragraph | None
    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        """Whether the two are the same to the letter."""
        return all(piece.stands_in == "both" for piece in self.pieces)


def compare_versions(left: Document, right: Document) -> tuple[Pair, ...]:
    """Return two versions side by side; every paragraph of both stands in one pair."""
    return tuple(_pair(a, b) for a, b in _paired(left.paragraphs, right.paragraphs))


def _paired(
    left: Sequence[Paragraph], right: Sequence[Paragraph]
) -> Iterator[tuple[Paragraph | None, Paragraph | None]]:
    """Pair paragraphs: those alike to the letter first, and what lies between them by their words."""
    same = SequenceMatcher(None, [p.text for p in left], [p.text for p in right], autojunk=False)
    for act, i, j, k, m in same.get_opcodes():
        if act == "equal":
            yield from zip(left[i:j], right[k:m], strict=True)
        else:
            yield from _aligned(left[i:j], right[k:m])


def _aligned(
    left: Sequence[Paragraph], right: Sequence[Paragraph]
) -> Iterator[tuple[Paragraph | None, Paragraph | None]]:
    if len(left) * len(right) > _MOST_CELLS:
        yield from ((each, None) for each in left)
        yield from ((None, each) for each in right)
        return
    a, b = ([Counter(re.findall(r"\w+", p.text.casefold())) for p in side] for side in (left, right))
    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + _gain(a[i], b[j]))
    i = j = 0
    while i < len(a) or j < len(b):
        if i < len(a) and j < len(b) and (gain := _gain(a[i], b[j])) and best[i][j] == best[i + 1][j + 1] + gain:
            yield left[i], right[j]
            i, j = i + 1, j + 1
        elif i < len(a) and (j == len(b) or best[i][j] == best[i + 1][j]):
            yield left[i], None
            i += 1
        else:
            yield None, right[j]
            j += 1


def _gain(a: Counter[str], b: Counter[str]) -> float:
    """Return Dice's coefficient of two paragraphs' words, 0 where they are too unlike to be versions of one."""
    whole = a.total() + b.total()
    alike = 2 * (a & b).total() / whole if whole else 0.0
    return alike if alike >= _ALIKE else 0.0


def _pair(left: Paragraph | None, right: Paragraph | None) -> Pair:
    if left is None or right is None:
        only = left or right
        side: Literal["left", "right"] = "left" if right is None else "right"
        return Pair(left, right, (Piece(side, only.text),) if only and only.text else ())
    a, b = _PIECE.findall(left.text), _PIECE.findall(right.text)
    pieces: list[Piece] = []
    is_long = max(len(a), len(b)) > _MOST_WORDS
    for act, i, j, k, m in SequenceMatcher(None, a, b, autojunk=is_long).get_opcodes():
        if act == "equal":
            pieces.append(Piece("both", "".join(a[i:j])))
            continue
        if i < j:
            pieces.append(Piece("left", "".join(a[i:j])))
        if k < m:
            pieces.append(Piece("right", "".join(b[k:m])))
    return Pair(left, right, tuple(pieces))
