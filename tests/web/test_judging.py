"""A machine's proposals are judged in the room, one after the other; the files say what was decided."""

import csv
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from detente.home import store_path
from detente.web.app import create_app
from detente.web.doors import LOOPBACK, Doors
from detente.web.room import Room
from tests.chromium import open_browser
from tests.cli.test_code import coded, rows, study
from tests.web.conftest import read_form
from tests.web.serving import serve

__all__ = ("study",)


@pytest.fixture
def proposals(study: Path) -> dict[str, str]:
    """The ids of the proposals by event."""
    return {event: row["id"] for event, row in coded(study).items()}


@pytest.fixture
def room(study: Path, proposals: dict[str, str]) -> Room:
    return Room(study)


@pytest.fixture
def client(room: Room) -> TestClient:
    return TestClient(create_app(room, Doors(), LOOPBACK), base_url="http://localhost")


def decide(client: TestClient, name: str, act: str, query: str = "", **values: str) -> tuple[int, str]:
    form = read_form(client.get(f"/proposals/{name}?{query}").text)
    answer = client.post(f"/proposals/{name}", data={**form, **values, "do": act}, follow_redirects=False)
    return answer.status_code, answer.headers.get("location", answer.text)


def state_of(study: Path) -> dict[str, tuple[str, str]]:
    return {row["event"]: (row["state"], row["made"]) for row in rows(study / "proposals.csv")}


def test_all_that_wait_are_listed_and_narrowed_down(client: TestClient, proposals: dict[str, str]) -> None:
    page = client.get("/proposals").text
    assert all(f"/proposals/{name}?" in page for name in proposals.values())
    narrow = client.get("/proposals?event=COERCE").text
    assert [name in narrow for name in proposals.values()] == [event == "COERCE" for event in proposals]
    assert "None." in client.get("/proposals?state=refused").text


def test_a_proposal_is_shown_in_its_paragraph_and_what_is_accepted_is_a_draft(
    client: TestClient, study: Path, proposals: dict[str, str]
) -> None:
    page = client.get(f"/proposals/{proposals['COERCE']}").text
    assert '<mark class="found">😀 Albania arrested two Yugoslav officers on the 10th.</mark>' in page
    assert "recalled its Ambassador" in page
    status, place = decide(client, proposals["SANCTION"], "accept", "order=place")
    event = rows(study / "events.csv")[-1]
    assert (status, event["action"], event["status"]) == (303, "SANCTION", "draft")
    assert place == f"/proposals/{proposals['COERCE']}?order=place&made={event['id']}"
    assert "Written:" in client.get(place).text
    assert rows(study / "testimony.csv")[-1]["statement"] == event["id"]
    assert state_of(study)["SANCTION"] == ("accepted", event["id"])
    assert "It was accepted." in client.get(f"/proposals/{proposals['SANCTION']}").text


def test_what_is_changed_in_the_form_mends_the_proposal(
    client: TestClient, study: Path, proposals: dict[str, str]
) -> None:
    status, _ = decide(client, proposals["COERCE"], "accept", actors="ALB;  SUN", summary="Two officers are arrested.")
    event = rows(study / "events.csv")[-1]
    assert (status, event["actors"], event["summary"]) == (303, "ALB; SUN", "Two officers are arrested.")
    assert state_of(study)["COERCE"] == ("mended", event["id"])


def test_refusing_changes_no_file_of_testimony_and_can_be_undone(
    client: TestClient, room: Room, study: Path, proposals: dict[str, str]
) -> None:
    before = {path.name: path.read_bytes() for path in study.glob("*.csv")}
    last = [*state_of(study)][-1]
    status, place = decide(client, proposals[last], "refuse", "order=place")
    assert (status, place) == (303, "/proposals?order=place")
    assert state_of(study)[last] == ("refused", "")
    changed = {path.name for path in study.glob("*.csv") if path.read_bytes() != before[path.name]}
    assert changed == {"proposals.csv"}
    room.undo()
    assert {path.name: path.read_bytes() for path in study.glob("*.csv")} == before


def test_what_cannot_be_written_is_said_and_what_was_typed_is_kept(
    client: TestClient, study: Path, proposals: dict[str, str]
) -> None:
    before = (study / "events.csv").read_bytes()
    status, page = decide(client, proposals["COERCE"], "accept", date="last spring", summary="Kept.")
    assert (status, read_form(page)["summary"]) == (422, "Kept.")
    form = read_form(client.get(f"/proposals/{proposals['COERCE']}").text)
    decide(client, proposals["COERCE"], "refuse")
    again = client.post(f"/proposals/{proposals['COERCE']}", data={**form, "do": "accept"}, follow_redirects=False)
    assert (again.status_code, "is refused already" in again.text) == (409, True)
    assert (study / "events.csv").read_bytes() == before
    assert client.get("/proposals/nobody").status_code == 404
    (study / "documents" / "cable.txt").write_text("Something else.\n", encoding="utf-8")
    page = client.get(f"/proposals/{proposals['SANCTION']}").text
    assert "is no longer in documents/cable.txt" in page
    assert decide(client, proposals["SANCTION"], "accept")[0] == 409


def test_what_a_table_says_is_shown_as_text(client: TestClient, study: Path, proposals: dict[str, str]) -> None:
    evil = '<script>evil()</script>"><img src=x onerror=evil()>'
    columns = ("actors", "mode", "cameo", "date_words", "told_by", "words", "coder", "version", "document")
    table = [row | dict.fromkeys(columns, evil) for row in rows(study / "proposals.csv")]
    with (study / "proposals.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*table[0]])
        writer.writeheader()
        writer.writerows(table)
    for address in ("/proposals", *(f"/proposals/{row['id']}" for row in table)):
        page = client.get(address)
        assert page.status_code == 200
        assert "<script>evil" not in page.text
        assert "<img src=x" not in page.text
        assert "&lt;script&gt;evil" in page.text


def test_documents_that_cannot_be_opened_are_said(client: TestClient, study: Path, proposals: dict[str, str]) -> None:
    store_path().parent.mkdir(parents=True, exist_ok=True)
    store_path().write_bytes(b"no store" * 1000)
    page = client.get(f"/proposals/{proposals['COERCE']}")
    assert (page.status_code, "cannot be read" in page.text) == (200, True)
    status, said = decide(client, proposals["COERCE"], "accept")
    assert (status, "cannot be read" in said) == (409, True)


def test_a_table_that_cannot_be_read_is_said(client: TestClient, study: Path, proposals: dict[str, str]) -> None:
    path = study / "proposals.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        table = list(csv.reader(stream))
    table[1][table[0].index("probability")] = "likely"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(table)
    answer = client.get("/proposals")
    assert (answer.status_code, "proposals.csv cannot be read" in answer.text) == (409, True)
    assert client.get(f"/proposals/{proposals['COERCE']}").status_code == 409
    path.unlink()
    assert "There are none" in client.get("/proposals").text


@pytest.mark.browser
def test_proposals_are_judged_by_keys_alone_one_after_the_other(study: Path, proposals: dict[str, str]) -> None:
    with serve(study) as address, open_browser() as browser:
        page = browser.new_page(base_url=address)
        page.goto("/index.html")
        page.keyboard.press("o")
        page.wait_for_url("**/proposals")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/proposals/{proposals['MOBILIZE']}?*")
        page.keyboard.press("x")
        page.wait_for_url(f"**/proposals/{proposals['SANCTION']}?*")
        page.keyboard.press("a")
        page.wait_for_url(f"**/proposals/{proposals['COERCE']}?*")
        assert page.get_by_text("Written:").count() == 1
        page.locator("[name=summary]").fill("Two officers are arrested.")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/proposals?*")
    assert {event: state for event, (state, _) in state_of(study).items()} == {
        "MOBILIZE": "refused",
        "SANCTION": "accepted",
        "COERCE": "mended",
    }
