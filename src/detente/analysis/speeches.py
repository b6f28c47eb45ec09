"""Speeches: a folder of texts, who speaks when, and their words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from detente.corpus.store import open_store
from detente.corpus.ungdc import NAMED, bearer

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Speech:
    """One text: who speaks, in which year, and under what name it is kept."""

    state: str
    year: int
    text: str
    id: str = ""

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word occurs, in lower case."""
        return Counter(words_of(self.text))

    @cached_property
    def n_words(self) -> int:
        """Number of words [1]."""
        return self.words.total()


def words_of(text: str) -> list[str]:
    """Return the words of a text in order and in lower case; numbers and marks are left out.

    >>> words_of("The Albanian people's republic, 1959.")
    ['the', 'albanian', "people's", 'republic']
    """
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def word_places(text: str) -> list[tuple[int, int, str]]:
    """Return where each word starts and ends, and the word in lower case."""
    return [(hit.start(), hit.end(), hit[0].lower().replace("’", "'")) for hit in _WORD.finditer(text)]


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, as full stops part them; an abbreviation parts them too."""
    return [sentence for sentence in _SENTENCE.split(text) if _WORD.search(sentence)]


def read_speeches(folder: Path, first: int | None = None, last: int | None = None) -> tuple[tuple[Speech, ...], int]:
    """Read texts named like `ALB_11_1956.txt` (state, session, year) in a folder and below.

    A code stands for the state that bore it that year, or else for its predecessor: RUS of 1956 is SUN.

    Returns
    -------
    speeches
        In order of year and state, within ``first`` and ``last``.
    n_other
        Files of text that are named otherwise and were not read.
    """
    n_other, found = 0, []
    for path in sorted(folder.rglob("*.txt")):
        named = NAMED.fullmatch(path.stem)
        if named is None:
            n_other += 1
            continue
        year = int(named[3])
        if (first is None or year >= first) and (last is None or year <= last):
            text = path.read_text(encoding="utf-8-sig", errors="replace")
            found.append(Speech(bearer(named[1], year), year, text, path.stem))
    return tuple(sorted(found, key=lambda speech: (speech.year, speech.state, speech.id))), n_other


def installed_speeches(edition: str, first: int | None = None, last: int | None = None) -> tuple[Speech, ...]:
    """Return the speeches of an installed edition within some years, in order of year and state; () without one."""
    store = open_store()
    if store is None:
        return ()
    found = []
    with store:
        for _, document in store.documents(edition=edition):
            year = document.date.year if document.date else None
            if document.kind != "speech" or year is None or (first and year < first) or (last and year > last):
                continue
            found.append(Speech(document.sender, year, document.text, document.id.rpartition("/")[2]))
    return tuple(sorted(found, key=lambda speech: (speech.year, speech.state, speech.id)))


def counted(speeches: Iterable[Speech]) -> Counter[str]:
    """Return the words of several speeches together."""
    total: Counter[str] = Counter()
    for speech in speeches:
        total.update(speech.words)
    return total


@dataclass(frozen=True, slots=True)
class Context:
    """A keyword where it stands, with the text before and after it."""

    state: str
    year: int
    id: str
    left: str
    keyword: str
    right: str


def find_in_context(speeches: Iterable[Speech], keyword: str, width: int = 60) -> Iterator[Context]:
    """Yield each place of a word or phrase, whole words in any case, with ``width`` characters on both sides.

    A `*` at the end stands for any ending.

    Raises
    ------
    ValueError
        If the keyword holds no word.
    """
    stem = keyword.strip().removesuffix("*")
    if not _WORD.search(stem):
        raise ValueError(f"`{keyword}` holds no word")
    ending = r"\w*" if keyword.strip().endswith("*") else ""
    phrase = r"\s+".join(map(re.escape, stem.split()))
    pattern = re.compile(rf"(?<!\w){phrase}{ending}(?!\w)", re.IGNORECASE)
    for speech in speeches:
        text = " ".join(speech.text.split())
        for hit in pattern.finditer(text):
            left, right = text[max(0, hit.start() - width) : hit.start()], text[hit.end() : hit.end() + width]
            yield Context(speech.state, speech.year, speech.id, left, hit[0], right)
