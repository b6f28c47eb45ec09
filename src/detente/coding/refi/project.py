"""What a QDA project and a study both know: coders, a codebook, texts, and what was coded in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

WHOLE: Final = "whole text"
"""The locator of the passage that is all of an imported text."""
IMPORTED: Final = re.compile(r"REFI-QDA (\S+)")
"""What the note of that passage says: the text's GUID, by which another import knows it again."""
SIDE: Final = "side"
"""The variable that says of a text which side speaks in it."""
PLACED: Final = re.compile(r"characters (\d{1,12}) to (\d{1,12})")
"""The locator of a passage that is a selection of an imported text."""


@dataclass(frozen=True, slots=True)
class QdaCode:
    """A code under its GUID; ``parent`` is the GUID above it, or empty."""

    guid: str
    name: str
    description: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class QdaCoding:
    """A code given by a user, both by GUID; ``date`` is a day, or empty."""

    code: str
    user: str = ""
    date: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """A stretch of a text [code points from 0, the end excluded], and how it was coded: perhaps not at all.

    ``words`` are what stands there, where that is known without the text; ``passage`` is the study's own passage that
    it is, if it is one.
    """

    start: int
    end: int
    codings: tuple[QdaCoding, ...] = ()
    name: str = ""
    description: str = ""
    words: str = ""
    passage: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class QdaText:
    """A source that has a text; the text is None where the project refers to it and does not bring it.

    ``passage`` and ``source`` are the study's own that it is, if it is one; ``side`` the side that speaks, where it is
    told.
    """

    guid: str
    name: str
    text: str | None
    selections: tuple[Selection, ...] = ()
    codings: tuple[QdaCoding, ...] = ()
    description: str = ""
    passage: str = ""
    side: str = ""
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Project:
    """A project; ``users`` are names under GUIDs.

    ``has_tree`` is false where codes are mere tags, known by their label.
    """

    name: str = ""
    users: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[QdaCode, ...] = ()
    texts: tuple[QdaText, ...] = ()
    has_tree: bool = True
