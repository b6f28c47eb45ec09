"""A verdict as a page of text: words first, then the ranges, then on what it hangs."""

from collections.abc import Iterator, Sequence
from typing import Final

from detente.argument.leave_out import Left
from detente.argument.verdict import Verdict
from detente.argument.words import db, percent

MOST: Final = 15
"""Pieces of evidence that the page names; JSON has them all."""


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """Yield the lines of a verdict's page."""
    yield f"{verdict.id}: {verdict.question}"
    yield ""
    yield verdict.sentence
    yield verdict.confidence_sentence
    if verdict.something_else:
        yield verdict.something_else.sentence
    yield ""
    yield from table(
        ("rival", "range", "in nearly all readings", "beforehand", "in decibels"),
        [
            (
                rival.label,
                percent(rival.outer),
                percent(rival.inner),
                db(rival.prior_db) if any(rival.prior_db) else "even",
                db(rival.posterior_db),
            )
            for rival in verdict.rivals
        ],
    )
    yield ""
    yield f"What would turn it: {verdict.turning.sentence}"
    if verdict.shaking.sentence != verdict.turning.sentence:
        yield f"What would leave it in doubt: {verdict.shaking.sentence}"
    yield from _evidence(verdict)
    yield from _left("Without", (*verdict.without_sides, *verdict.turned_by_others))
    yield from _left("With one side's testimony alone", verdict.only)
    for aside in verdict.set_aside:
        yield f"Set aside: `{aside.evidence}`, {aside.reason}."


def _evidence(verdict: Verdict) -> Iterator[str]:
    if not verdict.evidence:
        return
    ranked = verdict.ranked
    yield ""
    n = len(verdict.evidence)
    yield "Evidence (1 piece)" if n == 1 else f"Evidence ({n} pieces; the weightiest first)"
    for weighing in ranked[:MOST]:
        judged = "as reported" if weighing.basis == "report" else "as a fact, scaled by its testimony"
        more = "" if weighing.counts else "; does not add: its cluster weighs as another"
        given = f"; given {', '.join(weighing.given)}" if weighing.given else ""
        yield f"  {weighing.id} {weighing.sentence}; judged {judged}{given}{more}"
    if len(ranked) > MOST:
        yield f"  and {len(ranked) - MOST} more: `--format json` has them all"


def _left(title: str, rows: Sequence[Left]) -> Iterator[str]:
    if not rows:
        return
    yield ""
    cells: list[tuple[str, ...]] = []
    for left in rows:
        turned = "turned" if left.turns else "" if left.is_clear else "in doubt"
        cells.append((left.what.removeprefix("only:"), str(left.n_evidence), turned, left.sentence))
    yield from table((title, "evidence", "", "what is left"), cells)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table."""
    widths = [max(len(row[n]) for row in (header, *rows)) for n in range(len(header))]
    for row in (header, ["-" * width for width in widths], *rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
