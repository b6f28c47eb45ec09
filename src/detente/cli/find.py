"""`detente find`."""

import sqlite3
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli import color, fail
from detente.cli.answers import Form, print_answer

if TYPE_CHECKING:
    from detente.corpus.compiled import Names
    from detente.corpus.search import Found, Shelf

NEEDS_ARGUMENTS = True


def run(
    query: Annotated[list[str], typer.Argument(help="What to find; docs/reference/search.md has the language.")],
    study: Annotated[
        Path | None, typer.Option(metavar="STUDY", help="Search a study's passages too; its actors and offices count.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="Passages to show.")] = 20,
    by_date: Annotated[bool, typer.Option("--by-date", help="The earliest first, not the best.")] = False,
    format: Annotated[Form, typer.Option(help="How the answer is printed.")] = Form.TABLE,
) -> None:
    """Find passages in the installed documents, and in a study."""
    from detente.corpus.errors import CorpusError
    from detente.corpus.index import DamagedError
    from detente.corpus.search import Order, search
    from detente.home import store_path

    try:
        shelves, names, notes = _shelves(study)
        order = Order.DATE if by_date else Order.SCORE
        ask = partial(search, " ".join(query), limit=limit, order=order, names=names)
        try:
            found = [ask(shelf) for shelf in shelves]
        except DamagedError:
            shelves, _, notes = _shelves(study, anew=True)
            found = [ask(shelf) for shelf in shelves]
    except CorpusError as error:
        fail(error.message, error.help)
    except sqlite3.DatabaseError as error:
        fail(f"the installed documents cannot be read: {error}", f"if it is damaged, move it away: {store_path()}")
    document = _document(found)
    notes += document["notes"]
    if document["undated"]:
        notes.append(f"{document['undated']:,} more would fit but for their date, which is not known")
    if format is Form.TABLE:
        _print(found, document)
    rows = [] if format is Form.TABLE else document["hits"]
    print_answer({**document, "notes": notes}, rows, [f"note: {note}" for note in notes], format)


def _shelves(study: Path | None, *, anew: bool = False) -> "tuple[list[Shelf], Names, list[str]]":
    """Return what is searched: a study's passages first, then what is installed."""
    from detente.corpus.index import build_index, open_index
    from detente.corpus.search import corpus_shelf
    from detente.corpus.store import open_store, open_writer

    shelves: list[Shelf] = []
    names: Names = {}
    notes: list[str] = []
    if study is not None:
        from detente.corpus.study_shelf import names_in, study_shelf
        from detente.study.read import read_study

        if not (study / "study.yaml").exists():
            fail(f"{study} holds no study.yaml", "`detente new DIR` makes a study to start from")
        opened, _ = read_study(study)
        shelves.append(study_shelf(opened))
        names = names_in(opened)
    store = open_store()
    if store is None:
        if not shelves:
            fail("no documents are installed", "`detente corpus add` installs them; --study searches a study")
        return shelves, names, notes
    index = None if anew else open_index()
    if index is None:
        typer.echo("the search index is missing, damaged or of another version: it is made anew", err=True)
        with open_writer() as writer:
            build_index(writer, anew=True)
        index = open_index()
    if index is None:
        fail("the search index cannot be opened", "`detente corpus reindex` makes it")
    if index.revision != store.revision:
        notes.append("documents came or went since the index was made: `detente corpus reindex` brings it up to date")
    return [*shelves, corpus_shelf(index, store)], names, notes


def _document(found: "list[Found]") -> dict[str, Any]:
    from detente.corpus.search import facets_of

    return {
        "total": sum(each.total for each in found),
        "hits": [asdict(hit) for each in found for hit in each.hits],
        "facets": facets_of(found),
        "undated": sum(each.n_undated for each in found),
        "notes": list(dict.fromkeys(note for each in found for note in each.notes)),
    }


def _print(found: "list[Found]", document: dict[str, Any]) -> None:
    import sys

    bold = ("\x1b[1m", "\x1b[0m") if color(sys.stdout) else ("**", "**")
    for each in found:
        before = ""
        for hit in each.hits:
            if hit.document != before:
                typer.echo(f"{hit.document}  {hit.date or 'undated'}  {hit.title}")
            before = hit.document
            place = hit.passage.removeprefix(f"{hit.document}#") + (f", p. {hit.page}" if hit.page else "")
            parts = " ".join(hit.snippet.split()).split("**")
            text = "".join(bold[n % 2 == 0] + part if n else part for n, part in enumerate(parts))
            typer.echo(f"    {place}  {text}")
    total, facets, shown = document["total"], document["facets"], len(document["hits"])
    typer.echo(f"{total:,} passage{'s' * (total != 1)}" + (f", {shown} shown" if shown < total else ""), err=True)
    for name, most in (("edition", 12), ("state", 12), ("year", 200)):
        counts = [f"{value} {n:,}" for value, n in list(facets[name].items())[:most]]
        if counts:
            typer.echo(f"{name}: {', '.join(counts)}", err=True)
