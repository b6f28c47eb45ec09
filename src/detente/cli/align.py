"""`detente align`."""

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.analysis.relations import By, time_of
from detente.cli import fail
from detente.cli.answers import Form, number, print_answer, read_table
from detente.model.dates import DateError, parse_date
from detente.model.study import Study

NEEDS_ARGUMENTS = True


class Unit(StrEnum):
    """What is a step."""

    MONTH = "month"
    YEAR = "year"


class Measure(StrEnum):
    """What of a relation is followed."""

    NET = "net"
    N = "n"
    COOPERATION = "cooperation"
    CONFLICT = "conflict"


class Absent(StrEnum):
    """What a time without an event is."""

    MISSING = "missing"
    ZERO = "zero"


def run(
    source: Annotated[
        Path,
        typer.Argument(metavar="STUDY|FILE.csv", help="A study, or a column of figures a dyad.", show_default=False),
    ],
    dyads: Annotated[str, typer.Option(metavar="A-B,C-D", help="Dyads; in a file, columns.")],
    at: Annotated[str, typer.Option(metavar="EVENT|DATE,..", help="The break of each dyad in turn, or one for all.")],
    by: Annotated[Unit, typer.Option("--by", help="What is a step.")] = Unit.YEAR,
    measure: Annotated[Measure, typer.Option(help="What of a study's events is followed.")] = Measure.NET,
    absent: Annotated[
        Absent, typer.Option(help="What a time without an event in the study's period is.")
    ] = Absent.MISSING,
    before: Annotated[int, typer.Option(min=1, help="Steps before the break.")] = 5,
    after: Annotated[int, typer.Option(min=1, help="Steps from the break on.")] = 5,
    time: Annotated[str, typer.Option(metavar="COLUMN", help="A file's column of times.")] = "year",
    format: Annotated[Form, typer.Option(help="How the answer is printed.")] = Form.TABLE,
) -> None:
    """Lay dyads over each other at their breaks, and say whether series of the same memory would shift as much."""
    from detente.analysis.align import align_series

    names, breaks = dyads.split(","), at.split(",")
    if len(set(names)) < len(names):
        fail(f"--dyads {dyads} names one twice")
    if len(breaks) not in (1, len(names)):
        fail(f"{len(breaks)} breaks stand against {len(names)} dyads", "give one for all, or one for each")
    breaks = breaks * (len(names) if len(breaks) == 1 else 1)
    study = _study(source) if source.is_dir() else None
    steps = {name: _step(_when(study, each, by.value), by.value) for name, each in zip(names, breaks, strict=True)}
    series = {
        name: _events(study, name, by.value, measure.value, fills=absent is Absent.ZERO)
        for name in names
        if study is not None
    } or _figures(source, names, time, by.value)
    try:
        found = align_series(series, steps, before, after)
    except ValueError as error:
        fail(str(error))
    sentence = _sentence(found)
    rows = [{"step": row.step} | _values(found, n) | asdict(row) for n, row in enumerate(found.band)]
    print_answer(asdict(found) | {"by": by.value, "sentence": sentence}, rows, (sentence,), format)


def _values(found: Any, place: int) -> dict[str, float | None]:
    return {each.name: each.values[place] for each in found.trajectories}


def _study(folder: Path) -> Study:
    from detente.cli.folder import open_study

    return open_study(folder).study


def _when(study: Study | None, text: str, by: By) -> str:
    """Return the month or year of an event's id or a date."""
    event = next((event for event in study.events if event.id == text), None) if study else None
    try:
        date = event.date if event else parse_date(text)
    except DateError as error:
        fail(f"--at {text} is no event and no date: {error.message}", error.help)
    when = time_of(date, by)
    if when is None:
        fail(f"--at {text} does not fall in one {by}")
    return when


def _step(when: str, by: By) -> int:
    return int(when) if by == "year" else int(when[:-3]) * 12 + int(when[-2:]) - 1


def _events(study: Study, name: str, by: By, measure: str, *, fills: bool) -> dict[int, float | None]:
    from detente.analysis.relations import measure_relation

    a, _, b = name.partition("-")
    if not b or a == b:
        fail(f"`{name}` is no dyad", "for instance ALB-SUN")
    relation = measure_relation(study, a, b, by)
    if not relation.rows:
        fail(f"no dated event between {a} and {b} is in the study")
    sums: dict[int, float | None] = {}
    if fills and study.period is not None:
        first, last = study.period.beginning(), study.period.ending()
        if first.first is not None and last.last is not None:
            ends = [_step(_text_of(day, by), by) for day in (first.first, last.last)]
            sums = dict.fromkeys(range(ends[0], ends[1] + 1), 0.0)
    for row in relation.rows:
        step = _step(row.time, by)
        sums[step] = (sums.get(step) or 0.0) + getattr(row, measure)
    return sums


def _text_of(day: int, by: By) -> str:
    from detente.model.calendars import gregorian_day

    civil = gregorian_day(day)
    return f"{civil.year:04}" if by == "year" else f"{civil.year:04}-{civil.month:02}"


def _figures(path: Path, names: list[str], time: str, by: By) -> dict[str, dict[int, float | None]]:
    rows = read_table(path, [time, *names])
    series: dict[str, dict[int, float | None]] = {name: {} for name in names}
    for row in rows:
        step = _step(_when(None, row[time], by), by)
        for name in names:
            if step in series[name]:
                fail(f"{path} has two rows for {row[time]}")
            series[name][step] = number(row[name], f"{name} in {row[time]}")
    return series


def _sentence(found: Any) -> str:
    if found.mean_shift is None:
        return "No trajectory has values on both sides of its break."
    n = sum(each.shift is not None for each in found.trajectories)
    rests = sum(each.n_before + each.n_after for each in found.trajectories)
    said = f"At the break {n} of {len(found.trajectories)} trajectories shift by {found.mean_shift:+.2f} on the average"
    if found.p_value is None:
        why = next((each.reason for each in found.trajectories if each.reason), "a null is not to be had")
        said += f"; whether that is chance cannot be told: {why}"
    else:
        share = f"{found.p_value:.1%}" if found.p_value >= 0.001 else "less than 0.1%"
        said += f"; {share} of series with the same memory shift as much"
    return f"{said}; this rests on {rests} values."
