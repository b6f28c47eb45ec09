"""Texts as a second scan gives them: paragraphs moved, characters misread, lines and pages broken elsewhere."""

import html
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from tests.shared import SHARED

_FRUS = SHARED / "texts" / "frus"
_MISREAD = "aceilnorstuhmdf.,;:'1"


@cache
def frus_text(volume: str) -> str:
    """The paragraphs of a volume of FRUS, tags dropped, an empty line between."""
    tei = (_FRUS / f"{volume}.xml").read_text(encoding="utf-8")
    found = re.findall(r"<p\b[^>]*>(.*?)</p>", tei[tei.index("<body") :], re.DOTALL)
    paragraphs = (" ".join(html.unescape(re.sub(r"<[^>]+>", "", each)).split()) for each in found)
    return "\n\n".join(each for each in paragraphs if each)


def made_text(seed: int, n_paragraphs: int) -> str:
    """Paragraphs of words in three scripts that repeat one another's phrases, as diplomatic notes do."""
    rng = random.Random(seed)  # noqa: S311
    alphabets = ("abcdefghijklmnoprstuvz", "абвгдежзиклмнопрстуя", "abcçdefghijëlmnopqrstuvxyz")
    words = [["".join(rng.choices(letters, k=rng.randint(2, 10))) for _ in range(900)] for letters in alphabets]
    phrases = [[" ".join(rng.choices(own, k=6)) for _ in range(25)] for own in words]
    paragraphs = []
    for _ in range(n_paragraphs):
        n = rng.randrange(3)
        parts = [
            rng.choice(phrases[n]) if rng.random() < 0.25 else " ".join(rng.choices(words[n], k=8))
            for _ in range(rng.randint(4, 14))
        ]
        paragraphs.append(". ".join(part.capitalize() for part in parts) + ".")
    return "\n\n".join(paragraphs)


@dataclass(frozen=True)
class Worn:
    """A worn text, and where each character of the old one is in it; None where it was lost."""

    text: str
    places: Sequence[int | None]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the old text is."""
        there = [place for place in self.places[start:end] if place is not None]
        return min(there), max(there) + 1


def wear(text: str, seed: int, share: float = 0.05) -> Worn:
    """Move a text's paragraphs, misread a share of its characters, wrap it anew and break it into pages."""
    rng = random.Random(seed)  # noqa: S311
    blocks = _blocks(text, rng)
    misread = [_misread(text, block, rng, share) for block in blocks]
    lines = [line for block in misread for line in (*_wrapped(block, rng), [])]
    paged: list[tuple[str, int | None]] = []
    for n, line in enumerate(lines):
        if n and n % 38 == 0:
            head = f"\n{n // 38 + 200}\n\nForeign Relations, 1955–1957, Volume XXVI\n\n"
            paged += [(character, None) for character in head]
        paged += [*line, ("\n", None)]
    places: list[int | None] = [None] * len(text)
    for now, (_, old) in enumerate(paged):
        if old is not None:
            places[old] = now
    return Worn("".join(character for character, _ in paged), places)


def _blocks(text: str, rng: random.Random) -> list[range]:
    """The text's paragraphs in runs of a few, shuffled."""
    edges = [0, *(match.end() for match in re.finditer(r"\n\n", text)), len(text)]
    paragraphs = [range(a, z) for a, z in pairwise(edges) if a < z]
    runs = [paragraphs[n : n + 4] for n in range(0, len(paragraphs), 4)]
    rng.shuffle(runs)
    return [paragraph for run in runs for paragraph in run]


def _misread(text: str, block: range, rng: random.Random, share: float) -> list[tuple[str, int | None]]:
    read: list[tuple[str, int | None]] = []
    for place in block:
        character = text[place]
        fate = rng.random() / share
        if character == "\n" or fate >= 1:
            read.append((character, place))
        elif fate < 0.6:
            read.append((rng.choice(_MISREAD) if character != " " else " ", place))
        elif fate < 0.8:
            read += [(rng.choice(_MISREAD + " "), None), (character, place)]
    return read


def _wrapped(block: list[tuple[str, int | None]], rng: random.Random) -> list[list[tuple[str, int | None]]]:
    """A paragraph's lines, some ending within a word."""
    lines: list[list[tuple[str, int | None]]] = [[]]
    for character in block:
        line = lines[-1]
        if character[0] in " \n":
            if len(line) >= 62:
                lines.append([])
            elif line:
                line.append(character)
        else:
            is_within = line and line[-1][0].isalpha() and character[0].isalpha()
            if len(line) >= 64 and is_within and rng.random() < 0.3:
                line.append(("-", None))
                lines.append([])
            lines[-1].append(character)
    return lines


def draw_quotes(text: str, seed: int, n: int) -> list[tuple[int, int]]:
    """Spans of 25 to 300 characters within a paragraph, from the beginning of a word to the end of one."""
    rng = random.Random(seed)  # noqa: S311
    quotes: list[tuple[int, int]] = []
    while len(quotes) < n:
        start = rng.randrange(len(text))
        length = rng.choice((25, 40, 60, 120, 300))
        found = re.compile(r"(?<!\S)\S").search(text, start)
        last = re.compile(r"\S(?!\S)").search(text, found.start() + length) if found else None
        if found and last and "\n\n" not in text[found.start() : last.end()]:
            quotes.append((found.start(), last.end()))
    return quotes
