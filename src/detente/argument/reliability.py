"""How much testimony may weigh: the Admiralty letter of a source and figure of a passage, as a share of a weight.

Letter and figure are judged apart (NATO, AJP-2.1; M. G. Samet, "Quantitative Interpretation of Two Qualitative Scales
Used to Rate Military Intelligence", Human Factors 17, 1975, on how differently people read them, hence intervals). The
share is their product: a weight survives so far as both the source and this piece of information hold. F and 6, "cannot
be judged", say nothing either way and give [0, 1], whatever stands beside them. A study may put its own shares in place
of any of these, under ``reliability`` in ``hypotheses.yaml``.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from detente.argument.words import Interval
from detente.model.study import Study
from detente.model.vocabulary import CREDIBILITIES, RELIABILITIES

_GRADES: Final = (
    Interval(0.9, 1.0),
    Interval(0.75, 0.95),
    Interval(0.5, 0.8),
    Interval(0.25, 0.55),
    Interval(0.0, 0.3),
)
ANYTHING: Final = Interval(0.0, 1.0)
WHOLE: Final = Interval(1.0, 1.0)

#: The 6 x 6 shares, under letter and figure.
SHARES: Final[Mapping[str, Interval]] = {
    letter + figure: (
        ANYTHING
        if letter == "F" or figure == "6"
        else Interval(_GRADES[n].low * _GRADES[k].low, _GRADES[n].high * _GRADES[k].high)
    )
    for n, letter in enumerate(RELIABILITIES)
    for k, figure in enumerate(CREDIBILITIES)
}


def shares_of(study: Study) -> Mapping[str, Interval]:
    """Return for each passage the share of a weight that its testimony bears; what nobody judged counts as F or 6."""
    table = dict(SHARES)
    for grade, (low, high) in study.reliabilities.items():
        table[grade] = Interval(float(low), float(high))
    letters = {source.id: source.reliability or "F" for source in study.sources}
    return {
        passage.id: table.get(letters.get(passage.source, "F") + (passage.credibility or "6"), ANYTHING)
        for passage in study.passages
    }


def best_share(shares: Iterable[Interval]) -> Interval:
    """Return the share of the best of several witnesses: the highest of the low ends, and of the high ones.

    >>> best_share([Interval(0.1, 0.9), Interval(0.2, 0.4)])
    Interval(low=0.2, high=0.9)
    """
    low = high = 0.0
    for share in shares:
        low, high = max(low, share.low), max(high, share.high)
    return Interval(low, high)
