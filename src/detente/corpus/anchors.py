"""A passage bound to its text, so that it is found again when the text has been scanned, wrapped or paged anew.

An anchor holds what the W3C's Web Annotation model (2017, sections 4.2.4 and 4.2.5) calls a TextQuoteSelector and a
TextPositionSelector, and the text's hash. Places are Unicode code points, the end excluded.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Final

from detente.checks.quotes import quoted_parts
from detente.corpus.alignment import align, find_diagonals, find_occurrences, narrow
from detente.corpus.folded import Folded, fold

CONTEXT: Final = 64
"""Characters kept before and after a quote."""

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
    for start in islice(find_occurrences(sought.quote, searched.text), _OCCURRENCES):
        place = (start, start + len(sought.quote))
        seen.add(place)
        near = _nearness(sought, searched, start)
        is_firm = not _is_doubled(sought, searched.text, *place)
        yield _Place(*place, 1.0, is_firm, is_firm, _around(sought, searched.text, *place), near)
    for diagonal in find_diagonals(pattern, searched.text):
        left, right = max(0, diagonal - slack), min(len(searched.text), diagonal + len(pattern) + slack)
        if not sought.before or not sought.after:
            left, right = narrow(pattern, searched.text, left, right)
        fit = align(pattern, a, z, searched.text[left:right])
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
