"""Laying a pattern on a text that has slips in it: where it may lie, and where its characters fall there.

Where it may lie is told by the votes of its runs of six characters; how it lies by the least number of edits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_GRAM: Final = 6
_CANDIDATES: Final = 12
_At = Sequence[int | None]


def find_diagonals(pattern: str, text: str) -> list[int]:
    """Return where the pattern would begin, by the votes of its runs of six characters, most votes first."""
    import numpy as np

    if len(pattern) < _GRAM:
        return []
    grams, places = _grams(text)
    sought = _gram_codes(pattern)
    first, last = np.searchsorted(grams, sought, "left"), np.searchsorted(grams, sought, "right")
    votes = [places[a:z] - n for n, (a, z) in enumerate(zip(first, last, strict=True)) if a < z]
    if not votes:
        return []
    width = 16
    bins, counts = np.unique(np.concatenate(votes) // width, return_counts=True)
    beside = counts.copy()
    beside[:-1] += np.where(np.diff(bins) == 1, counts[1:], 0)
    best = np.argsort(-beside, kind="stable")[:_CANDIDATES]
    return [int(bins[n]) * width + width // 2 for n in best if 4 * beside[n] >= beside[best[0]]]


def find_occurrences(pattern: str, text: str) -> Iterator[int]:
    """Yield where a pattern stands unchanged."""
    place = text.find(pattern)
    while place >= 0:
        yield place
        place = text.find(pattern, place + 1)


def run_codes(codes: "NDArray[np.uint64]", length: int) -> "NDArray[np.uint64]":
    """Return a code for each run of so many codes, in their order."""
    import numpy as np

    total = np.zeros(max(0, len(codes) - length + 1), np.uint64)
    for n in range(length):
        total = (total ^ codes[n : n + len(total)]) * np.uint64(0x9E3779B97F4A7C15)
        total ^= total >> np.uint64(29)
    return total


def _gram_codes(text: str) -> "NDArray[np.uint64]":
    import numpy as np

    return run_codes(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64), _GRAM)


@lru_cache(maxsize=4)
def _grams(text: str) -> "tuple[NDArray[np.uint64], NDArray[np.int64]]":
    """Return the codes of a text's runs of six characters, sorted, and where each begins."""
    codes = _gram_codes(text)
    places = codes.argsort(kind="stable")
    return codes[places], places


def narrow(pattern: str, text: str, left: int, right: int) -> tuple[int, int]:
    """Cut a window to what is most alike, so that no edge of the pattern strays into the rest of it."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    best = partial_ratio_alignment(pattern, text[left:right])
    return (left, right) if best is None else (left + max(0, best.dest_start - 2), min(right, left + best.dest_end + 2))


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a quote falls in a window, and how much of it is alike there.

    ``is_firm`` says that its edges can be nowhere else, unless two slips met there; ``is_whole`` that none did.
    """

    start: int
    end: int
    likeness: float
    is_firm: bool
    is_whole: bool


def align(pattern: str, a: int, z: int, window: str) -> Fit | None:
    """Lay a pattern on a window; its characters ``a`` to ``z`` are the quote.

    What is not equal costs one, and so does a run of what was put in, and a tenth for each further character of it.
    """
    from rapidfuzz.distance import Levenshtein

    image: list[int] = [-1] * len(pattern)
    equal: set[int] = set()
    cost = 0.0
    for op in Levenshtein.opcodes(pattern, window):
        kind, i, j, k, m = op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end
        if kind in ("equal", "replace"):
            image[i:j] = range(k, m)
        if kind == "equal":
            equal.update(range(i, j))
        elif kind == "insert" and a < i < z:
            cost += 1 + (m - k - 1) / 10
        else:
            cost += max(0, min(j, z) - max(i, a))
    span = _span([place for place in image[a:z] if place >= 0])
    if span is None:
        return None
    start, end = span
    at = [place if n in equal else None for n, place in enumerate(image)]
    first = _is_firm([*reversed(at[:a])], at[a:z], start, -1, window)
    last = _is_firm(at[z:], at[z - 1 : a - 1 if a else None : -1], end - 1, 1, window)
    is_whole = (
        at[a] == start and at[z - 1] == end - 1 and at[a - 1 : a] in ([], [start - 1]) and at[z : z + 1] in ([], [end])
    )
    return Fit(start, end, max(0.0, 1 - cost / (z - a)), first and last, is_whole)


def _is_firm(out: _At, within: _At, edge: int, step: int, window: str) -> bool:
    """Whether a quote's edge can stand nowhere else: enough stands unchanged on both its sides, or well within it.

    ``out`` and ``within`` are where the characters stand that are unchanged, from the edge on; ``step`` leads out.
    """
    inner = within[1] if len(within) > 1 else edge - step
    if out and out[0] == edge + step:
        if within[0] == edge:
            return inner == edge - step or window[edge - step : edge - step + 1] != window[edge]
        return inner in (edge, edge - step)
    run = [edge - step * n for n in range(4)][: len(within)]
    beside = window[edge + step : edge + step + 1] if edge + step >= 0 else ""
    return beside != window[edge] and [*within[: len(run)]] == run


def _span(fell: list[int]) -> tuple[int, int] | None:
    """Return the span on which a quote's characters fell; a few at an edge that strayed are pulled in."""
    if not fell:
        return None
    start, end = fell[0], fell[-1] + 1
    for n in range(min(4, len(fell) - 1), 0, -1):
        if fell[n] - fell[n - 1] > n + 4:
            start = fell[n] - n
            break
    for n in range(min(4, len(fell) - 1), 0, -1):
        if fell[-n] - fell[-n - 1] > n + 4:
            end = fell[-n - 1] + 1 + n
            break
    return (start, end) if start < end else None
