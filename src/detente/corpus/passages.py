"""From a stream of text to paragraphs: what every reader shares.

Text is gathered with two signs that no text holds, one where a page turns and one where a footnote's mark stands; when
a paragraph is complete its spaces are made single, and the signs become offsets.
"""

import re
from typing import Final

from detente.corpus.documents import Paragraph, PartKind

_PAGE: Final = "\x01"
_NOTE: Final = "\x02"
_SIGN: Final = re.compile(f"[{_PAGE}{_NOTE}]")


class Passages:
    """Gathers the paragraphs of one document in the order of its text."""

    def __init__(self, page: str = "") -> None:
        self.done: list[Paragraph] = []
        self.page = page
        self._text: list[str] = []
        self._pages: list[str] = []
        self._notes: list[tuple[str, str]] = []

    @property
    def last_page(self) -> str:
        """The label of the page on which the text that is being gathered stands."""
        return self._pages[-1] if self._pages else self.page

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

    def finish(self) -> tuple[Paragraph, ...]:
        """End the last paragraph, and return them all."""
        self.end()
        return tuple(self.done)

    def end(self, kind: PartKind = "text") -> None:
        """The paragraph is complete; a page that turned before any of its text is where it begins."""
        if not self._text:
            return
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if not self._pages and not self._notes:
            if text:
                self.done.append(Paragraph(len(self.done) + 1, text, kind, self.page))
            return
        plain, signs = _without_signs(text)
        pages, notes = iter(self._pages), iter(self._notes)
        number, turns = len(self.done) + 1, []
        start = page = self.page
        hung: list[Paragraph] = []
        for at, sign in signs:
            if sign == _PAGE:
                page = next(pages)
                if at == 0:
                    start = page
                elif at < len(plain):
                    turns.append((at, page))
            else:
                anchor, words = next(notes)
                hung.append(Paragraph(number + len(hung) + 1, words, "note", page, (), anchor, number, at))
        if plain or hung:
            self.done.append(Paragraph(number, plain, kind, start, tuple(turns)))
            self.done += hung
        self.page = page
        self._pages, self._notes = [], []


def _without_signs(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return a text without its signs, and where each stood; a sign between two spaces takes one with it."""
    parts: list[str] = []
    signs: list[tuple[int, str]] = []
    length, start = 0, 0
    for found in _SIGN.finditer(text):
        part = text[start : found.start()]
        start = found.end()
        if (not part and (not parts or parts[-1].endswith(" "))) or part.endswith(" "):
            start += text.startswith(" ", start)
        if part:
            parts.append(part)
            length += len(part)
        signs.append((length, found[0]))
    parts.append(text[start:])
    whole = "".join(parts)
    plain = whole.rstrip()
    return plain, [(min(at, len(plain)), sign) for at, sign in signs]
