"""PLOVER's mode and Detente's domain of an event, by the words of its sentence (`modes.txt`)."""

import re
from functools import cache
from typing import Final

from detente.model.vocabulary import DOMAINS, MODES

_DOMAIN: Final = "DOMAIN"


@cache
def _stems() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    from importlib.resources import files

    text = files("detente.coding.machine").joinpath("modes.txt").read_text(encoding="utf-8")
    rules: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for line in text.splitlines():
        head, colon, body = line.partition(": ")
        if colon and not line.startswith("#"):
            event, word = head.split()
            stems = "|".join(re.escape(stem.strip()) for stem in body.split(","))
            rules.setdefault(event, []).append((word, re.compile(rf"\b(?:{stems})")))
    return {event: (*found,) for event, found in rules.items()}


def mode_of(event: str, words: str, sentence: str) -> str:
    """Return the mode of an event: by the words of its cue, else by those of its sentence; empty if it has none.

    >>> mode_of("SANCTION", "recalled its ambassador", "Rome recalled its ambassador."), mode_of("AID", "gave", "")
    ('withdraw', '')
    """
    for text in (words.lower(), sentence.lower()) if event in MODES else ():
        for mode, pattern in _stems()[event]:
            if pattern.search(text):
                return mode
    return ""


def domain_of(sentence: str) -> str:
    """Return the field of an event, `politics` where its words tell no other."""
    lowered = sentence.lower()
    return next((domain for domain, pattern in _stems()[_DOMAIN] if pattern.search(lowered)), DOMAINS[0])
