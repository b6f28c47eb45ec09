"""`detente effects`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli import fail
from detente.cli.answers import Form, number, print_answer, read_table

NEEDS_ARGUMENTS = True


def run(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE.csv", help="Rows of indicator, state, year and value.", show_default=False),
    ],
    state: Annotated[str, typer.Option("--state", metavar="X", help="In which state.")],
    comparator: Annotated[str, typer.Option(metavar="Y", help="Beside which state.")],
    at: Annotated[int, typer.Option(metavar="YEAR", help="The first year of the new period.")],
    columns: Annotated[
        str, typer.Option(metavar="I,S,T,V", help="The columns of indicator, state, year and value.")
    ] = "indicator,state,year,value",
    before: Annotated[int, typer.Option(min=1, help="Years before the date.")] = 5,
    after: Annotated[int, typer.Option(min=1, help="Years from the date on.")] = 5,
    format: Annotated[Form, typer.Option(help="How the answer is printed.")] = Form.TABLE,
) -> None:
    """Compare what changed inside a state (output, literacy, health, housing) with what changed in another.

    Before and after is not an effect, and the answer says so. An empty value is missing, never zero.
    """
    from detente.analysis.effects import CAUTION, compare_changes

    names = columns.split(",")
    if len(names) != 4:
        fail(f"--columns {columns} does not name four columns", "for instance indicator,state,year,value")
    series = _series(read_table(file, names), names)
    indicators = [name for name, states in series.items() if state in states or comparator in states]
    if not any(state in series[name] for name in indicators):
        fail(f"no row has {state} as `{names[1]}`")
    try:
        found = {
            name: compare_changes(series[name].get(state, {}), series[name].get(comparator, {}), at, before, after)
            for name in indicators
        }
    except ValueError as error:
        fail(str(error))
    document = {
        **{"state": state, "comparator": comparator, "at": at, "caution": CAUTION},
        "indicators": {name: asdict(each) for name, each in found.items()},
    }
    rows = [_row(name, asdict(each)) for name, each in found.items()]
    print_answer(document, rows, [f"{name}: {each.sentence}" for name, each in found.items()], format)


def _row(name: str, each: dict[str, Any]) -> dict[str, Any]:
    wide = {f"{part}_{what}": each[part][what] for part in ("state", "comparator") for what in ("before", "after")}
    return {"indicator": name} | wide | {key: each[key] for key in ("difference", "trend_difference", "p_placebo")}


def _series(rows: list[dict[str, str]], names: list[str]) -> dict[str, dict[str, dict[int, float | None]]]:
    """Return a value under each indicator, state and year; one unit an indicator."""
    found: dict[str, dict[str, dict[int, float | None]]] = {}
    units: dict[str, str] = {}
    for row in rows:
        indicator, whose, year, cell = (row[name] for name in names)
        where = f"{indicator} of {whose} in {year}"
        unit = " ".join(filter(None, (row.get(name, "") for name in ("unit", "currency", "price_base"))))
        if units.setdefault(indicator, unit) != unit:
            fail(
                f"{where} is in {unit or 'no unit'}, others in {units[indicator] or 'no unit'}", "one unit an indicator"
            )
        if not (year.isascii() and year.isdigit()):
            fail(f"{where}: `{year}` is no year")
        years = found.setdefault(indicator, {}).setdefault(whose, {})
        if int(year) in years:
            fail(f"{where} stands in two rows", "keep one")
        years[int(year)] = number(cell, where)
    return found
