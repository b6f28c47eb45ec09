"""The tables of words: what a judgement weighs, what a likelihood term means, and which term a probability bears.

The intervals of the judgements are Detente's own. They cut the scale of decibels where odds are round numbers: 1 dB is
odds of about 5 to 4, 3 dB of 2 to 1, 10 dB of 10 to 1, 20 dB of 100 to 1. Decibels for weight of evidence are I. J.
Good's and E. T. Jaynes's; T. Fairfield and A. E. Charman brought them to process tracing ("Explicit Bayesian Analysis
for Process Tracing: Guidelines, Opportunities, and Caveats", Political Analysis 25, 2017). The likelihood terms are
those of Intelligence Community Directive 203, Analytic Standards (2 January 2015).
"""

import math
from bisect import bisect_right
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from detente.model.vocabulary import ICD_203_TERMS


class Interval(NamedTuple):
    """A low and a high end, both included."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The point half-way; in decibels it is the geometric mean of the odds."""
        return (self.low + self.high) / 2

    def plus(self, other: "Interval") -> "Interval":
        """Return the range of sums."""
        return Interval(self.low + other.low, self.high + other.high)

    def minus(self, other: "Interval") -> "Interval":
        """Return the range of differences of two quantities that vary freely."""
        return Interval(self.low - other.high, self.high - other.low)

    def hull(self, other: "Interval") -> "Interval":
        """Return the smallest range that holds both."""
        return Interval(min(self.low, other.low), max(self.high, other.high))

    def times(self, share: "Interval") -> "Interval":
        """Return the range of products with a share between 0 and 1."""
        return Interval(
            min(self.low * share.low, self.low * share.high), max(self.high * share.low, self.high * share.high)
        )


NONE: Final = Interval(0.0, 0.0)

#: How much more evidence was to be expected under one rival than under another [dB].
JUDGEMENT_DB: Final[Mapping[str, Interval]] = {
    "much-more": Interval(10.0, 20.0),
    "somewhat-more": Interval(3.0, 10.0),
    "not-more": Interval(-1.0, 1.0),
    "somewhat-less": Interval(-10.0, -3.0),
    "much-less": Interval(-20.0, -10.0),
}

ANYTHING: Final = "anything"
"""What is said of a range that rules nothing out."""

_BOUNDS: Final = (0.01, 0.05, 0.20, 0.45, 0.55, 0.80, 0.95, 0.99)

#: The probabilities that each term of ICD 203 covers, in either row.
TERM_PROBABILITY: Final[Mapping[str, Interval]] = {
    term: Interval(*_BOUNDS[n : n + 2]) for row in ICD_203_TERMS for n, term in enumerate(row)
}


def decibels(probability: float | Decimal) -> float:
    """Return a probability in decibels.

    >>> decibels(Decimal("0.1"))
    -10.0
    """
    return 10 * math.log10(probability)


def term_for(probability: float) -> str:
    """Return the likelihood term, of the first row of ICD 203, in whose range a probability lies.

    The outermost terms take what lies beyond them: nothing here is certain.

    >>> [term_for(p) for p in (0.001, 0.3, 0.5, 0.9, 0.999)]
    ['almost no chance', 'unlikely', 'roughly even chance', 'very likely', 'almost certain']
    """
    return ICD_203_TERMS[0][bisect_right(_BOUNDS[1:-1], probability)].replace("-", " ")


def terms_for(probability: Interval) -> str:
    """Return the terms that a range of probabilities spans.

    >>> terms_for(Interval(0.6, 0.7)), terms_for(Interval(0.6, 0.9)), terms_for(Interval(0.01, 0.99))
    ('likely', 'likely to very likely', 'anything')
    """
    low, high = term_for(probability.low), term_for(probability.high)
    if probability.low < _BOUNDS[1] and probability.high >= _BOUNDS[-2]:
        return ANYTHING
    return low if low == high else f"{low} to {high}"


def digits(interval: Interval, unit: float = 1.0) -> tuple[str, str]:
    """Return the ends of a range with no digit more than its width bears, rounded outwards.

    ``unit`` is the finest step ever shown.

    >>> digits(Interval(12.345, 48.2)), digits(Interval(12.345, 14.9)), digits(Interval(-0.4, 0.4))
    (('10', '50'), ('12', '15'), ('-1', '1'))
    """
    width = interval.high - interval.low
    step = max(unit, 10.0 ** math.floor(math.log10(width / 2))) if width > 0 else unit
    low, high = math.floor(interval.low / step + 1e-9) * step, math.ceil(interval.high / step - 1e-9) * step
    if width <= 0:
        low = high = round(interval.low / step) * step
    n = max(0, -math.floor(math.log10(step)))
    return f"{low + 0.0:.{n}f}", f"{high + 0.0:.{n}f}"


def percent(probability: Interval) -> str:
    """Return a range of probabilities as a reader may be told it.

    Nothing is told to be certain.

    >>> percent(Interval(0.234, 0.617)), percent(Interval(0.2, 0.2)), percent(Interval(0.971, 0.9999))
    ('20–70 %', 'about 20 %', 'over 97 %')
    """
    low, high = digits(Interval(100 * probability.low, 100 * probability.high))
    if float(low) <= 0 and float(high) >= 100:
        return ANYTHING
    if float(high) >= 100:
        return f"over {min(float(low), 99.0):.0f} %"
    if float(low) <= 0:
        return f"under {max(float(high), 1.0):.0f} %"
    return f"about {low} %" if low == high else f"{low}–{high} %"


def in_words(interval: Interval) -> str:
    """Return what a weight says of how much more evidence was to be expected: the word whose interval its middle is in.

    >>> in_words(Interval(3, 10)), in_words(Interval(-30, -10)), in_words(Interval(-16, 12))
    ('somewhat more', 'much less', 'about as much')
    """
    middle = interval.middle
    size = "much" if abs(middle) >= 10 else "somewhat" if abs(middle) >= 3 else ""
    return f"{size} {'more' if middle > 0 else 'less'}" if size else "about as much"


def db(interval: Interval) -> str:
    """Return a range of decibels as a reader may be told it.

    >>> db(Interval(3, 10)), db(Interval(-20, -10)), db(Interval(6.02, 6.02))
    ('3 to 10 dB', '−20 to −10 dB', 'about 6 dB')
    """
    low, high = (text.replace("-", "−") for text in digits(interval))
    return f"about {low} dB" if low == high else f"{low} to {high} dB"
