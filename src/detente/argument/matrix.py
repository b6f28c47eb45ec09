"""The matrix of competing hypotheses: which evidence is inconsistent with which rival.

R. J. Heuer Jr. (Psychology of Intelligence Analysis, 1999, chapter 8) asks which rival has the least evidence against
it. Each cell here follows from the weights and says how much less the evidence was to be expected under a rival than
under the rival that it suits best.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from detente.argument.verdict import Verdict
from detente.argument.words import JUDGEMENT_DB, Interval

_EXACT: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cells by evidence and rival, and the rivals from the least inconsistent to the most.

    ``against_db`` sums, over the evidence that counts, by how much each rival falls short of the best [dB, middles].
    """

    cells: Mapping[str, Mapping[str, str]]
    n_inconsistent: Mapping[str, int]
    against_db: Mapping[str, float]
    ranking: tuple[str, ...]
    sentence: str


def inconsistencies(verdict: Verdict) -> Matrix:
    """Return the matrix of a set."""
    ids = [rival.id for rival in verdict.rivals]
    cells: dict[str, dict[str, str]] = {}
    number = dict.fromkeys(ids, 0)
    against = dict.fromkeys(ids, 0.0)
    for weighing in verdict.evidence:
        best = max(weighing.weights_db.values(), key=lambda weight: weight.middle)
        cells[weighing.id] = {name: _mark(best, weight) for name, weight in weighing.weights_db.items()}
        if weighing.counts:
            for name, weight in weighing.weights_db.items():
                against[name] += best.middle - weight.middle
                number[name] += cells[weighing.id][name] != "consistent"
    ranking = tuple(sorted(ids, key=lambda name: (against[name], ids.index(name))))
    labels = {rival.id: rival.label for rival in verdict.rivals}
    sentence = (
        f"The least evidence stands against “{labels[ranking[0]]}” ({number[ranking[0]]} of {len(cells)} pieces)."
        if cells
        else "No evidence has been weighed."
    )
    return Matrix(cells, number, against, ranking, sentence)


def _mark(best: Interval, weight: Interval) -> str:
    short = best.middle - weight.middle
    if short >= JUDGEMENT_DB["much-more"].low - _EXACT:
        return "very inconsistent"
    return "inconsistent" if short >= JUDGEMENT_DB["somewhat-more"].low - _EXACT else "consistent"
