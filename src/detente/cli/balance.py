"""`detente balance`."""

import csv
import json
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli import fail

if TYPE_CHECKING:
    from detente.analysis.balance import Balance
    from detente.analysis.balance_network import SignedNetwork

NEEDS_ARGUMENTS = True
_NO = frozenset(("0", "0.0", "FALSE", "NO"))
_UNKNOWN = frozenset(("", "NA", "NAN"))


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def run(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.csv|STUDY", help="A row is a tie of two states; or a study's events.", show_default=False
        ),
    ],
    source: Annotated[str, typer.Option("--from", metavar="F", help="The column of one state.")] = "from",
    target: Annotated[str, typer.Option("--to", metavar="T", help="The column of the other.")] = "to",
    sign: Annotated[
        str, typer.Option(metavar="S", help="The column of the sign: 1, -1, 0 for neutral, empty for not known.")
    ] = "sign",
    friendly: Annotated[
        str, typer.Option(metavar="C,..", help="Instead of a sign: columns that make a tie friendly where not 0.")
    ] = "",
    hostile: Annotated[str, typer.Option(metavar="C,..", help="And those that make it hostile.")] = "",
    slice: Annotated[
        str,
        typer.Option(metavar="C", help="The column of the year or other slice; by default `slice`, if it is there."),
    ] = "",
    state: Annotated[str, typer.Option(metavar="X", help="Say what this state could change.")] = "",
    partitions: Annotated[int, typer.Option(metavar="N", help="How many best divisions JSON lists.")] = 1,
    draws: Annotated[int, typer.Option(metavar="N", help="How often signs are dealt out anew for the null.")] = 1000,
    seed: Annotated[int, typer.Option(metavar="N", help="The seed of the null.")] = 1,
    time_limit: Annotated[float, typer.Option(metavar="SECONDS", help="For each slice; then bounds are given.")] = 60.0,
    format: Annotated[Format, typer.Option(help="How results are printed.")] = Format.TABLE,
) -> None:
    """Measure structural balance: how many ties must change before two camps remain, year by year.

    With --friendly and --hostile a table of dyads serves as it is (alliances, rivalries): a pair that is both, or
    neither, is neutral; one of which a column is empty and no other speaks is not known.
    """
    from detente.analysis.balance import measure_balance
    from detente.analysis.balance_network import BalanceError

    if not time_limit > 0:
        fail("--time-limit must be more than 0")
    try:
        marks = tuple(tuple(filter(None, names.split(","))) for names in (friendly, hostile))
        networks = _of_study(file) if file.is_dir() else _networks(file, source, target, sign, slice, marks)
        found: list[Balance] = []
        for name, network in networks:
            start = found[-1].camps if found else None
            found.append(
                measure_balance(network, slice=name, seconds=time_limit, start=start, n_draws=max(draws, 0), seed=seed)
            )
        shifts = [_shifts(one, state) for one in found] if state else []
        if state and not any(shifts):
            fail(f"no state is named `{state}`", f"{source} and {target} name them")
    except BalanceError as error:
        fail(f"{file}: {error.message}", error.help)
    documents = [_document(one, partitions) for one in found]
    for document, shift in zip(documents, shifts, strict=False):
        document["shifts"] = shift
    if format is Format.JSON:
        typer.echo(json.dumps(documents, ensure_ascii=False, indent=1))
    elif format is Format.CSV:
        typer.echo(_csv(documents), nl=False)
    else:
        for document in documents:
            typer.echo(f"{document['slice']}: {document['sentence']}" if document["slice"] else document["sentence"])
            if document.get("shifts"):
                typer.echo(f"  {document['shifts']['sentence']}")
    for one in found:
        if one.lower != one.upper:
            typer.echo(f"note: {one.slice or file}: the time limit of {time_limit:g} s gives bounds only", err=True)


def _of_study(folder: Path) -> "list[tuple[str, SignedNetwork]]":
    from detente.analysis.balance_events import ties_of_events
    from detente.analysis.balance_network import build_network
    from detente.cli.folder import open_study

    ties = ties_of_events(open_study(folder).study)
    if not ties:
        fail(f"{folder} holds no dated event between two states")
    return [(year, build_network(rows)) for year, rows in ties.items()]


def _sign_of(row: dict[str, str], marks: tuple[tuple[str, ...], ...]) -> int | None:
    """Return the sign that columns of friendship and of hostility make together."""
    friendly, hostile = ([(row[name] or "").strip().upper() for name in names] for names in marks)
    is_friendly, is_hostile = (any(cell not in _NO | _UNKNOWN for cell in cells) for cells in (friendly, hostile))
    if is_friendly or is_hostile:
        return is_friendly - is_hostile
    return None if any(cell in _UNKNOWN for cell in (*friendly, *hostile)) else 0


def _networks(
    file: Path, source: str, target: str, sign: str, slice: str, marks: tuple[tuple[str, ...], ...]
) -> "list[tuple[str, SignedNetwork]]":
    from detente.analysis.balance_network import BalanceError, build_network, read_sign

    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            rows = list(reader)
            columns = [*(reader.fieldnames or ())]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        fail(f"{file} cannot be read: {error}", "give a CSV file in UTF-8 with a line of column names")
    wanted = (*marks[0], *marks[1]) or (sign,)
    for column in filter(None, (source, target, *wanted, slice)):
        if column not in columns:
            fail(f"{file} has no column `{column}`", f"it has {', '.join(columns)}" if columns else "it is empty")
    if not rows:
        fail(f"{file} holds no tie", "each row below the column names is a tie")
    slice = slice or ("slice" if "slice" in columns else "")
    ties: dict[str, list[tuple[str, str, int | None]]] = {}
    for line, row in enumerate(rows, 2):
        try:
            worth = _sign_of(row, marks) if any(marks) else read_sign(row[sign] or "")
            tie = (row[source] or "", row[target] or "", worth)
        except BalanceError as error:
            fail(f"{file}:{line}: {error.message}", error.help)
        ties.setdefault((row[slice] or "").strip() if slice else "", []).append(tie)
    made = []
    for name, rows_of in ties.items():
        try:
            made.append((name, build_network(rows_of)))
        except BalanceError as error:
            fail(f"{file}: {f'{slice} {name}: ' if slice else ''}{error.message}", error.help)
    return made


def _document(one: "Balance", n_partitions: int) -> dict[str, Any]:
    triads = one.triads
    document = {
        "slice": one.slice,
        "n_states": len(one.network.states),
        "n_ties": len(one.network.ties),
        "n_negative": one.network.n_negative,
        "n_neutral": one.network.n_neutral,
        "n_missing": one.network.n_missing,
        "n_repeated": one.network.n_repeated,
        "frustration": one.frustration,
        "is_exact": one.is_exact,
        "lower": one.lower,
        "upper": one.upper,
        "n_optimal": one.n_optimal,
        "is_count_exact": one.is_count_exact,
        "n_components": len(one.component_sizes),
        "component_sizes": one.component_sizes,
        "isolates": one.isolates,
        "share_balanced_triads": triads.share_balanced,
        "n_triads": triads.n,
        "n_balanced_triads": triads.n_balanced,
        "null_low": triads.null_low,
        "null_mean": triads.null_mean,
        "null_high": triads.null_high,
        "null_p": triads.p,
        "strained": [
            {"from": tie.a, "to": tie.b, "sign": tie.sign, "share_of_optimal": tie.share} for tie in one.strained
        ],
        "camps": one.camps,
        "sentence": one.sentence,
    }
    if n_partitions > 1:
        document["partitions"] = one.partitions(n_partitions)
    return document


def _shifts(one: "Balance", state: str) -> dict[str, Any] | None:
    from detente.analysis.balance_shifts import measure_shifts

    if state not in one.network.states:
        return None
    found = measure_shifts(one.network, one.solution, state)
    return {
        "state": state,
        "n_ties": found.n_ties,
        "cheapest": found.cheapest,
        "cost_of_changing_camp": found.cost_of_changing_camp,
        "is_complete": found.is_complete,
        "sentence": found.sentence,
    }


def _csv(documents: Iterable[dict[str, Any]]) -> str:
    import io

    out = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for document in documents:
        flat = {key: value for key, value in document.items() if not isinstance(value, (list, tuple, dict))}
        if writer is None:
            writer = csv.DictWriter(out, flat, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
        writer.writerow(flat)
    return out.getvalue()
