"""`detente panel`."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from detente.cli import fail

if TYPE_CHECKING:
    from detente.panel.request import Unit

NEEDS_ARGUMENTS = True
EVERY_YEAR = "1816:2025"


class UnitName(StrEnum):
    """What a row stands for."""

    DYAD_YEARS = "dyad-years"
    STATE_YEARS = "state-years"
    LEADER_YEARS = "leader-years"
    STATE_DAYS = "state-days"
    LEADER_DAYS = "leader-days"
    LEADER_DYAD_YEARS = "leader-dyad-years"
    DISPUTE_YEARS = "dispute-years"
    DYAD_MONTHS = "dyad-months"


class SystemName(StrEnum):
    """Who counts as a state."""

    COW = "cow"
    GW = "gw"


class NamesOf(StrEnum):
    """Whose column names."""

    DETENTE = "detente"
    PEACESCIENCER = "peacesciencer"


def run(
    unit: Annotated[UnitName, typer.Argument(metavar="UNIT", help="What a row stands for.", show_default=False)],
    system: Annotated[SystemName, typer.Option(help="Correlates of War, or Gleditsch-Ward.")] = SystemName.COW,
    years: Annotated[str, typer.Option(metavar="A:B", help="First and last year.")] = EVERY_YEAR,
    states: Annotated[str, typer.Option(metavar="..", help="Names, letters or numbers, apart by commas.")] = "",
    undirected: Annotated[bool, typer.Option("--undirected", help="One row for each two states.")] = False,
    add: Annotated[str, typer.Option(metavar="NAME,...", help="What to add; also CSV files of your own.")] = "",
    carry_forward: Annotated[
        str, typer.Option(metavar="NAME,...", help="Data sets whose last year stands for later ones.")
    ] = "",
    keep: Annotated[str, typer.Option(metavar="WHAT", help="Rows to keep: politically-relevant.")] = "",
    whittle: Annotated[
        str, typer.Option(metavar="RULE,...", help="Of disputes: keep the gravest of a year; `all` is all seven rules.")
    ] = "",
    events: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Of dyad-months: a Parquet file, a row an event.")
    ] = None,
    roots: Annotated[str, typer.Option(metavar="CODE,...", help="Of dyad-months: codes to count apart.")] = "",
    out: Annotated[Path | None, typer.Option(help="A .parquet or .csv file; by default CSV is printed.")] = None,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="duckdb, local[*] or spark://host:port; else what is quickest here.")
    ] = "",
    names: Annotated[NamesOf, typer.Option(help="Whose column names.")] = NamesOf.DETENTE,
    cite: Annotated[bool, typer.Option("--cite", help="Say which works to cite, as BibTeX.")] = False,
) -> None:
    """Build a table of dyads, states or leaders from published data."""
    from detente.panel.codes import codes_of
    from detente.panel.errors import PanelError
    from detente.panel.panels import panel

    try:
        if unit is UnitName.DYAD_MONTHS:
            others = (states, undirected, add, carry_forward, keep, whittle, cite, years != EVERY_YEAR)
            if any(others) or system is not SystemName.COW or names is not NamesOf.DETENTE:
                fail("dyad-months are of the events alone", "they take --events, --roots, --out and --engine")
            _write_months(events, [*filter(None, roots.split(","))], out, engine)
            return
        if events or roots:
            fail(f"--events and --roots are of dyad-months, not of {unit.value}")
        built = panel(cast("Unit", unit.value), system.value).between(*_years(years)).named(names.value).on(engine)
        if states:
            for note in codes_of(states.split(","), system.value).notes:
                typer.echo(f"note: {note}; it is left out", err=True)
            built = built.among(*states.split(","))
        if undirected:
            built = built.undirected()
        built = built.add(*filter(None, add.split(",")))
        built = built.carry_forward(*filter(None, carry_forward.split(",")))
        built = built.keep(keep) if keep else built
        if whittle:
            built = built.whittle(*([] if whittle == "all" else whittle.split(",")))
        for note in built.notes:
            typer.echo(f"note: {note}", err=True)
        if out:
            built.write(out)
            typer.echo(f"{out}: {built.units}", err=True)
        else:
            built.print_csv()
        if cite:
            typer.echo(built.cite(), err=True)
    except PanelError as error:
        fail(error.message, error.help)


def _write_months(events: Path | None, roots: list[str], out: Path | None, engine: str) -> None:
    from detente.panel.events import COLUMNS, write_dyad_months

    if events is None or out is None:
        fail(
            "dyad-months are drawn together from events", f"--events FILE.parquet ({', '.join(COLUMNS)}) and --out FILE"
        )
    write_dyad_months(events, out, roots, engine or "duckdb")
    typer.echo(f"{out}: directed dyad-months of {events}", err=True)


def _years(text: str) -> tuple[int, int]:
    first, _, last = text.partition(":")
    if not (first.isdigit() and (last or first).isdigit()):
        fail(f"--years {text} is not A:B", "for instance 1944:1965")
    return int(first), int(last or first)
