"""The commands as a user meets them: their words, their exit codes, and no tracebacks."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.folders import write_study

DETENTE = str(Path(sys.executable).parent / "detente")
WRONG = "id,date,actors,summary\ne1,1949-4-1,ALB,x\n"


def run(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DETENTE, *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_a_study_without_findings_leaves_with_0(tmp_path: Path) -> None:
    text = "id,date,actors,summary,status\ne1,1949,ALB,A thing.,draft\n"
    empty = {
        "indicators_csv": None,
        "claims_csv": None,
        "testimony_csv": None,
        "passages_csv": None,
        "sources_yaml": None,
    }
    settings = "format: 1\ntitle: T\ndyad: [ALB, SUN]\nperiod: 1944/1961\nperspectives:\n- {id: ALB, label: Albanian}\n"
    write_study(tmp_path, events_csv=text, study_yaml=settings, **empty)
    done = run("check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("0 errors, 0 warnings")


def test_findings_leave_with_1_and_data_goes_to_standard_output(tmp_path: Path) -> None:
    write_study(tmp_path, events_csv=WRONG)
    done = run("check", str(tmp_path), "--format", "concise")
    assert done.returncode == 1
    assert "events.csv:2:10: error[DAT001]" in done.stdout
    assert done.stderr.strip().split(",")[0].endswith("errors")


def test_json_is_a_list_with_the_promised_keys(tmp_path: Path) -> None:
    write_study(tmp_path, events_csv=WRONG)
    found = json.loads(run("check", str(tmp_path), "--format", "json").stdout)
    assert {"code", "severity", "message", "file", "line", "column", "help"} <= set(found[0])
    dates = [d for d in found if d["code"] == "DAT001"]
    assert [(d["file"], d["line"], d["help"]) for d in dates] == [("events.csv", 2, "write `1949-04-01`")]


def test_github_annotations_name_the_line(tmp_path: Path) -> None:
    write_study(tmp_path, events_csv=WRONG)
    assert (
        "::error file=events.csv,line=2,col=10,title=DAT001::"
        in run("check", str(tmp_path), "--format", "github").stdout
    )


def test_the_caret_stands_right_under_accents_and_wide_letters(tmp_path: Path) -> None:
    text = "id,kind,text,confidence\nc1,fact,Shqipëria e\u0308 京,certain\n"
    write_study(tmp_path, claims_csv=text)
    lines = run("check", str(tmp_path)).stdout.splitlines()
    row = next(n for n, line in enumerate(lines) if line.startswith("2 | c1"))
    shown = "2 | c1,fact,Shqipëria e\u0308 京,"
    columns = len("2 | c1,fact,Shqipëria e 京,") + 1  # the combining mark takes no column, the wide letter two
    assert lines[row].startswith(shown)
    assert lines[row + 1] == "  | " + " " * (columns - 4) + "^^^^^^^"


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "/nowhere/at/all"],
        ["explain", "XYZ999"],
        ["build", "/nowhere/at/all"],
        ["check", "--format", "verse"],
        ["no-such-command"],
    ],
)
def test_what_cannot_run_leaves_with_2_and_says_why_without_a_traceback(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_colours_are_for_terminals_and_no_color_is_heeded(tmp_path: Path) -> None:
    write_study(tmp_path, events_csv=WRONG)

    def on_terminal(**environment: str) -> bytes:
        ours, theirs = pty.openpty()
        clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        with subprocess.Popen(
            [DETENTE, "check", str(tmp_path)],
            stdout=theirs,
            stderr=theirs,
            env={**clean, "TERM": "xterm", **environment},
        ) as process:
            process.wait()
        os.close(theirs)
        with os.fdopen(ours, "rb", closefd=True) as stream:
            return stream.read1(100_000)

    assert b"\x1b[" in on_terminal()
    assert b"\x1b[" not in on_terminal(NO_COLOR="1")
    assert "\x1b[" not in run("check", str(tmp_path)).stdout


def test_a_rule_is_explained(tmp_path: Path) -> None:
    done = run("explain", "tes001")
    assert done.returncode == 0
    assert done.stdout.startswith("TES001 (error): ")
    assert "did you mean" in run("explain", "TES0001").stderr


def test_every_command_has_help_that_fits_a_terminal() -> None:
    for command in ([], ["check"], ["build"], ["explain"]):
        done = run(*command, "--help", COLUMNS="100")
        assert done.returncode == 0
        assert "Usage: detente" in done.stdout
        assert max(len(line) for line in done.stdout.splitlines()) <= 100


def test_completion_offers_the_commands() -> None:
    done = run(_DETENTE_COMPLETE="complete_bash", COMP_WORDS="detente ", COMP_CWORD="1")
    assert {"check", "build", "explain"} <= set(done.stdout.split())
