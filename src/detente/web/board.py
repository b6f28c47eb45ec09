"""The board of a set of rivals: clues by rivals, and switches that put a side, an archive or a source aside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.argument.leave_out import Left, left_without, removals
from detente.argument.ledger import Gone
from detente.argument.verdict import Verdict, Weighing
from detente.argument.words import db, in_words, percent

if TYPE_CHECKING:
    from detente.report.site import Site

KINDS = {"speaker": "Speakers", "publisher": "Publishers", "archive": "Archives", "source": "Sources"}


@dataclass(frozen=True, slots=True)
class Switch:
    """A thing that may be put aside, and how many pieces of evidence it touches."""

    what: str
    label: str
    n: int
    is_off: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A verdict with some switches thrown: the same as `detente argue --without`, in sums."""

    verdict: Verdict
    left: Left | None
    switches: Mapping[str, Sequence[Switch]]
    evidence: Sequence[Weighing]
    gone: frozenset[str]


def build_board(verdict: Verdict, off: Iterable[str], names: Mapping[str, str]) -> Board:
    """Return the board with some things put aside; what is not in the study is passed over."""
    ledger = verdict.ledger
    every = {what: gone for what, gone in removals(ledger.study) if what.partition(":")[0] in KINDS}
    thrown = [what for what in dict.fromkeys(off) if what in every]
    whole = Gone(
        frozenset[str]().union(*(every[what].passages for what in thrown)),
        frozenset[str]().union(*(every[what].parts for what in thrown)),
    )
    switches: dict[str, list[Switch]] = {}
    for what, gone in every.items():
        if n := len(ledger.touched(gone)):
            switch = Switch(what, names.get(what, what.partition(":")[2]), n, what in thrown)
            switches.setdefault(what.partition(":")[0], []).append(switch)
    left = left_without(ledger, ", ".join(thrown), whole) if thrown else None
    ranked = sorted(verdict.evidence, key=lambda each: (not each.counts, -_pull(each)))
    return Board(verdict, left, switches, ranked, frozenset(left.evidence if left else ()))


def _pull(weighing: Weighing) -> float:
    middles = [weight.middle for weight in weighing.weights_db.values()]
    return max(middles) - min(middles)


def render_board(site: "Site", name: str, off: Sequence[str], *, is_part: bool) -> bytes | None:
    """Return the page of a board, or the part of it that its switches change; None where no such set was assessed."""
    verdict = site.account.verdicts.get(name)
    if verdict is None:
        return None
    names = {f"{kind}:{side.id}": side.label for kind in ("speaker", "publisher") for side in site.study.perspectives}
    names |= {f"source:{id}": reference.short or id for id, reference in site.account.references.items()}
    found = build_board(verdict, off, names)
    context = {"found": found, "kinds": KINDS, "db": db, "in_words": in_words, "percent": percent}
    return site.render("board_left.html" if is_part else "board.html", f"board/{name}", **context)
