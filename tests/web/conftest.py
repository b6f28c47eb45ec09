"""A room on a small study, and what a browser would send it."""

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from detente.web.app import create_app
from detente.web.doors import LOOPBACK, Doors
from detente.web.room import Room
from tests.folders import write_study


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study")


@pytest.fixture
def room(folder: Path) -> Room:
    return Room(folder)


@pytest.fixture
def client(room: Room) -> TestClient:
    return TestClient(create_app(room, Doors(), LOOPBACK), base_url="http://localhost")


def fill(client: TestClient, address: str, **values: str) -> Response:
    """Fill the form at an address and send it, as a browser does: everything that the form holds goes along."""
    page = client.get(address)
    assert page.status_code == 200, page.text
    found = re.search(r'<form class="entry-form" method="post" action="([^"]+)"', page.text)
    assert found
    return client.post(found[1], data={**read_form(page.text), **values}, follow_redirects=False)


def read_form(html: str) -> dict[str, str]:
    """Return what the form of a page would send untouched."""
    from lxml import html as parser

    forms: Any = parser.fromstring(html).xpath('//form[contains(@class, "entry-form")]')
    (form,) = forms
    values = ((name, value or "") for name, value in form.form_values())
    return {name: value.removeprefix("\n") for name, value in values}  # a browser drops the first line break of a text


def seal(client: TestClient) -> str:
    found = re.search(r'name="seal" value="([^"]+)"', client.get("/new/events").text)
    assert found
    return found[1]
