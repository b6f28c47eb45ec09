"""`detente corpus`."""

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli import fail
from detente.cli.answers import Form, print_answer

if TYPE_CHECKING:
    from detente.corpus.incoming import Found

NEEDS_ARGUMENTS = True


class Act(StrEnum):
    """What to do with installed documents."""

    ADD = "add"
    LIST = "list"
    REMOVE = "remove"
    REINDEX = "reindex"
    COMPARE = "compare"
    REPEATS = "repeats"
    EVENTS = "events"


def run(
    act: Annotated[
        Act, typer.Argument(help="add, list, remove, reindex, compare, repeats or events.", show_default=False)
    ],
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WHAT]...",
            help="Files, folders, known editions (ungdc, hsg, frus1955-57v25); what is installed; two documents.",
        ),
    ] = None,
    mirror: Annotated[Path | None, typer.Option("--from", metavar="DIR", help="Read an edition from a folder.")] = None,
    edition: Annotated[str, typer.Option(help="The name under which documents are added.")] = "",
    ocr: Annotated[str, typer.Option(metavar="LANGS", help="Read scans with Tesseract: rus+eng, sqi, ..")] = "",
    engine: Annotated[str, typer.Option(help="Where files are read: here, local[*] or spark://host:port.")] = "here",
    study: Annotated[
        Path | None, typer.Option(metavar="STUDY", help="repeats: of a study's quotes and texts, not of documents.")
    ] = None,
    format: Annotated[Form, typer.Option(help="How the answer is printed.")] = Form.TABLE,
) -> None:
    """Install documents, list or remove them, set two versions side by side, find texts that repeat one another, or
    propose the events that lists date.
    """
    from detente.corpus.errors import CorpusError
    from detente.home import store_path

    chosen = names or []
    try:
        match act:
            case Act.ADD:
                raise typer.Exit(_add(chosen, mirror, edition, ocr, engine, format))
            case Act.LIST:
                _list(format)
            case Act.REMOVE:
                _remove(chosen)
            case Act.REINDEX:
                _reindex()
            case Act.COMPARE:
                raise typer.Exit(_compare(chosen, format))
            case Act.REPEATS:
                from detente.cli.repeats import print_repeats

                raise typer.Exit(print_repeats(chosen, study, format))
            case Act.EVENTS:
                _events(chosen, format)
    except CorpusError as error:
        fail(error.message, error.help)
    except sqlite3.DatabaseError as error:
        fail(f"the installed documents cannot be read: {error}", f"if it is damaged, move it away: {store_path()}")


def _add(names: list[str], mirror: Path | None, edition: str, ocr: str, engine: str, format: Form) -> int:
    from detente.cli.findings import Format, has_findings, print_findings
    from detente.cli.progress import progress
    from detente.corpus.add import add_files, read_in_processes
    from detente.corpus.index import build_index
    from detente.corpus.spark import read_on_spark
    from detente.corpus.store import open_writer

    if not names:
        fail("which documents?", "name files or folders, or an edition: ungdc, hsg, frus1955-57v25")
    if mirror is not None and not mirror.is_dir():
        fail(f"{mirror} is no folder")
    read = read_in_processes if engine == "here" else read_on_spark(engine)
    with ExitStack() as fetched, open_writer() as store, progress(sys.stderr) as say:
        told = say if sys.stderr.isatty() else lambda stage: None
        found = [_found(name, mirror, edition, ocr, told, fetched) for name in names]
        files = [file for each in found for file in each.files]
        added = add_files(store, files, read, lambda done, whole: told(f"{done:,} of {whole:,} files"))
        build_index(store, say=lambda n: told(f"{n:,} documents indexed"), warn=lambda s: typer.echo(s, err=True))
    for each in found:
        if each.skipped:
            kinds = ", ".join(f"{n} {suffix}" for suffix, n in sorted(each.skipped.items()))
            typer.echo(f"left aside, since no reader knows them: {kinds}", err=True)
    typer.echo(
        f"{added.documents:,} document{'s' * (added.documents != 1)} from {added.files:,} "
        f"file{'s' * (added.files != 1)}; {added.unchanged:,} unchanged",
        err=True,
    )
    diagnostics = (*(d for each in found for d in each.diagnostics), *added.diagnostics)
    if diagnostics or format is Form.JSON:
        print_findings(diagnostics, {}, Format.JSON if format is Form.JSON else Format.FULL)
    return 1 if has_findings(diagnostics) else 0


def _found(name: str, mirror: Path | None, edition: str, ocr: str, told: Any, fetched: ExitStack) -> "Found":
    """The files that a name means: a path, else a known edition; what is fetched stays until the stack is closed."""
    from detente.corpus.editions import edition_files, known_edition
    from detente.corpus.incoming import find_files

    if mirror is None and Path(name).exists():
        return find_files(Path(name), edition, ocr)
    known = known_edition(name)
    if known is None:
        fail(f"{name} is not there, and no edition is known by that name")

    def say(done: int, whole: int) -> None:
        told(f"{name}: {done / 1e6:,.0f} MB" + (f" of {whole / 1e6:,.0f}" if whole else ""))

    found = fetched.enter_context(edition_files(*known, mirror, say))
    typer.echo(f"{known[0].title} ({known[0].terms}). Cite: {known[0].citation}", err=True)
    return found


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


def _remove(names: Sequence[str]) -> None:
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


def _compare(names: Sequence[str], format: Form) -> int:
    """Print two versions side by side; 1 if they differ. Of one name: with the document of which it is a version."""
    from detente.corpus.versions import compare_versions

    with _opened() as store:
        first = store.document(names[0]) if names else None
        if first is not None and len(names) == 1:
            names = (first.version_of or next(iter(store.versions(first.id)), ""), first.id)
        pair = [store.document(name) for name in names]
    if len(names) != 2:
        fail("compare which two documents?", "`detente corpus compare A B`, by their ids")
    left, right = pair
    if left is None or right is None:
        missing = names[0] if left is None else names[1]
        fail(f"no document is installed as `{missing}`" if missing else f"no version of `{names[1]}` is known")
    pairs = compare_versions(left, right)
    answer = [
        {
            "left": pair.left.number if pair.left else None,
            "right": pair.right.number if pair.right else None,
            "pieces": [{"stands_in": piece.stands_in, "text": piece.text} for piece in pair.pieces],
        }
        for pair in pairs
    ]
    rows = [
        {"left": a, "right": b, "text": "".join(_marked(p.stands_in, p.text) for p in pair.pieces)}
        for pair, (a, b) in zip(pairs, ((each["left"], each["right"]) for each in answer), strict=True)
        if not pair.is_same
    ]
    n_same = sum(pair.is_same for pair in pairs)
    notes = (f"{n_same} of {len(pairs)} paragraphs are the same; [-only in {left.id}-], {{+only in {right.id}+}}",)
    print_answer({"left": left.id, "right": right.id, "pairs": answer}, rows, notes, format)
    return 1 if rows else 0


def _marked(stands_in: str, text: str) -> str:
    return {"both": text, "left": f"[-{text}-]", "right": f"{{+{text}+}}"}[stands_in]


def _events(names: Sequence[str], format: Form) -> None:
    from detente.corpus.hsg_events import propose_events

    with _opened() as store:
        rows = [
            {
                "id": event.id,
                "date": str(event.date or ""),
                "actors": "; ".join(event.actors),
                "targets": "; ".join(event.targets),
                "action": event.action,
                "mode": event.mode,
                "domain": event.domain,
                "summary": event.summary,
                "status": event.status,
                "document": document,
                "paragraph": paragraph,
            }
            for edition in names or ("hsg",)
            for event, document, paragraph in propose_events(store, edition)
        ]
    print_answer(rows, rows, (f"{len(rows):,} events proposed; each is to be judged before it is counted",), format)


def _opened() -> Any:
    from detente.corpus.store import open_store

    store = open_store()
    if store is None:
        fail("nothing is installed", "`detente corpus add` installs documents")
    return store
