"""Whatever is asked of the room, in path, query, header, form or upload: no failure, and no file but the study's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.web import api, documents, editing, judging, pages, searching, weighing
from detente.web.app import create_app
from detente.web.doors import LOOPBACK, Doors
from detente.web.room import Room
from tests.cli.test_argue import ASSESSMENTS, HYPOTHESES
from tests.folders import write_study
from tests.web.conftest import seal

schemathesis = pytest.importorskip("schemathesis")

CANARY = "what-lies-beside-the-study"
EASY = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NASTY = st.one_of(
    st.sampled_from(
        [
            *("..", "../", "../beside.txt", "../../beside.txt", "..\\beside.txt", "%2e%2e%2fbeside.txt", "/etc/passwd"),
            *("", "\0", "a\0b", "\n", "\r\n", "@", "@0", "@-1", "@99999999999999999999", "-1", "1e9", "²", "٣", "NaN"),
            *("<script>evil()</script>", '"><img src=x onerror=evil()>', "{{7*7}}", "=cmd|'/c calc'!A1", "\u202eabc"),
            *("__class__", "__dict__", "title", "events", "e1", "documents/", "documents/../beside.txt", "x" * 3000),
            *("frus1955-57v25/d1", "documents", ".", "~", "study.yaml", ".git/config", "events.csv", "speaker:ALB"),
        ]
    ),
    st.text(max_size=40),
)
KINDS = (
    *("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data"),
    *("application/json", "text/plain; charset=nonsense"),
)
PARAMETERS = (
    *("q", "order", "show", "edition", "part", "paragraph", "words"),
    *("with", "n", "line", "document", "start", "end", "quote"),
    *("kinds", "typed", "text", "actor", "domain", "side", "certainty"),
    *("first", "last", "page", "without", "set", "evidence", "given-document"),
    *("given-start", "given-end", "given-passage", "source"),
)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    root = tmp_path_factory.mktemp("asked")
    folder = write_study(root / "study", hypotheses_yaml=HYPOTHESES, assessments_csv=ASSESSMENTS)
    (root / "beside.txt").write_text(CANARY)
    (folder / "documents").mkdir()
    (folder / "documents" / "note.txt").write_text("A note.\n\nOn two paragraphs.")
    (folder / "documents" / "out.txt").symlink_to(root / "beside.txt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DETENTE_HOME", str(root / "home"))
        yield TestClient(create_app(Room(folder), Doors(), LOOPBACK), base_url="http://localhost")


def addresses(method: str) -> list[str]:
    """Every address of the room but the stream of changes, which does not end."""
    modules = (api, documents, editing, judging, pages, searching, weighing)
    routes: list[Any] = [route for module in modules for route in module.router.routes]
    found = sorted({route.path for route in routes if method in route.methods} - {"/changes"})
    assert found
    return found


def is_well(answer: Any) -> bool:
    return answer.status_code < 500 and CANARY not in answer.text


def filled(address: str, values: list[str]) -> str:
    """Put values into the parameters of an address."""
    for value in values:
        head, brace, rest = address.partition("{")
        if brace:
            address = (
                head
                + quote(value, safe="/" if rest.partition("}")[0].endswith(":path") else "")
                + rest.partition("}")[2]
            )
    return address


def test_the_interface_does_what_it_says_of_itself(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study", hypotheses_yaml=HYPOTHESES, assessments_csv=ASSESSMENTS)
    app = create_app(Room(folder), Doors(), LOOPBACK)
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, headers={"Host": "localhost"})
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 5
    strategies = [operation.as_strategy() for operation in operations]

    @given(case=st.one_of(strategies))
    @settings(EASY, max_examples=100)
    def holds(case: Any) -> None:
        case.call_and_validate(headers={"Host": "localhost"})

    holds()


@given(data=st.data())
@EASY
def test_no_address_and_no_query_breaks_a_page(asked: TestClient, data: st.DataObject) -> None:
    address = data.draw(st.sampled_from(addresses("GET")))
    path = filled(address, data.draw(st.lists(NASTY, min_size=3, max_size=3)))
    query = data.draw(st.dictionaries(st.sampled_from(PARAMETERS), NASTY, max_size=4))
    assert is_well(asked.get(path or "/", params=query, follow_redirects=False)), (path, query)


@given(data=st.data())
@EASY
def test_no_form_breaks_the_room(asked: TestClient, data: st.DataObject) -> None:
    address = data.draw(st.sampled_from(addresses("POST")))
    path = filled(
        address,
        data.draw(st.lists(st.sampled_from(["events", "testimony", "e1", "@2", "..", "\0"]), min_size=2, max_size=2)),
    )
    names = st.sampled_from([*PARAMETERS, "id", "date", "actors", "summary", "mark", "do", "rival", "judgement-1"])
    form = data.draw(st.dictionaries(names, NASTY, max_size=6))
    form["seal"] = seal(asked)
    assert is_well(asked.post(path, data=form, follow_redirects=False)), (path, form)


@given(
    headers=st.dictionaries(
        st.sampled_from(["If-None-Match", "Cookie", "HX-Request", "Accept", "Content-Type", "Range", "X-Detente-Seal",
                         "Origin", "Referer", "X-Forwarded-Host", "Accept-Encoding"]),
        st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60),
        max_size=4,
    ),
    method=st.sampled_from(["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"]),
)  # fmt: skip
@EASY
def test_no_header_breaks_the_room(asked: TestClient, headers: dict[str, str], method: str) -> None:
    sent = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    for path in ("/index.html", "/new/events", "/api/events"):
        assert is_well(asked.request(method, path, headers=sent, content=b"" if method == "GET" else b"seal=x"))


@pytest.mark.parametrize("name", ["../beside.txt", "/tmp/evil", "events.csv", "\0", "a" * 300])  # noqa: S108
def test_what_is_uploaded_is_written_nowhere(asked: TestClient, name: str) -> None:
    folder = asked.app.state.room.folder  # type: ignore[attr-defined]
    before = {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()}
    for field in ("summary", "note", "seal", "file"):
        files = {field: (name, b"evil", "text/csv")}
        answer = asked.post("/new/events", data={"seal": seal(asked)}, files=files, follow_redirects=False)
        assert is_well(answer)
        assert answer.status_code >= 400
    assert {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("body", [b"", b"--x\r\n", b"\xff" * 100, b"a=b&" * 5000, b"%" * 500, b"seal=" + b"%00" * 50])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_form_is_refused(asked: TestClient, body: bytes, kind: str) -> None:
    for path in ("/new/events", "/edit/events/e1", "/undo", "/door", "/weigh"):
        answer = asked.post(path, content=body, headers={"Content-Type": kind}, follow_redirects=False)
        assert answer.status_code < 500
        assert answer.status_code >= 400
