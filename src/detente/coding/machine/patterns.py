"""The coder by rule: cues, where they stand to source and target, and what the words before them make of them.

It answers without a trained model, and in languages that the model was not trained on. The verb that governs comes
first: in `refuses to lift the blockade` the refusal counts. What is denied, promised or asked for becomes the event
that PLOVER makes of it.
"""

import math
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from detente.coding.machine.classifier import LABELS, Marked, read_marked
from detente.coding.machine.cues import Hit, find_cues
from detente.coding.machine.verbs import VerbGroup, verb_group

VERSION: Final = "1"
MOST: Final = 2000
"""Characters of a sentence that are read; what comes after them is not."""
_YIELDS: Final = ("CONCEDE", "RETREAT")
_WARM: Final = ("CONSULT", "SUPPORT", "COOPERATE", "AID", *_YIELDS)
_HARSH: Final = ("SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST")
_BY: Final = re.compile(r"\b(?:by|par|von|durch|da|dal|dalla|dai)\W+(?:\w+\W+){0,2}$")
_WHO: Final = re.compile(r",\s+(?:who|which|whose|whom|where)\b")
_AND: Final = re.compile(r"\W*(?:and|et|und|и|e|as well as|together with)?\W*(?:the|its|his|their)?\W*")
_SAID: Final = re.compile(r"\b(?:said|says|say|saying|announced|announces|stated|states|declared|according to)\b")
_END: Final = re.compile(r"[.;!?]\s")


class Evidence(NamedTuple):
    """A cue, the event that it makes where it stands, and how strongly [0 and more]."""

    hit: Hit
    group: VerbGroup
    event: str
    strength: float


def evidence(marked: Marked, language: str = "en") -> list[Evidence]:
    """Return the cues of a marked sentence with what each says of source and target, the strongest first."""
    text = marked.text[:MOST].lower()
    if len(text) != len(marked.text[:MOST]):  # a letter whose small form is longer: places would shift
        text = "".join(c if len(c.lower()) > 1 else c.lower() for c in marked.text[:MOST])
    hits = find_cues(text, language)
    found = []
    sources = marked.sources or ((0, 0),)
    for hit in hits:
        group = verb_group(text, hit.start, hit.end)
        strength = max(_strength(text, hit, group, source, marked.targets) for source in sources)
        event = turned(hit, group)
        if event and strength > 0:
            found.append(Evidence(hit, group, event, strength * hit.cue.weight))
    found.sort(key=lambda each: -each.strength)
    return found


def turned(hit: Hit, group: VerbGroup) -> str:
    """Return the event that a cue makes with the words before it; empty where it makes none."""
    event = hit.cue.event
    if group.is_obliged and event != "REQUEST":
        return "REQUEST"
    if group.is_negated:
        return "REJECT" if event in (*_WARM, "AGREE") else event
    if group.is_future or group.is_conditional:
        if event in _WARM:
            return "AGREE"
        if event in _HARSH:
            return "THREATEN"
    return event


def told_as(hit: Hit, group: VerbGroup) -> str:
    """Return the event that a cue makes in a document, where its modality stands beside it.

    There, what is supposed keeps its name, and so does harm that is to come: it is planned, not threatened.
    """
    event = hit.cue.event
    if group.is_obliged and event != "REQUEST":
        return "REQUEST"
    if group.is_negated and event in (*_WARM, "AGREE"):
        return "REJECT"
    return "AGREE" if group.is_future and event in _WARM else event


def _strength(
    text: str, hit: Hit, group: VerbGroup, source: tuple[int, int], targets: Sequence[tuple[int, int]]
) -> float:
    """Return how well a cue stands to the source as its doer and to the targets as those to whom it is done."""
    a, b = source
    is_within = a <= hit.start and hit.end <= b
    inside = 0.0 if hit.start >= b or hit.end <= a else 0.45 if is_within else 1.0
    after = [t for t in targets if t[0] >= hit.end - 2]
    before = [t for t in targets if t[1] <= group.start + 1]
    if inside:
        place = inside
        gap = ""
    elif hit.start >= b:
        gap = text[b : group.start]
        place = 1.0
        if group.is_passive:
            place = 0.5
        elif before and not after and not any(_AND.fullmatch(text[min(b, t[1]) : max(a, t[0])]) for t in before):
            place = 0.75
        if _WHO.match(gap):
            place *= 0.6
    else:
        gap = text[hit.end : a]
        by = _BY.search(text[max(0, a - 40) : a]) is not None
        place = 1.05 if by or group.is_passive else 0.55
        if not before and not by:
            place *= 0.8
    if _END.search(gap):
        place *= 0.5
    n_words = gap.count(" ")
    said = 0.35 if _SAID.search(gap) else 1.0
    return place * math.exp(-n_words * said / 11.0)


class RuleCoder:
    """The coder by rule, as a `Classifier`."""

    name = "rules"
    version = VERSION

    def __init__(self, language: str = "en") -> None:
        self.language = language

    def probabilities(self, marked: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the probabilities, a row a sentence; how they were found is told in `probabilities_of`."""
        return np.array([probabilities_of(evidence(read_marked(each), self.language)) for each in marked], np.float32)

    def words(self, marked: str) -> tuple[str, ...]:
        """Return the cues of the event that is most probable."""
        read = read_marked(marked)
        found = evidence(read, self.language)
        return tuple(read.text[e.hit.start : e.hit.end] for e in found if e.event == found[0].event)


def probabilities_of(found: Sequence[Evidence]) -> list[float]:
    """Return the probability of each label, from the strengths of what was found."""
    sums = dict.fromkeys(LABELS, 0.0)
    for each in found:
        sums[each.event] = max(sums[each.event], each.strength)
    sums["NONE"] = 0.12
    weights = [sums[label] ** 2 for label in LABELS]
    total = sum(weights)
    return [weight / total for weight in weights]
