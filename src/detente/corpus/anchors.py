"""A passage bound to its text, so that it is found again when the text has been scanned, wrapped or paged anew.

An anchor holds what the W3C's Web Annotation model (2017, sections 4.2.4 and 4.2.5) calls a TextQuoteSelector and a
TextPositionSelector, and the text's hash. Places are Unicode code points, the end excluded.
"""

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from detente.checks.quotes import quoted_parts
from detente.corpus.folded import Folded, fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CONTEXT: Final = 64
"""Characters kept before and after a quote."""

_GRAM: Final = 6
_CANDIDATES: Final = 12
_OCCURRENCES: Final = 200
_SHORT: Final = 8
_LONG: Final = 2_000
_EDGE: Final = 400
_ALIKE: Final = 0.7
_MARGIN: Final = 0.15


class Certainty(StrEnum):
    """How sure it is that a quote was found."""

    SURE = "sure"
    DOUBTFUL = "doubtful"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A quote, what stands before and after it, where it stood, and the SHA-256 of the text in which it stood there."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0
    end: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a quote is now; ``likeness`` [0, 1] is the share of its characters that stand there.

    A doubtful one is where it most probably is, and ``reason`` says what speaks against it; a lost one has no place. A
    sure one with a reason may have an edge amiss by a letter.
    """

    certainty: Certainty
    start: int = 0
    end: int = 0
    likeness: float = 0.0
    reason: str = ""


_FRAYED: Final = "the text was changed right at its first or last letter, which may be the next one"
_At = Sequence[int | None]
_NOT_FOUND: Final = Landing(Certainty.LOST, reason="nothing like it stands in the text")


def digest_of(text: str) -> str:
    """Return the hash by which an anchor knows its text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def anchor(text: str, start: int, end: int) -> Anchor:
    """Bind a span of a text.

    >>> anchor("Long live the eternal friendship!", 14, 21).exact
    'eternal'
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start} to {end} is no span of a text of {len(text)} characters")
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Anchor(text[start:end], before, after, start, end, digest_of(text))


def find(anchor: Anchor, text: str) -> Landing:
    r"""Find an anchored quote in a text that may have changed.

    >>> old = "He said that the friendship of the two peoples is eternal, and left."
    >>> new = "[Page 7]\nHe said that tho friend-\nship of the two peoples is eternaI, and left."
    >>> landing = find(anchor(old, 13, 57), new)
    >>> landing.certainty.value, new[landing.start : landing.end]
    ('sure', 'tho friend-\nship of the two peoples is eternaI')
    """
    if anchor.digest == digest_of(text) and text[anchor.start : anchor.end] == anchor.exact:
        return Landing(Certainty.SURE, anchor.start, anchor.end, 1.0, "the text has not changed")
    if len(anchor.exact) > _LONG:
        return _find_long(anchor, text)
    sought = _Sought.of(anchor)
    if not sought.quote:
        return _NOT_FOUND
    searched = fold(text)
    places = sorted(_places(sought, searched), key=lambda place: -place.score)
    if not places or places[0].likeness < (0.5 if max(places[0].around, default=0.0) > 0.6 else 0.65):
        return _NOT_FOUND
    best = places[0]
    rivals = [other for other in places[1:] if other.end <= best.start or best.end <= other.start]
    start, end = searched.raw(best.start, best.end)
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    doubt = _doubt(sought, best, rivals)
    certainty = Certainty.DOUBTFUL if doubt else Certainty.SURE
    remark = doubt or ("" if best.is_whole else _FRAYED)
    return Landing(certainty, start, end, round(best.likeness, 3), remark)


def locate(quote: str, text: str) -> Landing:
    """Find a quote that was never anchored, by its words alone; `...` and brackets part it.

    >>> locate("[T]he friendship ... is eternal", "He says: the friendship of us all is eternal.")
    Landing(certainty=<Certainty.SURE: 'sure'>, start=10, end=44, likeness=1.0, reason='')
    """
    landings: list[Landing] = []
    reached = 0
    for part in quoted_parts(quote):
        landing = find(Anchor(part), text[reached:] if reached else text)
        if landing.certainty is Certainty.LOST:
            return landing
        landings.append(replace(landing, start=landing.start + reached, end=landing.end + reached))
        reached = landings[-1].end
    if not landings:
        return _NOT_FOUND
    doubts = [each.reason for each in landings if each.certainty is Certainty.DOUBTFUL]
    certainty = Certainty.DOUBTFUL if doubts else Certainty.SURE
    likeness = min(each.likeness for each in landings)
    return Landing(certainty, landings[0].start, landings[-1].end, likeness, "; ".join(dict.fromkeys(doubts)))


@dataclass(frozen=True, slots=True)
class _Sought:
    """A quote and its surroundings, folded; ``position`` is the quote's place in the old text, or -1."""

    before: str
    quote: str
    after: str
    position: int

    @staticmethod
    def of(anchor: Anchor) -> "_Sought":
        # Folded as one text, so that spaces and hyphens at the seams fare as they do in a whole text.
        whole = fold(anchor.prefix + anchor.exact + anchor.suffix)
        first, last = len(anchor.prefix), len(anchor.prefix) + len(anchor.exact)
        a, z = (int(place) for place in whole.origin.searchsorted([first, last]))
        quote = whole.text[a:z]
        a += len(quote) - len(quote.lstrip())
        z -= len(quote) - len(quote.rstrip())
        return _Sought(whole.text[:a], whole.text[a:z], whole.text[z:], anchor.start if anchor.digest else -1)


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    likeness: float
    is_firm: bool
    is_whole: bool
    around: tuple[float, ...]
    nearness: float

    @property
    def score(self) -> float:
        context = sum(self.around) / len(self.around) if self.around else 0.0
        return self.likeness + 0.5 * context + 0.02 * self.nearness


def _doubt(sought: _Sought, best: _Place, rivals: list[_Place]) -> str:
    if best.likeness < _ALIKE:
        return f"only {best.likeness:.0%} of its characters stand there"
    if any(_is_rival(other, best) for other in rivals):
        return "it stands in the text more than once, and what stands around does not tell which is meant"
    if not best.is_firm:
        return "it stands there, but its first or last character cannot be told"
    if best.around and max(best.around) < 0.6:
        return "it stands there, but neither what stood before it nor what stood after"
    if not best.around and len(sought.quote) < _SHORT:
        return "it is too short to be sure of without what stood around it"
    return ""


def _is_rival(other: _Place, best: _Place) -> bool:
    """Whether another place may be meant: it scores as well, or has the words and what stood on one side of them."""
    if best.score - other.score < _MARGIN:
        return True
    return other.likeness > best.likeness - _MARGIN and max(other.around, default=0.0) > 0.6


def _places(sought: _Sought, searched: Folded) -> Iterator[_Place]:
    """Yield the places that share most with the quote and its surroundings, aligned."""
    pattern = sought.before + sought.quote + sought.after
    a, z = len(sought.before), len(sought.before) + len(sought.quote)
    slack = 24 + len(pattern) // 16
    seen: set[tuple[int, int]] = set()
    for start in islice(_occurrences(sought.quote, searched.text), _OCCURRENCES):
        place = (start, start + len(sought.quote))
        seen.add(place)
        near = _nearness(sought, searched, start)
        is_firm = not _is_doubled(sought, searched.text, *place)
        yield _Place(*place, 1.0, is_firm, is_firm, _around(sought, searched.text, *place), near)
    for diagonal in _diagonals(pattern, searched.text):
        left, right = max(0, diagonal - slack), min(len(searched.text), diagonal + len(pattern) + slack)
        if not sought.before or not sought.after:
            left, right = _narrowed(pattern, searched.text, left, right)
        fit = _aligned(pattern, a, z, searched.text[left:right])
        if fit is None or (place := (fit.start + left, fit.end + left)) in seen:
            continue
        seen.add(place)
        near = _nearness(sought, searched, place[0])
        yield _Place(*place, fit.likeness, fit.is_firm, fit.is_whole, _around(sought, searched.text, *place), near)


def _is_doubled(sought: _Sought, text: str, start: int, end: int) -> bool:
    """Whether a quote's first or last letter now stands twice, so that either may be the one."""
    first, last = sought.quote[0], sought.quote[-1]
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return (before == first and sought.before[-1:] != first) or (after == last and sought.after[:1] != last)


def _narrowed(pattern: str, text: str, left: int, right: int) -> tuple[int, int]:
    """Cut a window to what is most alike, so that no edge of the pattern strays into the rest of it."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    best = partial_ratio_alignment(pattern, text[left:right])
    return (left, right) if best is None else (left + max(0, best.dest_start - 2), min(right, left + best.dest_end + 2))


@dataclass(frozen=True, slots=True)
class _Fit:
    """Where a quote falls in a window, and how much of it is alike there.

    ``is_firm`` says that its edges can be nowhere else, unless two slips met there; ``is_whole`` that none did.
    """

    start: int
    end: int
    likeness: float
    is_firm: bool
    is_whole: bool


def _aligned(pattern: str, a: int, z: int, window: str) -> _Fit | None:
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
    return _Fit(start, end, max(0.0, 1 - cost / (z - a)), first and last, is_whole)


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


def _around(sought: _Sought, text: str, start: int, end: int) -> tuple[float, ...]:
    from rapidfuzz.distance import Levenshtein

    pairs = (
        (sought.before, text[max(0, start - len(sought.before)) : start]),
        (sought.after, text[end : end + len(sought.after)]),
    )
    return tuple(Levenshtein.normalized_similarity(old, new) for old, new in pairs if len(old) >= 8)


def _nearness(sought: _Sought, searched: Folded, start: int) -> float:
    if sought.position < 0:
        return 0.0
    return 1 - min(1.0, abs(int(searched.origin[start]) - sought.position) / len(searched.text))


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


def _diagonals(pattern: str, text: str) -> list[int]:
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


def _occurrences(pattern: str, text: str) -> Iterator[int]:
    place = text.find(pattern)
    while place >= 0:
        yield place
        place = text.find(pattern, place + 1)


def _gram_codes(text: str) -> "NDArray[np.uint64]":
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    total = np.zeros(max(0, len(codes) - _GRAM + 1), np.uint64)
    for n in range(_GRAM):
        total = total * np.uint64(1_000_003) + codes[n : n + len(total)]
    return total


@lru_cache(maxsize=4)
def _grams(text: str) -> "tuple[NDArray[np.uint64], NDArray[np.int64]]":
    """Return the codes of a text's runs of six characters, sorted, and where each begins."""
    codes = _gram_codes(text)
    places = codes.argsort(kind="stable")
    return codes[places], places


def _find_long(long: Anchor, text: str) -> Landing:
    """Find a long quote by its two ends."""
    head = find(Anchor(long.exact[:_EDGE], long.prefix, long.exact[_EDGE : _EDGE + CONTEXT], long.start, 0, "-"), text)
    tail_at = len(long.exact) - _EDGE
    before = long.exact[tail_at - CONTEXT : tail_at]
    tail = find(Anchor(long.exact[tail_at:], before, long.suffix, long.start + tail_at, 0, "-"), text)
    ends = (head, tail)
    lost = [end for end in ends if end.certainty is Certainty.LOST]
    if lost or head.start >= tail.end:
        return (
            _NOT_FOUND
            if len(lost) != 1
            else Landing(
                Certainty.DOUBTFUL,
                *((head.start, head.end) if tail in lost else (tail.start, tail.end)),
                0.0,
                "only its beginning was found" if tail in lost else "only its end was found",
            )
        )
    likeness = min(head.likeness, tail.likeness)
    doubt = next((end.reason for end in ends if end.certainty is Certainty.DOUBTFUL), "")
    grown = (tail.end - head.start) / len(long.exact)
    if not doubt and not 0.8 < grown < 1.25:
        doubt = f"its two ends stand {grown:.1f} times as far apart as they did"
    return Landing(Certainty.DOUBTFUL if doubt else Certainty.SURE, head.start, tail.end, likeness, doubt)
