"""Pages are made in another process; a reader never waits for a write, and is told when a page lies behind."""

import os
import signal
import time
from pathlib import Path
from threading import Event, Thread

import pytest
from fastapi.testclient import TestClient

from detente.web import room as rooms
from detente.web.pages import BEHIND
from detente.web.room import Room
from detente.web.standing import Standing, read_standing
from tests.web.conftest import fill

RIVALS = "  rivals:\n  - {id: fear, label: Fear, claims: [c1]}\n  - {id: credit, label: Credit}\n"
HYPOTHESES = f"sets:\n- id: h\n  question: Why?\n{RIVALS}"
ASSESSMENTS = "set,evidence,rival,judgement,reason\nh,passage:p1,credit,much-more,a report\n"


@pytest.fixture
def folder(folder: Path) -> Path:
    (folder / "hypotheses.yaml").write_text(HYPOTHESES)
    (folder / "assessments.csv").write_text(ASSESSMENTS)
    return folder


def until_all_are_made(room: Room) -> None:
    end = time.monotonic() + 60
    while "board/h" not in room.standing.made or "sources.html" not in room.standing.made:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_every_page_is_made_before_it_is_asked_for(client: TestClient, room: Room) -> None:
    with client:
        until_all_are_made(room)
        assert {"index.html", "hypotheses.html", "chronology.html", "board/h"} <= {*room.standing.made}
        assert client.get("/board/h").content == read_standing(room.folder).make("board/h")


def test_a_page_shows_the_study_that_stands_or_says_that_it_does_not(client: TestClient, room: Room) -> None:
    with client:
        until_all_are_made(room)
        for n in range(3):
            question = f"Why, in the {n} end?"
            assert fill(client, "/edit/claims/c1", text=f"It was {n}.").status_code == 303
            assert f"It was {n}." in client.get("/claims.html").text  # where an edit leads to, it is seen
            (room.folder / "hypotheses.yaml").write_text(HYPOTHESES.replace("Why?", f'"{question}"'))
            room.refresh()
            end = time.monotonic() + 60
            while question not in (page := client.get("/board/h").text):
                assert BEHIND in page
                assert time.monotonic() < end
            assert BEHIND not in page
        for name in ("/tables/claims.csv", "/tables/rivals.csv"):  # these cannot say it, so that they wait
            assert "It was 2." in client.get(name).text or question in client.get(name).text


def test_an_edit_that_is_taken_back_finds_its_pages_made(client: TestClient, room: Room) -> None:
    with client:
        until_all_are_made(room)
        before = room.standing
        fill(client, "/edit/claims/c1", text="It was otherwise.")
        assert room.standing.digest != before.digest
        room.undo()
        assert (room.standing.digest, room.standing.made) == (before.digest, before.made)


def test_pages_are_made_here_when_the_other_process_has_ended(client: TestClient, room: Room) -> None:
    with client:
        until_all_are_made(room)
        maker = room._maker
        assert maker is not None
        os.kill(maker._process.pid, signal.SIGKILL)
        maker._process.wait()
        assert fill(client, "/edit/claims/c1", text="It was otherwise.").status_code == 303
        end = time.monotonic() + 60
        while room.standing.digest[:12] not in (page := client.get("/hypotheses.html").text):
            assert BEHIND in page
            assert time.monotonic() < end
        assert client.get("/board/h").status_code == 200
        assert client.get("/board/none").status_code == 404


def test_reading_does_not_wait_for_writing(client: TestClient, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    is_reading, may_go_on = Event(), Event()

    def read_slowly(folder: Path, held: dict[str, dict[str, bytes]]) -> Standing:
        is_reading.set()
        assert may_go_on.wait(60)
        return read_standing(folder, held)

    with client:
        until_all_are_made(room)
        monkeypatch.setattr(rooms, "read_standing", read_slowly)
        writing = Thread(target=fill, args=(client, "/edit/claims/c1"), kwargs={"text": "It was otherwise."})
        writing.start()
        assert is_reading.wait(60)
        for address in ("/index.html", "/board/h", "/edit/claims/c1", "/select?text=embassy", "/api/events/e1"):
            assert client.get(address).status_code == 200
        assert writing.is_alive()
        may_go_on.set()
        writing.join()
        assert "It was otherwise." in client.get("/claims.html").text
