"""How far a state leans on its partners: shares, concentration with bounds, asymmetry, promises against deliveries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite, sqrt


@dataclass(frozen=True, slots=True)
class PartnerShare:
    """A partner's part of a state's exchange at one time.

    ``share`` is of the known exchange, or of the total where that is given [0, 1]; null where the partner's value is
    missing. ``low`` is what is left of it if as much is missing as may be.
    """

    partner: str
    value: float | None
    share: float | None
    low: float | None


@dataclass(frozen=True, slots=True)
class Concentration:
    """How concentrated a state's exchange is.

    ``hirschman`` is the root of the sum of squared shares of the partners whose values are known [0, 1]: 1 for a single
    partner, 1/sqrt(n) for n equal ones. ``low`` and ``high`` are what it may be whatever the missing partners hold;
    they equal it where nothing is missing. ``share_missing`` is the part of the exchange that no partner accounts for,
    null where that is not known. Without a value, ``reason`` says why.
    """

    shares: tuple[PartnerShare, ...]
    n_partners: int
    n_missing: int
    known: float
    share_missing: float | None
    hirschman: float | None
    low: float | None
    high: float | None
    reason: str = ""


def measure_concentration(
    values: Mapping[str, float | None], total: float | None = None, most_missing: float = 1.0
) -> Concentration:
    """Measure the concentration of a state's exchange over its partners.

    Parameters
    ----------
    values
        Exchange with each partner, in one unit; None where it is missing. A partner that is not named is taken to have
        none unless ``total`` says otherwise.
    total
        The state's whole exchange, in the same unit, where it is known.
    most_missing
        Without a total, the largest part of the whole that the missing partners may hold [0, 1]. At 1 nothing is known
        of them and the upper bound is 1.

    Raises
    ------
    ValueError
        If a value is negative or not finite, partners add up to more than the total, or ``most_missing`` is no share.

    Notes
    -----
    A. O. Hirschman. 1945. National Power and the Structure of Foreign Trade, appendix A; on its name, Hirschman. 1964.
    The Paternity of an Index. American Economic Review 54(5): 761. With h the sum of squared shares of the known, a
    part r missing and m missing partners, the sum lies between (1-r)^2 h + r^2/m, the rest spread evenly, and
    (1-r)^2 h + r^2, the rest with one of them. Both are convex in r, so the extremes are in closed form.

    Examples
    --------
    >>> found = measure_concentration({"SUN": 50, "CSK": 25, "CHN": None}, total=100)
    >>> round(found.hirschman, 3), round(found.low, 3), found.share_missing
    (0.745, 0.612, 0.25)
    """
    known = {name: float(value) for name, value in values.items() if value is not None}
    bad = [name for name, value in known.items() if not isfinite(value) or value < 0]
    if bad:
        raise ValueError(f"the exchange with {bad[0]} is {known[bad[0]]:g}: it must be finite and not negative")
    if not 0 <= most_missing <= 1:
        raise ValueError(f"{most_missing:g} is no share")
    n_missing, sum_known = len(values) - len(known), sum(sorted(known.values()))
    if total is not None and (not isfinite(total) or total < sum_known * (1 - 1e-9)):
        raise ValueError(f"partners add up to {sum_known:g}, the total is {total:g}")
    if not values or sum_known == 0:
        reason = "no partner is known" if not known else "the known exchange is none at all"
        shares = tuple(PartnerShare(name, value, None, None) for name, value in sorted(values.items()))
        return Concentration(shares, len(values), n_missing, sum_known, None, None, None, None, reason)
    missing = max(0.0, 1 - sum_known / total) if total else None
    if (missing is not None and missing < 1e-9) or (missing is None and not n_missing):
        missing = 0.0
    h = sum((value / sum_known) ** 2 for value in sorted(known.values()))
    low, high = _bounds(h, n_missing, missing, most_missing)
    most = most_missing if missing is None else missing
    scale = (1 - missing) if total and missing is not None else 1.0
    shares = tuple(
        PartnerShare(name, known[name], known[name] / sum_known * scale, known[name] / sum_known * (1 - most))
        if name in known
        else PartnerShare(name, None, None, None)
        for name in sorted(values)
    )
    return Concentration(shares, len(values), n_missing, sum_known, missing, sqrt(h), sqrt(low), sqrt(high))


def _bounds(h: float, n_missing: int, missing: float | None, most: float) -> tuple[float, float]:
    """Return the least and greatest sum of squared shares; with a total but no missing name, anybody may be missing."""
    even = 1 / n_missing if n_missing else 0.0
    if missing is not None:
        return (1 - missing) ** 2 * h + missing**2 * even, (1 - missing) ** 2 * h + missing**2
    at_least = min(most, h / (h + even))
    high = max(h, (1 - most) ** 2 * h + most**2)
    return (1 - at_least) ** 2 * h + at_least**2 * even, high


def asymmetry(share_of_a: float | None, share_of_b: float | None) -> float | None:
    """Return how much more a leans on b than b on a [-1, 1], null where either share is unknown.

    Shares are of each state's own exchange: R. O. Keohane and J. S. Nye. 1977. Power and Interdependence, chapter 1;
    as a difference of trade shares, K. Barbieri. 1996. Journal of Peace Research 33(1): 29-49.

    >>> asymmetry(0.5, 0.125), asymmetry(0.5, None)
    (0.375, None)
    """
    return None if share_of_a is None or share_of_b is None else share_of_a - share_of_b


@dataclass(frozen=True, slots=True)
class Openness:
    """A state's exchange as a share of its product [1]: null for the ``reason`` given.

    ``is_lower_bound`` where partners are missing and no total says what they hold.
    """

    ratio: float | None
    is_lower_bound: bool
    reason: str = ""


def measure_openness(concentration: Concentration, total: float | None, gdp: float | None) -> Openness:
    """Hold a state's whole exchange against its gross domestic product, both in one money and at one year's prices.

    Exports and imports together may exceed the product. Trade is reckoned at exchange rates: against a product at
    purchasing power, which is larger for poor states, the share comes out too low, and states cannot be compared by it.

    Raises
    ------
    ValueError
        If the product is not above zero or not finite.

    >>> measure_openness(measure_concentration({"SUN": 30, "CSK": 20}), None, 200).ratio
    0.25
    """
    if gdp is not None and not (isfinite(gdp) and gdp > 0):
        raise ValueError(f"a product of {gdp:g} is none")
    if gdp is None:
        return Openness(None, False, "the product is not known in this money")
    if total is None and concentration.n_partners == concentration.n_missing:
        return Openness(None, False, "no exchange is known")
    is_lower = total is None and concentration.n_missing > 0
    return Openness((concentration.known if total is None else total) / gdp, is_lower)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a partner promised and what it delivered, in the figures' unit.

    ``n_promised`` and ``n_delivered`` count the figures behind each sum; a sum of no figure is null, not zero.
    ``share_delivered`` is null where nothing is known to be promised; it may exceed 1.
    """

    partner: str
    n_promised: int
    n_delivered: int
    promised: float | None
    delivered: float | None
    share_delivered: float | None


def compare_deliveries(figures: Iterable[tuple[str, str, float | None]]) -> tuple[Delivery, ...]:
    """Hold deliveries against promises, from (partner, `promised` or `delivered`, value); other kinds are left out.

    Promises and deliveries are summed over all times, for what is promised in one year comes in others. Figures that
    overlap (a yearly sum and one of several years) must be parted beforehand.
    """
    sums: dict[str, dict[str, list[float]]] = {}
    for partner, kind, value in figures:
        if kind in ("promised", "delivered") and value is not None:
            if not isfinite(value) or value < 0:
                raise ValueError(f"{partner} {kind} {value:g}: it must be finite and not negative")
            sums.setdefault(partner, {"promised": [], "delivered": []})[kind].append(value)
    return tuple(_delivery(partner, **sums[partner]) for partner in sorted(sums))


def _delivery(partner: str, promised: list[float], delivered: list[float]) -> Delivery:
    word = sum(sorted(promised)) if promised else None
    deed = sum(sorted(delivered)) if delivered else None
    share = deed / word if word and deed is not None else None
    return Delivery(partner, len(promised), len(delivered), word, deed, share)
