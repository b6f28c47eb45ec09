"""`detente dependence`."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli import fail
from detente.cli.answers import Form, number, print_answer, read_table
from detente.cli.money import Use, convert_columns, say_steps

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
    gdp: Annotated[
        str, typer.Option(metavar="COLUMN", help="A column with the state's product, in the money of the values.")
    ] = "",
    into: Annotated[
        str, typer.Option(metavar="MONEY", help="Convert to one money: USD, or USD@1955 for dollars of 1955.")
    ] = "",
    use: Annotated[Use, typer.Option(help="At rates for foreign money, or those of a currency reform.")] = Use.EXTERNAL,
    rates: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Rates of your own, asked before the program's.")
    ] = None,
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
    With --into, the columns `currency` and `price_base` say in what money a row is (`gdp_currency` and
    `gdp_price_base` the product); each rate used is listed with its days and its source, and what has none is missing.
    """
    names = columns.split(",")
    if len(names) != 4:
        fail(f"--columns {columns} does not name four columns", "for instance year,state,partner,value")
    pairs = [pair.partition("=") for pair in where or ()]
    rows = read_table(file, [*names, *filter(None, (total, gdp)), *(column for column, _, _ in pairs)])
    rows = [row for row in rows if all(row[column] == value for column, _, value in pairs)]
    sides = {state, *(row[names[2]] for row in rows if row[names[1]] == state)}
    own = [row for row in rows if row[names[1]] in sides]
    if not any(row[names[1]] == state for row in own):
        fail(f"no row has {state} as `{names[1]}`", "--columns and --where choose the rows")
    conversions: list[dict[str, Any]] = []
    if into:
        conversions = convert_columns(own, names, {names[3]: "", total: "", gdp: "gdp_"}, into, use, rates)
    _refuse_mixtures(own)
    if gdp:
        _refuse_other_money(own, gdp)
    try:
        document = _document(own, state, names, total, gdp, most_missing)
    except ValueError as error:
        fail(str(error))
    document |= {"money": into or None, "conversions": conversions}
    print_answer(document, _rows(document), (*say_steps(conversions), document["sentence"]), format)


def _refuse_mixtures(rows: Sequence[dict[str, str]]) -> None:
    for column in _ONE_OF_A_KIND:
        found = sorted({row[column] for row in rows if row.get(column)})
        if len(found) > 1:
            fail(
                f"figures of several kinds cannot be added: `{column}` holds {', '.join(found)}",
                f"choose with --where {column}={found[0]}",
            )


def _refuse_other_money(rows: Sequence[dict[str, str]], gdp: str) -> None:
    for row in rows:
        for column in ("currency", "price_base"):
            own, other = row.get(column, ""), row.get(f"gdp_{column}", "")
            if row[gdp] and other and other != own:
                fail(f"`{gdp}` is in {other}, the values are in {own or 'money not named'}", "--into USD converts both")


def _document(
    rows: Sequence[dict[str, str]], state: str, names: Sequence[str], total: str, gdp: str, most_missing: float
) -> dict[str, Any]:
    from detente.analysis.dependence import asymmetry, compare_deliveries, measure_concentration, measure_openness

    values, figures = _read(rows, names)
    totals, products = _wholes(rows, names, total), _wholes(rows, names, gdp)
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
            openness = measure_openness(one, totals.get((time, actor)), products.get((time, actor))) if gdp else None
            trade = asdict(openness) if openness else None
            times.append({"time": time} | asdict(one) | {"shares": partners, "trade_to_gdp": trade})
    deliveries = [asdict(each) for each in compare_deliveries(figures[state])] if state in figures else []
    return {"state": state, "times": times, "deliveries": deliveries, "sentence": _sentence(state, times, deliveries)}


def _read(rows: Sequence[dict[str, str]], names: Sequence[str]) -> tuple[Any, Any]:
    """Return exchange by (time, state) and partner, and promises and deliveries by state."""
    time, actor, partner, amount = names
    values: dict[tuple[str, str], dict[str, float | None]] = {}
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
    return values, figures


def _wholes(rows: Sequence[dict[str, str]], names: Sequence[str], column: str) -> dict[tuple[str, str], float]:
    """Return a column that holds one figure for a state and time, repeated in its rows."""
    found: dict[tuple[str, str], float] = {}
    for row in rows if column else ():
        time, actor = row[names[0]], row[names[1]]
        whole = number(row[column], f"`{column}` of {actor} in {time}")
        if whole is not None and found.setdefault((time, actor), whole) != whole:
            fail(f"{actor} has two values of `{column}` in {time}")
    return found


def _rows(document: dict[str, Any]) -> list[dict[str, Any]]:
    kept = ("partner", "value", "share", "low", "asymmetry")
    rows = []
    for one in document["times"]:
        whole = {"hirschman": one["hirschman"], "hirschman_low": one["low"], "hirschman_high": one["high"]}
        if one["trade_to_gdp"]:
            whole["trade_to_gdp"] = one["trade_to_gdp"]["ratio"]
        rows += [{"time": one["time"]} | {name: each[name] for name in kept} | whole for each in one["shares"]]
    return rows or document["deliveries"]


def _sentence(state: str, times: list[dict[str, Any]], deliveries: list[dict[str, Any]]) -> str:
    parts = []
    known = [one for one in times if one["hirschman"] is not None]
    if known:
        last = known[-1]
        first = max((each for each in last["shares"] if each["share"] is not None), key=lambda each: each["share"])
        whole = "what is known" if last["share_missing"] is None else "the whole"
        concentration = f"{last['hirschman']:.2f}, between {last['low']:.2f} and {last['high']:.2f}"
        if last["share_missing"]:
            concentration = f"between {last['low']:.2f} and {last['high']:.2f} ({last['hirschman']:.2f} of the known)"
        parts.append(
            f"In {last['time']} {state}'s first partner is {first['partner']} with {first['share']:.0%} of {whole}; "
            f"concentration is {concentration} whatever the {last['n_missing']} missing of {last['n_partners']} "
            "partners hold"
        )
    ratios = [(one["time"], one["trade_to_gdp"]) for one in times if (one["trade_to_gdp"] or {}).get("ratio")]
    if ratios:
        time, openness = ratios[-1]
        least = "at least " if openness["is_lower_bound"] else ""
        parts.append(f"Its trade is {least}{openness['ratio']:.0%} of its product in {time}")
    for each in deliveries:
        if each["share_delivered"] is not None:
            parts.append(
                f"{each['partner']} is known to have delivered {each['share_delivered']:.0%} of what it promised "
                f"({each['n_delivered']} and {each['n_promised']} figures)"
            )
        elif each["promised"] is not None and each["delivered"] is None:
            n = each["n_promised"]
            parts.append(
                f"{each['promised']:.4g} were promised by or to {each['partner']} ({n} figures), no delivery is known"
            )
    return (". ".join(parts) or f"Nothing can be said of {state}: no figure is known") + "."
