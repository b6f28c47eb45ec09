"""Who may come in, and what nobody may do."""

import hashlib
import json
from importlib.resources import files
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from detente.web.app import create_app
from detente.web.doors import MOST_TRIES, Doors, make_token
from detente.web.room import Room
from tests.web.conftest import seal


@pytest.fixture
def outside(room: Room, tmp_path: Path) -> tuple[TestClient, str]:
    token = make_token(tmp_path / "access.json")
    assert token not in (tmp_path / "access.json").read_text()
    assert (tmp_path / "access.json").stat().st_mode & 0o077 == 0
    doors = Doors.kept_in(tmp_path / "access.json")
    return TestClient(create_app(room, doors), base_url="http://archive.example"), token


def test_from_elsewhere_nothing_is_shown_without_the_token(outside: tuple[TestClient, str]) -> None:
    client, token = outside
    for address in ("/index.html", "/api/study", "/openapi.json", "/tables/events.csv", "/changes", "/edit/events/e1"):
        assert client.get(address).status_code == 401, address
    assert client.post("/door", data={"token": "wrong"}).status_code == 403
    assert client.post("/door", data={"token": token}).status_code == 200
    assert client.get("/index.html").status_code == 200


def test_too_many_wrong_tokens_close_the_door_for_the_right_one_too(outside: tuple[TestClient, str]) -> None:
    client, token = outside
    answers = [client.post("/door", data={"token": f"guess {n}"}).status_code for n in range(MOST_TRIES)]
    assert set(answers[:-1]) == {403}
    assert client.post("/door", data={"token": token}).status_code == 429


def test_a_cookie_that_is_not_ours_is_worth_nothing(outside: tuple[TestClient, str]) -> None:
    client, _ = outside
    client.cookies.set("detente-session", "eyJhbGciOiJub25lIn0.x.y")
    assert client.get("/index.html").status_code == 401


def test_a_form_without_its_seal_changes_nothing(client: TestClient, folder: Path) -> None:
    before = (folder / "events.csv").read_bytes()
    values = {"date": "1949", "actors": "ALB", "summary": "Forged."}
    for sent in ({}, {"seal": "0" * 64}, {"seal": "é"}):
        assert client.post("/new/events", data={**values, **sent}).status_code == 403
    assert client.post("/undo").status_code == 403
    assert (folder / "events.csv").read_bytes() == before


def test_a_name_that_is_not_this_machines_is_refused(client: TestClient) -> None:
    assert client.get("/index.html", headers={"Host": "evil.example"}).status_code == 421
    assert client.get("/index.html", headers={"Host": "127.0.0.1:8765"}).status_code == 200
    assert client.get("/index.html", headers={"Host": "[::1]:8765"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["../study.yaml", "%2e%2e/study.yaml", "static/../../app.py", "room/..%2fapp.py", "%00"]
)
def test_no_address_leads_out_of_the_study(client: TestClient, path: str) -> None:
    answer = client.get(f"/{path}")
    assert answer.status_code in (400, 404)
    assert "perspectives:" not in answer.text


def test_every_answer_carries_the_policy(client: TestClient) -> None:
    for address in ("/index.html", "/nowhere", "/api/study", "/new/events"):
        policy = client.get(address).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_a_form_too_large_is_refused(client: TestClient) -> None:
    big = "x" * 3_000_000
    assert client.post("/new/events", data={"seal": seal(client), "summary": big}).status_code == 413


def test_what_is_vendored_is_what_its_list_says() -> None:
    static = files("detente.web").joinpath("static")
    for name, facts in json.loads(static.joinpath("vendored.json").read_text()).items():
        assert hashlib.sha256(static.joinpath(name).read_bytes()).hexdigest() == facts["sha256"]
