"""Short ways of writing a declaration."""

from collections.abc import Mapping
from typing import Final

from detente.panel.datasets.hashes import SEEN
from detente.panel.declare import Absence, Column, Distribution

COW_TERMS: Final = "free for research with citation (Correlates of War Project)"
COW_PAGE: Final = "https://correlatesofwar.org/data-sets/"
PEER_MIRROR: Final = "copy in R's peacesciencer 1.2.9 (the package is GPL-2; the data keep their owner's terms)"

_TYPES: Final = {"i": "int64", "f": "float64", "s": "string"}


def columns_of(**groups: str) -> dict[str, str]:
    """Return the source columns and their types: i for whole numbers, f for floats, s for text.

    >>> columns_of(i="ccode year", s="name")
    {'ccode': 'int64', 'year': 'int64', 'name': 'string'}
    """
    return {name: _TYPES[kind] for kind, names in groups.items() for name in names.split()}


def mirror(file: str) -> Distribution:
    """A file of the local mirror, with the hash of the bytes that were seen."""
    return Distribution("mirror", f"{file}.parquet", "parquet", SEEN.get(f"{file}.parquet", ""))


def page(url: str, file: str = "") -> Distribution:
    """The owner's page, and the file's address where one is known; its shape is another than the one prepared here."""
    return Distribution("publisher", file, "", page=url)


def owner(
    place: str,
    reader: str,
    columns: Mapping[str, str] | None = None,
    *,
    member: str = "",
    url: str = "",
    missing: tuple[str, ...] = (),
) -> Distribution:
    """The owner's file."""
    return Distribution(
        "publisher", place, reader, columns=columns or {}, member=member, page=url or COW_PAGE, missing=missing
    )


def flag(name: str, meaning: str, peer: str = "", absence: Absence = Absence.ZERO, source: str = "") -> Column:
    """A column of 0 and 1; a row that is not there means 0 unless said otherwise."""
    return Column(name, "int8", meaning, absence=absence, peer=peer, source=source)


def number(name: str, meaning: str, unit: str = "", peer: str = "", source: str = "", flipped: str = "") -> Column:
    """A measured column; a row that is not there means that it is missing."""
    return Column(name, "float64", meaning, unit, peer=peer, source=source, flipped=flipped)


def code(name: str, meaning: str, peer: str = "", type: str = "int8", source: str = "") -> Column:
    """A coded or counted column; a row that is not there means that it is missing."""
    return Column(name, type, meaning, peer=peer, source=source)


def tally(name: str, meaning: str, type: str = "int8", peer: str = "") -> Column:
    """A counted or coded column; a row that is not there means 0."""
    return Column(name, type, meaning, absence=Absence.ZERO, peer=peer)


def text(name: str, meaning: str, peer: str = "", source: str = "") -> Column:
    """A column of words."""
    return Column(name, "string", meaning, peer=peer, source=source)
