"""What kind of test a piece of evidence puts a rival to: hoop, smoking gun, doubly decisive, straw in the wind.

The four are S. Van Evera's (Guide to Methods for Students of Political Science, 1997) as A. Bennett takes them up
("Process Tracing and Causal Inference", in Brady and Collier, Rethinking Social Inquiry, 2nd edition, 2010). They
follow from two weights: what finding the evidence does, and what not finding it would have done.

============================  ===================================  ==========================
                              not finding it would have told much  it would not
============================  ===================================  ==========================
finding it tells much         doubly decisive                      smoking gun
finding it tells little       hoop                                 straw in the wind
============================  ===================================  ==========================

"Much" is `DECISIVE`, odds of 10 to 1, over the whole of the interval. Words tell only what finding it does; they can
show a smoking gun, or for the rival on which it tells a hoop that it failed, but never a hoop passed. For that the two
probabilities are needed.
"""

from typing import Final

from detente.argument.words import Interval, decibels

DECISIVE: Final = 10.0
_EXACT: Final = 1e-9

HOOP: Final = "hoop"
SMOKING_GUN: Final = "smoking gun"
DOUBLY_DECISIVE: Final = "doubly decisive"
STRAW: Final = "straw in the wind"


def contrary_weight(rival: Interval, against: Interval) -> Interval:
    """Return the weight [dB] that *not* finding the evidence would have had, from its two probabilities."""
    own = Interval(decibels(1 - rival.high), decibels(1 - rival.low))
    return own.minus(Interval(decibels(1 - against.high), decibels(1 - against.low)))


def type_of_test(weight: Interval, contrary: Interval | None = None) -> str:
    """Return the kind of test for a rival against another, by the weight [dB] of finding and of not finding it.

    >>> type_of_test(Interval(10, 20)), type_of_test(Interval(-20, -10)), type_of_test(Interval(3, 10))
    ('smoking gun', 'hoop', 'straw in the wind')
    >>> p, q = Interval(0.99, 0.99), Interval(0.5, 0.5)
    >>> type_of_test(Interval(decibels(0.99 / 0.5), decibels(0.99 / 0.5)), contrary_weight(p, q))
    'hoop'
    """
    found, missed = _direction(weight), _direction(contrary) if contrary is not None else 0
    if found and missed == -found:
        return DOUBLY_DECISIVE
    if found:
        return SMOKING_GUN if found > 0 else HOOP
    if missed:
        return HOOP if missed < 0 else SMOKING_GUN
    return STRAW


def _direction(weight: Interval) -> int:
    """Return 1 if all of the weight speaks loudly for the rival, -1 if against it, 0 otherwise."""
    if weight.low >= DECISIVE - _EXACT:
        return 1
    return -1 if weight.high <= -DECISIVE + _EXACT else 0
