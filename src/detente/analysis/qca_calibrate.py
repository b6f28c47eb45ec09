"""Raw figures to sets: thresholds for crisp and multi-value sets, three anchors for fuzzy ones."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from detente.analysis.qca_data import Kind, QcaError

#: Membership at the anchor of full inclusion; that of full exclusion has 1 minus it.
INCLUDED: Final = 0.95


def calibrate(raw: Sequence[float | None], anchors: Sequence[float], kind: Kind) -> list[float | None]:
    """Turn figures into memberships; what is not known stays None.

    Crisp and multi-value: the number of thresholds that a figure reaches (a figure on a threshold reaches it). Fuzzy:
    the direct method (Ragin 2008, *Redesigning Social Inquiry*, chapter 5): three anchors are full exclusion, the
    crossover and full inclusion; log odds of membership are linear on each side of the crossover, with 0.05, 0.5 and
    0.95 at the anchors. Anchors that fall give a set of low figures.

    Raises
    ------
    QcaError
        For anchors that are not in order, a wrong number of them, and a figure that is not finite.

    >>> [round(x, 3) for x in calibrate([10.0, 20.0, 40.0], [10, 20, 40], "fs")]
    [0.05, 0.5, 0.95]
    >>> calibrate([1.0, 5.0, None], [5], "cs")
    [0.0, 1.0, None]
    """
    rising = all(a < b for a, b in pairwise(anchors))
    falling = all(a > b for a, b in pairwise(anchors))
    wanted = {"cs": 1, "fs": 3}.get(kind)
    listed = ", ".join(f"{anchor:g}" for anchor in anchors)
    if not anchors or not all(map(math.isfinite, anchors)) or (wanted and len(anchors) != wanted):
        raise QcaError(
            f"{listed or 'nothing'} cannot calibrate", "cs takes one threshold, fs three anchors, mv any number"
        )
    if not rising and not (falling and kind == "fs"):
        raise QcaError(f"the anchors {listed} are not in order", "let them rise; for fs they may fall as well")
    if any(value is not None and math.isinf(value) for value in raw):
        raise QcaError("an infinite figure cannot be calibrated", "leave the cell empty if it is not known")
    known = [None if value is None or math.isnan(value) else value for value in raw]
    if kind != "fs":
        return [None if value is None else float(sum(value >= anchor for anchor in anchors)) for value in known]
    low, middle, high = anchors
    odds = math.log(INCLUDED / (1 - INCLUDED))

    def membership(value: float) -> float:
        width = high - middle if (value > middle) == (high > middle) else middle - low
        slope = (value - middle) * odds / width
        return 1 / (1 + math.exp(-slope)) if slope > -700 else 0.0

    return [None if value is None else membership(value) for value in known]
