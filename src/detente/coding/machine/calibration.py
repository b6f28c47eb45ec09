"""How probable a proposal is: the share of like proposals that were right on the half of the gold set used for it."""

from typing import Final

from detente.coding.machine.candidates import Candidate

#: By what stands in the sentence: both parties named by nouns; one of them a pronoun or a role; one party alone.
SHARES: Final = {"both": 0.4, "role": 0.3, "one": 0.2}


def kind_of(candidate: Candidate) -> str:
    """Return which of the kinds of evidence a candidate is."""
    phrases = (*candidate.sources, *candidate.targets)
    if not (candidate.sources and candidate.targets) and not candidate.is_joint:
        return "one"
    return "role" if any(each.basis in ("role", "pronoun") for each in phrases) else "both"


def calibrated(event: str, candidate: Candidate, score: float) -> float:
    """Return the probability [0, 1] of an event; ``score`` is the classifier's own, below 0 where the rules judged."""
    weight = min(candidate.hit.cue.weight, 1.0)
    share = SHARES[kind_of(candidate)] * weight
    return share if score < 0 else min(0.99, score * (0.5 + share))
