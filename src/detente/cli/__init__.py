"""The words a user types. One file a command, imported when it is called."""

import os
import sys
from importlib import import_module
from keyword import iskeyword
from typing import Any, Final, NoReturn

import typer
from typer.core import TyperGroup

import detente

#: Commands in the order of the work, each in the module of its name.
COMMANDS: Final = (
    "new",
    "import",
    "merge",
    "check",
    "explain",
    "argue",
    "build",
    "serve",
    "export",
    "code",
    "agree",
    "corpus",
    "find",
    "reanchor",
    "data",
    "panel",
    "relations",
    "periods",
    "balance",
    "similarity",
    "dependence",
    "effects",
    "discourse",
    "align",
    "qca",
)


class _Commands(TyperGroup):
    """Finds a command in its own module, so that `detente check` loads nothing that only `build` needs."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return command(cmd_name) if cmd_name in COMMANDS else None


def command(name: str) -> Any:
    """Return one command, from the module of its name (`import_` for a word that Python keeps to itself)."""
    module = import_module(f"detente.cli.{name}{'_' * iskeyword(name)}")
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name=name, no_args_is_help=getattr(module, "NEEDS_ARGUMENTS", False))(module.run)
    return typer.main.get_command(alone)


app = typer.Typer(cls=_Commands, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"detente {detente.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Compile a study of the relations between states: every statement stands on testimony."""


def main() -> None:
    """Run the command line. Exits 0 clean, 1 with findings, 2 when it could not run."""
    try:
        app(prog_name="detente")
    except Exception as error:
        if os.environ.get("DETENTE_DEBUG"):
            raise
        fail(f"{type(error).__name__}: {error}", "this is a fault of Detente; DETENTE_DEBUG=1 shows where")


def fail(message: str, help: str = "") -> NoReturn:
    """Say why nothing could be done, and leave with 2."""
    typer.echo(f"detente: {message}", err=True)
    if help:
        typer.echo(f"help: {help}", err=True)
    sys.exit(2)


def color(stream: Any) -> bool:
    """Whether a stream takes colours: a terminal, and NO_COLOR is not set."""
    return not os.environ.get("NO_COLOR") and hasattr(stream, "isatty") and stream.isatty()
