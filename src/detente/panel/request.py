"""What a panel is asked to be: nothing but values, so that equal requests are equal."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from detente.panel.adders import Adder
from detente.panel.declare import System, Years

Unit = Literal[
    "dyad-years", "state-years", "leader-years", "state-days", "leader-days", "leader-dyad-years", "dispute-years"
]
Names = Literal["detente", "peacesciencer"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a unit's rows stand for.

    Attributes
    ----------
    kinds
        What can be looked up for a row, the nearest first.
    sides
        The endings of its states' columns: none, or A's and B's.
    """

    kinds: tuple[str, ...]
    sides: tuple[str, ...]


UNITS: Final[Mapping[str, Shape]] = {
    "dyad-years": Shape(("dyads", "states"), ("_a", "_b")),
    "state-years": Shape(("states",), ("",)),
    "leader-years": Shape(("states", "leaders"), ("",)),
    "state-days": Shape(("states",), ("",)),
    "leader-days": Shape(("states", "leaders"), ("",)),
    "leader-dyad-years": Shape(("dyads", "states", "leaders"), ("_a", "_b")),
    "dispute-years": Shape(("dyads", "states"), ("_a", "_b")),
}


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A table that the user brings.

    Attributes
    ----------
    keys
        Pairs of the spine's column and the table's.
    values
        The columns that it adds.
    types
        Its columns and their Ibis types.
    strangers
        Codes in it that are no state of the system.
    """

    path: Path
    name: str
    keys: tuple[tuple[str, str], ...]
    values: tuple[str, ...]
    types: tuple[tuple[str, str], ...]
    sha256: str = ""
    source: str = ""
    strangers: tuple[int, ...] = ()

    def expression(self) -> Any:
        """Return it as an Ibis table."""
        import ibis

        return ibis.table(dict(self.types), name=self.name)


ALL_YEARS: Final = Years(1816, 2025)


@dataclass(frozen=True, slots=True)
class Request:
    """A panel, asked for."""

    unit: Unit
    system: System
    years: Years = ALL_YEARS
    states: tuple[int, ...] = ()
    is_directed: bool = True
    adders: tuple[Adder, ...] = ()
    carried: frozenset[str] = frozenset()
    keeps: tuple[str, ...] = ()
    whittled: tuple[str, ...] = ()
    tables: tuple[OwnTable, ...] = ()
    names: Names = "detente"

    @property
    def is_plain(self) -> bool:
        """Whether each row can be looked up: of dyads or states, in years."""
        return self.unit in ("dyad-years", "state-years")
