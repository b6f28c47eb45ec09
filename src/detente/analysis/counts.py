"""The interval of a rate of which a count is seen, and of a share: under Jeffreys' priors."""

from typing import Final

LEVEL: Final = 0.95
"""Probability that an interval holds the rate, given the model and its prior [share]."""


def rate_interval(n: int, exposure: float = 1.0, level: float = LEVEL) -> tuple[float, float]:
    """Return the equal-tailed interval of a rate: the posterior is Gamma(n + 1/2, exposure).

    Parameters
    ----------
    n
        Events counted [1].
    exposure
        What they were counted over, for instance one year, or thousands of words.

    Returns
    -------
    low, high : float
        Events to a unit of exposure. At ``n = 0`` the low end is 0: nothing speaks against a rate of none.

    Raises
    ------
    ValueError
        If a count is negative or the exposure is not positive and finite.

    Notes
    -----
    Jeffreys' prior for a Poisson rate, Gamma(1/2, 0). A. Gelman et al. 2013. Bayesian Data Analysis, 3rd ed.,
    sections 2.6 (Gamma-Poisson) and 2.8. It assumes independent events at a constant rate within the unit; events that
    bring others on make it too narrow.

    Examples
    --------
    >>> [round(end, 3) for end in rate_interval(0)], [round(end, 3) for end in rate_interval(4)]
    ([0.0, 2.512], [1.35, 9.511])
    """
    from scipy.special import gammaincinv

    if n < 0 or not 0 < exposure < float("inf"):
        raise ValueError(f"a count of {n} over {exposure} has no rate")
    tail = (1 - level) / 2
    low = float(gammaincinv(n + 0.5, tail)) if n else 0.0
    return low / exposure, float(gammaincinv(n + 0.5, 1 - tail)) / exposure


def share_interval(part: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the equal-tailed interval of a share of which ``part`` in ``n`` are seen [0, 1].

    The posterior under Jeffreys' prior is Beta(part + 1/2, n - part + 1/2); at none or all that end is 0 or 1.
    L. D. Brown, T. T. Cai and A. DasGupta. 2001. Interval Estimation for a Binomial Proportion. Statistical Science
    16(2): 101-133, section 3.

    >>> [round(end, 3) for end in share_interval(0, 10)], [round(end, 3) for end in share_interval(5, 10)]
    ([0.0, 0.217], [0.224, 0.776])
    """
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(part + 0.5, n - part + 0.5, tail)) if part else 0.0
    return low, float(betaincinv(part + 0.5, n - part + 0.5, 1 - tail)) if part < n else 1.0
