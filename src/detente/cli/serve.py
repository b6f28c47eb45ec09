"""`detente serve`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from detente.cli import fail
from detente.cli.folder import StudyFolder

SWITCH = 0.0005
"""How long a study is read before a reader's request gets its turn [s]."""
BACKLOG = 2048
"""Requests that may wait to be let in."""


def run(
    study: StudyFolder = Path(),
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8765,
    host: Annotated[
        str, typer.Option(help="The address; any but this machine's own asks readers for a token.")
    ] = "127.0.0.1",
    names: Annotated[
        list[str] | None, typer.Option("--name", metavar="NAME", help="A name under which others reach the room.")
    ] = None,
    token: Annotated[bool, typer.Option("--token", help="Make a new access token; the old one is out.")] = False,
    commit: Annotated[bool, typer.Option("--commit", help="Commit each edit with git.")] = False,
) -> None:
    """Open the reading room: the study in a browser, to be read and edited."""
    import gc
    import socket
    import sys

    import uvicorn

    from detente.home import access_file
    from detente.study.write import WriteError
    from detente.web.app import create_app
    from detente.web.doors import LOOPBACK, Doors, is_loopback, make_token
    from detente.web.room import Room

    if not (study / "study.yaml").exists():
        fail(f"{study} holds no study.yaml", "`detente new DIR` makes a study to start from")
    doors = Doors()
    hosts: tuple[str, ...] = LOOPBACK
    if not is_loopback(host):
        file = access_file()
        if token or not file.is_file():
            typer.echo(f"access token, shown this once: {make_token(file)}", err=True)
        try:
            doors = Doors.kept_in(file)
        except (OSError, ValueError, KeyError) as error:
            fail(f"{file} cannot be read: {error}", "make a new token with --token")
        hosts = (*LOOPBACK, host, *names) if names else ()
        typer.echo("others can reach this room: put TLS before it, for the token travels with every request", err=True)
    try:
        room = Room(study, commits=commit)
    except (WriteError, OSError, json.JSONDecodeError) as error:
        fail(str(error))
    if room.finished:
        typer.echo(f"an edit that had been cut short was finished: {room.finished}", err=True)
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host.strip("[]"), port))
        except OSError as error:
            fail(f"port {port} of {host} cannot be had: {error.strerror}", "choose another with --port")
        door.listen(BACKLOG)
        shown = f"[{host}]" if ":" in host else host
        typer.echo(f"http://{shown}:{door.getsockname()[1]}/")
        sys.setswitchinterval(SWITCH)
        gc.freeze()  # the study is there to stay: readers need not wait until it has been walked
        config = uvicorn.Config(
            create_app(room, doors, hosts), log_level="warning", server_header=False, timeout_graceful_shutdown=2
        )
        uvicorn.Server(config).run(sockets=[door])
