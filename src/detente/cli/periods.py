"""`detente periods`."""

import csv
import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli import fail

NEEDS_ARGUMENTS = True
_MISSING = ("", "NA", "NaN", "nan", ".")


class ModelName(StrEnum):
    """What holds within a period."""

    AR1 = "ar1"
    MEAN = "mean"
    TREND = "trend"
    POISSON = "poisson"
    NEGBIN = "negbin"
    BETABIN = "betabin"


class BreakPriorName(StrEnum):
    """How likely each segmentation is beforehand."""

    UNIFORM = "uniform"
    CHIB = "chib"


class Format(StrEnum):
    """How periods are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def run(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A table with a row a time.", show_default=False)],
    time: Annotated[
        str,
        typer.Option(metavar="T", help="Column of years, months (1949-04), 1949-Q2, 1949-H1 or numbers."),
    ],
    value: Annotated[str, typer.Option(metavar="V[,V2..]", help="Columns whose breaks are common.")],
    model: Annotated[
        ModelName, typer.Option(help="Mean with memory, mean, line; counts with a rate; share of trials.")
    ] = ModelName.AR1,
    break_prior: Annotated[
        BreakPriorName, typer.Option(help="Each segmentation alike, or Chib's lengths.")
    ] = BreakPriorName.UNIFORM,
    exposure: Annotated[str, typer.Option(metavar="E[,E2..]", help="Columns that counts were taken over.")] = "",
    trials: Annotated[str, typer.Option(metavar="N[,N2..]", help="Columns of trials, for betabin.")] = "",
    lags: Annotated[str, typer.Option(metavar="V=STEPS,..", help="Series that follow so many steps later.")] = "",
    max_breaks: Annotated[int, typer.Option(help="Most breaks; by default a fifth of the times, at most 10.")] = -1,
    scheme: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Proposed periods: columns scheme, label, start, end.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How periods are printed.")] = Format.TABLE,
) -> None:
    """Find turning points, and say which hold against memory and trend."""
    from detente.analysis.periods import detect_periods
    from detente.analysis.periods_series import PeriodsError, build_series, lags_of

    rows = _read(file)
    names = [name.strip() for name in value.split(",") if name.strip()]
    over = [name.strip() for name in (trials or exposure).split(",") if name.strip()]
    over = over * len(names) if len(over) == 1 else over
    if over and len(over) != len(names):
        fail(f"{len(over)} columns of exposure for {len(names)} of values", "name one for all, or one for each")
    if model is ModelName.BETABIN and not trials:
        fail("--model betabin needs --trials", "name the column that the hits are a part of")
    for name in (time, *names, *over):
        if rows and name not in rows[0]:
            fail(f"{file} has no column `{name}`", f"it has {', '.join(f'`{other}`' for other in rows[0])}")
    try:
        by_lag = lags_of(lags)
        for name in by_lag:
            if name not in names:
                fail(f"--lags: no series is named `{name}`")
        series = [
            build_series(
                name,
                [row[time] for row in rows],
                [_number(row[name], name, row[time]) for row in rows],
                [_number(row[over[i]], over[i], row[time]) for row in rows] if over else None,
                by_lag.get(name, 0.0),
            )
            for i, name in enumerate(names)
        ]
        found = detect_periods(
            series,
            model=model.value,
            break_prior=break_prior.value,
            max_breaks=None if max_breaks < 0 else max_breaks,
            schemes=_schemes(scheme) if scheme else None,
        )
    except PeriodsError as error:
        fail(error.message, error.help)
    for warning in found.warnings:
        typer.echo(f"warning: {warning}", err=True)
    if format is Format.JSON:
        typer.echo(json.dumps(_document(found), ensure_ascii=False, indent=1))
        return
    lines = [("time", "p_break", "best", "is_break")]
    lines += [
        (label, f"{p:.4f}", str(int(label in found.best)), str(int(label in found.is_break)))
        for label, p in found.p_break.items()
        if format is Format.CSV or p >= 0.05 or label in found.is_break
    ]
    for line in lines:
        typer.echo(",".join(line) if format is Format.CSV else "  ".join(f"{cell:>8}" for cell in line))
    for score in found.scheme:
        if format is Format.TABLE and score.log_evidence is not None:
            typer.echo(
                f"scheme {score.name}: log evidence {score.log_evidence:.2f}; none {score.log_none:.2f}, best "
                f"{score.log_best:.2f}, chance {score.log_chance:.2f}; {score.share_as_good:.1%} of schemes as good"
            )
    typer.echo(found.sentence, err=format is Format.CSV)


def _document(found: Any) -> dict[str, Any]:
    document = asdict(found)
    document["scheme"] = {score["name"]: score for score in document["scheme"]}
    document["sentence"] = found.sentence
    return document


def _read(file: Path) -> list[dict[str, str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{file} cannot be read: {error}")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not lines:
        fail(f"{file} is empty")
    mark = max(",;\t", key=lines[0].count)
    rows = list(csv.DictReader(lines, delimiter=mark))
    if not rows:
        fail(f"{file} has a header and no row")
    for n, row in enumerate(rows, 2):
        if None in row or None in row.values():
            fail(f"{file}: row {n} has not as many cells as the header")
    return rows


def _number(text: str, column: str, time: str) -> float | None:
    if text.strip() in _MISSING:
        return None
    try:
        return float(text)
    except ValueError:
        fail(f"`{text}` in column `{column}` at {time} is not a number")


def _schemes(file: Path) -> dict[str, list[str]]:
    """Return the first times of the periods of each scheme, without the very first."""
    found: dict[str, list[str]] = {}
    for row in _read(file):
        if not row.get("start"):
            fail(f"{file} has a period without a start", "columns: scheme, label, start, end")
        found.setdefault(row.get("scheme") or file.stem, []).append(row["start"].strip())
    return {name: sorted(starts, key=_order)[1:] for name, starts in found.items()}


def _order(label: str) -> float:
    from detente.analysis.periods_series import read_time

    return read_time(label) or 0.0
