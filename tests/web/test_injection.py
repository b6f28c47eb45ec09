"""Whatever a form sends is kept as text: it makes no element, no formula, no path, and breaks no file."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from detente.model.diagnostics import Severity
from detente.study.columns import Column, Kind, Table
from detente.study.read import read_study
from detente.web.app import create_app
from detente.web.doors import LOOPBACK, Doors
from detente.web.forms import EDITABLE, key_of
from detente.web.room import Room
from tests.cli.test_argue import ASSESSMENTS, HYPOTHESES
from tests.folders import write_study
from tests.report.pages import Page
from tests.web.conftest import read_form

ATTACKS: Mapping[str, str] = {
    "script": "</textarea></script><script>evil()</script><img src=x onerror=evil()>",
    "attribute": '"\'` onfocus=evil() autofocus x="',
    "address": "javascript:evil()",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "path": "../../beside.txt",
    "lines": 'one\r\ntwo,"three\n- four: five\n# six',
    "nul": "one\0two\x07",
    "rtl": "\u202e\u2066evil\u200f\ufeff",
    "yaml": "{a: [b, *c, &d !!python/object:os.system]}",
    "template": "{{ 7*7 }}{% include 'x' %}${7*7}",
    "braces": '}}\',{"a":1}<!--',
}
OWN = {"date": "1949-05", "start": "1949", "end": "1950", "value": "1", "low": "0.2", "high": "0.4"}
"""What a column that holds no text is sent, so that the record is written at all."""


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv("DETENTE_HOME", str(tmp_path / "home"))
    folder = write_study(tmp_path / "study", hypotheses_yaml=HYPOTHESES, assessments_csv=ASSESSMENTS)
    return TestClient(create_app(Room(folder), Doors(), LOOPBACK), base_url="http://localhost")


def room_of(client: TestClient) -> Room:
    room: Room = client.app.state.room  # type: ignore[attr-defined]
    return room


def value(column: Column, attack: str) -> str:
    """Return the attack, or what the column must hold for the record to be read back."""
    if column.kind in (Kind.DATE, Kind.NUMBER, Kind.INTERVAL):
        return OWN.get(column.name, "")
    if column.kind is Kind.WORD:
        return column.words[0] if column.required else ""
    if column.kind is Kind.FLAG:
        return ""
    if column.kind is Kind.ID:
        return ""  # made from the rest; an id of one's own is tried below
    return f"{column.name}: {attack}" if column.kind is Kind.MAP else attack


def send(client: TestClient, table: Table, form: Mapping[str, str]) -> int:
    address = f"/new/{table.collection}"
    own = read_form(client.get(address).text)
    status: int = client.post(address, data={**own, **form}, follow_redirects=False).status_code
    return status


def well_formed(path: str, html: str) -> None:
    """The page opens and closes its own elements, and none of the attacks'."""
    page = Page(path, html.encode())
    for name, attributes in page.elements:
        assert name not in ("img", "evil", "iframe") or attributes.get("src", "").startswith("/pictures/"), (path, name)
        assert name != "script" or set(attributes) == {"src", "defer"}, path
        assert not any(key.startswith("on") for key in attributes), (path, attributes)
        for key in ("href", "src", "action"):
            assert not attributes.get(key, "").strip().lower().startswith(("javascript", "data:")), (path, attributes)


@pytest.mark.parametrize("name", ATTACKS)
def test_every_column_of_every_form_keeps_an_attack_as_text(opened: TestClient, tmp_path: Path, name: str) -> None:
    attack, room = ATTACKS[name], room_of(opened)
    (tmp_path / "beside.txt").write_text("beside")
    before = {path.name for path in tmp_path.iterdir()}
    untouched = {c: [*getattr(room.standing.study, c)] for c in EDITABLE}
    made = 0
    for table in EDITABLE.values():
        status = send(opened, table, {column.name: value(column, attack) for column in table.columns})
        assert status in (303, 409, 422), table.collection
        made += status == 303
    assert made == len(EDITABLE)
    study, complaints = read_study(room.folder)
    assert not [c for c in complaints if c.severity is Severity.ERROR and c.code.startswith("SYN")]
    assert study.events[-1].note == attack.replace("\r\n", "\n").replace("\0", "").strip()
    for collection, records in untouched.items():
        assert [r.id for r in getattr(study, collection)][: len(records)] == [r.id for r in records], collection
    assert {path.name for path in tmp_path.iterdir()} == before
    for path, data in room.standing.site.files().items():
        if path.endswith(".html"):
            well_formed(path, data.decode())
        elif path.endswith(".svg") and name == "nul":
            assert (room.standing.site.file(path.replace(".svg", ".png")) or b"").startswith(b"\x89PNG")
        elif path.endswith(".csv"):
            for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
                assert not any(cell.startswith(("=", "@")) for cell in row), path
    for table in EDITABLE.values():
        for record in getattr(study, table.collection):
            answer = opened.get(f"/edit/{table.collection}/{quote(key_of(record), safe='')}")
            assert answer.status_code in (200, 404), record
            well_formed(f"edit {table.collection}", answer.text)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_id_that_is_none_is_refused_and_one_that_is_odd_breaks_nothing(opened: TestClient, name: str) -> None:
    folder = room_of(opened).folder
    for table in EDITABLE.values():
        column = table.column("id")
        if column is not None:
            values = {each.name: value(each, "x") for each in table.columns}
            status = send(opened, table, {**values, "id": ATTACKS[name]})
            assert status == 422 or (status == 303 and column.kind is not Kind.ID), table.collection
    assert not [c for c in read_study(folder)[1] if c.code.startswith("SYN") and c.severity is Severity.ERROR]
    for path, data in room_of(opened).standing.site.files().items():
        if path.endswith(".html"):
            well_formed(path, data.decode())


def test_no_column_is_named_as_what_a_form_itself_sends() -> None:
    own = {"seal", "mark", "do"}
    assert not [t.file for t in EDITABLE.values() for c in t.columns if c.name in own or c.name.startswith("given-")]


@pytest.mark.parametrize("name", ATTACKS)
def test_what_an_address_says_is_shown_as_text(opened: TestClient, name: str) -> None:
    said = quote(ATTACKS[name], safe="")
    for address in (
        *(f"/search?q={said}", f"/select?text={said}&actor={said}&first={said}&certainty={said}"),
        *(f"/documents?edition={said}", f"/documents/{said}", f"/read/{said}", f"/edit/events/{said}"),
        *(f"/board/h?without={said}", f"/board/{said}", f"/weigh?set=h&evidence={said}"),
        *(f"/weigh?evidence={said}&set={said}", f"/capture?source={said}&gist={said}", f"/lines/{said}"),
        *(f"/chosen?document={said}&start=1&end=2", f"/suggest?kinds=events&typed={said}", f"/{said}.html"),
        *(f"/new/{t}?given-passage={said}&given-document={said}&" + "&".join(f"{c.name}={said}" for c in table.columns)
          for t, table in EDITABLE.items()),
    ):  # fmt: skip
        answer = opened.get(address)
        assert answer.status_code < 500, address
        if answer.headers["content-type"].startswith("text/html"):
            well_formed(address, answer.text)


def test_a_text_of_a_megabyte_is_kept_whole_or_refused_whole(opened: TestClient) -> None:
    room = room_of(opened)
    big = "ë" * 500_000
    for table in EDITABLE.values():
        before = {path: path.read_bytes() for path in room.folder.iterdir()}
        text = next(c for c in table.columns if c.kind is Kind.TEXT)
        values = {column.name: value(column, "x") for column in table.columns}
        status = send(opened, table, {**values, text.name: big})
        study, complaints = read_study(room.folder)
        assert not [c for c in complaints if c.code.startswith("SYN") and c.severity is Severity.ERROR], table.file
        if status == 303:
            assert getattr(getattr(study, table.collection)[-1], text.name) == big
        else:
            assert status in (409, 413, 422)
            assert {path: path.read_bytes() for path in room.folder.iterdir()} == before
