"""Verdicts as JSON that other programs may rely on: numbers as they were reckoned, and every sentence in words."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Final

from detente.argument.leave_out import Left
from detente.argument.verdict import Loss, Verdict, Weighing

MOST_SETS: Final = 50
"""Ties that are listed; `turning_n_sets` counts them all."""


def verdicts_json(verdicts: Iterable[Verdict]) -> dict[str, Any]:
    """Return verdicts as JSON."""
    return {"sets": [verdict_json(verdict) for verdict in verdicts]}


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """Return one verdict as JSON. ``turning_set`` is the first of ``turning_sets``, or null with a reason."""
    else_ = verdict.something_else
    return {
        "id": verdict.id,
        "question": verdict.question,
        "leader": verdict.leader,
        "is_clear": verdict.is_clear,
        "verdict": verdict.word,
        "sentence": verdict.sentence,
        "confidence": verdict.confidence,
        "confidence_reason": verdict.confidence_sentence,
        "rivals": [
            {
                "id": rival.id,
                "label": rival.label,
                "prior_db": [*rival.prior_db],
                "posterior_db": [*rival.posterior_db],
                "probability": [*rival.outer],
                "probability_inner": [*rival.inner],
                "sentence": rival.sentence,
            }
            for rival in verdict.rivals
        ],
        "something_else": else_
        and {"level_db": [*else_.level_db], "outweigh_db": [*else_.outweigh_db], "sentence": else_.sentence},
        "evidence": [_weighing(weighing) for weighing in verdict.evidence],
        "set_aside": [{"id": aside.evidence, "reason": aside.reason} for aside in verdict.set_aside],
        **_loss("turning", verdict.turning),
        **_loss("shaking", verdict.shaking),
        "without": {left.what: left_json(left, verdict) for left in verdict.without},
        "only": {left.what.removeprefix("only:"): left_json(left, verdict) for left in verdict.only},
    }


def left_json(left: Left, verdict: Verdict) -> dict[str, Any]:
    """Return what is left of a verdict as JSON."""
    return {
        "leader": left.leader,
        "is_clear": left.is_clear,
        "turns": left.turns,
        "probability": {rival.id: [*range_] for rival, range_ in zip(verdict.rivals, left.probability, strict=True)},
        "n_evidence": left.n_evidence,
        "left": [*left.evidence],
        "followed": [*left.followed],
        "sentence": left.sentence,
    }


def _weighing(weighing: Weighing) -> Mapping[str, Any]:
    """Return all that is known of a piece of evidence but its rows."""
    values = {field.name: getattr(weighing, field.name) for field in fields(weighing) if field.name != "rows"}
    weights = {rival: [*weight] for rival, weight in weighing.weights_db.items()}
    return {name: [*v] if isinstance(v, tuple) else v for name, v in values.items()} | {"weights_db": weights}


def _loss(name: str, loss: Loss) -> dict[str, Any]:
    turning = loss.turning
    return {
        f"{name}_set": [*loss.sets[0]] if loss.sets else None,
        f"{name}_reason": loss.sentence,
        f"{name}_size": turning.size,
        f"{name}_n_sets": len(loss.sets),
        f"{name}_sets": [[*one] for one in loss.sets[:MOST_SETS]],
        f"{name}_is_complete": turning.is_complete,
        f"{name}_is_exact": turning.is_exact,
        f"{name}_bounds": turning.bounds and [*turning.bounds],
    }
