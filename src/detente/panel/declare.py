"""What a data set says of itself: columns, years, what absence means, where it is had, how it is cited."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

System = Literal["cow", "gw"]
Shape = Literal["state-year", "state", "dyad-year", "pair-year", "leader", "leader-year", "spells", "source"]
"""What a row of the prepared table is. `dyad-year` rows are directed; `pair-year` rows stand once for a < b."""


class Absence(StrEnum):
    """What it means that a row is not there, inside the data set's years."""

    ZERO = "zero"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Years:
    """Calendar years, both ends included."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}:{self.last}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as Detente names it.

    Attributes
    ----------
    type
        Type in the prepared table: `int8` (flags 0 and 1, codes), `int16`, `int32`, `float64`, `string`, `date`.
    peer
        The name in R's peacesciencer, where it has one.
    unit
        Unit of measurement, or empty for counts, flags and codes.
    flipped
        In a pair-year table: the column that holds this value when the pair is read from its other side.
    source
        The name in the distributed file, where it is neither the peer's nor ours.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    absence: Absence = Absence.MISSING
    peer: str = ""
    flipped: str = ""
    source: str = ""

    @property
    def origin(self) -> str:
        """The column's name in the distributed file."""
        return self.source or self.peer or self.name


@dataclass(frozen=True, slots=True)
class Distribution:
    """One place where the data set is had.

    Attributes
    ----------
    kind
        `publisher` (the owner) or `mirror`. A mirror is a folder of files given with `--from`.
    place
        An address, or the file's name in a mirror.
    reader
        `parquet`, `csv`, `zip` (a CSV inside a ZIP) or `cow-states`. Empty where the owner's file has another
        shape or its address is not known: then a copy is read, with `--from`.
    columns
        The owner's column under each declared one, where they differ.
    sha256
        Hash of the bytes; empty until they were seen.
    member
        The file inside a ZIP; by default its only CSV.
    page
        The owner's page.
    missing
        What the owner writes for missing, besides nothing and NA.
    """

    kind: Literal["publisher", "mirror"]
    place: str
    reader: str = "parquet"
    sha256: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    member: str = ""
    page: str = ""
    missing: tuple[str, ...] = ()


Prepare = Callable[[Any, tuple[Column, ...]], Any]
"""From the distributed table (Ibis) and the declared columns to the prepared table (Ibis)."""

_KEYS: Mapping[str, tuple[str, ...]] = {
    "state-year": ("code", "year"),
    "state": ("code",),
    "dyad-year": ("key",),
    "pair-year": ("key",),
    "leader": ("leader_id",),
}


@dataclass(frozen=True, slots=True)
class Dataset:
    """A published data set: what it holds, where it is had, under what terms.

    Attributes
    ----------
    source
        Columns and types of the file as it is distributed; a file that differs is refused.
    key
        The prepared table's key columns; by default those of its shape.
    prepare
        Turns a table of `source` into the prepared one (Ibis in, Ibis out).
    codes
        Whose state codes it uses.
    is_shareable
        False where the owner lets nobody hand it on: then it comes from the owner only.
    is_excerpt
        Whether the distributed file has columns that are not declared; otherwise such a file is refused.
    """

    id: str
    title: str
    version: str
    years: Years | None
    shape: Shape
    codes: System | None
    source: Mapping[str, str]
    columns: tuple[Column, ...]
    licence: str
    citation: str
    distributions: tuple[Distribution, ...]
    prepare: Prepare
    caveats: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    is_shareable: bool = True
    is_excerpt: bool = False

    def __post_init__(self) -> None:
        if not self.key:
            object.__setattr__(self, "key", _KEYS[self.shape])

    def as_json(self) -> dict[str, Any]:
        """Return what `detente data list --format json` prints."""
        years = self.years and {"first": self.years.first, "last": self.years.last}
        return {
            "id": self.id,
            "title": self.title,
            "version": self.version,
            "years": years,
            "shape": self.shape,
            "codes": self.codes,
            "key": list(self.key),
            "licence": self.licence,
            "citation": self.citation,
            "caveats": list(self.caveats),
            "is_shareable": self.is_shareable,
            "columns": [
                {"name": c.name, "type": c.type, "unit": c.unit, "meaning": c.meaning, "absence": c.absence.value}
                for c in self.columns
            ],
            "distributions": [
                {"kind": d.kind, "place": d.place, "page": d.page, "reader": d.reader, "sha256": d.sha256}
                for d in self.distributions
            ],
        }
