"""What says which PLOVER event stands between two marked actors: a trained encoder, else rules."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from detente.model.vocabulary import QUAD

LABELS: Final = (
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT"),
    *("THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE"),
)
"""PLOVER's events, and `NONE` where no event stands between the two."""
assert set(LABELS) == {*QUAD, "NONE"}  # noqa: S101
_MARKS: Final = re.compile(r"</?([st])>")


class Classifier(Protocol):
    """Gives each marked sentence a probability for every label."""

    name: str
    version: str

    def probabilities(self, marked: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the probabilities, a row a sentence, a column a label of `LABELS`; a row sums to 1."""
        ...

    def words(self, marked: str) -> Sequence[str]:
        """Return the words on which the answer rests."""
        ...


class Marked(NamedTuple):
    """A sentence and where in it, without its marks, source and target stand: code points, ends exclusive."""

    text: str
    sources: tuple[tuple[int, int], ...]
    targets: tuple[tuple[int, int], ...]


def read_marked(marked: str) -> Marked:
    """Read a sentence with `<s>..</s>` around its source and `<t>..</t>` around its target.

    A mark that is never closed is left out, so that no text is refused.

    >>> read_marked("<s>Rome</s> recalled <t>its envoy</t>.")
    Marked(text='Rome recalled its envoy.', sources=((0, 4),), targets=((14, 23),))
    """
    parts: list[str] = []
    spans: dict[str, list[tuple[int, int]]] = {"s": [], "t": []}
    opened: dict[str, int] = {}
    length = at = 0
    for mark in _MARKS.finditer(marked):
        parts.append(marked[at : mark.start()])
        length += mark.start() - at
        at = mark.end()
        if mark[0][1] != "/":
            opened[mark[1]] = length
        elif mark[1] in opened:
            spans[mark[1]].append((opened.pop(mark[1]), length))
    parts.append(marked[at:])
    return Marked("".join(parts), (*spans["s"],), (*spans["t"],))


def has_marks(text: str) -> bool:
    """Whether a text holds marks of its own, so that others cannot be put into it."""
    return _MARKS.search(text) is not None


def mark(text: str, source: tuple[int, int], target: tuple[int, int]) -> str:
    """Return a sentence with marks around two stretches that do not overlap.

    >>> mark("Rome recalled its envoy.", (0, 4), (14, 23))
    '<s>Rome</s> recalled <t>its envoy</t>.'
    """
    (a, b, first), (c, d, second) = sorted(((*source, "s"), (*target, "t")))
    return f"{text[:a]}<{first}>{text[a:b]}</{first}>{text[b:c]}<{second}>{text[c:d]}</{second}>{text[d:]}"
