"""`detente build`."""

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli import fail
from detente.cli.findings import has_findings, summary
from detente.cli.folder import StudyFolder


def run(
    study: StudyFolder = Path(),
    out: Annotated[Path | None, typer.Option(help="Where to; by default STUDY/build.")] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Set the PDF too.")] = False,
    docx: Annotated[bool, typer.Option("--docx", help="Set the DOCX too.")] = False,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="WHAT", help="Take away speaker:X, publisher:X, archive:X, source:X or passage:X."),
    ] = None,
    as_known: Annotated[str, typer.Option(metavar="DATE", help="Use only what readers had by then.")] = "",
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Leave authors' names out, for review.")] = False,
) -> None:
    """Build the study's site, and on request its PDF and DOCX."""
    from detente.build import BuildError, Options, build_study
    from detente.cli.progress import progress
    from detente.model.dates import DateError, parse_date
    from detente.study.withdraw import WithdrawError

    if not (study / "study.yaml").exists():
        fail(f"{study} holds no study.yaml", "`detente new DIR` makes a study to start from")
    try:
        known = parse_date(as_known) if as_known else None
    except DateError as error:
        fail(f"--as-known: {error.message}", error.help)
    gc.disable()  # what a build makes lives as long as the command
    options = Options(pdf, docx, tuple(without or ()), known, anonymous)
    try:
        with progress(sys.stderr) as say:
            built = build_study(study, out or study / "build", options, say)
    except BuildError as error:
        fail(error.message, error.help)
    except WithdrawError as error:
        fail(str(error))
    finally:
        gc.enable()
    typer.echo(summary(built.diagnostics), err=True)
    if built.is_unchanged:
        typer.echo("nothing has changed since the last build", err=True)
    for name in ("index.html", "study.pdf", "study.docx"):
        if name in built.files:
            typer.echo(built.folder / name)
    raise typer.Exit(1 if has_findings(built.diagnostics) else 0)
