"""A server that is killed at any moment leaves every file whole, and every edit that it acknowledged."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Final

import pytest
from httpx2 import Client, TransportError

from detente.study.read import read_study
from tests.folders import write_study
from tests.web.conftest import read_form

SERVE: Final = "import sys; from detente.cli import main; sys.argv = ['detente', *sys.argv[1:]]; main()"


@dataclass
class Server:
    """The command that users run, on one study; started again after each time that it was killed."""

    folder: Path
    process: "subprocess.Popen[str] | None" = None
    address: str = ""

    def start(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-c", SERVE, "serve", str(self.folder), "--port", "0"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        assert self.address, "the server does not start"

    def kill(self) -> None:
        assert self.process is not None
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL)

    def await_end(self) -> None:
        assert self.process is not None
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(write_study(tmp_path / "study"))
    server.start()
    yield server
    server.kill()
    server.await_end()


def plan(chance: random.Random, n: int) -> tuple[str, dict[str, str]]:
    """Return the address of a form, and what is to be written into it: a note, or a new event with its testimony."""
    if chance.random() < 0.5:
        event = chance.choice(["e1", "e2", "e3"])
        return f"/edit/events/{event}", {"id": event, "note": f'note {n}, and "quoted"; so'}
    values = {"id": f"made-{n}", "date": "1950", "actors": "ALB", "summary": f"Event {n}", "note": f"first {n}"}
    return "/new/events?given-passage=p1", values


def send(client: Client, address: str, values: Mapping[str, str]) -> None:
    """Fill a form and send it; the edit is acknowledged when this returns."""
    page = client.get(address)
    assert page.status_code == 200
    answer = client.post(address.partition("?")[0], data={**read_form(page.text), **values}, follow_redirects=False)
    assert answer.status_code == 303, answer.text


def hold_against(folder: Path, acknowledged: dict[str, str], begun: Mapping[str, str]) -> None:
    """Hold what the files say against the edits that were acknowledged, notes by event.

    The one that was under way is there whole, and is acknowledged by that, or not at all.
    """
    study, complaints = read_study(folder)
    assert [each for each in complaints if each.code.startswith(("SYN", "STU", "VAL"))] == []
    notes = {event.id: event.note for event in study.events if event.note}
    if begun and notes.get(begun["id"]) == begun["note"]:
        acknowledged[begun["id"]] = begun["note"]
    assert notes == acknowledged
    made = [name for name in notes if name.startswith("made-")]
    assert [row.statement for row in study.testimony if row.statement.startswith("made-")] == made
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def edit_and_kill(server: Server, n_edits: int, longest: float) -> int:
    """Make so many random edits, killing the server within so many seconds each time; return how often."""
    chance = random.Random(n_edits)  # noqa: S311
    acknowledged: dict[str, str] = {}
    n = n_killed = 0
    while n < n_edits:
        begun: Mapping[str, str] = {}
        timer = Timer(chance.uniform(0.05, longest), server.kill)
        timer.start()
        with Client(base_url=server.address, timeout=60) as client, suppress(TransportError):
            while n < n_edits:
                n += 1
                address, begun = plan(chance, n)
                send(client, address, begun)
                acknowledged[begun["id"]], begun = begun["note"], {}
        n_killed += bool(begun)
        timer.cancel()
        server.kill()
        server.await_end()
        server.start()
        hold_against(server.folder, acknowledged, begun)
    return n_killed


def test_a_server_killed_at_any_moment_loses_no_edit_and_leaves_none_half(server: Server) -> None:
    assert edit_and_kill(server, 60, longest=3.0) >= 2


@pytest.mark.slow
def test_a_thousand_edits_outlast_a_server_that_is_killed_again_and_again(server: Server) -> None:
    assert edit_and_kill(server, 1000, longest=6.0) >= 10
