"""Whether the words of a quote stand in a text, whatever was done to spaces, quotation marks and hyphens."""

import re
import unicodedata
from typing import Final

from detente.study.values import short

QUOTATION_MARKS: Final = "\"'`´‘’‚‛“”„‟«»‹›′″「」『』"
HYPHENS: Final = "\u00ad\u002d\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043"
_IGNORED: Final = re.compile(rf"[\s\u200b-\u200f\u2060\ufeff{QUOTATION_MARKS}{re.escape(HYPHENS)}]+")
_GAP: Final = re.compile(r"\[[^\[\]]*\]|\(\s*(?:\.{3}|…)\s*\)|…|\.(?:\s?\.){2,}")
_LOOSE: Final = " \t\r\n.,;:!?"


def comparable(text: str) -> str:
    r"""Return a text as it is compared: without spaces, quotation marks, hyphens and capitals.

    >>> comparable("Our  “great-\n grand” Friend")
    'ourgreatgrandfriend'
    """
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).casefold()


def quoted_parts(quote: str) -> list[str]:
    """Return the parts of a quote between which something was left out or put in.

    >>> quoted_parts("[T]he friendship ... is eternal.")
    ['he friendship', 'is eternal']
    """
    return [words for part in _GAP.split(quote) if (words := part.strip(_LOOSE))]


def find_missing(quote: str, searched: str) -> str:
    r"""Return the first part of a quote that does not follow the parts before it; nothing where all are found.

    ``searched`` is what `comparable` made of the text. What stands in brackets is the author's and stands for a gap.

    >>> find_missing("[T]he friendship ... is eternal.", comparable("The friend-\nship of us all is eternal, and"))
    ''
    >>> find_missing("is broken", comparable("is eternal"))
    'is broken'
    """
    reached = 0
    for part in quoted_parts(quote):
        words = comparable(part).strip(_LOOSE)
        if not words:
            continue
        found = searched.find(words, reached)
        if found < 0:
            return short(" ".join(part.split()))
        reached = found + len(words)
    return ""
