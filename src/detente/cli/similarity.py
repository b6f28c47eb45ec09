"""`detente similarity`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli import fail
from detente.cli.answers import Form, number, print_answer, read_table

NEEDS_ARGUMENTS = True


def run(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="A row an item, a column a state.", show_default=False)
    ],
    a: Annotated[str, typer.Option("--a", metavar="X", help="The column of one state.")],
    b: Annotated[str, typer.Option("--b", metavar="Y", help="The column of the other.")],
    time: Annotated[
        str, typer.Option(metavar="COLUMN", help="Measure each time apart; `year` is taken if there.")
    ] = "",
    categories: Annotated[str, typer.Option(metavar="..", help="The scale in order; all else is missing.")] = "1,2,3",
    ideal_points: Annotated[
        str,
        typer.Option(
            metavar="COLUMN", help="Rows are states' ideal points by year, the state in this column: compare those."
        ),
    ] = "",
    seed: Annotated[int, typer.Option(help="Of the bootstrap.")] = 1,
    format: Annotated[Form, typer.Option(help="How the answer is printed.")] = Form.TABLE,
) -> None:
    """Measure how alike two states vote, or are rated: agreement, S, pi, kappa, tau-b. 1, 2, 3 is yes, abstain, no.

    With --ideal-points the file has the columns `year`, `ideal_point`, `ideal_point_low` and `ideal_point_high`, as
    `detente panel state-years --add ideal-points` writes them.
    """
    if ideal_points:
        _compare_ideal_points(file, ideal_points, a, b, format)
        return
    from detente.analysis.similarity import measure_similarity

    rows = read_table(file, [a, b, *([time] if time else [])])
    scale = [word.strip() for word in categories.split(",")]
    if len(scale) < 2 or len(set(scale)) < len(scale):
        fail(f"--categories {categories} is no scale", "name two categories or more, in order, each once")
    if not any(_vote(row[side]) in scale for row in rows for side in (a, b)):
        fail(f"neither `{a}` nor `{b}` holds any of {categories}", "--categories names the scale")
    column = time or ("year" if "year" in rows[0] else "")
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault(row[column] if column else "", []).append(row)
    found = []
    for name in sorted(groups, key=_in_order):
        ours, theirs = ([_vote(row[side]) for row in groups[name]] for side in (a, b))
        found.append(_as_json(measure_similarity(ours, theirs, scale, name, seed)))
    print_answer(found, [_short(each) for each in found], [_sentence(a, b, found)], format)


def _compare_ideal_points(file: Path, column: str, a: str, b: str, format: Form) -> None:
    from detente.analysis.ideal_points import IdealPoint, compare_ideal_points

    names = ("ideal_point", "ideal_point_low", "ideal_point_high")
    points: dict[str, dict[int, IdealPoint]] = {a: {}, b: {}}
    for row in read_table(file, [column, "year", *names]):
        own = points.get(row[column])
        where = f"{row[column]} in {row['year']}"
        if own is None:
            continue
        if not row["year"].isdigit() or int(row["year"]) in own:
            fail(f"{where}: no year, or one that stands in two rows")
        own[int(row["year"])] = IdealPoint(*(number(row[name], where) for name in names))
    for name, own in points.items():
        if not own:
            fail(f"no row has {name} as `{column}`")
    try:
        found = compare_ideal_points(points[a], points[b])
    except ValueError as error:
        fail(str(error))
    rows = [
        {"year": each.year, a: each.a.value, b: each.b.value, "distance": each.distance, "is_apart": each.is_apart}
        for each in found
    ]
    both = [each for each in found if each.distance is not None]
    sentence = f"{a} and {b} have no year in common."
    if both:
        far = max(both, key=lambda each: abs(each.distance or 0))
        n_apart = sum(each.is_apart is True for each in both)
        sentence = (
            f"{a} and {b} stand furthest apart in {far.year}, by {abs(far.distance or 0):.2f}; their 90 % intervals"
        )
        sentence += f" lie apart in {n_apart} of {len(both)} years."
    print_answer([asdict(each) for each in found], rows, (sentence,), format)


def _vote(cell: str) -> str:
    """A vote as it is named in the scale: `1.0`, which data frames write, is `1`."""
    return cell.removesuffix(".0")


def _in_order(time: str) -> tuple[float, str]:
    return (float(time), time) if time.isdigit() else (float("inf"), time)


def _as_json(one: Any) -> dict[str, Any]:
    answer: dict[str, Any] = {"time": one.time or None, "n": one.n, "n_missing": one.n_missing}
    reasons = {}
    for name, measure in one.measures.items():
        answer |= {name: measure.value, f"{name}_low": measure.low, f"{name}_high": measure.high}
        if measure.reason:
            reasons[name] = measure.reason
    return answer | {"reasons": reasons}


def _short(entry: dict[str, Any]) -> dict[str, Any]:
    """The row of a table: every coefficient, and the interval of agreement alone."""
    kept = ("time", "n", "n_missing", "agreement", "agreement_low", "agreement_high")
    return {name: entry[name] for name in (*kept, "s_absolute", "s_squared", "pi", "kappa", "tau_b")}


def _sentence(a: str, b: str, found: list[dict[str, Any]]) -> str:
    known = [each for each in found if each["n"]]
    if not known:
        return f"{a} and {b} have no item in common."
    n, missing = sum(each["n"] for each in known), sum(each["n_missing"] for each in found)
    rests = f"this rests on {n} items that both voted on, {missing} others being missing for one or both"
    lowest = min(known, key=lambda each: float(each["agreement"]))
    when = f" in {lowest['time']}" if lowest["time"] else ""
    least = "least" if len(known) > 1 else "together"
    return f"{a} and {b} vote {least}{when}, in {lowest['agreement']:.1%} of {lowest['n']} items; {rests}."
