"""From several disputes of a dyad in a year to one: seven rules, each of which keeps the gravest.

The order is the owners' own: an onset before what goes on, then deaths, hostility, length, whether both acted, the
earlier month, and at last the lower number. With all seven one row is left for every key.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from detente.panel.errors import PanelError

Table = Any
KEYS: Final = ("cow_a", "cow_b", "year")

RULES: Final[Mapping[str, Callable[[Table], tuple[Any, ...]]]] = {
    "onsets": lambda t: (t["is_onset"],),
    "fatality": lambda t: ((t["fatality"] == -9).ifelse(0.5, t["fatality"].cast("float64")),),
    "hostility": lambda t: (t["hostility"],),
    "duration": lambda t: (t["duration_min_days"], t["duration_max_days"]),
    "reciprocation": lambda t: (t["is_reciprocated"],),
    "start-month": lambda t: (-t["start_month"],),
    "first": lambda t: (-t["dispute"],),
}
"""Each rule's measures: rows without the greatest of their key are dropped. Deaths not known (-9) stand
between none and few."""


def checked(rules: Sequence[str]) -> tuple[str, ...]:
    """Return rules by which to whittle, all seven if none is named; PanelError for what is none."""
    for name in rules:
        if name not in RULES:
            raise PanelError(f"no rule is called `{name}`", ", ".join(RULES))
    return tuple(rules) or tuple(RULES)


def whittle(disputes: Table, rules: Sequence[str], keys: Sequence[str] = KEYS) -> Table:
    """Return the disputes that are left after the rules, applied one after the other.

    Parameters
    ----------
    disputes
        An Ibis table as `gml-disputes` is prepared: a row a directed dispute-year.
    """
    for name in rules:
        for n in range(len(RULES[name](disputes))):
            measured = disputes.mutate(measure=RULES[name](disputes)[n])
            greatest = measured["measure"].max().over(group_by=list(keys))
            disputes = measured.mutate(greatest=greatest).filter(lambda t: t["measure"] == t["greatest"])
            disputes = disputes.drop("measure", "greatest")
    return disputes
