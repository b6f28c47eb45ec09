"""A study leaves as an RO-Crate that others can open: read back with the community's own library.

The crate of the reference study meets every requirement of RO-Crate 1.3 as `roc-validator` 0.13 checks them; that
needs a network and is no test here.
"""

import json
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from typer.testing import CliRunner

from detente.build import Options, account_of
from detente.cli import app
from detente.report.crate import crate_of
from tests.folders import SMALL, write_study
from tests.report.conftest import write_study as write_big
from tests.report.pages import Page
from tests.report.test_hostile_text import EVIL, KNOWN, hostile_study

rocrate = pytest.importorskip("rocrate.rocrate")
LICENCE = "https://spdx.org/licenses/CC-BY-4.0"


def export(folder: Path, out: Path) -> str:
    """Export a study, and return what was said on the way."""
    asked = ["export", "ro-crate", str(folder), "--out", str(out), "--published", "2026-05-01", "--license", LICENCE]
    done = CliRunner().invoke(app, asked)
    assert not done.exit_code, done.output
    return done.stderr


@pytest.fixture(scope="module")
def crate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("crate")
    export(write_big(root / "study"), root / "crate")
    return root / "crate"


def test_the_library_reads_it_back(crate: Path) -> None:
    read = rocrate.ROCrate(crate)
    assert read.name == "Albania and the Soviet Union"
    assert read.root_dataset["author"]["name"] == "Ada Example"
    assert read.root_dataset["license"].id == LICENCE
    assert str(read.root_dataset["datePublished"]) in ("2026-05-01", "2026-05-01T00:00:00")
    assert {"study/", "site/", "results/"} <= {part.id for part in read.root_dataset["hasPart"]}
    assert read.root_dataset["citation"].id == "https://example.org/letters"
    assert {"#source-notes", "#source-copy"} <= {work.id for work in read.root_dataset["mentions"]}


def test_it_says_what_it_holds_and_holds_what_it_says(crate: Path) -> None:
    graph = json.loads((crate / "ro-crate-metadata.json").read_bytes())["@graph"]
    said = {unquote(e["@id"]): e for e in graph if e["@type"] == "File"}
    held = {path.relative_to(crate).as_posix(): path for path in crate.rglob("*") if path.is_file()}
    assert {*held} - {*said} == {"ro-crate-metadata.json", "ro-crate-preview.html"}
    assert {*said} <= {*held}
    assert all(int(entity["contentSize"]) == held[name].stat().st_size for name, entity in said.items())
    named = {e["@id"] for e in graph}
    assert len(named) == len(graph)
    wanted = {each["@id"] for e in graph for v in e.values() for each in (v if isinstance(v, list) else [v])
              if isinstance(each, dict) and "@id" in each}  # fmt: skip
    assert wanted - named == {"https://w3id.org/ro/crate/1.3"}


def test_the_study_comes_back_out_of_it_as_it_went_in(crate: Path) -> None:
    study = crate.parent / "study"
    for path in (crate / "study").rglob("*"):
        assert path.is_dir() or path.read_bytes() == (study / path.relative_to(crate / "study")).read_bytes()
    assert (crate / "study" / "events.csv").is_file()
    records = [json.loads(line) for line in (crate / "results" / "records.jsonl").read_text("utf-8").splitlines()]
    assert {"table": "events", "id": "untold"}.items() <= next(r for r in records if r.get("id") == "untold").items()
    environment = json.loads((crate / "results" / "environment.json").read_bytes())
    assert re.fullmatch(r"\d+\.\d+.*", environment["packages"]["jinja2"])


def test_the_preview_needs_nothing_but_a_browser(crate: Path) -> None:
    page = Page("ro-crate-preview.html", (crate / "ro-crate-preview.html").read_bytes())
    for path, _ in page.targets:
        assert (crate / unquote(path)).is_file(), path
    assert not [attributes for name, attributes in page.elements if name == "script" and "src" in attributes]


def test_the_same_study_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study")
    for name in ("one.zip", "two.zip"):
        export(folder, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None
        assert "site/index.html" in archive.namelist()


def test_what_is_restricted_is_nowhere_in_it(tmp_path: Path) -> None:
    title = "    title: A Soviet letter\n"
    sources = SMALL["sources.yaml"].replace(title, f"{title}    restricted: yes\n")
    folder = write_study(tmp_path / "study", sources_yaml=sources)
    assert "left out" in export(folder, tmp_path / "crate")
    for path in (tmp_path / "crate").rglob("*"):
        assert path.is_dir() or b"Moscow complains" not in path.read_bytes(), path
        assert path.is_dir() or b"A Soviet letter" not in path.read_bytes(), path


def test_no_text_of_the_study_becomes_markup_of_the_preview() -> None:
    account = account_of(hostile_study(), (), Options(), "0" * 12)
    data = crate_of(account, {f"{EVIL.replace('/', '')}.md": b""}, "2026-05-01", "")["ro-crate-preview.html"]
    page = Page("ro-crate-preview.html", data)
    assert {name for name, _ in page.elements} <= KNOWN
    for name, attributes in page.elements:
        assert not any(key.startswith("on") for key in attributes), attributes
        assert name != "script" or attributes == {"type": "application/ld+json"}
        assert not attributes.get("href", "").lower().startswith(("javascript", "data"))
