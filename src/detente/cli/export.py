"""`detente export`."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli import fail
from detente.model.study import Study

NEEDS_ARGUMENTS = True
FORMATS = ("csv", "xlsx", "argdown")


def run(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help="csv, xlsx or argdown.")],
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="The study's folder.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to: a .zip or a folder for csv; a file.")],
) -> None:
    """Write a study's tables, or its argument, for other programs; without what is restricted."""
    from detente.cli.folder import open_study
    from detente.study.export import export_csv, export_xlsx
    from detente.study.write import WriteError

    if format not in FORMATS:
        fail(f"nothing is exported as `{format}`", f"choose {' or '.join(FORMATS)}")
    opened = open_study(study)
    n_errors = sum(1 for diagnostic in opened.diagnostics if diagnostic.severity == "error")
    if n_errors:
        typer.echo(
            f"the study has {n_errors} errors, and what they spoil is missing: `detente check {study}`", err=True
        )
    write = {"csv": export_csv, "xlsx": export_xlsx, "argdown": _export_argdown}[format]
    try:
        write(opened.study, out)
    except (WriteError, OSError) as error:
        fail(str(error))
    typer.echo(out)


def _export_argdown(study: Study, out: Path) -> None:
    from detente.argument.argdown import argdown
    from detente.argument.verdict import assess_study
    from detente.build import measured
    from detente.study.withdraw import unrestricted
    from detente.study.write import write_atomically

    open_to_all = unrestricted(study)
    write_atomically(out, argdown(open_to_all, assess_study(open_to_all, study, measured(open_to_all))).encode())
