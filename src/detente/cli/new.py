"""`detente new`."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli import fail

NEEDS_ARGUMENTS = True


def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is empty or not there yet.")],
    title: Annotated[str, typer.Option(help="The study's title.")] = "",
    a: Annotated[str, typer.Option("--a", metavar="STATE", help="The first state of the dyad.")] = "ALB",
    b: Annotated[str, typer.Option("--b", metavar="STATE", help="The second.")] = "SUN",
    period: Annotated[str, typer.Option(help="The years studied, such as 1944/1961.")] = "1944/1961",
) -> None:
    """Make a study to start from."""
    from detente.model.states import state
    from detente.study.new import new_files, write_new
    from detente.study.write import WriteError

    codes = [_state(text, option, period) for text, option in ((a, "--a"), (b, "--b"))]
    if codes[0] == codes[1]:
        fail("a dyad has two states", "name another with --b")
    _refuse_period(period)
    name = title or f"{state(codes[0]).name} and {state(codes[1]).name}, {period.replace('/', '-')}"
    try:
        write_new(folder, new_files(name, codes[0], codes[1], period))
    except WriteError as error:
        fail(str(error), "name a folder that is empty or not there yet")
    typer.echo(folder / "study.yaml")
    typer.echo("next: `detente check`, or `detente import xlsx FILE` for a chronology that you have", err=True)


def _state(text: str, option: str, period: str) -> str:
    from detente.model.states import resolve

    found = resolve(text, _first_day(period))
    if found.code is None:
        names = found.candidates or found.suggestions
        fail(f"{option}: {found.note}", f"write {' or '.join(f'`{name}`' for name in names)}" if names else "")
    return found.code


def _first_day(period: str) -> int | None:
    from detente.model.dates import DateError, parse_date

    try:
        return parse_date(period).bounds().first
    except DateError:
        return None


def _refuse_period(period: str) -> None:
    from detente.model.dates import DateError, parse_date

    try:
        is_interval = parse_date(period).kind == "interval" and period[:4].isdigit()
    except DateError as error:
        fail(f"--period: {error.message}", error.help)
    if not is_interval:
        fail(f"--period: `{period}` is no span of years", "write it as 1944/1961")
