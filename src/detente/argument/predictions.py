"""Predictions put down before a document was read, and how they fared.

A prediction is a row of assessment with the day on which it was registered. Nobody need say how it fared: evidence that
was found bears out the rival under which it was more to be expected, and tells against the one under which it was less.
"""

from dataclasses import dataclass

from detente.argument.likelihood import Item
from detente.argument.verdict import Verdict
from detente.model.records import Assessment


@dataclass(frozen=True, slots=True)
class Prediction:
    """A row registered beforehand; ``fared`` is `borne-out`, `not-borne-out`, `told nothing` or `open`."""

    row: Assessment
    fared: str
    sentence: str


def predictions(verdict: Verdict) -> tuple[Prediction, ...]:
    """Return the predictions of a set, in the order of the file."""
    ledger = verdict.ledger
    found: list[Prediction] = []
    for row in ledger.study.assessments:
        if row.set == verdict.id and row.predicted is not None:
            n = ledger.number.get(row.parts)
            fared = row.fared or ("open" if n is None else _fared(verdict, ledger.items[n], row))
            said = f"registered {row.predicted}: `{row.evidence}` under `{row.rival}`: {fared.replace('-', ' ')}"
            found.append(Prediction(row, fared, said))
    return tuple(found)


def _fared(verdict: Verdict, item: Item, row: Assessment) -> str:
    ids = [rival.id for rival in verdict.rivals]
    against = row.against or verdict.reference
    judged = next((own for variant in item.variants for own in variant.judged if row in own.rows), None)
    if judged is None or row.rival not in ids or against not in ids:
        return "open"
    if row.rival == against:
        others = [weight for name, weight in zip(ids, judged.weights, strict=True) if name != row.rival]
        weight = judged.weights[ids.index(row.rival)].minus(max(others, key=lambda other: other.middle))
    else:
        weight = judged.weights[ids.index(row.rival)].minus(judged.weights[ids.index(against)])
    if weight.low > 0:
        return "borne-out"
    return "not-borne-out" if weight.high < 0 else "told nothing"
