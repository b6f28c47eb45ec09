"""A publisher on 127.0.0.1 that can be told to misbehave."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Publisher:
    """What is served, how, and what was asked.

    Attributes
    ----------
    faults
        What to do with the next requests, one each: `break` (end after half of the bytes), `hang` (say nothing more
        after half), `error` (500), `redirect`, `page` (a web page), `slow`; then all is well.
    """

    body: bytes
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    etag: str = '"one"'
    url: str = ""


@contextmanager
def publisher(body: bytes, *faults: str) -> Iterator[Publisher]:
    """Serve some bytes under `/data.csv`."""
    state = Publisher(body, list(faults))
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            _answer(self, state, stop)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_address[1]}/data.csv"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        stop.set()
        server.shutdown()
        server.server_close()


def _answer(handler: BaseHTTPRequestHandler, state: Publisher, stop: threading.Event) -> None:
    range_ = handler.headers.get("Range", "")
    state.asked.append(range_)
    fault = state.faults.pop(0) if state.faults else ""
    handler.close_connection = True
    if fault == "error":
        handler.send_error(500)
        return
    if fault == "redirect":
        handler.send_response(302)
        handler.send_header("Location", state.url + "?again")
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return
    start = int(range_.removeprefix("bytes=").removesuffix("-")) if range_ else 0
    if handler.headers.get("If-Range") not in (None, state.etag):
        start = 0
    body = state.body[start:]
    handler.send_response(206 if start else 200)
    handler.send_header("Content-Length", str(len(body)))
    handler.send_header("Content-Type", "text/html" if fault == "page" else "text/csv")
    handler.send_header("ETag", state.etag)
    handler.end_headers()
    if fault in ("break", "hang"):
        handler.wfile.write(body[: len(body) // 2])
        handler.wfile.flush()
        stop.wait(3 if fault == "hang" else 0)
        return
    for n in range(0, len(body), 1000 if fault == "slow" else len(body)):
        handler.wfile.write(body[n : n + 1000] if fault == "slow" else body)
        time.sleep(0.001 if fault == "slow" else 0)
