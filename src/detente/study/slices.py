"""Figures that name a data set instead of a number: filled from the slice of facts that the study ships.

A slice is a panel that `detente panel` wrote into the study's `data/`, with its provenance beside it, so that a study
holds the same numbers wherever it is built. A row over several years becomes a figure a year; its testimony is that of
each of them.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from detente.model.dates import parse_date
from detente.model.records import Figure, Testimony
from detente.model.states import states
from detente.study.files import read_text
from detente.study.places import SheetPlaces
from detente.study.values import Complaints

FOLDER: Final = "data"
_NAMED: Final = re.compile(r"([a-z][a-z0-9-]*):([a-z]\w*)(?::(\w+):(\w+))?")
_YEARS: Final = re.compile(r"(\d{4})(?:/(\d{4}))?")
_KEYS: Final = {1: (("cow",), ("gw",)), 2: (("cow_a", "cow_b"), ("gw_a", "gw_b"))}


class SliceError(Exception):
    """Why a figure cannot be filled, and what to do."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help


@dataclass(frozen=True, slots=True)
class Slice:
    """A panel in the study's `data/`: rows under system, codes and year, and what they rest on."""

    name: str
    columns: tuple[str, ...]
    rows: Mapping[tuple[str, ...], Mapping[str, str]]
    origin: str


def fill_figures(folder: Path, parts: dict[str, Any], places: SheetPlaces, complaints: Complaints) -> None:
    """Replace each figure that names data by those that the data give, or say why it cannot be filled (FIG005)."""
    figures: tuple[Figure, ...] = parts.get("figures", ())
    if not any(figure.data for figure in figures):
        return
    slices: dict[str, Slice] = {}
    filled: list[Figure] = []
    made: dict[str, tuple[str, ...]] = {}
    for figure in figures:
        try:
            found = tuple(_filled(figure, folder, slices, complaints)) if figure.data else (figure,)
        except SliceError as error:
            found = (figure,)
            complaints.add("FIG005", error.message, places.place(figure, "data"), help=error.help, about=figure.id)
        filled += found
        made[figure.id] = tuple(each.id for each in found)
    parts["figures"] = tuple(filled)
    parts["testimony"] = tuple(_spread(parts.get("testimony", ()), made))


def _spread(rows: Iterable[Testimony], made: Mapping[str, tuple[str, ...]]) -> Iterator[Testimony]:
    for row in rows:
        ids = made.get(row.statement, (row.statement,))
        yield from (row,) if ids == (row.statement,) else (replace(row, statement=id) for id in ids)


def _filled(figure: Figure, folder: Path, slices: dict[str, Slice], complaints: Complaints) -> Iterator[Figure]:
    if any(number is not None for number in (figure.value, figure.low, figure.high)):
        raise SliceError("the figure has a number and names data as well", "leave `value`, `low` and `high` empty")
    named, years = _NAMED.fullmatch(figure.data), _YEARS.fullmatch(figure.date.text if figure.date else "")
    if named is None:
        raise SliceError(
            f"`{figure.data}` is no column of a data set",
            "write `nmc:cinc`; with a low and a high end, `nmc:x:x_low:x_high`",
        )
    if years is None:
        raise SliceError("data are given by years", "write `date` as a year or two, for instance `1946/1961`")
    name, first, last = named[1], int(years[1]), int(years[2] or years[1])
    held = slices.get(name)
    if held is None:
        held = slices[name] = _read_slice(folder, name, figure, (first, last), complaints)
    wanted = [column for column in named.groups()[1:] if column]
    if missing := [column for column in wanted if column not in held.columns]:
        raise SliceError(f"`{FOLDER}/{name}.csv` has no column `{missing[0]}`", f"it has {', '.join(held.columns)}")
    rows = {year: row for year in range(first, last + 1) if (row := _row(held, figure, year)) and row[wanted[0]]}
    if not rows:
        raise SliceError(
            f"`{FOLDER}/{name}.csv` has no `{wanted[0]}` of `{figure.actor}`"
            + (f" and `{figure.target}`" if figure.target else "")
            + f" in {first}-{last}",
            "a null is no figure: leave the row out, or say in `searches.csv` that the data do not reach there",
        )
    gaps = [str(year) for year in range(first, last + 1) if year not in rows]
    said = f"{wanted[0]} of {held.origin}" + (f"; nothing for {', '.join(gaps)}" if gaps else "")
    note = f"{figure.note.rstrip('. ')}. {said}" if figure.note.strip() else said
    for year, row in rows.items():
        value, low, high = [_number(row[column], held, column) for column in wanted] + [None] * (3 - len(wanted))
        id = figure.id if first == last else f"{figure.id}-{year}"
        yield replace(figure, id=id, date=parse_date(str(year)), value=value, low=low, high=high, note=note)


def _row(held: Slice, figure: Figure, year: int) -> Mapping[str, str] | None:
    sides = [side for side in (figure.actor, figure.target) if side]
    for system in ("cow", "gw"):
        codes = [[str(m.number) for m in states()[side].memberships if m.system == system] for side in sides]
        pairs = [(a,) for a in codes[0]] if len(codes) == 1 else [(a, b) for a in codes[0] for b in codes[1]]
        for pair in pairs:
            if (row := held.rows.get((system, *pair, str(year)))) is not None:
                return row
    return None


def _number(text: str, held: Slice, column: str) -> Decimal | None:
    try:
        return Decimal(format(Decimal(text), "f")) if text else None
    except InvalidOperation:
        raise SliceError(f"`{column}` in `{FOLDER}/{held.name}.csv` is no number: `{text[:40]}`") from None


def _read_slice(folder: Path, name: str, figure: Figure, years: tuple[int, int], complaints: Complaints) -> Slice:
    sides = [side for side in (figure.actor, figure.target) if side]
    if strangers := [side for side in sides if side not in states()]:
        raise SliceError(f"`{strangers[0]}` is no state, and data sets know states only", "name the actor's state")
    unit = "dyad-years" if len(sides) == 2 else "state-years"
    command = f"detente panel {unit} --states {','.join(sides)} --years {years[0]}:{years[1]} --add {name}"
    help = f"`{command} --out {FOLDER}/{name}.csv` writes both from the installed data; name all the states it is for"
    file = f"{FOLDER}/{name}.csv"
    text = read_text(folder, file, complaints)
    provenance = read_text(folder, f"{FOLDER}/{name}.provenance.json", complaints)
    if text is None or provenance is None:
        lacking = file if text is None else f"{FOLDER}/{name}.provenance.json"
        raise SliceError(f"there is no `{lacking}`", help)
    lines = csv.DictReader(text.splitlines())
    columns = tuple(lines.fieldnames or ())
    keys = next((keys for keys in _KEYS[len(sides)] if {*keys, "year"} <= {*columns}), None)
    if keys is None:
        raise SliceError(f"`{file}` is no table of {unit}", help)
    system = keys[0].partition("_")[0]
    rows = {(system, *(row[key] for key in keys), row["year"]): row for row in lines if None not in row.values()}
    return Slice(name, tuple(c for c in columns if c not in (*keys, "year")), rows, _origin(provenance, name, help))


def _origin(provenance: str, name: str, help: str) -> str:
    """What the slice rests on: title, version and the beginning of the hash of the owner's bytes."""
    try:
        sets = json.loads(provenance)["data_sets"]
        about = [each for each in sets if each["id"] == name or each["id"].startswith(f"{name}-")] or sets
        return ", ".join(f"{each['title']}, {each['version']} (sha256 {each['sha256'][:12]})" for each in about)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise SliceError(f"`{FOLDER}/{name}.provenance.json` does not say what the data rest on", help) from None
