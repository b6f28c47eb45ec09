"""What readers ask for: the site's own pages, a selection of the chronology, and word of changes."""

import asyncio
import re
from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, StreamingResponse

from detente.model.diagnostics import Diagnostic
from detente.report.entries import entries_by_line
from detente.report.tables import write_csv
from detente.study.export import text_of
from detente.study.files import read_bytes
from detente.web.doors import COOKIE, WROTE
from detente.web.room import Room
from detente.web.selection import chosen_events, read_selection, select_events
from detente.web.standing import BOARD, Standing

router = APIRouter(include_in_schema=False)
TYPES = {
    **{"html": "text/html; charset=utf-8", "csv": "text/csv; charset=utf-8"},
    **{"svg": "image/svg+xml", "png": "image/png"},
}
BEHIND = "This page shows the study before its last change; the new one is being worked out."
_NEWS = re.compile(rb'(<p class="news" [^>]*>)')
KEPT = ("select.html", "selected.html", "help.html")
"""Templates of the room's own whose pages depend on the study and the address alone."""
MOST_SHOWN = 200
"""Such pages that are kept of one study."""
AROUND = 20
"""Lines shown before and after one that a finding names."""


def room_of(request: Request) -> Room:
    """Return the room of a request."""
    room: Room = request.app.state.room
    return room


def seal_of(request: Request) -> str:
    """Return what a form of this session must send back."""
    seal: str = request.app.state.doors.seal(request.cookies.get(COOKIE, ""))
    return seal


async def page(request: Request, standing: Standing, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page of the room's own, in the site's dress."""
    path = request.url.path.lstrip("/")
    body = await asyncio.to_thread(standing.site.render, template, path, seal=seal_of(request), **context)
    if template in KEPT and status == 200 and len(standing.shown) < MOST_SHOWN:
        standing.shown[_asked(request)] = body
    return HTMLResponse(body if standing is room_of(request).standing else told_behind(body), status)


def shown_before(request: Request, standing: Standing) -> HTMLResponse | None:
    """Return a page that was asked for before in the same words, of the same study."""
    body = standing.shown.get(_asked(request))
    return HTMLResponse(body) if body is not None and standing is room_of(request).standing else None


def _asked(request: Request) -> str:
    return f"{request.url.path}?{request.url.query} {request.headers.get('hx-request', '')} {seal_of(request)}"


def told_behind(body: bytes) -> bytes:
    """Return a page that says of itself that it shows the study before its last change."""
    return _NEWS.sub(rb"\1" + BEHIND.encode(), body, count=1)


@router.get("/")
async def home() -> Response:
    """Go to the overview."""
    return RedirectResponse("/index.html", 307)


@router.get("/favicon.ico")
async def no_picture() -> Response:
    """Say that the room has no picture of itself."""
    return Response(status_code=204)


@router.get("/static/{name}")
async def static(name: str) -> Response:
    """Give the site's own style and script."""
    kinds = {"style.css": "text/css", "script.js": "text/javascript"}
    if name not in kinds:
        return PlainTextResponse("there is no such file", 404)
    body = files("detente.report").joinpath("static", name).read_bytes()
    return Response(body, media_type=kinds[name], headers={"Cache-Control": "max-age=3600"})


@router.get("/changes")
async def changes(request: Request) -> Response:
    """Say, as it happens, that the study has changed."""
    room = room_of(request)

    async def stream() -> AsyncIterator[str]:
        async for digest in room.changes():
            yield f"data: {digest}\n\n" if digest else ": still here\n\n"

    return StreamingResponse(stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


@router.get("/select")
async def select(request: Request) -> Response:
    """Show the events of a selection, which lives in the address."""
    standing = room_of(request).standing
    if (before := shown_before(request, standing)) is not None:
        return before
    selection = read_selection(request.query_params)
    found = await asyncio.to_thread(select_events, standing.site.study, selection)
    template = "selected.html" if request.headers.get("hx-request") else "select.html"
    return await page(request, standing, template, selection=selection, found=found)


@router.get("/select.csv")
async def select_csv(request: Request) -> Response:
    """Give all events of a selection as a table."""
    study = room_of(request).standing.study
    events = await asyncio.to_thread(chosen_events, study, read_selection(request.query_params))
    header = ("id", "date", "actors", "targets", "action", "domain", "summary", "status", "attested_by")
    rows = ([*(text_of(getattr(e, name)) for name in header[:-1]), sorted(study.sides_of(e.id))] for e in events)
    return Response(write_csv(header, rows), media_type=TYPES["csv"])


KEYS = (
    ("/", "search documents, passages and the chronology"),
    ("d", "the documents"),
    ("o", "a machine's proposals"),
    ("q", "a note, quickly; in a document, cite what is selected, or the paragraph"),
    ("s", "select from it"),
    ("c", "the chronology"),
    ("h", "the hypotheses"),
    ("f", "findings"),
    ("n", "a new event"),
    ("p", "a new passage, or a note"),
    ("t", "new testimony"),
    ("j, k", "the next entry or paragraph, the one before"),
    ("e", "amend the entry"),
    ("m", "make an event of the passage"),
    ("w", "weigh the entry as evidence"),
    ("a, x", "accept the proposal, refuse it"),
    ("Ctrl Enter", "save the form"),
    ("u", "undo"),
    ("Esc", "leave a field, so that these keys work"),
    ("?", "this page"),
)


@router.get("/help")
async def help_(request: Request) -> Response:
    """Say how the room is used."""
    standing = room_of(request).standing
    return shown_before(request, standing) or await page(request, standing, "help.html", keys=KEYS)


@router.get("/lines/{file:path}")
async def lines(request: Request, file: str, line: int = 1) -> Response:
    """Show a line of one of the study's own files, and those around it."""
    room = room_of(request)
    standing = room.standing
    refused: list[Diagnostic] = []
    is_known = any(found.span.file == file for found in standing.diagnostics)
    data = await asyncio.to_thread(read_bytes, room.folder, file, refused) if is_known else None
    if data is None:
        return await page(request, standing, "nowhere.html", 404, asked=file)
    every = data.decode("utf-8", "replace").splitlines()
    first = max(1, min(line, len(every)) - AROUND)
    shown = [(n, text[:500]) for n, text in enumerate(every[first - 1 : first + 2 * AROUND], first)]
    found = [each for each in standing.diagnostics if each.span.file == file and each.span.line == line]
    context: dict[str, Any] = {"file": file, "line": line, "shown": shown, "found": found}
    return await page(
        request, standing, "lines.html", entry=entries_by_line(standing.study).get((file, line)), **context
    )


@router.get("/board/{name}")
async def board(request: Request, name: str) -> Response:
    """Show the board of a set of rivals; the address holds what is put aside."""
    room = room_of(request)
    off = request.query_params.getlist("without")[:100]
    asked = [("without", what) for what in off] + ([("part", "1")] if request.headers.get("hx-request") else [])
    what = BOARD + name + (f"?{urlencode(asked)}" if asked else "")
    body, is_behind = await room.page(what, waits=WROTE in request.cookies)
    if body is None:
        said = "No set of that name was assessed."
        return await page(request, room.standing, "said.html", 404, title="No board", said=said)
    return HTMLResponse(told_behind(body) if is_behind else body)


@router.get("/{path:path}")
async def site(request: Request, path: str) -> Response:
    """Give a page or a table of the site."""
    room = room_of(request)
    standing, is_page = room.standing, path.endswith(".html")  # a table cannot say that it lies behind
    body, is_behind = await room.page(path, waits=not is_page or WROTE in request.cookies)
    if body is None:
        return await page(request, room.standing, "nowhere.html", 404, asked=path)
    kind = TYPES.get(path.rpartition(".")[2], "application/octet-stream")
    if is_behind:
        return Response(told_behind(body), media_type=kind, headers={"Cache-Control": "no-store"})
    tag = f'"{standing.digest[:32]}-{seal_of(request)[:8]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)
