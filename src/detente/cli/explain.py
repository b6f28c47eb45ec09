"""`detente explain`."""

from difflib import get_close_matches
from typing import Annotated

import typer

from detente.checks import rules
from detente.cli import fail

NEEDS_ARGUMENTS = True


def run(code: Annotated[str, typer.Argument(help="A rule's code, such as TES001; `all` lists them.")]) -> None:
    """Say what a diagnostic means and what to do about it."""
    if code == "all":
        for rule in rules():
            typer.echo(f"{rule.code}  {rule.severity.value:7}  {rule.name}")
        return
    by_code = {rule.code: rule for rule in rules()}
    if code.upper() not in by_code:
        close = get_close_matches(code.upper(), by_code, 1)
        fail(f"no rule is named {code}", f"did you mean {close[0]}?" if close else "`detente explain all` lists them")
    rule = by_code[code.upper()]
    typer.echo(f"{rule.code} ({rule.severity.value}): {rule.name}\n\n{rule.page}")
