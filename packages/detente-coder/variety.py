"""How training is set, and how its sentences are varied by chance."""

from __future__ import annotations

import random
from dataclasses import dataclass

from detente_coder.classifier import MARKS

DATELINES = """LONDON (Reuters) -
CAIRO (AP) --
MOSCOW --
Geneva, 4 May.
NAIROBI:
BOGOTA -
BEIJING, June 9 (Xinhua) --
Constantinople, Thursday.
WASHINGTON (AP) --
On Monday,
Last week,
In March 2004,
Meanwhile,
Earlier,
Also on Friday,
JERUSALEM --
Telegram from Vienna:
According to officials,
In 1993,
Two days later,""".splitlines()
AUTHORITIES = """officials said
state media reported on Tuesday
according to a statement
a spokesman told reporters
the newspaper wrote
the agency reported
witnesses said
the ministry announced on Sunday
it was learnt today
two diplomats said on condition that they not be named
the Minister writes
local radio said
the report says
a human rights group said on Thursday
despite calls for calm
amid growing tension
for the second time this year""".splitlines()


@dataclass(frozen=True)
class Recipe:
    """What is chosen about training."""

    epochs: int = 5
    batch: int = 32
    rate: float = 3e-4
    """Of the uppermost layer; the head learns thrice as fast, each layer below slower by `decay`."""
    decay: float = 0.85
    smoothing: float = 0.1
    swap: float = 0.15
    """Chance that an actor is renamed."""
    mask: float = 0.1
    """Mean share of masked tokens."""
    unmark: float = 0.05
    """Chance that one pair of marks is left out."""
    frame: float = 0.15
    """Chance of a dateline, and of an authority."""
    beside: float = 0.15
    """Chance that another sentence is set beside."""


def spans(sentence: str) -> dict[str, tuple[int, int]]:
    """Return where the first source and the first target stand in a sentence marked by `MARKS`, marks left out."""
    found = {}
    for name, opening, closing in (("s", MARKS[0], MARKS[1]), ("t", MARKS[2], MARKS[3])):
        start = sentence.find(opening)
        if start >= 0:
            found[name] = (start + 1, sentence.index(closing, start))
    return found


def vary(sentence: str, others: list[str], names: dict[str, list[str]], recipe: Recipe, chance: random.Random) -> str:
    """Return the sentence varied by chance.

    An actor is renamed after another sentence's, one pair of marks left out, a dateline or an authority added, or
    another sentence, without its marks, set beside: what that tells is not between the marked.
    """
    for name, (start, end) in sorted(spans(sentence).items(), key=lambda item: -item[1][0]):
        if chance.random() < recipe.swap:
            sentence = sentence[:start] + chance.choice(names[name]) + sentence[end:]
    if chance.random() < recipe.unmark:
        for character in chance.choice((MARKS[:2], MARKS[2:])):
            sentence = sentence.replace(character, "")
    if chance.random() < recipe.frame:
        sentence = f"{chance.choice(DATELINES)} {sentence}"
    if chance.random() < recipe.frame:
        sentence = f"{sentence.rstrip('.')}, {chance.choice(AUTHORITIES)}."
    if chance.random() < recipe.beside:
        other = "".join(c for c in chance.choice(others) if c not in MARKS)
        if len(other) < 200:
            sentence = chance.choice(
                (f"{other} {sentence}", f"{sentence.rstrip('.')}, while {other}", f"{sentence} {other}")
            )
    return sentence
