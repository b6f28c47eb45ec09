"""Evidence is judged under every rival at once, and a selection is taken along as a table."""

import csv
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from detente.web.app import create_app
from detente.web.doors import LOOPBACK, Doors
from detente.web.room import Room
from tests.cli.test_argue import ASSESSMENTS, HYPOTHESES
from tests.folders import write_study
from tests.web.conftest import read_form


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    three = HYPOTHESES + "      - {id: pride, label: Pride}\n"
    judged = ASSESSMENTS + "h,passage:p1,pride,not-more,nobody was slighted\n"
    return write_study(tmp_path / "study", hypotheses_yaml=three, assessments_csv=judged)


@pytest.fixture
def client(folder: Path) -> TestClient:
    return TestClient(create_app(Room(folder), Doors(), LOOPBACK), base_url="http://localhost")


def weigh(client: TestClient, **values: str) -> tuple[int, str]:
    page = client.get("/weigh?set=h&evidence=event:e2")
    answer = client.post("/weigh", data={**read_form(page.text), **values}, follow_redirects=False)
    return answer.status_code, answer.text


def test_a_weighing_is_a_row_for_every_rival_judged_and_one_edit(client: TestClient, folder: Path) -> None:
    room: Room = client.app.state.room  # type: ignore[attr-defined]
    before = (folder / "assessments.csv").read_text("utf-8")
    group = room.standing.study.hypotheses[0]
    judged = {f"judgement-{n}": "somewhat-more" for n in range(1, len(group.rivals))}
    assert weigh(client, analyst="AE", **judged)[0] == 303
    rows = [row for row in room.standing.study.assessments if row.evidence == "event:e2" and row.analyst == "AE"]
    assert [row.rival for row in rows] == [rival.id for rival in group.rivals[1:]]
    assert [*before.splitlines()[1:]] == (folder / "assessments.csv").read_text("utf-8").splitlines()[1:-2]
    assert len(room.done) == 1
    room.undo()
    assert (folder / "assessments.csv").read_text("utf-8") == before


def test_what_cannot_be_read_or_says_nothing_is_sent_back(client: TestClient, folder: Path) -> None:
    before = (folder / "assessments.csv").read_bytes()
    status, page = weigh(client, date="last spring", **{"judgement-1": "much-less", "reason-1": "Kept."})
    assert status == 422
    assert read_form(page)["reason-1"] == "Kept."
    assert weigh(client)[0] == 409
    assert weigh(client, **{"judgement-1": "a-lot"})[0] == 422
    assert (folder / "assessments.csv").read_bytes() == before


def test_a_weighing_on_a_file_that_has_changed_is_kept_and_asked_for_again(client: TestClient, folder: Path) -> None:
    form = read_form(client.get("/weigh?set=h&evidence=event:e2").text)
    with (folder / "assessments.csv").open("a", encoding="utf-8") as file:
        file.write("# an editor was here\n")
    form |= {"judgement-1": "much-less", "reason-1": "Kept."}
    answer = client.post("/weigh", data=form, follow_redirects=False)
    assert answer.status_code == 409
    again = read_form(answer.text)
    assert (again["judgement-1"], again["reason-1"]) == ("much-less", "Kept.")
    assert client.post("/weigh", data=again, follow_redirects=False).status_code == 303
    text = (folder / "assessments.csv").read_text("utf-8")
    assert "# an editor was here\n" in text
    assert "Kept." in text


def test_evidence_not_judged_under_every_rival_is_shown_as_set_aside(client: TestClient) -> None:
    assert weigh(client, analyst="AE", **{"judgement-1": "much-less"})[0] == 303
    page = client.get("/board/h").text
    assert "Set aside" in page
    assert 'weigh it<span class="unseen"> further: event:e2</span>' in page


def test_a_selection_is_a_table_too_and_goes_out_whole(client: TestClient) -> None:
    assert "<table data-whole>" in client.get("/select?actor=SUN&show=table").text
    rows = [*csv.DictReader(client.get("/select.csv?actor=SUN").text.removeprefix("\ufeff").splitlines())]
    assert [row["id"] for row in rows] == ["e1", "e2"]
    assert rows[0]["attested_by"]
