"""Columns of a table converted to one money, and how each figure was."""

from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Any

from detente.cli import fail
from detente.cli.answers import number, read_file
from detente.model.dates import parse_date


class Use(StrEnum):
    """What a rate was for."""

    EXTERNAL = "external"
    DOMESTIC = "domestic"


def convert_columns(
    rows: Sequence[dict[str, str]], names: Sequence[str], columns: dict[str, str], into: str, use: Use, own: Path | None
) -> list[dict[str, Any]]:
    """Convert cells in place, each column by the money that the columns of its prefix name; return how each was."""
    from detente.analysis.conversion import Money, convert, read_rates

    found: list[dict[str, Any]] = []
    try:
        wanted = Money.read(into)
        table = read_rates(read_file(own)) if own else ()
    except ValueError as error:
        fail(str(error))
    for row in rows:
        for column, prefix in columns.items():
            if not column or not row[column]:
                continue
            money = row.get(f"{prefix}currency", "") or row.get("currency", "")
            prices = row.get(f"{prefix}price_base", "") or row.get("price_base", "")
            where = f"{row[names[1]]}-{row[names[2]]} in {row[names[0]]}"
            if not money:
                fail(f"{where}: no column `currency` says in what money `{column}` is")
            try:
                given = Money.read(f"{money}@{prices}" if prices else money)
                done = convert(number(row[column], where), given, wanted, parse_date(row[names[0]]), use.value, table)
            except ValueError as error:
                fail(f"{where}: {error}")
            found.append({"of": where, "column": column, "given": row[column], "money": str(given)} | asdict(done))
            row[column] = "" if done.value is None else repr(done.value)
        own_prices = str(wanted.prices or "")
        for prefix in columns.values():
            row |= {f"{prefix}currency": wanted.currency, f"{prefix}price_base": own_prices}
    return found


def say_steps(conversions: Sequence[dict[str, Any]]) -> list[str]:
    """Say once of each rate what it is, where it comes from and for how many figures it was used, and what had none."""
    used: dict[str, int] = {}
    for each in conversions:
        for step in each["steps"]:
            text = f"1 {step['money']} = {step['factor']:.6g} {step['into']} ({step['days']}; {step['source']})"
            text += f", {step['note']}" if step["note"] else ""
            used[text] = used.get(text, 0) + 1
    missing = [f"{each['of']} is not converted: {each['reason']}" for each in conversions if each["reason"]]
    return [f"{text}: {n} figure{'s' if n > 1 else ''}" for text, n in used.items()] + missing
