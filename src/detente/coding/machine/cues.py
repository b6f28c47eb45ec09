"""What the rule coder knows: cues by PLOVER event and language, read from `cues.txt`, and where a text has them.

A cue is a word, a stem or a turn of phrase; the file's head explains how it is written. Its pattern is compiled when a
text first has its first word, so that a language nobody reads costs nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from typing import Final, NamedTuple

GAP: Final = r"(?:[^\w.;!?]+\w+){0,5}?[^\w.;!?]+"
"""At most five words between the parts of a cue, never over the end of a clause."""
_STEM: Final = r"\w*"
ENDING: Final = r"(?:e|es|s|d|[a-z]?ed|[a-z]?ing)?"
"""What may follow a stem of an English verb."""
_SPACE: Final = r"\s+"
WORD: Final = re.compile(r"\w+")
LONGEST_STEM: Final = 24
_GROUP: Final = re.compile(r"\(([^()]*)\)(\?)?")
_PIECE: Final = re.compile(r"\.\.|\([^()]*(?:\([^()]*\)\??[^()]*)*\)\??\*?|[^\s().*]+|\*|\s+|\.")
WEIGHTS: Final = {"!": 1.6, "~": 0.55}


@dataclass(frozen=True)
class Cue:
    """A cue of one PLOVER event; ``weight`` [1] says how much it tells by itself."""

    event: str
    written: str
    weight: float
    language: str = "en"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What a text in small letters matches from the cue's first word on."""
        ending = ENDING if self.language == "en" else r"\w*"
        return re.compile(_regex(self.written).replace(_STEM, ending) + r"(?!\w)")

    @property
    def is_noun(self) -> bool:
        """Whether it is a noun, that names its doer and receiver otherwise than a verb."""
        return self.weight < 1


class Hit(NamedTuple):
    """A cue in a text: code points, the end exclusive."""

    start: int
    end: int
    cue: Cue


class Lexicon(NamedTuple):
    """Cues by their first word, and by the stem with which it begins."""

    words: dict[str, tuple[Cue, ...]]
    stems: dict[str, tuple[Cue, ...]]


def _regex(written: str) -> str:
    r"""Return the regular expression of a cue.

    >>> _regex("call* (up)?on"), _regex("a (b|c)? d"), _regex("(a)? b")
    ('call\\w*\\s+(?:up)?on', 'a(?:\\s+(?:b|c))?\\s+d', '(?:(?:a)\\s+)?b')
    """
    out: list[str] = []
    pieces = [piece for piece in _PIECE.findall(written) if piece]
    skips = False
    for n, piece in enumerate(pieces):
        after = pieces[n + 1] if n + 1 < len(pieces) else ""
        if piece == "..":
            out.append(GAP)
        elif piece.isspace():
            if not skips and after != ".." and out[-1:] != [GAP]:
                out.append(_SPACE)
            skips = False
        elif piece == "*":
            out.append(r"\w*")
        elif piece[0] == "(":
            inner = piece.rstrip("*?")
            body = f"(?:{_inner(inner[1:-1])})" + r"\w*" * ("*" in piece[len(inner) :])
            if "?" not in piece[len(inner) :]:
                out.append(body)
            elif out[-1:] == [_SPACE] and (not after or after.isspace() or after == ".."):
                out[-1] = rf"(?:\s+{body})?"
            elif not out and after.isspace():
                out.append(rf"(?:{body}\s+)?")
                skips = True
            else:
                out.append(f"{body}?")
        else:
            out.append(re.escape(piece))
    return "".join(out)


def _inner(body: str) -> str:
    """Return what stands in a group, with stems, spaces and optional parts as expressions."""
    parts = re.split(r"([|*\s]|\([^()]*\)\??)", body)
    return "".join(
        r"\w*"
        if part == "*"
        else r"\s+"
        if part.isspace()
        else part
        if part == "|"
        else part.replace("(", "(?:").replace(" ", r"\s+")
        if part.startswith("(")
        else re.escape(part)
        for part in parts
    ).replace(r")?\s+", r"\s+)?")


def _firsts(written: str) -> Iterator[str]:
    """Yield every way in which a cue may begin: a word, or a stem and `*`."""
    head = re.match(r"(?:\([^()]*(?:\([^()]*\)\??[^()]*)*\)\??\*?|[^\s().*]|\*)+", written)
    first = head[0] if head else written
    rest = written[len(first) :]
    choices: list[list[str]] = []
    at = 0
    for group in _GROUP.finditer(first):
        choices.append([first[at : group.start()]])
        choices.append([*group[1].split("|"), *([""] if group[2] else [])])
        at = group.end()
    choices.append([first[at:]])
    for made in product(*choices):
        word = "".join(made)
        if not word:
            yield from _firsts(rest.lstrip())
        elif found := re.match(r"\w+\*?", word):
            yield found[0]


@cache
def lexicon(language: str) -> Lexicon:
    """Return the cues of a language by its tag; those of English where there are none."""
    from importlib.resources import files

    text = files("detente.coding.machine").joinpath("cues.txt").read_text(encoding="utf-8")
    words: dict[str, list[Cue]] = {}
    stems: dict[str, list[Cue]] = {}
    for line in text.splitlines():
        head, colon, body = line.partition(": ")
        if line.startswith("#") or not colon or head.split()[1] != language:
            continue
        for item in body.split("; "):
            written = item.strip().casefold()
            weight = WEIGHTS.get(written[:1], 1.0)
            written = written.lstrip("!~").rstrip(";")
            cue = Cue(head.split()[0], written, weight, language)
            for first in dict.fromkeys(_firsts(written)):
                stem = first.endswith("*")
                (stems if stem else words).setdefault(first.rstrip("*"), []).append(cue)
    return Lexicon({key: (*cues,) for key, cues in words.items()}, {key: (*cues,) for key, cues in stems.items()})


LANGUAGES: Final = ("en", "fr", "de", "ru", "it")


def _rank(hit: Hit) -> tuple[float, int, int]:
    """Order cues that overlap: the strong ones by their place, since what comes first governs; the others by length."""
    return -hit.cue.weight, hit.start if hit.cue.weight > 1 else hit.start - hit.end, hit.start


def find_cues(text: str, language: str = "en") -> list[Hit]:
    """Return the cues of a text in small letters, in order; of those that overlap the strongest, then the longest."""
    known = lexicon(language)
    found: list[Hit] = []
    for word in WORD.finditer(text):
        start, token = word.start(), word[0]
        cues: Sequence[Cue] = known.words.get(token, ())
        for n in range(2, min(len(token), LONGEST_STEM) + 1):
            if (more := known.stems.get(token[:n])) is not None:
                cues = (*cues, *more)
        if token.startswith("order") and text.endswith("in ", 0, start):
            continue  # in order to
        for cue in cues:
            if (match := cue.pattern.match(text, start)) is not None:
                found.append(Hit(start, match.end(), cue))
    if len(found) < 2:
        return found
    found.sort(key=_rank)
    kept: list[Hit] = []
    for hit in found:
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    kept.sort()
    return kept
