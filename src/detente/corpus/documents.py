"""A document and its paragraphs: what every reader gives, and what the store keeps.

An id is `volume/local` (`frus1955-57v25/d89`): what its edition calls it, so that it stays when the file is read again.
Numbers of paragraphs count from 1 in the order of the text; a footnote follows the paragraph in which its mark stands.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from detente.model.dates import Date

Kind = Literal["document", "editorial-note", "front-matter", "index", "speech", "record", "images"]
"""Which sort of text: only `document`, `speech` and `record` are testimony of their time; the rest is their editors'.

`images` is a folder of photographs that nobody has transcribed: it has no paragraphs, one page a photograph.
"""
TESTIMONY: Final[tuple[Kind, ...]] = ("document", "speech", "record")
PartKind = Literal["text", "note", "heading"]

_BRACKETS: Final = re.compile(r"\[([^\[\]]*)\]")
_LEFT_OUT: Final = re.compile(
    r"not declassified|withheld|deleted|excised|sanitized|redacted|omitted|omission|illegible|garbled?|missing"
    r"|gap\b|here follow",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document, its spaces made single.

    Attributes
    ----------
    page
        The label of the page on which it begins (`245`, `XIV`, folio `12v`); empty where pages are not known.
    turns
        Where further pages begin in it: (offset, label) each.
    anchor
        The id of a footnote in its edition (`d89fn1`); empty in text and headings.
    hangs_on, hangs_at
        The number of the paragraph and the offset in it at which a footnote's mark stands; 0, 0 in text and headings.
    """

    number: int
    text: str
    kind: PartKind = "text"
    page: str = ""
    turns: tuple[tuple[int, str], ...] = ()
    anchor: str = ""
    hangs_on: int = 0
    hangs_at: int = 0

    @property
    def excisions(self) -> tuple[tuple[int, int], ...]:
        """Where the editor says, in square brackets, that words were withheld, left out or cannot be read.

        >>> Paragraph(1, "He met [2 lines not declassified] there.").excisions
        ((7, 33),)
        """
        if "[" not in self.text:
            return ()
        return tuple(hit.span() for hit in _BRACKETS.finditer(self.text) if _LEFT_OUT.search(hit[1]))

    def page_at(self, offset: int) -> str:
        """Return the label of the page on which a character stands."""
        page = self.page
        for start, label in self.turns:
            if start <= offset:
                page = label
        return page


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what is known of it. An empty text means "not said", as does a date that is None.

    Attributes
    ----------
    edition
        What it was installed as (`frus`, `ungdc`, a name that the user gave); its volume is the id's first part.
    made, sent, received, published
        As far as the edition says: a dateline gives ``made``, a telegram's also ``sent``.
    sender, recipient, place
        As printed; several parted by `; `.
    archive
        Where the original lies, as the edition cites it.
    language
        A BCP 47 tag.
    version_of
        The id of the document of which this is a draft, edition, minute or translation.
    pages
        The labels of all pages, for a document cited by page or folio without text; else empty.
    """

    id: str
    edition: str
    kind: Kind
    title: str
    made: Date | None = None
    sent: Date | None = None
    received: Date | None = None
    published: Date | None = None
    sender: str = ""
    recipient: str = ""
    place: str = ""
    archive: str = ""
    language: str = ""
    version_of: str = ""
    pages: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def volume(self) -> str:
        """The part of the id before the first `/`."""
        return self.id.partition("/")[0]

    @property
    def date(self) -> Date | None:
        """When it was made, else sent or received; an edition's year of publication is no date of its documents."""
        return self.made or self.sent or self.received

    @property
    def text(self) -> str:
        """All paragraphs, a line each."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)
