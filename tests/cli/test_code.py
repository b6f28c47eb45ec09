"""`detente code` on a made study: proposals, what is decided of them, and the events that come of it."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from detente.cli import app
from tests.folders import SMALL, write_study

TEXT = """Belgrade, April 14, 1949.

The Soviet Government recalled its Ambassador from
Belgrade last Tuesday. 😀 Albania arrested two Yugoslav officers on the 10th.

Molotov denied that Bulgaria had massed troops along the Yugoslav frontier.
"""
SOURCE = """\
  - id: cable
    type: personal_communication
    title: A cable
    made: 1949-04-14
    speaker: USA
    publisher_side: USA
    document: documents/cable.txt
"""
ACTORS = "id,state,kind,name,names\nmolotov,SUN,person,Vyacheslav Molotov,\n"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DETENTE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "cache"))
    folder = write_study(tmp_path / "study", sources_yaml=SMALL["sources.yaml"] + SOURCE, actors_csv=ACTORS)
    (folder / "documents").mkdir()
    (folder / "documents" / "cable.txt").write_text(TEXT, encoding="utf-8")
    return folder


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def coded(study: Path) -> dict[str, dict[str, str]]:
    """Code the study, and return its proposals by event."""
    done = run("code", study, "--coder", "rules")
    assert done.exit_code == 0, done.output
    return {row["event"]: row for row in rows(study / "proposals.csv")}


def test_a_study_s_documents_become_proposals_in_its_folder(study: Path) -> None:
    found = coded(study)
    assert {event: (row["actors"], row["targets"], row["date"], row["modality"]) for event, row in found.items()} == {
        "SANCTION": ("SUN", "YUG", "1949-04-12", "happened"),
        "COERCE": ("ALB", "YUG", "1949-04-10", "happened"),
        "MOBILIZE": ("BGR", "YUG", "1949-04-14", "denied"),
    }
    row = found["COERCE"]
    assert TEXT[int(row["start"]) : int(row["end"])] == "😀 Albania arrested two Yugoslav officers on the 10th."
    assert (row["document"], row["coder"], row["state"]) == ("documents/cable.txt", "rules", "waiting")
    assert found["MOBILIZE"]["told_by"] == "Molotov"


def test_proposals_are_no_part_of_the_study(study: Path) -> None:
    before = json.loads(run("check", study, "--format", "json").stdout)
    coded(study)
    assert json.loads(run("check", study, "--format", "json").stdout) == before


def test_an_accepted_proposal_is_an_event_draft_with_its_passage_and_its_anchor(study: Path) -> None:
    before = run("check", study).exit_code
    name = coded(study)["SANCTION"]["id"]
    done = run("code", "accept", name, "--study", study)
    assert done.exit_code == 0, done.output
    event = rows(study / "events.csv")[-1]
    assert (event["date"], event["date_written"], event["status"]) == ("1949-04-12", "last Tuesday", "draft")
    assert (event["actors"], event["targets"], event["action"], event["mode"]) == ("SUN", "YUG", "SANCTION", "withdraw")
    passage = rows(study / "passages.csv")[-1]
    assert (passage["source"], passage["quote"]) == (
        "cable",
        "The Soviet Government recalled its Ambassador from Belgrade last Tuesday.",
    )
    testimony = rows(study / "testimony.csv")[-1]
    assert (testimony["statement"], testimony["passage"], testimony["stance"]) == (
        event["id"],
        passage["id"],
        "attests",
    )
    anchor = rows(study / "anchors.csv")[-1]
    assert TEXT[int(anchor["start"]) : int(anchor["end"])] == anchor["exact"]
    decided = {row["id"]: row for row in rows(study / "proposals.csv")}
    assert (decided[name]["state"], decided[name]["made"]) == ("accepted", event["id"])
    assert run("check", study).exit_code == before


def test_what_was_denied_is_denied_by_its_passage(study: Path) -> None:
    run("code", "accept", coded(study)["MOBILIZE"]["id"], "--study", study)
    assert rows(study / "testimony.csv")[-1]["stance"] == "denies"
    assert rows(study / "events.csv")[-1]["note"] == "told as denied by Molotov"


def test_a_mended_proposal_keeps_what_the_machine_said_and_the_event_what_the_researcher_said(study: Path) -> None:
    name = coded(study)["COERCE"]["id"]
    done = run("code", "accept", name, "--study", study, "--set", "action=ASSAULT", "--set", "summary=Two are beaten.")
    assert done.exit_code == 0, done.output
    event = rows(study / "events.csv")[-1]
    assert (event["action"], event.get("mode", ""), event["summary"]) == ("ASSAULT", "", "Two are beaten.")
    row = next(row for row in rows(study / "proposals.csv") if row["id"] == name)
    assert (row["state"], row["event"], row["made"]) == ("mended", "COERCE", event["id"])


def test_what_was_decided_stays_when_the_study_is_coded_again(study: Path) -> None:
    found = coded(study)
    run("code", "refuse", found["COERCE"]["id"], "--study", study)
    run("code", "accept", found["SANCTION"]["id"], "--study", study)
    again = coded(study)
    assert {event: row["state"] for event, row in again.items()} == {
        "SANCTION": "accepted",
        "COERCE": "refused",
        "MOBILIZE": "waiting",
    }


def test_what_was_decided_is_not_decided_again(study: Path) -> None:
    name = coded(study)["COERCE"]["id"]
    run("code", "refuse", name, "--study", study)
    files = {path.name: path.read_bytes() for path in study.glob("*.csv")}
    done = run("code", "accept", name, "--study", study)
    assert (done.exit_code, "refused already" in done.output) == (2, True)
    assert {path.name: path.read_bytes() for path in study.glob("*.csv")} == files


def test_a_sentence_that_is_gone_makes_no_event(study: Path) -> None:
    name = coded(study)["COERCE"]["id"]
    path = study / "documents" / "cable.txt"
    path.write_text("Preface.\n\n" + TEXT, encoding="utf-8")
    assert run("code", "accept", name, "--study", study).exit_code == 0  # it has moved, and is found
    other = coded(study)["MOBILIZE"]["id"]
    path.write_text("Nothing is left.", encoding="utf-8")
    done = run("code", "accept", other, "--study", study)
    assert (done.exit_code, "no longer in" in done.output) == (2, True)


def test_a_document_that_is_no_source_must_be_named_first(study: Path) -> None:
    (study / "documents" / "other.txt").write_text("Greece attacked Albania.", encoding="utf-8")
    done = run("code", "accept", coded(study)["ASSAULT"]["id"], "--study", study)
    assert (done.exit_code, "name it in sources.yaml first" in done.output) == (2, True)


def test_a_wrong_value_is_refused_and_nothing_is_written(study: Path) -> None:
    name = coded(study)["COERCE"]["id"]
    before = (study / "events.csv").read_bytes()
    assert run("code", "accept", name, "--study", study, "--set", "date=soon").exit_code == 2
    assert run("code", "accept", name, "--study", study, "--set", "status=accepted").exit_code == 2
    assert (study / "events.csv").read_bytes() == before


def test_files_are_coded_without_a_study_and_written_where_one_says(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.csv"
    done = run("code", study / "documents", "-o", out, "--study", tmp_path)
    assert done.exit_code == 0, done.output
    assert [row["event"] for row in rows(out)] == ["SANCTION", "COERCE", "MOBILIZE"]
    assert not (study / "proposals.csv").exists()


def test_a_damaged_table_of_proposals_is_left_as_it_is(study: Path) -> None:
    coded(study)
    path = study / "proposals.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("waiting", "perhaps", 1), encoding="utf-8")
    before = path.read_bytes()
    done = run("code", study, "--coder", "rules")
    assert (done.exit_code, "perhaps" in done.output) == (2, True)
    assert path.read_bytes() == before


def test_the_least_probability_bounds_what_is_given(study: Path) -> None:
    run("code", study, "--coder", "rules", "--least", "1")
    assert rows(study / "proposals.csv") == []
    assert run("code", study, "--least", "2").exit_code == 2


def test_without_a_trained_model_the_rules_say_that_they_answered(study: Path) -> None:
    answer = json.loads(run("code", study, "--coder", "rules", "--format", "json").stdout)
    assert answer["coders"] == [f"rules {answer['proposals'][0]['version']}"]
