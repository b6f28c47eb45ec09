"""`detente import`."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli import fail

if TYPE_CHECKING:
    from detente.study.imports.additions import Change
    from detente.study.imports.chronology import Imported
    from detente.study.imports.grid import Grid
    from detente.study.imports.layout import Layout
    from detente.study.imports.memory import Answers

NEEDS_ARGUMENTS = True
TABLES = ("xlsx", "csv")
LIBRARIES = ("zotero", "bibtex", "ris", "csl", "tropy")
PROJECTS = ("qdpx", "qdc", "w3c-annotations")
REPORT = "import-report.md"


def run(
    format: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT", help="xlsx, csv, zotero, bibtex, ris, csl, tropy, qdpx, qdc or w3c-annotations."
        ),
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What to import.")],
    study: Annotated[Path, typer.Option(metavar="STUDY", help="The study's folder; by default this one.")] = Path(),
    sheet: Annotated[str, typer.Option(metavar="N", help="The sheet's name or number.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Accept what is proposed.")] = False,
    source: Annotated[str, typer.Option(metavar="ID", help="The source of rows that name none.")] = "",
    dates: Annotated[
        str, typer.Option(metavar="ORDER", help="What comes first in 4/10/1949: day, month or either.")
    ] = "",
    same_date: Annotated[bool, typer.Option("--same-date", help="An empty date repeats the one above.")] = False,
    encoding: Annotated[str, typer.Option(help="A text file's encoding, if it is not what it seems.")] = "",
    verbose: Annotated[bool, typer.Option("--verbose", help="Print every remark.")] = False,
) -> None:
    """Bring in a chronology from a spreadsheet, the sources of a library, or the coding of another program."""
    from detente.study.imports.remarks import ImportFileError

    formats = TABLES + LIBRARIES + PROJECTS
    if format not in formats:
        fail(f"nothing is imported from `{format}`", f"choose one of {', '.join(formats)}")
    if dates not in ("", "day", "month", "either"):
        fail(f"--dates cannot be `{dates}`", "choose day, month or either")
    try:
        if format in LIBRARIES:
            _import_library(format, file, study, verbose=verbose)
        elif format in PROJECTS:
            _import_project(format, file, study, verbose=verbose)
        else:
            wishes: dict[str, Any] = {"source": source, "dates": dates, "empty_dates": "above" if same_date else ""}
            grid = _read_grid(format, file, sheet, encoding, yes=yes)
            _import_table(grid, study, wishes, yes=yes, verbose=verbose)
    except ImportFileError as error:
        fail(error.message, error.help)


# Libraries


def _import_library(format: str, file: Path, folder: Path, *, verbose: bool) -> None:
    from detente.study.imports.additions import changes_of, commit
    from detente.study.imports.library import import_library, read_library
    from detente.study.imports.study import open_study
    from detente.study.imports.tropy import import_tropy, read_tropy

    if format == "tropy":
        additions, remarks, n_known = import_tropy(*read_tropy(file), open_study(folder))
    else:
        additions, remarks, n_known = import_library(read_library(format, file), open_study(folder))
    commit(folder, changes_of(folder, additions))
    n_passages = f" and {additions.n('passages')} passages" if additions.n("passages") else ""
    n_sources = additions.n("sources")
    say(f"added: {n_sources} source{'s' * (n_sources != 1)}{n_passages}; {n_known} were there and are left as they are")
    _say_remarks([*(remarks.every() if verbose else remarks.lines())], 20, verbose=verbose)


# Coding


def _import_project(format: str, file: Path, folder: Path, *, verbose: bool) -> None:
    from detente.build import texts_of
    from detente.coding.annotations import read_annotations
    from detente.coding.refi.from_study import export_project
    from detente.coding.refi.into_study import import_project
    from detente.coding.refi.read import read_qdc, read_qdpx
    from detente.study.imports.additions import changes_of, commit, text_change
    from detente.study.imports.study import open_study

    read = {"qdpx": read_qdpx, "qdc": read_qdc, "w3c-annotations": read_annotations}[format]
    study = open_study(folder)
    project, remarks = read(file)
    own, _ = export_project(study, texts_of(folder))
    made = import_project(project, study, remarks, own.texts)
    documents = folder / "documents"
    for name in made.documents:
        if (folder / name).exists():
            fail(f"{name} stands there already, and is of no source of this study", "move it, and import again")
    if made.documents and not documents.exists():
        documents.mkdir()
    texts = [text_change(folder, name, text, None) for name, text in made.documents.items()]
    commit(folder, [*texts, *changes_of(folder, made.additions)])
    names = ("codes", "sources", "passages", "codings")
    counted = [(made.additions.n(name), name) for name in names]
    say("added: " + ", ".join(f"{n:,} {name[:-1] if n == 1 else name}" for n, name in counted))
    _say_remarks([*(remarks.every() if verbose else remarks.lines())], 20, verbose=verbose)


# Tables


def _read_grid(format: str, file: Path, sheet: str, encoding: str, *, yes: bool) -> "Grid":
    if format == "csv":
        from detente.study.imports.delimited import read_delimited

        return read_delimited(file, encoding)
    from detente.study.imports.workbook import open_workbook, read_sheet

    book = open_workbook(file)
    names = list(book.sheets)
    if not sheet and len(names) > 1 and _is_asked(yes=yes):
        say(f"{file.name} has several sheets: " + ", ".join(f"{n} {name}" for n, name in enumerate(names, 1)))
        sheet = typer.prompt("Which one", default="1", err=True)
    if sheet and sheet not in names and not (sheet.isdigit() and 1 <= int(sheet) <= len(names)):
        fail(f"{file.name} has no sheet `{sheet}`", "it has " + ", ".join(f"{n} `{s}`" for n, s in enumerate(names, 1)))
    return read_sheet(book, sheet if sheet in names else names[int(sheet or 1) - 1])


def _import_table(grid: "Grid", folder: Path, wishes: dict[str, Any], *, yes: bool, verbose: bool) -> None:
    from detente.study.imports.additions import changes_of, commit, text_change
    from detente.study.imports.chronology import import_chronology, remembered, years_of
    from detente.study.imports.layout import read_layout
    from detente.study.imports.memory import FILE, read_memory, recall, with_answers
    from detente.study.imports.study import open_study

    study = open_study(folder)
    memory, before = read_memory(folder)
    layout = read_layout(grid, years_of(study))
    former = recall(memory, grid.file, layout.header)
    earlier = next((entry for entry in memory if (entry.file, entry.sheet) == (grid.file, grid.sheet)), None)
    for entry in (earlier, former):
        layout = layout.remapped(entry.columns) if entry else layout
    layout, answers = _settle(grid, layout, former, wishes, yes=yes)
    answers = replace(answers, rows=earlier.rows if earlier else {})
    if answers.source and answers.source not in study.source_by_id:
        fail(f"sources.yaml has no source `{answers.source}`", "enter it there first, or import it from Zotero")
    known = {row: event for entry in memory for row, event in entry.rows.items()}
    done = import_chronology(grid, layout, study, answers, known)
    changes = changes_of(folder, done.additions)
    text = with_answers(memory, remembered(answers, layout, done.rows))
    if text != before:
        changes.append(text_change(folder, FILE, text, before))
    report = _report_change(folder, grid, done)
    if report is not None:
        changes.append(report)
    commit(folder, changes)
    _say_result(grid, layout, folder, done, has_report=report is not None, verbose=verbose)


def _report_change(folder: Path, grid: "Grid", done: "Imported") -> "Change | None":
    from detente.study.imports.additions import text_change

    if not done.remarks.by_kind:
        return None
    path = folder / REPORT
    before = path.read_bytes().decode("utf-8", "replace") if path.is_file() else None
    head = {"file": grid.file, "sheet": grid.sheet or "-", "result": _counts(done)}
    return text_change(folder, REPORT, done.remarks.report(f"Import of {grid.file}", head), before)


def _settle(
    grid: "Grid", layout: "Layout", former: "Answers | None", wishes: dict[str, Any], *, yes: bool
) -> tuple["Layout", "Answers"]:
    """Propose, ask or remember how the file is to be read."""
    from detente.study.imports.memory import Answers

    given = {name: value for name, value in wishes.items() if value}
    if former is not None:
        return layout, replace(former, file=grid.file, sheet=grid.sheet, **given)
    _say_proposal(grid, layout)
    if not yes and not _is_asked(yes=yes):
        fail("nothing was imported: nobody is here to say whether this is right", "add --yes to accept it")
    if _is_asked(yes=yes):
        layout = _ask_columns(layout)
    return layout, replace(Answers(grid.file, grid.sheet), **_ask_dates(grid, layout, given, yes=yes))


def _ask_columns(layout: "Layout") -> "Layout":
    from detente.study.imports.layout import FIELDS

    if typer.confirm("Is this right?", default=True, err=True):
        return layout
    say("Each column holds one of: " + ", ".join(FIELDS))
    fields: dict[str, str] = {}
    for column in layout.columns:
        answer = ""
        while answer not in FIELDS:
            answer = typer.prompt(f"{column.name} ({column.example})", default=column.field, err=True).strip()
        fields[column.name] = answer
    return layout.remapped(fields)


def _ask_dates(grid: "Grid", layout: "Layout", given: dict[str, Any], *, yes: bool) -> dict[str, Any]:
    from detente.study.imports.chronology import date_order, n_without_date

    order, n_open = date_order(grid, layout)
    if n_open and "dates" not in given and order in ("day", "month"):
        say(f"{n_open} dates such as 4/10/1949 are read with the {order} first, as others of the column show")
        given["dates"] = order
    if n_open and "dates" not in given and _is_asked(yes=yes):
        question = f"{n_open} dates such as 4/10/1949: does the day come first, the month, or either"
        given["dates"] = _choose(question, ("day", "month", "either"), "either")
    n_empty = n_without_date(grid, layout)
    if n_empty and "empty_dates" not in given and _is_asked(yes=yes):
        is_same = typer.confirm(
            f"{n_empty} rows have no date of their own. Is it the date above?", default=False, err=True
        )
        given["empty_dates"] = "above" if is_same else "unknown"
    return given


def _choose(question: str, choices: tuple[str, ...], default: str) -> str:
    answer = ""
    while answer not in choices:
        answer = typer.prompt(question, default=default, err=True).strip()
    return answer


def _is_asked(*, yes: bool) -> bool:
    return not yes and sys.stdin.isatty()


# What is said


def say(line: str) -> None:
    """Say something to whoever runs the command."""
    typer.echo(line, err=True)


def _say_proposal(grid: "Grid", layout: "Layout") -> None:
    sheet = f", sheet `{grid.sheet}`" if grid.sheet else ""
    header = f"header in row {layout.header_row}" if layout.header_row else "no header"
    say(f"{grid.file}{sheet}: {header}, {len(layout.below(grid))} rows below it")
    if grid.others:
        say("other sheets, left alone (--sheet chooses): " + ", ".join(f"`{name}`" for name in grid.others[:5]))
    taken = [column for column in layout.columns if column.field != "extra"]
    for column in taken[:8]:
        say(f"  {column.field:9} from `{_cut(column.name)}`, as {column.example}")
    rest = [column.name for column in (*taken[8:], *(c for c in layout.columns if c.field == "extra"))]
    if rest:
        say(f"  as they are: {_cut(', '.join(f'`{name}`' for name in rest), 110)}")


def _cut(text: str, length: int = 30) -> str:
    return text if len(text) <= length else text[: length - 3] + "..."


def _counts(done: "Imported") -> str:
    additions = done.additions
    names = (("events", "events"), ("passages", "passages"), ("sources", "sources"), ("actors", "actors"))
    words = [f"{additions.n(name)} {what}" for name, what in names if additions.n(name)]
    more = (
        ("known", "rows were imported before"),
        ("changed", "rows have changed since"),
        ("listed", "rows are no event"),
    )
    return ", ".join(
        [*(words or ["nothing"]), *(f"{done.counts[key]} {what}" for key, what in more if done.counts[key])]
    )


def _say_result(
    grid: "Grid", layout: "Layout", folder: Path, done: "Imported", *, has_report: bool, verbose: bool
) -> None:
    say(f"added: {_counts(done)}")
    n_said = 4 + min(len(layout.columns), 9)
    _say_remarks([*done.remarks.lines()], max(24 - n_said - 2, 3), verbose=verbose)
    if verbose:
        for line in done.remarks.every():
            say(f"  {line}")
    if has_report:
        say(f"all of it: {folder / REPORT}")


def _say_remarks(lines: list[str], room: int, *, verbose: bool) -> None:
    from detente.study.imports.remarks import screen

    for line in lines if verbose else screen(lines, room):
        say(line)
