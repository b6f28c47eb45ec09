"""How words are compared in search: case and accents folded, Cyrillic readable in Latin letters too, stems.

A text in Cyrillic is indexed in Latin letters too, so that Serbian is found by either alphabet. What
stands around a word with a hyphen is indexed without it too, so that co-operation and cooperation find one another.
Stems (Snowball's, English and Russian) are not indexed: a word of a query stands for all words of the index that share
its stem, so that a phrase in quotation marks still means the words as written.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tantivy import TextAnalyzer

_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_LETTERS: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "đ", "е": "e", "ж": "ž", "з": "z", "и": "i", "ј": "j",
    "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "ћ": "ć", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "č", "џ": "dž", "ш": "š",
    "ѓ": "đ", "ќ": "ć", "ѕ": "dz", "й": "j", "щ": "šč", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "ju", "я": "ja",
    "ё": "e", "і": "i", "ї": "ji", "є": "je", "ґ": "g",
}  # fmt: skip
_LATIN: Final = {ord(c): to for c, to in _LETTERS.items()} | {
    ord(c.upper()): to.capitalize() for c, to in _LETTERS.items()
}
_MAX_WORD_BYTES: Final = 80
NO_WORD: Final = "qxq"
"""What parts the spellings of a text; it is not indexed."""
HYPHEN: Final = re.compile("[-\u00ad\u2010\u2011](?<=[^\\W\\d_].)(?=[^\\W\\d_])")
"""Between letters."""
_BESIDE: Final = 12


def spellings(text: str) -> list[str]:
    """Return a text as it is indexed: composed, in Latin letters too if it has Cyrillic ones, without hyphens in words.

    >>> spellings("Милован Ђилас"), spellings("Thaçi's co-operation")
    (['Милован Ђилас', 'Milovan Đilas'], ["Thaçi's co-operation", "Thaçi's cooperation"])
    """
    text = unicodedata.normalize("NFC", text)
    found = [text]
    if not text.isascii() and _CYRILLIC.search(text):
        found = [text.replace("ё", "е").replace("Ё", "Е"), text.translate(_LATIN)]
    return [*found, *(joined(stretch) for each in found for stretch in _stretches(each))]


def _stretches(text: str) -> Iterator[str]:
    """Yield the words with hyphens between letters, each with a dozen words on both its sides; none twice."""
    if HYPHEN.search(text) is None:
        return
    words = text.split()
    start = end = 0
    for n in (n for n, word in enumerate(words) if HYPHEN.search(word)):
        if n - _BESIDE > end:
            if end:
                yield " ".join(words[start:end])
            start = n - _BESIDE
        end = n + _BESIDE + 1
    yield " ".join(words[start:end])


def joined(text: str) -> str:
    """Return a text without the hyphens between its letters."""
    return HYPHEN.sub("", text)


@cache
def analyzer() -> "TextAnalyzer":
    """Return what cuts a text into folded words. An index must be told of it each time it is opened."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    words = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(_MAX_WORD_BYTES))
    words = words.filter(Filter.custom_stopword([NO_WORD]))
    return words.filter(Filter.lowercase()).filter(Filter.ascii_fold()).build()


def fold_words(text: str) -> list[str]:
    """Cut a text into words as they are indexed.

    >>> fold_words("Shqipëria's U.S. co-operation")
    ['shqiperia', 's', 'u', 's', 'co', 'operation']
    """
    return analyzer().analyze(text)


def variants(word: str) -> list[str]:
    """Return the folded forms under which a word of a query may stand in the index.

    >>> variants("Ђилас"), variants("Djilas"), variants("friendship")
    (['ђилас', 'dilas', 'djilas'], ['djilas', 'dilas'], ['friendship'])
    """
    found = [form for spelt in spellings(word) for form in fold_words(spelt)]
    if any(letter in word.lower() for letter in "đђ"):
        found += [form.replace("d", "dj", 1) for form in found if form.isascii()]
    return list(dict.fromkeys([*found, *(form.replace("dj", "d") for form in found)]))


@cache
def _stemmer() -> "TextAnalyzer":
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    words = TextAnalyzerBuilder(Tokenizer.whitespace())
    return words.filter(Filter.stemmer("english")).filter(Filter.stemmer("russian")).build()


def stems(words: Sequence[str]) -> list[str]:
    """Return the stem of each folded word, English for Latin letters and Russian for Cyrillic ones.

    >>> stems(["treaties", "treaty", "договора", "договоры"])
    ['treati', 'treati', 'договор', 'договор']
    """
    return _stemmer().analyze(" ".join(words))


def root_of(stem: str) -> str:
    """Return the letters with which the words of a stem begin; a last one that endings change is left out.

    >>> root_of("treati"), root_of("war"), root_of("use")
    ('treat', 'war', 'us')
    """
    return stem[:-1] if len(stem) > 3 or stem[-1:] in ("e", "i", "y") else stem
