"""`detente corpus`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.cli import fail
from detente.cli.answers import Form, print_answer

NEEDS_ARGUMENTS = True


class Act(StrEnum):
    """What to do with installed documents."""

    ADD = "add"
    LIST = "list"
    REMOVE = "remove"
    REINDEX = "reindex"


def run(
    act: Annotated[Act, typer.Argument(help="add, list, remove or reindex.", show_default=False)],
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[WHAT]...", help="Files and folders; what is installed.")
    ] = None,
    edition: Annotated[str, typer.Option(help="The name under which documents are added.")] = "",
    ocr: Annotated[str, typer.Option(metavar="LANGS", help="Read scans with Tesseract: `rus+eng`, `sqi`, ..")] = "",
    engine: Annotated[str, typer.Option(help="Where files are read: here, local[*] or spark://host:port.")] = "here",
    format: Annotated[Form, typer.Option(help="How the answer is printed.")] = Form.TABLE,
) -> None:
    """Install documents, list what is installed, or remove it."""
    from detente.corpus.errors import CorpusError

    try:
        match act:
            case Act.ADD:
                raise typer.Exit(_add(names or [], edition, ocr, engine, format))
            case Act.LIST:
                _list(format)
            case Act.REMOVE:
                _remove(names or [])
            case Act.REINDEX:
                _reindex()
    except CorpusError as error:
        fail(error.message, error.help)


def _add(names: list[str], edition: str, ocr: str, engine: str, format: Form) -> int:
    import sys

    from detente.cli.findings import Format, has_findings, print_findings
    from detente.cli.progress import progress
    from detente.corpus.add import add_files, read_in_processes, read_on_spark
    from detente.corpus.incoming import find_files
    from detente.corpus.index import build_index
    from detente.corpus.store import open_writer

    if not names:
        fail("which documents?", "name files or folders")
    for name in names:
        if not Path(name).exists():
            fail(f"{name} is not there")
    read = read_in_processes if engine == "here" else read_on_spark(engine)
    with open_writer() as store, progress(sys.stderr) as say:
        found = [find_files(Path(name), edition, ocr) for name in names]
        files = [file for each in found for file in each.files]
        is_moving = sys.stderr.isatty()
        added = add_files(
            store, files, read, lambda done, whole: say(f"{done:,} of {whole:,} files") if is_moving else None
        )
        build_index(store, say=lambda n: say(f"{n:,} documents indexed") if is_moving else None)
    for each in found:
        if each.skipped:
            kinds = ", ".join(f"{n} {suffix}" for suffix, n in sorted(each.skipped.items()))
            typer.echo(f"left aside, since no reader knows them: {kinds}", err=True)
    typer.echo(f"{added.documents:,} documents from {added.files:,} files; {added.unchanged:,} unchanged", err=True)
    diagnostics = (*(d for each in found for d in each.diagnostics), *added.diagnostics)
    if diagnostics or format is Form.JSON:
        print_findings(diagnostics, {}, Format.JSON if format is Form.JSON else Format.FULL)
    return 1 if has_findings(diagnostics) else 0


def _list(format: Form) -> None:
    from dataclasses import asdict

    from detente.corpus.store import open_store

    store = open_store()
    if store is None:
        print_answer([], (), ("nothing is installed; `detente corpus add` installs documents",), format)
        return
    with store:
        found = [asdict(edition) for edition in store.editions()]
    rows = [{**edition, "volumes": len(edition["volumes"])} for edition in found]
    print_answer(found, rows, (), format)


def _remove(names: list[str]) -> None:
    from detente.corpus.index import build_index
    from detente.corpus.store import open_writer

    if not names:
        fail("remove what?", "`detente corpus list` names what is installed")
    with open_writer() as store:
        for name in names:
            n = store.remove(name)
            if not n:
                fail(f"nothing is installed as `{name}`", "`detente corpus list` names what is installed")
            typer.echo(f"{name}: {n:,} documents removed", err=True)
        build_index(store)


def _reindex() -> None:
    from detente.corpus.index import build_index
    from detente.corpus.store import open_writer

    with open_writer() as store:
        n = build_index(store, anew=True)
    typer.echo(f"{n:,} documents indexed", err=True)
