"""How probable a proposal is: the share of like proposals that were right on the half of the gold set kept for it.

`calibration.csv` counts them; `python -m tools.coder_gold TEXTS --calibrate` writes it. Proposals of the rules are like
one another by their event, those of the encoder by the tenth in which its own probability lies. Small counts lean on
the share of all proposals of the coder, as if `LEANING` proposals more had been as right as those.
"""

import csv
from functools import cache
from typing import Final, NamedTuple

LEANING: Final = 4.0
FILE: Final = "calibration.csv"


class Count(NamedTuple):
    """Proposals of one kind, and how many of them named an event that the sentence has."""

    right: int
    proposed: int


def kind_of(event: str, score: float | None) -> str:
    """Return of which kind a proposal is: its event; with a classifier's own probability, the tenth that holds it.

    >>> kind_of("ACCUSE", None), kind_of("ACCUSE", 0.87), kind_of("ACCUSE", 1.0)
    ('ACCUSE', '0.8', '0.9')
    """
    return event if score is None else f"{min(int(score * 10), 9) / 10:.1f}"


@cache
def _counts() -> dict[str, dict[str, Count]]:
    from importlib.resources import files

    text = files("detente.coding.machine").joinpath(FILE).read_text(encoding="utf-8")
    counts: dict[str, dict[str, Count]] = {}
    for row in csv.DictReader(text.splitlines()):
        counts.setdefault(row["coder"], {})[row["kind"]] = Count(int(row["right"]), int(row["proposed"]))
    return counts


def calibrated(coder: str, event: str, score: float | None = None) -> float:
    """Return the probability [0, 1] that a reader finds the event of a proposal right.

    A coder that was never counted keeps its own ``score``, and is worth 0.5 where it gives none.
    """
    counts = _counts().get(coder, {})
    right, proposed = (sum(each[n] for each in counts.values()) for n in (0, 1))
    if not proposed:
        return 0.5 if score is None else score
    own = counts.get(kind_of(event, score), Count(0, 0))
    return (own.right + LEANING * right / proposed) / (own.proposed + LEANING)
