"""What `detente import` asks on a terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path

from detente.study.new import new_files, write_new
from detente.study.read import read_study

DETENTE = str(Path(sys.executable).parent / "detente")


def asked(path: Path, folder: Path, answers: str) -> str:
    """Import a file on a terminal, with answers typed beforehand; return what was said."""
    leader, follower = pty.openpty()
    os.write(leader, answers.encode())
    done = subprocess.run(
        [DETENTE, "import", "csv", str(path), "--study", str(folder)],
        stdin=follower,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(leader)
    os.close(follower)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_on_a_terminal_it_asks_what_it_cannot_know_and_remembers_the_answers(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    write_new(folder, new_files("T", "ALB", "SUN", "1944/1961"))
    path = tmp_path / "c.csv"
    path.write_text("Date,Actor,Event,Mood\n4/10/1949,ALB,A thing happens,glum\n,ALB,Another thing happens,gay\n")
    said = asked(path, folder, "n\ndate\nactors\nsummary\nnote\nday\ny\n")
    assert "Is this right?" in said
    assert "1 dates such as 4/10/1949" in said
    events = read_study(folder)[0].events[1:]
    assert [str(event.date) for event in events] == ["1949-10-04", "1949-10-04"]
    assert [event.note for event in events] == ["glum", "gay"]
    path.write_text(path.read_text() + "5/10/1949,ALB,A third thing happens,calm\n")
    assert "?" not in asked(path, folder, "")
    assert str(read_study(folder)[0].events[-1].date) == "1949-10-05"


def test_a_slip_in_the_words_of_the_command_is_named(tmp_path: Path) -> None:
    for arguments, said in (
        (("import", "docx", "x"), "choose one of xlsx"),
        (("import", "csv", "x.csv", "--dates", "first"), "--dates"),
        (("import", "csv", str(tmp_path / "none.csv"), "--study", str(tmp_path)), "there is no file"),
    ):
        done = subprocess.run([DETENTE, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert said in done.stderr
