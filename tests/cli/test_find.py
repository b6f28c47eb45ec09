"""`detente find`, `reanchor` and `corpus repeats`, as they are typed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.folders import SMALL, write_study

NOTE = "The Minister said that the agreement on trade would be signed in Tirana within the week, and that it was good."
OFFICES = "id,person,office,body,start,end\no1,hoxha,First Secretary,ALB,1948-11-08,1985-04-11\n"
ACTORS = "id,state,kind,name,names\nhoxha,ALB,person,Enver Hoxha,ru=Ходжа\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "note.txt").write_text(f"{NOTE}\n\nThe First Secretary refused.\n")
    (folder / "copy.txt").write_text(f"Circular.\n\n{NOTE}\n")
    listing = "document,title,made\nnote.txt,A note,1949-04-10\ncopy.txt,A circular,1949-05-01\n"
    (folder / "documents.csv").write_text(listing)
    assert run(tmp_path, "corpus", "add", str(folder)).returncode == 0
    return tmp_path


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DETENTE_HOME": str(home / "home"), "NO_COLOR": "1"}
    command = [str(Path(sys.executable).parent / "detente"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def made_study(folder: Path) -> str:
    sources = SMALL["sources.yaml"].replace("  - id: hoxha\n", "  - id: hoxha\n    document: notes/note\n")
    passages = f'id,source,locator,quote\np1,hoxha,p. 1,"{NOTE[18:60]}"\np2,hoxha,p. 1,what nobody said\n'
    changes = {"sources_yaml": sources, "passages_csv": passages, "offices_csv": OFFICES, "actors_csv": ACTORS}
    return str(write_study(folder, testimony_csv=None, **changes))


def test_find_gives_passages_counts_and_what_has_no_date(home: Path) -> None:
    done = run(home, "find", "trade agreements", "date:1949", "--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert found["total"] == 2
    assert {hit["document"] for hit in found["hits"]} == {"notes/note", "notes/copy"}
    assert {"document", "passage", "title", "date", "score", "snippet"} <= found["hits"][0].keys()
    assert "**agreement** on **trade**" in found["hits"][0]["snippet"]
    assert found["facets"]["state"] == {"ALB": 2}
    assert found["facets"]["year"] == {"1949": 2}
    assert found["undated"] == 0


def test_find_counts_a_studys_passages_actors_and_offices(home: Path) -> None:
    study = made_study(home / "study")
    assert json.loads(run(home, "find", "about:ALB refused", "--format", "json").stdout)["total"] == 0
    found = json.loads(run(home, "find", "about:ALB refused", "--study", study, "--format", "json").stdout)
    assert [hit["document"] for hit in found["hits"]] == ["notes/note"]
    found = json.loads(run(home, "find", "trade", "--study", study, "--format", "json").stdout)
    assert found["hits"][0]["passage"] == "p1"
    assert found["facets"]["edition"] == {"notes": 2, "study": 1}


def test_find_says_why_it_cannot_answer(home: Path) -> None:
    for query in ("about:Albnia", "(", "a*"):
        done = run(home, "find", query)
        assert done.returncode == 2
        assert done.stderr.startswith("detente: ")
        assert "Traceback" not in done.stderr


def test_what_is_removed_is_found_no_longer(home: Path) -> None:
    assert run(home, "corpus", "remove", "notes").returncode == 0
    assert json.loads(run(home, "find", "trade", "--format", "json").stdout)["total"] == 0


def found(home: Path) -> tuple[int, str]:
    done = run(home, "find", "trade NEAR/9 agreement about:ALB", "--format", "json")
    return json.loads(done.stdout)["total"], done.stderr


def test_an_index_that_is_not_there_is_made_with_a_word(home: Path) -> None:
    (home / "home" / "corpus" / "index").unlink()
    total, said = found(home)
    assert total == 2
    assert "made anew" in said
    assert found(home) == (2, said.split("made anew\n")[1])


@pytest.mark.parametrize("ending", ["idx", "pos", "term", "fast", "store", "meta.json", "detente.json"])
@pytest.mark.parametrize("left", [None, 0, 0.5])
def test_a_damaged_index_is_made_anew_with_a_word(home: Path, ending: str, left: float | None) -> None:
    for adds in (False, True):
        for path in (home / "home" / "corpus" / "index").resolve().glob(f"*{ending}"):
            data = path.read_bytes()
            path.unlink()
            if left is not None:
                path.write_bytes(data[: int(len(data) * left)])
        if adds:
            (home / "notes" / "new.txt").write_text("New.")
            said = run(home, "corpus", "add", str(home / "notes")).stderr
            total, more = found(home)
            assert total == 2
            assert "made anew" in said + more
        else:
            total, said = found(home)
            assert total == 2
            assert "made anew" in said


def test_a_damaged_corpus_is_said_to_be_one(home: Path) -> None:
    path = home / "home" / "corpus" / "corpus.sqlite"
    data = path.read_bytes()
    path.write_bytes(data[:8192] + bytes(len(data) - 8192))
    for command in (("find", "trade"), ("corpus", "list"), ("corpus", "add", str(home / "notes"))):
        done = run(home, *command)
        assert done.returncode == 2
        assert "move it away" in done.stderr


def test_reanchor_lists_what_must_be_reviewed(home: Path) -> None:
    study = made_study(home / "study")
    done = run(home, "reanchor", study, "--format", "json")
    answer = json.loads(done.stdout)
    assert done.returncode == 1
    assert answer["sure"] == 1
    assert [(each["passage"], each["found"]) for each in answer["review"]] == [("p2", "lost")]
    assert run(home, "check", study, "--format", "json").returncode in (0, 1)
    assert "anchors.csv" not in run(home, "check", study).stdout


def test_a_circular_that_repeats_a_note_is_offered(home: Path) -> None:
    done = run(home, "corpus", "repeats", "--format", "json")
    (pair,) = json.loads(done.stdout)
    assert done.returncode == 1
    assert (pair["a"], pair["offered"], pair["b"]) == ("notes/copy", "version_of", "notes/note")
    assert pair["stretch"] == NOTE.rstrip(".")
