"""Texts that repeat one another, so that two of them are not taken for two witnesses.

Runs of five words are hashed and thinned by winnowing (Schleimer, Wilkerson and Aiken 2003, SIGMOD, section 3), which
keeps some of every stretch of eight words; texts that share enough are compared run by run. How much of one stands in
the other is a share of its own runs, so that it need not be how much of the other stands in it.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal

from detente.corpus.alignment import run_codes
from detente.corpus.spelling import fold_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

RUN: Final = 5
"""Words of a run."""

_WINDOW: Final = 4
_COMMON: Final = 12
_WORD: Final = re.compile(r"[^\W_]+")
Relation = Literal["version_of", "depends_on"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be compared; ``day`` is the first that it may be of, ``source`` what it counts as, its id if empty."""

    id: str
    text: str
    day: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Two texts of which one repeats the other.

    Attributes
    ----------
    a, b
        Their ids; where days tell, ``a`` is the later.
    share_a, share_b
        How much of each stands in the other [0, 1], by its runs of five words.
    offered
        What ``a`` may be to ``b``: a version of it, where most of each is in the other, or dependent on it.
    is_directed
        Whether days tell which is the later; else it may be the other way round.
    stretch
        The longest stretch that they share, as ``a`` has it, and its words.
    """

    a: str
    b: str
    share_a: float
    share_b: float
    offered: Relation
    is_directed: bool
    stretch: str
    n_words: int


def find_repeats(
    texts: Sequence[Text], *, min_share: float = 0.25, min_runs: int = 10, known: Iterable[tuple[str, str]] = ()
) -> list[Repeat]:
    """Find texts of which at least a share stands in another, the most alike first.

    Runs that more than a dozen texts share are formulas and count for nothing. Pairs of one source, and those
    ``known`` in either order, are left out.
    """
    import numpy as np

    runs = [_runs(text.text) for text in texts]
    kept = _without_common([np.unique(each) for each in runs])
    linked = {frozenset(pair) for pair in known}
    found = []
    for i, j in _candidates([_winnowed(each) for each in runs], min_runs):
        a, b = _in_order(texts[i], texts[j])
        if (a.source or a.id) == (b.source or b.id) or frozenset((a.id, b.id)) in linked:
            continue
        shared = np.intersect1d(kept[i], kept[j], assume_unique=True)
        share_i, share_j = (len(shared) / max(1, len(kept[n])) for n in (i, j))
        if len(shared) < min_runs or max(share_i, share_j) < min_share:
            continue
        share_a, share_b = (share_i, share_j) if a is texts[i] else (share_j, share_i)
        stretch, n_words = _stretch(a.text, b.text)
        offered: Relation = "version_of" if min(share_a, share_b) >= 0.5 else "depends_on"
        is_directed = a.day is not None and b.day is not None and a.day != b.day
        found.append(Repeat(a.id, b.id, round(share_a, 3), round(share_b, 3), offered, is_directed, stretch, n_words))
    return sorted(found, key=lambda each: (-max(each.share_a, each.share_b), each.a, each.b))


def _in_order(a: Text, b: Text) -> tuple[Text, Text]:
    """The later first; where days do not tell, the longer."""
    if a.day is not None and b.day is not None and a.day != b.day:
        return (a, b) if a.day > b.day else (b, a)
    return (a, b) if len(a.text) >= len(b.text) else (b, a)


@lru_cache(maxsize=500_000)
def _word_code(word: str) -> int:
    return zlib.crc32(word.encode())


def _runs(text: str) -> "Hashes":
    """Return a code for each run of words, in the order of the text."""
    import numpy as np

    return run_codes(np.fromiter(map(_word_code, fold_words(text)), np.uint64), RUN)


def _without_common(runs: Sequence["Hashes"]) -> list["Hashes"]:
    """Drop the runs that many texts share."""
    import numpy as np

    codes, times = np.unique(np.concatenate([np.zeros(0, np.uint64), *runs]), return_counts=True)
    common = codes[times > _COMMON]
    if not len(common):
        return [*runs]
    return [each[common[np.searchsorted(common, each).clip(max=len(common) - 1)] != each] for each in runs]


def _winnowed(runs: "Hashes") -> "Hashes":
    """Keep the least of every window of four runs."""
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view

    if len(runs) <= _WINDOW:
        return np.unique(runs)
    return np.unique(sliding_window_view(runs, _WINDOW).min(axis=1))


def _candidates(kept: Sequence["Hashes"], min_runs: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs that share enough of what winnowing kept, and are worth comparing."""
    import numpy as np

    if len(kept) < 2:
        return
    codes = np.concatenate(kept)
    owners = np.repeat(np.arange(len(kept)), [len(each) for each in kept])
    order = np.argsort(codes, kind="stable")
    codes, owners = codes[order], owners[order]
    edges = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1], True])
    sizes = np.diff(edges)
    pairs = [np.zeros(0, np.int64)]
    for size in range(2, _COMMON + 1):
        starts = edges[:-1][sizes == size]
        groups = owners[starts[:, None] + np.arange(size)]
        pairs += [groups[:, i] * len(kept) + groups[:, j] for i, j in combinations(range(size), 2)]
    found, times = np.unique(np.concatenate(pairs), return_counts=True)
    for pair in found[times >= max(1, min_runs // 3)]:
        yield int(pair) // len(kept), int(pair) % len(kept)


def _stretch(a: str, b: str) -> tuple[str, int]:
    """Return the longest stretch of a text whose runs all stand in another, and its number of words."""
    import numpy as np

    ours = _runs(a)
    there = np.isin(ours, _runs(b))
    edges = np.flatnonzero(np.diff(np.r_[False, there, False].astype(np.int8)))
    if not len(edges):
        return "", 0
    starts, ends = edges[::2], edges[1::2]
    longest = int(np.argmax(ends - starts))
    first, last = int(starts[longest]), int(ends[longest]) + RUN - 2
    words = [match.span() for match in _WORD.finditer(a)]
    if last >= len(words):
        return "", last - first + 1
    return a[words[first][0] : words[last][1]], last - first + 1
