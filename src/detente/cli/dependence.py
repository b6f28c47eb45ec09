"""`detente dependence`."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli import fail
from detente.cli.answers import Form, number, print_answer, read_table

NEEDS_ARGUMENTS = True
_ONE_OF_A_KIND = ("indicator", "unit", "currency", "price_base")


def run(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE.csv", help="Rows of time, state, partner and value.", show_default=False),
    ],
    state: Annotated[str, typer.Option("--state", metavar="X", help="Whose dependence.")],
    columns: Annotated[
        str, typer.Option(metavar="T,S,P,V", help="The columns of time, state, partner and value.")
    ] = "year,state,partner,value",
    total: Annotated[
        str, typer.Option(metavar="COLUMN", help="A column with the state's whole exchange at that time.")
    ] = "",
    most_missing: Annotated[
        float, typer.Option(metavar="SHARE", help="Without a total, the most that missing partners may hold.")
    ] = 1.0,
    where: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN=VALUE", help="Use these rows alone; may be repeated.")
    ] = None,
    format: Annotated[Form, typer.Option(help="How the answer is printed.")] = Form.TABLE,
) -> None:
    """Measure partner shares, concentration, asymmetry, and promises against deliveries.

    An empty value is missing, never zero. Where a column `kind` says `promised`, the row counts as a promise alone.
    """
    names = columns.split(",")
    if len(names) != 4:
        fail(f"--columns {columns} does not name four columns", "for instance year,state,partner,value")
    pairs = [pair.partition("=") for pair in where or ()]
    rows = read_table(file, [*names, *([total] if total else []), *(column for column, _, _ in pairs)])
    rows = [row for row in rows if all(row[column] == value for column, _, value in pairs)]
    sides = {state, *(row[names[2]] for row in rows if row[names[1]] == state)}
    own = [row for row in rows if row[names[1]] in sides]
    if not any(row[names[1]] == state for row in own):
        fail(f"no row has {state} as `{names[1]}`", "--columns and --where choose the rows")
    _refuse_mixtures(own)
    try:
        document = _document(own, state, names, total, most_missing)
    except ValueError as error:
        fail(str(error))
    print_answer(document, _rows(document), (document["sentence"],), format)


def _refuse_mixtures(rows: Sequence[dict[str, str]]) -> None:
    for column in _ONE_OF_A_KIND:
        found = sorted({row[column] for row in rows if row.get(column)})
        if len(found) > 1:
            fail(
                f"figures of several kinds cannot be added: `{column}` holds {', '.join(found)}",
                f"choose with --where {column}={found[0]}",
            )


def _document(
    rows: Sequence[dict[str, str]], state: str, names: Sequence[str], total: str, most_missing: float
) -> dict[str, Any]:
    from detente.analysis.dependence import asymmetry, compare_deliveries, measure_concentration

    values, totals, figures = _read(rows, names, total)
    found = {
        key: measure_concentration(partners, totals.get(key), most_missing) for key, partners in sorted(values.items())
    }
    share_of = {(*key, each.partner): each.share for key, one in found.items() for each in one.shares}
    times = []
    for (time, actor), one in found.items():
        if actor == state:
            partners = [
                asdict(each) | {"asymmetry": asymmetry(each.share, share_of.get((time, each.partner, state)))}
                for each in one.shares
            ]
            times.append({"time": time} | asdict(one) | {"shares": partners})
    deliveries = [asdict(each) for each in compare_deliveries(figures[state])] if state in figures else []
    return {"state": state, "times": times, "deliveries": deliveries, "sentence": _sentence(state, times, deliveries)}


def _read(rows: Sequence[dict[str, str]], names: Sequence[str], total: str) -> tuple[Any, Any, Any]:
    """Return exchange by (time, state) and partner, totals by (time, state), and promises and deliveries by state."""
    time, actor, partner, amount = names
    values: dict[tuple[str, str], dict[str, float | None]] = {}
    totals: dict[tuple[str, str], float] = {}
    figures: dict[str, list[tuple[str, str, float | None]]] = {}
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        where = f"{row[actor]}-{row[partner]} in {row[time]}"
        kind = row.get("kind", "")
        value = number(row[amount], where)
        figures.setdefault(row[actor], []).append((row[partner], kind, value))
        if kind in ("promised", "planned"):
            continue
        if (key := (row[time], row[actor], row[partner], row.get("flow", ""), kind)) in seen:
            fail(f"{where} stands in two rows", "keep one; parts of an exchange are told apart by a column `flow`")
        seen.add(key)
        partners = values.setdefault((row[time], row[actor]), {})
        before = partners.get(row[partner], 0.0)
        partners[row[partner]] = None if value is None or before is None else before + value
        whole = number(row[total], f"the total of {where}") if total else None
        if whole is not None and totals.setdefault((row[time], row[actor]), whole) != whole:
            fail(f"{row[actor]} has two totals in {row[time]}")
    return values, totals, figures


def _rows(document: dict[str, Any]) -> list[dict[str, Any]]:
    kept = ("partner", "value", "share", "low", "asymmetry")
    rows = []
    for one in document["times"]:
        whole = {"hirschman": one["hirschman"], "hirschman_low": one["low"], "hirschman_high": one["high"]}
        rows += [{"time": one["time"]} | {name: each[name] for name in kept} | whole for each in one["shares"]]
    return rows or document["deliveries"]


def _sentence(state: str, times: list[dict[str, Any]], deliveries: list[dict[str, Any]]) -> str:
    parts = []
    known = [one for one in times if one["hirschman"] is not None]
    if known:
        last = known[-1]
        first = max((each for each in last["shares"] if each["share"] is not None), key=lambda each: each["share"])
        parts.append(
            f"In {last['time']} {state}'s first partner is {first['partner']} with {first['share']:.0%} of what is "
            f"known; concentration is {last['hirschman']:.2f}, between {last['low']:.2f} and {last['high']:.2f} "
            f"whatever the {last['n_missing']} missing of {last['n_partners']} partners hold"
        )
    for each in deliveries:
        if each["share_delivered"] is not None:
            parts.append(
                f"{each['partner']} is known to have delivered {each['share_delivered']:.0%} of what it promised "
                f"({each['n_delivered']} and {each['n_promised']} figures)"
            )
    return (". ".join(parts) or f"Nothing can be said of {state}: no figure is known") + "."
