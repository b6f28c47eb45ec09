"""`detente check`."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.findings import Format, has_findings, print_findings
from detente.cli.folder import StudyFolder, open_study


def run(
    study: StudyFolder = Path(),
    format: Annotated[Format, typer.Option(help="How findings are printed.")] = Format.FULL,
    notes: Annotated[bool, typer.Option("--notes", help="Print notes as well.")] = False,
) -> None:
    """Hold a study to every rule: syntax, references, dates, sources, testimony."""
    opened = open_study(study)
    print_findings(opened.diagnostics, opened.sheets, format, notes=notes)
    raise typer.Exit(1 if has_findings(opened.diagnostics) else 0)
