"""Money in another money and in the prices of another year, in sight: each step with its rate, its days and its source.

The rates lie in `conversions.csv`, the price levels in `price_levels.csv`, both with their sources. What they do not
hold is not converted: the value is null, for a reason. A rate set by a state bank says what it gave for foreign money,
not what the money bought.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Final, Literal

from detente.model.dates import Date, Days, day_text, parse_date

Use = Literal["external", "domestic"]
_EVER: Final = 10**7


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of ``into`` for ``rate`` of ``money``, from ``first`` to ``last`` [ordinal days, both in force]."""

    money: str
    into: str
    rate: float
    use: str
    first: int
    last: int
    source: str
    note: str = ""

    @property
    def days(self) -> str:
        """The days on which it is in force, in EDTF."""
        start = day_text(self.first) if self.first > -_EVER else ".."
        return f"{start}/{day_text(self.last) if self.last < _EVER else '..'}"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a conversion: the value is multiplied by ``factor``. ``days`` are those of the rate, or two years."""

    money: str
    into: str
    factor: float
    days: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Converted:
    """A value in the money and prices asked for, and the steps to it. Null with a ``reason`` where no rate leads there.

    Without a step it is in the money asked for as it stands.
    """

    value: float | None
    steps: tuple[Step, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """A currency and the prices in which a sum is reckoned: a year, or 0 for those of its own day.

    >>> Money.read("USD@1955"), str(Money.read("RUB-old"))
    (Money(currency='USD', prices=1955), 'RUB-old')
    """

    currency: str
    prices: int = 0

    @classmethod
    def read(cls, text: str) -> "Money":
        """Read `USD` or `USD@1955`.

        Raises
        ------
        ValueError
            If no currency is named or the prices are those of no year.
        """
        currency, at, year = text.strip().partition("@")
        if not currency or (at and not year.isdigit() and year != "current"):
            raise ValueError(f"`{text}` is no money: write USD, or USD@1955 for dollars of 1955")
        return cls(currency, int(year) if year.isdigit() else 0)

    def __str__(self) -> str:
        """Write it as it is read."""
        return f"{self.currency}@{self.prices}" if self.prices else self.currency


def convert(
    value: float | None,
    money: Money,
    into: Money,
    when: Date,
    use: Use = "external",
    rates: Iterable[Rate] | None = None,
) -> Converted:
    """Convert a sum of a date: at the rate in force throughout it, then to the prices of another year.

    A sum in the prices of a year is changed at the rate of that year. ``rates`` of one's own are asked before those of
    the program.

    Raises
    ------
    ValueError
        If the sum is not finite.

    Examples
    --------
    >>> found = convert(500, Money("RUB-old"), Money("USD"), parse_date("1961-01-30"))
    >>> round(found.value), [f"{step.money}>{step.into}" for step in found.steps]
    (125, ['RUB-old>RUB', 'RUB>USD'])
    >>> convert(900, Money("RUB"), Money("USD"), parse_date("1956-06")).reason
    'no external rate leads from RUB to USD throughout 1956-06'
    """
    if value is None:
        return Converted(None, reason="the figure is missing")
    if not isfinite(value):
        raise ValueError(f"{value} is no sum of money")
    steps: list[Step] = []
    if money.currency != into.currency:
        day = parse_date(f"{money.prices:04}") if money.prices else when
        table = (*(rates or ()), *known_rates())
        path = _path(money.currency, into.currency, day.bounds(), use, table)
        if path is None:
            return Converted(None, reason=_missing(money.currency, into.currency, day, use, table))
        steps += path
    if into.prices != money.prices:
        step = _repriced(into.currency, money.prices, into.prices, when)
        if isinstance(step, str):
            return Converted(None, reason=step)
        steps += [step] if step.factor != 1 else []
    for step in steps:
        value *= step.factor
    return Converted(value, tuple(steps))


def _missing(money: str, into: str, when: Date, use: Use, rates: Sequence[Rate]) -> str:
    days = when.bounds()
    ends = [Days(day, day) for day in (days.first, days.last) if day is not None]
    if len(ends) == 2 and all(_path(money, into, end, use, rates) is not None for end in ends):
        return f"the rate from {money} to {into} changed within {when}"
    return f"no {use} rate leads from {money} to {into} throughout {when}"


def _path(money: str, into: str, days: Days, use: Use, rates: Sequence[Rate]) -> list[Step] | None:
    """Return the shortest way over rates that are in force on every one of the days."""
    if days.first is None or days.last is None:
        return None
    usable = [rate for rate in rates if rate.use == use and rate.first <= days.first and days.last <= rate.last]
    ways: dict[str, list[Step]] = {money: []}
    while into not in ways:
        further: dict[str, list[Step]] = {}
        for rate in usable:
            for a, b, factor in ((rate.money, rate.into, 1 / rate.rate), (rate.into, rate.money, rate.rate)):
                if a in ways and b not in ways and b not in further:
                    further[b] = [*ways[a], Step(a, b, factor, rate.days, rate.source, rate.note)]
        if not further:
            return None
        ways |= further
    return ways[into]


def _repriced(currency: str, from_year: int, to_year: int, when: Date) -> Step | str:
    """Return the step between two years' prices, 0 for the date's own; or why there is none."""
    own = [*when.years()] if when.bounds().first is not None and when.bounds().last is not None else []
    if len(own) != 1 and not (from_year and to_year):
        return f"{when} does not lie in one year, so its prices are those of none"
    levels = known_levels()
    a, b = (currency, from_year or own[0]), (currency, to_year or own[0])
    if a not in levels or b not in levels:
        return f"the price level of {currency} in {(b if a in levels else a)[1]} is not known here"
    source = "U.S. Bureau of Labor Statistics, CPI-U" if currency == "USD" else "price_levels.csv"
    return Step(f"{currency}@{a[1]}", f"{currency}@{b[1]}", levels[b] / levels[a], f"{a[1]}/{b[1]}", source)


@cache
def known_rates() -> tuple[Rate, ...]:
    """Return the program's own table of rates."""
    return read_rates(files("detente.analysis").joinpath("conversions.csv").read_text("utf-8"))


def read_rates(text: str) -> tuple[Rate, ...]:
    """Read a table of rates with the columns of `conversions.csv`.

    Raises
    ------
    ValueError
        If a row lacks a value, its rate is not above zero, its days are no dates, or it names no source.
    """
    return tuple(_rate(row) for row in _rows(text))


def _rate(row: Mapping[str, str]) -> Rate:
    label = f"{row.get('money', '')} into {row.get('into', '')}"
    try:
        rate = float(row["rate"])
        first = parse_date(row["start"]).bounds().first if row["start"] else -_EVER
        last = parse_date(row["end"]).bounds().last if row["end"] else _EVER
    except (KeyError, ValueError) as error:
        raise ValueError(f"{label}: {error}") from None
    if not 0 < rate < float("inf") or first is None or last is None or first > last:
        raise ValueError(f"{label}: a rate is above zero and has a first and a last day")
    if not row.get("source") or row.get("use") not in ("external", "domestic") or not row["money"] or not row["into"]:
        raise ValueError(f"{label}: a rate names its source, and its use is `external` or `domestic`")
    return Rate(row["money"], row["into"], rate, row["use"], first, last, row["source"], row.get("note") or "")


@cache
def known_levels() -> Mapping[tuple[str, int], float]:
    """Return the price level under each currency and year."""
    rows = _rows(files("detente.analysis").joinpath("price_levels.csv").read_text("utf-8"))
    return {(row["money"], int(row["year"])): float(row["level"]) for row in rows}


def _rows(text: str) -> Iterable[Mapping[str, str]]:
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return csv.DictReader(lines, restval="")
