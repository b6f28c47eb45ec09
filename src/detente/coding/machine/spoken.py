"""What a speaker does to others by the words of his speech: to call an act aggression is to accuse its doer."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from detente.coding.machine.candidates import BY, OF, OWNS, Candidate, is_governed, joined_to
from detente.coding.machine.cues import Cue, Hit
from detente.coding.machine.roles import Phrase
from detente.coding.machine.verbs import VerbGroup

_BLAME: Final = re.compile(
    r"\b(?:aggress(?:ion|ive|ors?)|violat(?:es?|ed|ing|ions?)|imperialis(?:m|ts?)|coloniali(?:sm|sts?)|interfer(?:ence|es?|ed|ing)"
    r"|provocat(?:ions?|ive)|subversi(?:on|ve)|oppress(?:ion|ed|ing|es)?|enslave\w*|conspir\w+|slander\w*|war-?monger\w*"
    r"|propaganda|hypocri\w+|intransigen\w+|expansionis\w+|contempt|boasts?|machinations?|(?:arms|armaments?) race"
    r"|race for armaments|brutal\w*|cynical\w*|treacher\w+|flagrant\w*|unjustified|crimes?|criminal|atrocit\w+"
    r"|exploit(?:s|ed|ing|ation)|domination|dominates?|threatens? the peace|obstruct\w*|sabotag\w+|usurp\w*)\b",
    re.IGNORECASE,
)
_PRAISE: Final = re.compile(
    r"\b(?:sympath(?:y|ies|ize)|admir(?:ation|able|e)|tributes?|homage|gratitude|grateful|thanks|heroi(?:c|sm)|valiant"
    r"|praiseworthy|commendable|solidarity|appreciat(?:ion|e|es)|congratulat\w+|best wishes|good wishes|welcomes?"
    r"|warm(?:est|ly)? (?:support|welcome)|fully supports?|shares? the views?|agrees? with|in full agreement with)\b",
    re.IGNORECASE,
)
_HOPE: Final = re.compile(
    r"\b(?:hopes?|trusts?|appeals?|look forward|up to|is for|duty of|incumbent upon|confident)\b(?: that)?"
    r"(?! to see)(?=.{0,60}\b(?:will|may|shall|to|would)\b)",
    re.IGNORECASE,
)
_SPOKEN: Final = (("ACCUSE", _BLAME), ("SUPPORT", _PRAISE), ("REQUEST", _HOPE))
"""Words by which a speaker blames, praises or asks."""
_OF_ALONE: Final = re.compile(r"\s+of\s+(?:the )?")


def find_spoken(
    sentence: str, phrases: Sequence[Phrase], voice: str, found: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Yield what the state that speaks does in a sentence besides what was found there: it blames, praises, asks."""
    for event, words in _SPOKEN:
        if not any(each.hit.cue.event == event for each in found):
            yield from _spoken(sentence, phrases, voice, event, words)


def _spoken(
    sentence: str, phrases: Sequence[Phrase], voice: str, event: str, words: re.Pattern[str]
) -> list[Candidate]:
    """Read what a speaker does to another by his words: to call an act aggression is to accuse its doer."""
    for word in words.finditer(sentence):
        left = [each for each in phrases if each.end <= word.start()]
        right = [each for each in phrases if each.start >= word.end()]
        owner = left[-1] if left and OWNS.fullmatch(sentence, left[-1].end, word.start()) else None
        by = next((each for each in right[:2] if BY.search(sentence[max(0, each.start - 12) : each.start])), None)
        of = OF if event != "ACCUSE" else _OF_ALONE
        near = right[0] if right and of.fullmatch(sentence, word.end(), right[0].start) else None
        free = [each for each in left if not is_governed(sentence, each) and each.basis != "modifier"]
        meant = owner or by or near or (free[-1] if free and event != "REQUEST" else None)
        if meant is not None and voice not in meant.actors and (event != "ACCUSE" or "UN" not in meant.actors):
            hit = Hit(word.start(), word.end(), Cue(event, word[0].lower(), 0.9))
            joined = joined_to(sentence, meant, left, right)
            return [Candidate(hit, VerbGroup(word.start()), (Phrase(0, 0, (voice,), "role"),), joined)]
    return []
