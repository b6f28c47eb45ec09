"""The application: addresses, who may come in, and the headers that every answer carries."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente import __version__
from detente.web import api, documents, editing, judging, pages, searching, weighing
from detente.web.doors import COOKIE, LASTS, WROTE, Doors
from detente.web.room import Room

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
SAFE: Final = ("GET", "HEAD", "OPTIONS")
JUST_WROTE: Final = (b"set-cookie", f"{WROTE}=1; Path=/; Max-Age=5; HttpOnly; SameSite=Strict".encode())
"""Who has written is shown it, and waits for it if need be."""
MOST_SENT: Final = 2_000_000
"""Bytes that a form may send."""
STATIC: Final = {"htmx.min.js": "text/javascript", "room.js": "text/javascript", "room.css": "text/css"}


def create_app(room: Room, doors: Doors, hosts: tuple[str, ...] = ()) -> FastAPI:
    """Return the application of one room.

    ``hosts`` are the names under which it may be asked for; others are refused, so that a page elsewhere cannot point
    a name of its own at this machine. Empty lets every name pass.
    """

    @contextlib.asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        room.open(asyncio.get_running_loop())
        watching = asyncio.create_task(room.watch())
        yield
        watching.cancel()
        room.close()

    app = FastAPI(title="Detente", version=__version__, lifespan=life, docs_url=None, redoc_url=None)
    app.state.room, app.state.doors = room, doors

    app.add_middleware(Guard, doors=doors, hosts=hosts)

    @app.post("/door", include_in_schema=False)
    async def enter(request: Request) -> Response:
        form = await request.form()
        cookie = doors.let_in(str(form.get("token", "")))
        if cookie is None:
            wait = " Too many wrong tries: wait a minute." if doors.is_closed else ""
            return HTMLResponse(_door(f"That is not the token.{wait}"), 403 if not doors.is_closed else 429)
        response = RedirectResponse("/index.html", 303)
        is_safe = request.url.scheme == "https"
        response.set_cookie(COOKIE, cookie, max_age=LASTS, httponly=True, samesite="strict", secure=is_safe)
        return response

    @app.get("/room/{name}", include_in_schema=False)
    async def static(name: str) -> Response:
        if name not in STATIC:
            return PlainTextResponse("there is no such file", 404)
        return Response(_static(name), media_type=STATIC[name], headers={"Cache-Control": "max-age=3600"})

    app.include_router(api.router)
    app.include_router(editing.router)
    app.include_router(weighing.router)
    app.include_router(judging.router)
    app.include_router(documents.router)
    app.include_router(searching.router)
    app.include_router(pages.router)
    return app


class Guard:
    """Lets in whoever may come, and gives every answer the headers that it must carry."""

    def __init__(self, app: ASGIApp, doors: Doors, hosts: tuple[str, ...]) -> None:
        self.app, self.doors, self.hosts = app, doors, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                wrote = [JUST_WROTE] if request.method == "POST" and message["status"] < 400 else []
                message["headers"] = [*message.get("headers", ()), *HEADERS, *wrote]
            await send(message)

        request = Request(scope, receive)
        refused = self._refused(request)
        if refused is None and request.method not in SAFE and request.url.path != "/door":
            body = await _body_of(request)
            refused = await self._unsealed(request, body)
            receive = _again(body, receive)
        await (self.app if refused is None else refused)(scope, receive, send_guarded)

    def _refused(self, request: Request) -> Response | None:
        """Return the answer to a request that may not pass, or None."""
        host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
        if self.hosts and host.strip("[]") not in self.hosts:
            return PlainTextResponse("this room is not known under that name", 421)
        length = request.headers.get("content-length", "0")
        if "transfer-encoding" in request.headers or not length.isdecimal() or int(length) > MOST_SENT:
            return PlainTextResponse("that is more than a form may send, or does not say how much", 413)
        is_open = request.url.path in ("/door", "/static/style.css", "/room/room.css")
        if not is_open and not self.doors.knows(request.cookies.get(COOKIE, "")):
            return HTMLResponse(_door(""), 401)
        return None

    async def _unsealed(self, request: Request, body: bytes) -> Response | None:
        """Return the answer to a form that is not one of this room's, or None."""
        sent = request.headers.get("x-detente-seal") or ""
        if not sent and request.headers.get("content-type", "").startswith(FORMS):
            try:
                sent = str((await Request(request.scope, _again(body, request.receive)).form()).get("seal", ""))
            except Exception:
                return PlainTextResponse("that form cannot be read", 400)
        if not self.doors.is_sealed(request.cookies.get(COOKIE, ""), sent):
            return PlainTextResponse("this form is not one of this room's: load the page again", 403)
        return None


async def _body_of(request: Request) -> bytes:
    try:
        return await request.body()
    except ClientDisconnect:
        return b""


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read once more."""
    is_given = False

    async def give() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return give


def _static(name: str) -> bytes:
    return files("detente.web").joinpath("static", name).read_bytes()


def _door(said: str) -> str:
    page = files("detente.web").joinpath("templates/door.html").read_text("utf-8")
    return page.replace("<!-- said -->", f'<p role="alert">{said}</p>' if said else "")
