"""The folder that a command is given, opened."""

import gc
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from detente.build import texts_of
from detente.checks import check_study
from detente.cli import fail
from detente.model.diagnostics import Diagnostic
from detente.model.study import Study
from detente.study.places import SheetPlaces
from detente.study.read import read_study
from detente.study.sheets import Sheet

StudyFolder = Annotated[Path, typer.Argument(metavar="STUDY", help="The study's folder; by default this one.")]


@dataclass(frozen=True, slots=True)
class Opened:
    """A study, what is wrong with it, and its files' texts."""

    study: Study
    diagnostics: tuple[Diagnostic, ...]
    sheets: Mapping[str, Sheet]


def open_study(folder: Path) -> Opened:
    """Read and check a study; leave with 2 if the folder holds none."""
    if not folder.is_dir():
        fail(f"{folder} is no folder")
    if not (folder / "study.yaml").exists():
        fail(f"{folder} holds no study.yaml", "`detente new DIR` makes a study to start from")
    study, complaints = read_study(folder)
    gc.freeze()  # the study lives as long as the command: the collector need not walk it
    diagnostics = check_study(study, texts_of(folder), complaints)
    sheets = study.places.sheets if isinstance(study.places, SheetPlaces) else {}
    return Opened(study, diagnostics, sheets)
