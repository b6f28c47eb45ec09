"""`detente argue` from the outside."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from detente.cli import app
from detente.study.history import HistoryError, read_study_at
from tests.folders import SMALL, write_study

HYPOTHESES = """\
reliability: {B2: [0.5, 0.5]}
sets:
  - id: h
    question: Why?
    rivals:
      - {id: fear, label: Fear, claims: [c1]}
      - {id: credit, label: Credit, prior: [-3, 3], unexpected: [A refusal]}
"""
ASSESSMENTS = """\
set,evidence,rival,judgement,reason
h,passage:p1,credit,much-more,a report of trade
h,passage:p2,credit,somewhat-less,the memoir speaks of fear
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study", hypotheses_yaml=HYPOTHESES, assessments_csv=ASSESSMENTS)


def argue(study: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["argue", str(study), *words])


def as_json(study: Path, *words: str) -> Any:
    result = argue(study, "--format", "json", *words)
    assert result.exit_code in (0, 1), result.output
    return json.loads(result.stdout)["sets"][0]


def test_words_come_first(study: Path) -> None:
    lines = argue(study).stdout.splitlines()
    assert lines[0] == "h: Why?"
    assert lines[2].startswith("It cannot be told: “Credit” is ahead")


def test_json_holds_leader_ranges_and_turning_set(study: Path) -> None:
    verdict = as_json(study)
    assert verdict["leader"] == "credit"
    assert verdict["rivals"][1]["prior_db"] == [-3, 3]
    assert verdict["rivals"][1]["posterior_db"] == [-3, 20]
    assert verdict["turning_set"] == ["passage:p1"]
    assert verdict["without"]["speaker:USA"]["leader"] == "fear"


def test_what_is_taken_away_leaves_the_verdict(study: Path) -> None:
    assert as_json(study, "--without", "speaker:USA")["leader"] == "fear"
    assert as_json(study, "--as-known", "1975")["leader"] == "credit"
    assert as_json(study, "--only", "ALB")["with_only"]["leader"] == "fear"


@pytest.mark.parametrize(
    "words",
    [
        ("--set", "x"),
        ("--without", "speaker:CHN"),
        ("--as-known", "10.4.1949"),
        ("--only", "CHN"),
        ("--since", "HEAD"),
    ],
)
def test_what_is_not_there_leaves_with_two(study: Path, words: tuple[str, str]) -> None:
    assert argue(study, *words).exit_code == 2


def test_what_leaves_with_what_it_is_given_is_said(study: Path) -> None:
    given = ASSESSMENTS.replace("judgement,reason", "judgement,reason,given").replace("fear\n", "fear,passage:p1\n")
    (study / "assessments.csv").write_text(given, encoding="utf-8")
    result = argue(study, "--without", "passage:p1")
    assert "note: `passage:p2` leaves with `passage:p1`" in result.stderr


def test_argdown_is_text(study: Path) -> None:
    assert "<passage:p1>" in argue(study, "--format", "argdown").stdout


def git(folder: Path, *words: str) -> None:
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@x", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@x"}
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, env={**os.environ, **who})


def test_since_a_commit_the_rows_that_changed_are_named(study: Path) -> None:
    git(study.parent, "init", "-q")
    git(study.parent, "add", ".")
    git(study.parent, "commit", "-qm", "one")
    changed = ASSESSMENTS.replace("somewhat-less", "much-less")
    (study / "assessments.csv").write_text(changed, encoding="utf-8")
    out = argue(study, "--since", "HEAD").stdout
    assert "`passage:p2`: assessed otherwise (assessments.csv:3); it moves the lead by" in out


def test_a_commits_filters_never_run(study: Path, tmp_path: Path) -> None:
    git(study.parent, "init", "-q")
    (study.parent / ".gitattributes").write_text("*.csv filter=evil\n", encoding="utf-8")
    git(study.parent, "add", ".")
    git(study.parent, "commit", "-qm", "one")
    git(study.parent, "config", "filter.evil.smudge", f"touch {tmp_path}/ran; cat")
    assert len(read_study_at(study, "HEAD").assessments) == 2
    assert not (tmp_path / "ran").exists()
    for revision in ("--output=x", "HEAD~9", "nobody"):
        with pytest.raises(HistoryError):
            read_study_at(study, revision)


def test_the_argument_is_exported_without_what_is_restricted(tmp_path: Path) -> None:
    passages = (
        SMALL["passages.csv"].replace("language\n", "language,restricted\n").replace('later.",,', 'later.",,,yes')
    )
    folder = write_study(
        tmp_path / "study", hypotheses_yaml=HYPOTHESES, assessments_csv=ASSESSMENTS, passages_csv=passages
    )
    out = tmp_path / "argument.argdown"
    done = CliRunner().invoke(app, ["export", "argdown", str(folder), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "a report of trade" in out.read_text()
    assert "the memoir speaks of fear" not in out.read_text()
