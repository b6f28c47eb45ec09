"""Several analysts compared: what each alone would find, and on which evidence they part."""

from dataclasses import dataclass

from detente.argument.leave_out import Left, left_without
from detente.argument.ledger import Gone
from detente.argument.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Parting:
    """Evidence on which two analysts' weights for a rival do not even overlap; ``apart_db`` is the gap between them."""

    evidence: str
    rival: str
    analysts: tuple[str, str]
    apart_db: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict of each analyst alone, and where they part, the widest first."""

    alone: tuple[Left, ...]
    partings: tuple[Parting, ...]
    n_shared: int
    sentence: str


def compare_analysts(verdict: Verdict) -> Comparison:
    """Return what the analysts of a set would find, each alone, and where they part."""
    ledger = verdict.ledger
    names = ledger.analysts
    alone = tuple(
        left_without(ledger, f"only-analyst:{name}", Gone(analysts=frozenset(names) - {name})) for name in names
    )
    partings: list[Parting] = []
    n_shared = 0
    for item, variant in zip(ledger.items, ledger.variants, strict=True):
        judged = variant.judged if variant else ()
        n_shared += len(judged) > 1
        for n, one in enumerate(judged):
            for two in judged[n + 1 :]:
                for rival, a, b in zip(ledger.group.rivals, one.weights, two.weights, strict=True):
                    if (gap := max(a.low - b.high, b.low - a.high)) > 0:
                        partings.append(Parting(item.id, rival.id, (one.analyst, two.analyst), gap))
    partings.sort(key=lambda parting: -parting.apart_db)
    leaders = {left.leader for left in alone}
    if len(names) < 2:
        said = "One analyst judged; nobody has judged beside."
    elif len(leaders) == 1:
        said = f"The {len(names)} analysts find the same leader, each alone."
    else:
        said = f"The {len(names)} analysts do not find the same leader, each alone."
    return Comparison(alone, tuple(partings), n_shared, said)
