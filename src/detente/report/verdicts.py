"""A verdict as a page shows it: the board of evidence, and how far the lead shifts when something is put aside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from detente.argument.analysts import Comparison, compare_analysts
from detente.argument.balance_of_sources import Shares, shares_of_weight
from detente.argument.leave_out import Left, with_only
from detente.argument.matrix import Matrix, inconsistencies
from detente.argument.predictions import Prediction, predictions
from detente.argument.tracing import Tracing, trace
from detente.argument.verdict import Verdict, Weighing
from detente.argument.words import Interval
from detente.model.study import Study
from detente.report.drawing import BLUE, INK, RUST, Drawing, Spec, amount, draw, layer, name
from detente.report.wording import Wording
from detente.study.together import together

MOST_BARS: Final = 16


@dataclass(frozen=True, slots=True)
class Shift:
    """The lead of the leader over the next rival [dB, at the middle of the readings] with something put aside."""

    what: str
    lead_db: float
    left: Left


@dataclass(frozen=True, slots=True)
class Board:
    """What a verdict's page lists beside the verdict itself.

    ``evidence`` stands with the weightiest first. ``sides`` and ``others`` are what is left without a side (speaker,
    publisher, archive) or an analyst, and without a source or passage where that turns the verdict. ``lead_db`` is the
    lead with everything in place; ``shifts`` how it moves, the farthest first, at most `MOST_BARS`. The rest are the
    cheaper views of the same rows.
    """

    evidence: tuple[Weighing, ...]
    sides: tuple[Left, ...]
    others: tuple[Left, ...]
    lead_db: float
    shifts: tuple[Shift, ...]
    matrix: Matrix
    tracing: Tracing
    analysts: Comparison
    predictions: tuple[Prediction, ...]
    shares: Shares


def board_of(verdict: Verdict, study: Study) -> Board:
    """Gather what a verdict's page lists."""
    sides = verdict.without_sides
    return Board(
        evidence=verdict.ranked,
        sides=sides,
        others=verdict.turned_by_others,
        lead_db=_lead(verdict, _posteriors(verdict)),
        shifts=shifts_of(verdict, sides),
        matrix=inconsistencies(verdict),
        tracing=trace(study, verdict),
        analysts=compare_analysts(verdict),
        predictions=predictions(verdict),
        shares=shares_of_weight(study, verdict),
    )


def left_by_group(verdicts: Iterable[Verdict], study: Study) -> tuple[tuple[str, ...], Mapping[str, tuple[Left, ...]]]:
    """Return the groups of sides that the study names, and under each set's id what is left with each alone."""
    grouped = together((side for side in study.perspectives if side.group), lambda side: side.group)
    groups = {name: [side.id for side in sides] for name, sides in grouped.items()}
    left = {
        verdict.id: tuple(with_only(verdict.ledger, sides, f"only:{name}") for name, sides in groups.items())
        for verdict in verdicts
    }
    return tuple(groups), left


def shifts_of(verdict: Verdict, lefts: Sequence[Left]) -> tuple[Shift, ...]:
    """Return how the lead moves with each thing put aside, the farthest first; none where nobody leads."""
    if verdict.leader is None:
        return ()
    full = _lead(verdict, _posteriors(verdict))
    shifts = [Shift(left.what, _lead(verdict, left.posterior_db), left) for left in lefts]
    shifts.sort(key=lambda shift: (-abs(shift.lead_db - full), shift.what))
    return tuple(shift for shift in shifts if abs(shift.lead_db - full) >= 0.05)[:MOST_BARS]


def _posteriors(verdict: Verdict) -> tuple[Interval, ...]:
    return tuple(rival.posterior_db for rival in verdict.rivals)


def _lead(verdict: Verdict, posterior: Sequence[Interval]) -> float:
    ids = [rival.id for rival in verdict.rivals]
    if verdict.leader is None or len(ids) < 2:
        return 0.0
    leader = ids.index(verdict.leader)
    return posterior[leader].middle - max(own.middle for n, own in enumerate(posterior) if n != leader)


def chart_shifts(board: Board, names: Mapping[str, str]) -> Drawing:
    """Draw each shift as a bar from the lead with everything in place to the lead without one thing."""
    full = board.lead_db

    def spec(width: int) -> Spec:
        values = [
            {
                **{"what": names[shift.what], "from": full, "to": shift.lead_db},
                "kind": "another leads, or none" if shift.left.turns else "the same leads",
            }
            for shift in board.shifts
        ]
        colours = {"domain": ["the same leads", "another leads, or none"], "range": [BLUE, RUST]}
        order = [value["what"] for value in values]
        y = name("what", sort=order, axis={"title": None, "labelLimit": 250})
        x = amount("from", axis={"title": "lead in decibels"})
        layers = [
            layer("bar", {"y": y, "x": x, "x2": {"field": "to"}, "color": name("kind", scale=colours)}, height=12),
            layer("rule", {"x": {"datum": full}}, color=INK),
            layer("rule", {"x": {"datum": 0}}, color=INK, strokeDash=[3, 3]),
        ]
        inner = max(80, width - 290) if width > 400 else max(80, width - 170)
        return {"width": inner, "height": {"step": 20}, "data": {"values": values}, "layer": layers}

    return draw("How the lead moves when a side, an archive or an analyst is put aside", spec)


def what_in_words(what: str, say: Wording) -> str:
    """Return `speaker:ALB` and the like as a reader may be told it."""
    kind, _, name = what.partition(":")
    if kind == "only":
        return f"{say.side(name)} alone"
    if kind in ("speaker", "publisher"):
        return f"{say.side(name)}, as {kind}"
    return f"{kind} {name}"
