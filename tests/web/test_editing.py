"""An edit changes the lines of its entry, is never lost, and can be taken back."""

import difflib
import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from detente.study.edits import PENDING, Change, Edit, finish_edit, write_edit
from detente.study.read import read_study
from detente.study.write import StaleError, WriteError
from detente.web.forms import find_record
from detente.web.room import Room
from tests.web.conftest import fill, read_form


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


def test_only_the_entrys_line_changes(client: TestClient, folder: Path) -> None:
    before = (folder / "events.csv").read_text()
    event = before.splitlines()[1].partition(",")[0]
    answer = fill(client, f"/edit/events/{event}", summary="Said otherwise, and at length")
    assert answer.status_code == 303
    lines = changed_lines(before, (folder / "events.csv").read_text())
    assert [line[0] for line in lines] == ["-", "+"]
    assert "Said otherwise, and at length" in client.get("/" + answer.headers["location"].lstrip("/")).text


def test_a_form_sent_untouched_changes_nothing(client: TestClient, folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for collection, key in (("events", "e1"), ("sources", "frus"), ("claims", "c1"), ("testimony", "@2")):
        if client.get(f"/edit/{collection}/{key}").status_code == 200:
            assert fill(client, f"/edit/{collection}/{key}").status_code == 303
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_event_made_of_a_passage_is_attested_by_it_in_one_edit(client: TestClient, room: Room) -> None:
    passage = room.standing.study.passages[0].id
    answer = fill(
        client,
        f"/new/events?given-passage={passage}",
        date="1949-04",
        actors="ALB",
        targets="SUN",
        action="AGREE",
        summary="They sign something new.",
    )
    assert answer.status_code == 303
    (made,) = [event for event in room.standing.study.events if event.summary == "They sign something new."]
    assert made.id == "1949-04-they-sign-something-new"
    assert [row.passage for row in room.standing.study.testimony_of[made.id]] == [passage]
    assert len(room.done) == 1
    room.undo()
    assert made.id not in room.standing.study.statement_by_id


def test_a_value_that_cannot_be_read_sends_the_form_back(client: TestClient, folder: Path) -> None:
    before = (folder / "events.csv").read_bytes()
    answer = fill(client, "/new/events", date="last spring", actors="ALB", summary="Something.")
    assert answer.status_code == 422
    assert "last spring" in answer.text
    assert read_form(answer.text)["summary"] == "Something."
    assert (folder / "events.csv").read_bytes() == before


def test_a_stale_form_is_refused_with_both_versions(client: TestClient, folder: Path) -> None:
    event = (folder / "events.csv").read_text().splitlines()[1].partition(",")[0]
    form = read_form(client.get(f"/edit/events/{event}").text)
    assert fill(client, f"/edit/events/{event}", summary="Theirs").status_code == 303
    answer = client.post(f"/edit/events/{event}", data={**form, "summary": "Mine"}, follow_redirects=False)
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert read_form(answer.text)["summary"] == "Mine"
    assert "Theirs" in (folder / "events.csv").read_text()
    again = client.post(f"/edit/events/{event}", data=read_form(answer.text), follow_redirects=False)
    assert again.status_code == 303
    assert "Mine" in (folder / "events.csv").read_text()


def test_an_editors_change_is_not_overwritten_by_undo(client: TestClient, room: Room, folder: Path) -> None:
    event = room.standing.study.events[0].id
    fill(client, f"/edit/events/{event}", summary="Mine")
    with (folder / "events.csv").open("a") as file:
        file.write("# an editor was here\n")
    with pytest.raises(StaleError):
        room.undo()
    assert "Mine" in (folder / "events.csv").read_text()


def test_what_an_editor_changes_shows_at_once(client: TestClient, room: Room, folder: Path) -> None:
    text = (folder / "study.yaml").read_text()
    (folder / "study.yaml").write_text(text.replace("title: ", "title: New ", 1))
    room.refresh()
    assert "New " in client.get("/index.html").text


def test_an_edit_cut_short_is_finished_when_the_room_opens(folder: Path) -> None:
    one, two = (folder / name for name in ("events.csv", "claims.csv"))
    changes = [Change(path.name, path.read_text(), path.read_text() + "# more\n") for path in (one, two)]
    note = {"words": "two files", "changes": [{**change.__dict__} if hasattr(change, "__dict__") else
            {"file": change.file, "before": change.before, "after": change.after, "has_bom": False}
            for change in changes]}  # fmt: skip
    (folder / PENDING).write_text(json.dumps(note))
    one.write_text(changes[0].after)  # killed between the two
    assert Room(folder).finished == "two files"
    assert two.read_text() == changes[1].after
    assert not (folder / PENDING).exists()


def test_an_edit_cut_short_never_overwrites_what_came_after(folder: Path) -> None:
    path = folder / "claims.csv"
    change = {"file": "claims.csv", "before": "other\n", "after": "another\n", "has_bom": False}
    (folder / PENDING).write_text(json.dumps({"words": "w", "changes": [change]}))
    before = path.read_text()
    with pytest.raises(WriteError):
        finish_edit(folder)
    assert path.read_text() == before
    assert (folder / PENDING).exists()


def test_of_two_files_neither_changes_if_one_is_stale(folder: Path) -> None:
    events = (folder / "events.csv").read_text()
    changes = (Change("events.csv", events, events + "# x\n"), Change("claims.csv", "not this", "new"))
    with pytest.raises(StaleError):
        write_edit(folder, Edit("w", changes))
    assert (folder / "events.csv").read_text() == events


# Between a change on disk and the room's having read it, the standing lies behind the files. In these tests the room
# does not look by itself.


def test_an_entry_is_never_written_into_the_line_of_another(client: TestClient, folder: Path) -> None:
    lines = (folder / "events.csv").read_text().splitlines(keepends=True)
    event = lines[2].partition(",")[0]
    moved = "".join([lines[0], "# a remark of the editor's\n", *lines[1:]])
    (folder / "events.csv").write_text(moved)
    answer = fill(client, f"/edit/events/{event}", summary="Mine")
    assert answer.status_code == 409
    assert (folder / "events.csv").read_text() == moved
    again = client.post(f"/edit/events/{event}", data=read_form(answer.text), follow_redirects=False)
    assert again.status_code == 303
    (changed,) = [line for line in changed_lines(moved, (folder / "events.csv").read_text()) if line[0] == "+"]
    assert changed.startswith(f"+ {event},")


def test_a_form_shown_before_the_room_noticed_does_not_undo_the_editor(
    client: TestClient, room: Room, folder: Path
) -> None:
    event = room.standing.study.events[0]
    text = (folder / "events.csv").read_text()
    theirs = text.replace(event.summary, "The editor's words", 1)
    (folder / "events.csv").write_text(theirs)
    form = read_form(client.get(f"/edit/events/{event.id}").text)
    assert form["summary"] == event.summary  # the room has not looked yet
    room.refresh()
    answer = client.post(f"/edit/events/{event.id}", data={**form, "note": "Mine"}, follow_redirects=False)
    assert answer.status_code == 409
    assert "The editor&#39;s words" in answer.text
    assert (folder / "events.csv").read_text() == theirs


def test_a_row_known_by_its_line_is_not_looked_for_on_another(client: TestClient, room: Room, folder: Path) -> None:
    lines = (folder / "testimony.csv").read_text().splitlines(keepends=True)
    row = room.standing.study.testimony[0]
    form = read_form(client.get(f"/edit/testimony/@{row.span.line}").text)
    moved = "".join([lines[0], *lines[2:], lines[1]])
    (folder / "testimony.csv").write_text(moved)
    for _ in range(2):  # before the room has looked, and after
        sent = {**form, "note": "What I meant to say"}
        answer = client.post(f"/edit/testimony/@{row.span.line}", data=sent, follow_redirects=False)
        assert answer.status_code == 409
        assert "What I meant to say" in answer.text
        assert "entry-form" not in answer.text
        assert (folder / "testimony.csv").read_text() == moved


def test_an_entry_that_is_gone_is_not_made_anew(client: TestClient, room: Room, folder: Path) -> None:
    event = room.standing.study.events[-1]
    form = read_form(client.get(f"/edit/events/{event.id}").text)
    kept = [line for line in (folder / "events.csv").read_text().splitlines(keepends=True) if event.id not in line]
    (folder / "events.csv").write_text("".join(kept))
    answer = client.post(f"/edit/events/{event.id}", data={**form, "summary": "Mine"}, follow_redirects=False)
    assert answer.status_code == 409
    assert "Mine" in answer.text
    assert (folder / "events.csv").read_text() == "".join(kept)


def test_a_new_entry_made_before_the_room_noticed_joins_what_the_editor_wrote(client: TestClient, folder: Path) -> None:
    with (folder / "events.csv").open("a") as file:
        file.write("# a remark of the editor's\n")
    answer = fill(client, "/new/events", date="1949", actors="ALB", summary="Mine")
    assert answer.status_code == 409
    again = client.post("/new/events", data=read_form(answer.text), follow_redirects=False)
    assert again.status_code == 303
    text = (folder / "events.csv").read_text()
    assert "# a remark of the editor's\n" in text
    assert "Mine" in text


def test_a_figure_that_a_data_set_fills_has_no_form() -> None:
    study, _ = read_study(Path(__file__).parents[2] / "studies" / "albania-ussr")
    filled, other = (next(f for f in study.figures if bool(f.data) is is_filled) for is_filled in (True, False))
    assert find_record(study, "figures", filled.id) is None
    assert find_record(study, "figures", other.id) is other
