"""`detente export`."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli import fail

NEEDS_ARGUMENTS = True
FORMATS = ("csv", "xlsx")


def run(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help="csv or xlsx.")],
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="The study's folder.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to: a .zip or a folder for csv, a .xlsx for xlsx.")],
) -> None:
    """Write a study's tables for other programs, without what is restricted."""
    from detente.cli.folder import open_study  # noqa: PLC0415
    from detente.study.export import ExportError, export_csv, export_xlsx  # noqa: PLC0415

    if format not in FORMATS:
        fail(f"nothing is exported as `{format}`", f"choose {' or '.join(FORMATS)}")
    opened = open_study(study)
    n_errors = sum(1 for diagnostic in opened.diagnostics if diagnostic.severity == "error")
    if n_errors:
        typer.echo(
            f"the study has {n_errors} errors, and what they spoil is missing: `detente check {study}`", err=True
        )
    try:
        (export_csv if format == "csv" else export_xlsx)(opened.study, out)
    except ExportError as error:
        fail(str(error))
    typer.echo(out)
