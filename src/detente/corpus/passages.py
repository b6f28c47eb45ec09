"""From marked-up text to paragraphs: what every XML and HTML reader shares.

Text is gathered with two signs that XML cannot hold, one where a page turns and one where a footnote's mark stands;
when a paragraph is complete its spaces are made single, and the signs become offsets.
"""

import re
from typing import Final

from detente.corpus.documents import Paragraph, PartKind

_SIGN: Final = re.compile("[\x01\x02]")
_PAGE, _NOTE = "\x01", "\x02"


class Passages:
    """Gathers the paragraphs of one document in the order of its text."""

    def __init__(self, page: str = "") -> None:
        self.done: list[Paragraph] = []
        self.page = page
        self._text: list[str] = []
        self._pages: list[str] = []
        self._notes: list[tuple[str, str]] = []

    def add(self, text: str | None) -> None:
        """Add text to the paragraph that is being gathered."""
        if text:
            self._text.append(text)

    def turn(self, label: str) -> None:
        """A page begins here."""
        self._text.append(_PAGE)
        self._pages.append(label)

    def note(self, anchor: str, text: str) -> None:
        """The mark of a footnote stands here."""
        self._text.append(_NOTE)
        self._notes.append((anchor, text))

    def end(self, kind: PartKind = "text") -> None:
        """The paragraph is complete; a page that turned outside any text is where the next one begins."""
        text = " ".join("".join(self._text).split())
        self._text.clear()
        pages, notes = iter(self._pages), iter(self._notes)
        turns: list[tuple[int, str]] = []
        hung: list[tuple[int, str, str]] = []
        plain, start, page = "", 0, self.page
        for sign in _SIGN.finditer(text):
            plain += text[start : sign.start()]
            start = sign.end()
            if plain.endswith(" ") and text[start : start + 1] == " ":
                start += 1
            if sign[0] == _NOTE:
                hung.append((len(plain), *next(notes)))
            else:
                page = next(pages)
                turns.append((len(plain), page))
        plain = (plain + text[start:]).rstrip()
        while turns and (turns[0][0] == 0 or not plain):
            self.page = turns.pop(0)[1]
        number = len(self.done) + 1
        if plain or hung:
            self.done.append(Paragraph(number, plain, kind, self.page, tuple(turns)))
        for at, anchor, words in hung:
            label = self.page_of(turns, at)
            self.done.append(
                Paragraph(len(self.done) + 1, words, "note", label, (), anchor, number, min(at, len(plain)))
            )
        self.page = page
        self._pages, self._notes = [], []

    def page_of(self, turns: list[tuple[int, str]], at: int) -> str:
        """Return the page on which an offset of the paragraph stands."""
        return next((label for start, label in reversed(turns) if start <= at), self.page)
