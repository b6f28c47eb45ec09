"""The document reader: a text with its codings and passages in the margin, versions, pictures of pages."""

import asyncio
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from detente.corpus.anchors import Certainty
from detente.corpus.errors import CorpusError
from detente.corpus.pdf import draw_page
from detente.corpus.refusal import RefusedError
from detente.corpus.store import Store, open_store
from detente.corpus.texts import ids_of, is_corpus_id
from detente.corpus.versions import compare_versions
from detente.model.records import Passage
from detente.model.study import Study
from detente.web.citing import read_chosen, ways_on
from detente.web.held import PICTURES, Held, files_of, hold, is_volume, sources_of
from detente.web.pages import page, room_of
from detente.web.reading import A_PART, cited_in, read_held
from detente.web.room import Room

router = APIRouter(include_in_schema=False)
MOST_LISTED = 1000


@router.get("/documents")
async def shelf(request: Request, edition: str = "") -> Response:
    """List what can be read: the study's own files, its sources' documents, and the editions of the corpus."""
    room = room_of(request)
    try:
        context = await asyncio.to_thread(_shelf, room, edition[:200])
    except CorpusError as error:
        context = {"files": [*files_of(room.folder)], "editions": (), "listed": (), "n": 0, "amiss": error.message}
    return await page(request, room.standing, "documents.html", edition=edition, **context)


def _shelf(room: Room, edition: str) -> Mapping[str, Any]:
    with open_store() or nullcontext() as store:
        editions = store.editions() if store is not None else ()
        listed = store.listed(edition, MOST_LISTED) if store is not None and edition else ()
    return {"files": [*files_of(room.folder)], "editions": editions, "listed": listed, "n": MOST_LISTED, "amiss": ""}


@router.get("/documents/{name:path}")
async def document(request: Request, name: str) -> Response:
    """Show a document, or two versions of it side by side."""
    room, query = room_of(request), request.query_params
    try:
        found = await asyncio.to_thread(_opened, room, name, dict(query))
    except CorpusError as error:
        return await page(
            request, room.standing, "said.html", 500, title="No corpus", said=f"{error.message}: {error.help}"
        )
    if found is None:
        said = f"No document `{name[:200]}` is installed, and none lies under the study's documents/."
        return await page(request, room.standing, "said.html", 404, title="No document", said=said)
    template, context = found
    return await page(request, room.standing, template, **context)


def _opened(room: Room, name: str, query: Mapping[str, str]) -> tuple[str, Mapping[str, Any]] | None:
    study = room.standing.study
    with open_store() or nullcontext() as store:
        held = hold(room.folder, store, name)
        if held is None:
            return None
        others = _versions(study, held, store)
        other = hold(room.folder, store, query["with"]) if query.get("with") else None
    if other is not None:
        pairs = compare_versions(held.document, other.document)
        return "versions.html", {"left": held, "right": other, "pairs": pairs}
    words = query.get("words", "").strip()[:200]
    part = (_number(query.get("paragraph")) - 1) // A_PART + 1 if "paragraph" in query else _number(query.get("part"))
    reading = read_held(study, held, part, words)
    codes = {code.id: code.label or code.id for code in study.codes}
    sources = sources_of(study, held.id)
    context = {"reading": reading, "held": held, "document": held.document, "others": others, "words_sought": words}
    return "document.html", context | {"codes": codes, "sources": sources, "address": address_of(held.id)}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1


def _versions(study: Study, held: Held, store: Store | None) -> list[str]:
    """Return what is known to be a version of a document: by the corpus, and by what the study says of its sources."""
    found: list[str] = []
    if store is not None and is_corpus_id(held.id):
        first = held.document.version_of or held.id
        found += [first, *store.versions(first)]
    whole = [source for source in study.sources if source.document and not is_volume(source.document)]
    for source in whole:
        if source.document == held.id:
            root = source.version_of or source.id
            found += [each.document for each in whole if root in (each.id, each.version_of)]
    return [name for name in dict.fromkeys(found) if name != held.id]


def address_of(name: str) -> str:
    """Return the address of a document."""
    return f"/documents/{quote(name)}"


@router.get("/read/{name:path}")
async def read(request: Request, name: str) -> Response:
    """Go to the place of a passage in its document."""
    room = room_of(request)
    passage = room.standing.study.passage_by_id.get(name)
    place = await asyncio.to_thread(_place_of, room, passage) if passage is not None else ""
    if not place:
        said = "Its source names no document, or the document is not at hand: `document` in sources.yaml says which."
        return await page(request, room.standing, "said.html", 404, title="No document", said=said)
    return RedirectResponse(place, 303)


def _place_of(room: Room, passage: Passage) -> str:
    study = room.standing.study
    source = study.source_by_id.get(passage.source)
    if source is None or not source.document:
        return ""
    is_installed = is_corpus_id(source.document)
    names = ids_of(source.document, passage.locator) if is_installed else (source.document,)
    with open_store() or nullcontext() as store:
        held = next((own for name in names if (own := hold(room.folder, store, name)) is not None), None)
    if held is None:
        return ""
    landing = next(each.landing for each in cited_in(study, held) if each.passage is passage)
    if landing.certainty is Certainty.LOST:
        return f"{address_of(held.id)}#unplaced"
    n = held.number_at(landing.start)
    return f"{address_of(held.id)}?paragraph={n + 1}#b-{n}"


@router.get("/pictures/{name:path}")
async def picture(request: Request, name: str, n: int = 1) -> Response:
    """Give the picture of a page."""
    room = room_of(request)

    def read_picture() -> tuple[bytes, str] | None:
        with open_store() or nullcontext() as store:
            held = hold(room.folder, store, name)
        if held is None or not 1 <= n <= len(held.pictures):
            return None
        leaf = held.pictures[n - 1]
        if leaf.n is not None:
            return draw_page(leaf.path, leaf.n), "image/png"
        return leaf.path.read_bytes(), PICTURES[leaf.path.suffix.lower()]

    try:
        found = await asyncio.to_thread(read_picture)
    except (OSError, CorpusError, RefusedError):
        found = None
    if found is None:
        return Response("there is no such picture", 404, media_type="text/plain")
    return Response(found[0], media_type=found[1], headers={"Cache-Control": "max-age=3600"})


@router.get("/chosen")
async def chosen(request: Request) -> Response:
    """Say what can be made of a stretch of a document."""
    room = room_of(request)
    study = room.standing.study

    def choose() -> Mapping[str, Any] | None:
        stretch = read_chosen(room.folder, dict(request.query_params))
        if stretch is None:
            return None
        return {"quote": stretch.quote, "ways": ways_on(study, stretch), "back": address_of(stretch.held.id)}

    context = await asyncio.to_thread(choose)
    if context is None:
        said = "There is no such stretch of a document, or it is longer than 20,000 characters."
        return await page(request, room.standing, "said.html", 404, title="Nothing chosen", said=said)
    template = "ways.html" if request.headers.get("hx-request") else "chosen.html"
    return await page(request, room.standing, template, **context)
