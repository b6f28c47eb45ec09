"""A study's folder to a `Study`, with every complaint that reading alone can make."""

import gc
from pathlib import Path
from typing import Any

from detente.model.diagnostics import Diagnostic, Span
from detente.model.study import Study
from detente.study.columns import OTHER_FILES, TABLES, tables_of
from detente.study.entries import read_entries, read_reliabilities, read_settings
from detente.study.files import files_of, read_text
from detente.study.places import SheetPlaces
from detente.study.rows import read_rows
from detente.study.sheets import CsvSheet, Sheet, SheetError, YamlSheet, sheet_of
from detente.study.slices import fill_figures
from detente.study.values import Complaints, did_you_mean


def read_study(folder: Path) -> tuple[Study, tuple[Diagnostic, ...]]:
    """Read a study's folder.

    Returns
    -------
    study : Study
        Whatever could be read. A file that could not be leaves its collections empty.
    diagnostics : tuple of Diagnostic
        Complaints of syntax and value, in the order of files and lines. Bad input never raises.
    """
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        return _read_study(folder)
    finally:
        if was_collecting:
            gc.enable()


def _read_study(folder: Path) -> tuple[Study, tuple[Diagnostic, ...]]:
    complaints = Complaints()
    sheets: dict[str, Sheet] = {}
    parts: dict[str, Any] = {}
    for file in dict.fromkeys(file for table in TABLES for file in files_of(folder, table.file)):
        sheet = _read_sheet(folder, file, complaints)
        if sheet is None:
            continue
        sheets[file] = sheet
        if isinstance(sheet, CsvSheet):
            table = tables_of(file)[0]
            parts[table.collection] = (*parts.get(table.collection, ()), *read_rows(sheet, table, complaints))
        elif isinstance(sheet, YamlSheet):
            if file == "study.yaml":
                parts.update(read_settings(sheet, complaints))
            for table in tables_of(file):
                parts[table.collection] = tuple(read_entries(sheet, table, complaints))
            if file == "hypotheses.yaml":
                parts["reliabilities"] = read_reliabilities(sheet, complaints)
    places = SheetPlaces(sheets)
    fill_figures(folder, parts, places, complaints)
    parts["report"] = read_text(folder, "report.md", complaints) or ""
    if parts["report"]:
        sheets["report.md"] = Sheet("report.md", parts["report"])
    _notice_strangers(folder, complaints)
    order = {file: n for n, file in enumerate(dict.fromkeys(table.file for table in TABLES))}
    found = sorted(
        complaints.found,
        key=lambda d: (order.get(d.span.file, len(order)), d.span.file, d.span.line, d.span.column),
    )
    return Study(**parts, places=places), tuple(found)


def _read_sheet(folder: Path, file: str, complaints: Complaints) -> Sheet | None:
    text = read_text(folder, file, complaints)
    if text is None:
        if file == "study.yaml" and not complaints.found:
            message = "there is no study.yaml here"
            complaints.add("STU001", message, Span(file), help="`detente new DIR` makes a study to start from")
        return None
    try:
        return sheet_of(file, text)
    except SheetError as error:
        complaints.add(error.code, error.message, error.span, help=error.help)
        return None


def _notice_strangers(folder: Path, complaints: Complaints) -> None:
    known = {table.file for table in TABLES} | set(OTHER_FILES)
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return
    for name in names:
        if name == "comparisons" and not (folder / name).is_dir():
            complaints.add("STU003", "`comparisons` is no folder, and is not read", Span(name))
        if name in known or name.startswith((".", "~")) or not name.endswith((".csv", ".yaml", ".yml", ".md")):
            continue
        message = f"`{name}` is no file of a study and is not read"
        complaints.suspect("STU003", message, Span(name), did_you_mean(name, known))
