"""A room served on a free port of this machine, as `detente serve` does."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from detente.web.app import create_app
from detente.web.doors import LOOPBACK, Doors
from detente.web.room import Room


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a study, and yield the address; the room follows its folder meanwhile."""
    app = create_app(Room(folder), Doors(), LOOPBACK)
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        thread.join()
