"""Whether what a sentence tells happened, was denied, is planned or supposed, or is told by another, and by whom."""

import re
from typing import Final, Literal, NamedTuple

from detente.coding.machine.roles import Phrase
from detente.coding.machine.verbs import VerbGroup

Modality = Literal["happened", "denied", "planned", "hypothetical", "reported"]
MODALITIES: Final[tuple[Modality, ...]] = ("happened", "denied", "planned", "hypothetical", "reported")

_CLAUSE: Final = re.compile(r"[;:]\s|,\s(?:and|but|while|whereas|et|und|и|e|ma|mais|aber|но)\s|\.\s")
_IF: Final = re.compile(
    r"\b(?:if|unless|whether|in case|in the event|provided that|assuming|suppose|supposing|lest|possibility|possibly"
    r"|perhaps|might|possible|feared? that|fears?|what would|were (?:it|they|he|we) to|should (?:the|it|they|he|we)"
    r"|si|wenn|falls|ob|если|ли|se|qualora|würde|könnte|pourrait|potrebbe|бы)\b"
)
_MAYBE: Final = re.compile(r"\b(?:may|might|could|would|should|can)\b(?!.*\b(?:has|have) been\b)")
_DENIED: Final = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disclaim\w*|refut\w*|no truth|untrue|unfounded|never|contradict\w*|dément\w*|nie|nia"
    r"|bestr(?:itt|eit)\w*|dementier\w*|leugne\w*|отрица\w*|опроверг\w*|smentì|smentisc\w*|neg(?:a|ò))\b"
)
_SAID: Final = re.compile(
    r"\b(?:said|says|say|saying|told|tells|report(?:s|ed|ing|edly)?|stat(?:ed|es|ing)|alleg(?:ed|es|ing|edly)|claim(?:ed|s|ing)"
    r"|believ(?:ed|es|e)|assert(?:ed|s|ing)?|maintain(?:ed|s)|declar(?:ed|es)|announc(?:ed|es)|according to|rumou?r\w*"
    r"|understand(?:s)?|understood|learn(?:ed|s|t)|hear(?:d|s)?|thought|thinks|felt|feels|indicat(?:ed|es)|remark(?:ed|s)"
    r"|comment(?:ed|s)|observ(?:ed|es) that|not(?:ed|es) that|inform(?:ed|s)|insist(?:ed|s) that|recall(?:ed|s) that"
    r"|explain(?:ed|s)|add(?:ed|s) that|reply|repli(?:ed|es)|charg(?:ed|es) that|complain(?:ed|s) that"
    r"|dit|selon|d'après|déclar\w+|sagte|laut|erklärte|meldet\w*|soll|сообщ\w+|заяви\w+|по словам|по сообщ\w+|disse"
    r"|secondo|dichiar\w+)\b"
)


class Told(NamedTuple):
    """A modality, and who says so where another tells or denies it: words of the sentence, or empty."""

    modality: Modality
    by: str = ""


def modality_of(sentence: str, event: str, start: int, group: VerbGroup, phrases: list[Phrase], teller: str) -> Told:
    """Return in what way a sentence tells of the event whose cue begins at ``start``.

    ``teller`` is the state that speaks in the document: what it says of itself is not reported by another.
    """
    lowered = sentence[:start].lower().replace("’", "'")
    breaks = [found.end() for found in _CLAUSE.finditer(lowered)]
    clause = breaks[-1] if breaks else 0
    left = lowered[clause : group.start]
    said = [*_SAID.finditer(lowered, 0, min(group.start, len(lowered)))]
    after = sentence[start:].lower()
    by = _speaker(sentence, said[-1], phrases) if said else None
    if denied := [*_DENIED.finditer(left)]:
        return Told("denied", _who(sentence, phrases, clause + denied[-1].start()))
    if group.is_negated and event != "REJECT":
        return Told("denied")
    if _IF.search(left) or (_IF.match(after[-1:]) is not None):
        return Told("hypothetical")
    if group.is_future and event not in ("THREATEN", "REJECT"):
        return Told("planned")
    if group.is_conditional and event not in ("REJECT", "THREATEN", "REQUEST"):
        return Told("hypothetical")
    if by is not None and teller not in by.actors:
        return Told("reported", sentence[by.start : by.end])
    if by is None and said and re.search(r"report|rumou?r|alleg|according|believ", said[-1][0]):
        return Told("reported")
    return Told("happened")


def _speaker(sentence: str, said: re.Match[str], phrases: list[Phrase]) -> Phrase | None:
    """Return who says it: the phrase before the verb of saying, or after `according to`."""
    if said[0] in ("according to", "selon", "laut", "secondo", "d'après") or said[0].startswith("по "):
        return next((each for each in phrases if each.start >= said.end()), None)
    if re.search(r"\b(?:is|are|was|were|been|be)\s+$", sentence[: said.start()]):
        return None  # it is said, by nobody who is named
    before = [each for each in phrases if each.end <= said.start()]
    if before and not re.search(r"[;:]|\.\s", sentence[before[-1].end : said.start()]):
        return before[-1]
    return None


def _who(sentence: str, phrases: list[Phrase], place: int) -> str:
    before = [each for each in phrases if each.end <= place]
    return sentence[before[-1].start : before[-1].end] if before else ""
