"""A text as it is compared: one case, no accents, no line ends, no page heads; every character knows where it stood.

What printing and scanning change (line breaks, hyphens at line ends, ligatures, running heads, page numbers, shapes of
quotation marks and dashes) is gone; what an author changes is still there.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from detente.checks.quotes import HYPHENS, QUOTATION_MARKS
from detente.model.states import fold_character

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MARKS: Final = dict.fromkeys(QUOTATION_MARKS, "'") | dict.fromkeys(HYPHENS.replace("\u00ad", ""), "-")
_PAGE: Final = re.compile(
    r"^[ \t]*(?:\[?(?:page|p\.|seite|faqe|strana|стр\.?|страна|страница)[ \t]*\d{1,4}\]?"
    r"|[-–—\[ ]*\d{1,4}[-–—\] ]*|[ivxlc]{1,7})[ \t]*$",
    re.IGNORECASE,
)
_LINE: Final = re.compile(r"[^\n\f]+")
_BROKEN: Final = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ac\u00ad]\s*[\n\f]\s*")
_HEAD_LENGTH: Final = 100
_HEAD_TIMES: Final = 3


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; ``origin[n]`` is the place in the raw text of its character n."""

    text: str
    origin: "NDArray[np.int64]" = field(repr=False, compare=False)

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span of a folded one that is not empty."""
        return int(self.origin[start]), int(self.origin[end - 1]) + 1


def _folded(character: str) -> str:
    if character.isspace():
        return " "
    return fold_character(_MARKS.get(character, character)).replace("\u00ad", "")


@lru_cache(maxsize=8)
def fold(text: str) -> Folded:
    r"""Fold a text.

    >>> fold("The “ﬁrm”  friend-\nship of Thaçi").text
    "the 'firm' friendship of thaci"
    """
    import numpy as np

    if not text:
        return Folded("", np.zeros(0, np.int64))
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    letters, which = np.unique(codes, return_inverse=True)
    table = {int(code): _folded(chr(code)) for code in letters}
    lengths = np.array([len(table[int(code)]) for code in letters])[which]
    blank = np.array([table[int(code)] == " " for code in letters])[which]
    for start, end in page_furniture(text):
        blank[start:end] = True
    kept = ~blank
    kept[1:] |= blank[1:] & ~blank[:-1]
    for broken in _BROKEN.finditer(text):
        end = broken.end()
        while end < len(text) and blank[end]:
            end += 1
        kept[broken.start() : end] = False
    places = np.flatnonzero(kept)
    spaced = np.where(blank, np.uint32(32), codes)[places]
    folded = spaced.tobytes().decode("utf-32-le", "surrogatepass").translate(table | {32: " "})
    return Folded(folded, np.repeat(places, np.where(blank, 1, lengths)[places]))


def page_furniture(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines that belong to the page: its number, and heads that come again with it.

    A head is a short line beside a page's number or end, or with a number in it; three pages share it but for figures.
    """
    lines = list(_LINE.finditer(text))
    is_page = [_PAGE.match(line.group()) is not None for line in lines]
    keys = [re.sub(r"[\W\d_]+", "", line.group()) if len(line.group()) <= _HEAD_LENGTH else "" for line in lines]
    times = Counter(keys)
    for n, line in enumerate(lines):
        if is_page[n]:
            yield line.span()
        elif keys[n] and times[keys[n]] >= _HEAD_TIMES:
            beside = any(is_page[max(n - 1, 0) : n + 2]) or "\f" in text[line.start() - 1 : line.start()]
            if beside or re.search(r"^\s*\d{1,4}\s|\s\d{1,4}\s*$", line.group()):
                yield line.span()
