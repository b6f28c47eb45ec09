"""What is left of a verdict without each passage, source, archive, side and analyst, and with one side alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from detente.argument.ledger import Gone, Ledger
from detente.argument.likelihood import RESULT, Weights, kind_of
from detente.argument.ranges import outer_ranges
from detente.argument.turning import at_worst, is_ahead, leader_of
from detente.argument.words import Interval, percent, terms_for
from detente.model.study import Study
from detente.study.once import once_per_study
from detente.study.withdraw import known_through, ways_to_withdraw

SIDES: Final = ("speaker", "publisher", "archive")


@dataclass(frozen=True, slots=True)
class Left:
    """A verdict with something put aside.

    ``what`` is `speaker:ALB` and the like, or `only:ALB`. ``leader`` is None where two are level; ``is_clear`` whether
    it is ahead in every reading of the words. ``evidence`` is what leaves, ``followed`` what leaves for being assessed
    only given that. ``turns`` says that another leads now, or none.
    """

    what: str
    leader: str | None
    is_clear: bool
    turns: bool
    posterior_db: Weights
    probability: tuple[Interval, ...]
    n_evidence: int
    evidence: tuple[str, ...]
    followed: tuple[str, ...]
    sentence: str

    @property
    def kind(self) -> str:
        """What was put aside: `speaker`, `source`, ..., `only`."""
        return self.what.partition(":")[0]


def left_without(ledger: Ledger, what: str, gone: Gone) -> Left:
    """Return what is left of a verdict when something is put aside."""
    weighed = ledger.weigh(gone)
    before, after = leader_of(ledger.totals), leader_of(weighed.totals)
    probability = outer_ranges(weighed.totals)
    n_left = sum(variant is not None for variant in ledger.variants) - len(weighed.left)
    is_clear = after is not None and is_ahead(weighed.totals, after, at_worst)
    followed = tuple(ledger.items[n].id for n in sorted(weighed.left) if _follows(ledger, n, gone))
    return Left(
        what,
        None if after is None else ledger.group.rivals[after].id,
        is_clear,
        before != after,
        weighed.totals,
        probability,
        n_left,
        tuple(ledger.items[n].id for n in sorted(weighed.left)),
        followed,
        _sentence(ledger, after, is_clear, probability, n_left),
    )


def _follows(ledger: Ledger, n: int, gone: Gone) -> bool:
    """Whether a piece that leaves was itself not put aside."""
    if n in gone.items or not all(ledger.is_there(part, gone) for part in ledger.items[n].parts):
        return False
    return any(
        not gone.analysts.issuperset(judged.analyst for judged in variant.judged)
        for variant in ledger.items[n].variants
    )


def _sentence(
    ledger: Ledger, leader: int | None, is_clear: bool, probability: tuple[Interval, ...], n_left: int
) -> str:
    if leader is None:
        return "nothing is left to weigh" if not n_left else "cannot tell: the first are level"
    rival = ledger.group.rivals[leader]
    words = f"“{rival.label or rival.id}”"
    if not is_clear:
        return f"cannot tell; {words} is ahead, but not in every reading"
    return f"{words}: {terms_for(probability[leader])} ({percent(probability[leader])})"


def removals(study: Study) -> Iterator[tuple[str, Gone]]:
    """Yield everything that may be put aside, as `study.withdraw.without` names it."""
    for kind, groups in _passages_by(study).items():
        silent: dict[str, set[str]] = {}
        if kind == "speaker":
            for search in study.searches:
                silent.setdefault(search.side, set()).add(f"absence:{search.id}")
        for name, passages in groups.items():
            yield f"{kind}:{name}", Gone(passages, frozenset(silent.get(name, ())))
    for analyst in dict.fromkeys(row.analyst for row in study.assessments if row.analyst):
        yield f"analyst:{analyst}", Gone(analysts=frozenset((analyst,)))


@once_per_study
def _passages_by(study: Study) -> Mapping[str, Mapping[str, frozenset[str]]]:
    found: dict[str, dict[str, frozenset[str]]] = {}
    for kind, name_of in ways_to_withdraw(study).items():
        groups: dict[str, set[str]] = {}
        for passage in study.passages:
            if name := name_of(passage):
                groups.setdefault(name, set()).add(passage.id)
        found[kind] = {name: frozenset(own) for name, own in groups.items()}
    sources = found["source"]
    if any(source.cited_in for source in study.sources):
        found["source"] = {
            name: frozenset[str]().union(*(sources.get(other, ()) for other in known_through(study.sources, name)))
            for name in sources
        }
    return found


def leave_each_out(ledger: Ledger) -> tuple[Left, ...]:
    """Return the verdict without each thing that it rests on."""
    return tuple(left_without(ledger, what, gone) for what, gone in removals(ledger.study) if ledger.touched(gone))


def with_only(ledger: Ledger, sides: Iterable[str], what: str = "") -> Left:
    """Return the verdict on the testimony of some sides alone.

    What others say leaves, and so does what rests on nobody's testimony, but for the silences of these sides.
    """
    wanted = tuple(sides)
    study = ledger.study
    speakers = _passages_by(study)["speaker"]
    kept = frozenset[str]().union(*(speakers.get(side, frozenset()) for side in wanted))
    silences = {f"absence:{search.id}" for search in study.searches if search.side in wanted}
    others = {
        part for item in ledger.items for part in item.parts if not ledger.bearers(part) and kind_of(part) != RESULT
    } - silences
    gone = Gone(ledger.passages - kept, frozenset(others))
    return left_without(ledger, what or f"only:{'+'.join(wanted)}", gone)


def with_each_side_alone(ledger: Ledger) -> tuple[Left, ...]:
    """Return the verdict on each side's testimony alone, for the sides on which any of the evidence rests."""
    speakers = _passages_by(ledger.study)["speaker"]
    sides = [*dict.fromkeys((*(side.id for side in ledger.study.perspectives), *speakers))]
    return tuple(with_only(ledger, (side,)) for side in sides if not ledger.passages.isdisjoint(speakers.get(side, ())))
