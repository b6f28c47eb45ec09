"""`detente corpus`."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import fail
from detente.cli.answers import Form, print_answer

if TYPE_CHECKING:
    from detente.corpus.repeats import Text

NEEDS_ARGUMENTS = True


class Act(StrEnum):
    """What to do with installed documents."""

    ADD = "add"
    LIST = "list"
    REMOVE = "remove"
    REINDEX = "reindex"
    REPEATS = "repeats"


def run(
    act: Annotated[Act, typer.Argument(help="add, list, remove, reindex or repeats.", show_default=False)],
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[WHAT]...", help="Files and folders; what is installed.")
    ] = None,
    edition: Annotated[str, typer.Option(help="The name under which documents are added.")] = "",
    ocr: Annotated[str, typer.Option(metavar="LANGS", help="Read scans with Tesseract: `rus+eng`, `sqi`, ..")] = "",
    engine: Annotated[str, typer.Option(help="Where files are read: here, local[*] or spark://host:port.")] = "here",
    study: Annotated[
        Path | None, typer.Option(metavar="STUDY", help="repeats: of a study's quotes and texts, not of documents.")
    ] = None,
    format: Annotated[Form, typer.Option(help="How the answer is printed.")] = Form.TABLE,
) -> None:
    """Install documents, list what is installed, remove it, or find what repeats something else.

    `repeats` compares the documents of the editions or volumes named, or all; it exits 1 when some repeat one another.
    """
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
            case Act.REPEATS:
                raise typer.Exit(_repeats(names or [], study, format))
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


def _repeats(names: list[str], study: Path | None, format: Form) -> int:
    from dataclasses import asdict

    from detente.corpus.repeats import find_repeats

    if study is not None:
        from detente.corpus.study_shelf import quotes_of
        from detente.study.documents import StudyTexts
        from detente.study.read import read_study

        if not (study / "study.yaml").exists():
            fail(f"{study} holds no study.yaml")
        texts = quotes_of(read_study(study)[0], StudyTexts(study))
        found = find_repeats(texts, min_share=0.5, min_runs=3)
    else:
        texts, known = _documents(names)
        found = find_repeats(texts, known=known)
    rows = [
        {
            "a": each.a,
            "offered": each.offered if each.is_directed else f"{each.offered}?",
            "b": each.b,
            "share_a": each.share_a,
            "share_b": each.share_b,
            "n_words": each.n_words,
            "stretch": " ".join(each.stretch.split()[:12]),
        }
        for each in found
    ]
    notes = [f"{len(found):,} pairs of {len(texts):,} texts repeat one another; n_words is their longest stretch"]
    if any(not each.is_directed for each in found):
        notes.append("`?`: days do not tell which is the later, so it may be the other way round")
    print_answer([asdict(each) for each in found], rows, notes, format)
    return 1 if found else 0


def _documents(names: list[str]) -> "tuple[list[Text], list[tuple[str, str]]]":
    """Return the installed documents of their time, and those that are known as versions of one another."""
    from detente.corpus.repeats import Text
    from detente.corpus.sides import day_of
    from detente.corpus.store import open_store

    store = open_store()
    if store is None:
        fail("no documents are installed", "`detente corpus add` installs them")
    with store:
        documents = [
            document
            for _, document in store.documents()
            if document.kind in ("document", "speech", "record")
            and (not names or document.edition in names or document.volume in names)
        ]
    if names and not documents:
        fail(f"nothing is installed as `{names[0]}`", "`detente corpus list` names what is installed")
    known = [(document.id, document.version_of) for document in documents if document.version_of]
    return [Text(document.id, document.text, day_of(document.date)) for document in documents], known
