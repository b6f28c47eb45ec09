"""The corpus is whole at every moment: added to file by file, by one writer, while others read."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from detente.corpus.add import add_files, read_in_processes
from detente.corpus.documents import Document, Paragraph
from detente.corpus.errors import CorpusError
from detente.corpus.incoming import find_files
from detente.corpus.store import open_store, open_writer
from detente.model.dates import parse_date


def fill(folder: Path, n: int, word: str = "grain", paragraphs: int = 50) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(n):
        text = "\n\n".join(f"Paragraph {k} of {number} on {word}." for k in range(paragraphs))
        (folder / f"t{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


def add(folder: Path, edition: str = "") -> tuple[int, int, int, list[str]]:
    with open_writer() as store:
        added = add_files(store, find_files(folder, edition).files)
    return added.files, added.documents, added.unchanged, [d.code for d in added.diagnostics]


def state() -> dict[str, int]:
    store = open_store()
    if store is None:
        return {}
    with store:
        (fault,) = store.connection.execute("PRAGMA integrity_check").fetchone()
        assert fault == "ok"
        assert store.connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return {document.id: len(document.paragraphs) for _, document in store.documents()}


def test_a_document_comes_back_as_it_was_put_in() -> None:
    paragraphs = (
        Paragraph(1, "Një tekst — Хрущёв.", "heading", "12v", ((4, "13r"),)),
        Paragraph(2, "Shënim", "note", "13r", (), "d1fn1", 1, 7),
    )
    document = Document(
        "aqsh/1", "aqsh", "document", "T", parse_date("1949-03~"), parse_date("1949-03-24"), None, parse_date("1990"),
        "A", "B", "Tirana", "AQSH, f. 14", "sq", "aqsh/0", ("12v", "13r"), paragraphs,
    )  # fmt: skip
    with open_writer() as store:
        assert store.put("aqsh", "1.xml", "x", "/1.xml", [document]) == ""
        assert store.document("aqsh/1") == document
        assert store.versions("aqsh/0") == ("aqsh/1",)


def test_nothing_is_read_twice_and_a_changed_file_is_read_again(tmp_path: Path) -> None:
    folder = fill(tmp_path / "a", 3)
    assert add(folder) == (3, 3, 0, [])
    assert add(folder) == (0, 0, 3, [])
    (folder / "t001.txt").write_text("Now ships.", encoding="utf-8")
    assert add(folder) == (1, 1, 2, [])
    with open_store() as store:  # type: ignore[union-attr]
        assert store.document("a/t001").text == "Now ships."  # type: ignore[union-attr]


def test_a_row_number_is_never_given_twice_and_the_revision_tells_every_change(tmp_path: Path) -> None:
    revisions, numbers = [], []
    for word in ("grain", "ships", "grain"):
        add(fill(tmp_path / "a", 2, word))
        with open_store() as store:  # type: ignore[union-attr]
            revisions.append(store.revision)
            numbers.append(store.numbers())
    assert len(set(revisions)) == 3
    assert numbers[0].isdisjoint(numbers[1] | numbers[2])
    with open_writer() as writer:
        writer.remove("a")
        assert writer.revision not in revisions


def test_a_file_that_no_longer_can_be_read_leaves_what_was_read_from_it(tmp_path: Path) -> None:
    folder = fill(tmp_path / "a", 1)
    add(folder)
    (folder / "t000.txt").write_bytes("Ходжа ".encode() * 20 + "Хрущёв".encode("cp1251"))
    assert add(folder) == (0, 0, 0, ["DOC002"])
    assert state() == {"a/t000": 50}


def test_an_id_that_another_file_has_given_is_refused(tmp_path: Path) -> None:
    add(fill(tmp_path / "a", 1), "one")
    (other := tmp_path / "b").mkdir()
    (other / "t000.md").write_text("Another text.", encoding="utf-8")
    assert add(other, "one") == (0, 0, 0, ["DOC004"])
    assert state() == {"one/t000": 50}
    assert add(other, "two")[3] == []


def test_removing_takes_an_edition_or_a_volume(tmp_path: Path) -> None:
    add(fill(tmp_path / "a", 2), "one")
    add(fill(tmp_path / "a", 2), "two")
    with open_writer() as store:
        assert store.remove("one") == 2
        assert store.remove("nothing") == 0
    assert set(state()) == {"two/t000", "two/t001"}


def test_one_process_writes_at_a_time() -> None:
    with open_writer(), pytest.raises(CorpusError, match="another process"), open_writer():
        pass


def test_others_read_a_whole_corpus_while_one_writes(tmp_path: Path) -> None:
    folder = fill(tmp_path / "a", 60)
    seen: list[set[int]] = []
    is_done = threading.Event()

    def read() -> None:
        while not is_done.is_set():
            seen.append(set(state().values()))

    with open_writer():
        pass
    reader = threading.Thread(target=read)
    reader.start()
    add(folder)
    is_done.set()
    reader.join()
    assert len(seen) > 1
    assert all(lengths <= {50} for lengths in seen)


def test_a_newer_corpus_is_not_touched(home: Path) -> None:
    with open_writer():
        pass
    with sqlite3.connect(home) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(CorpusError, match="newer version"):
        open_store()


def test_what_is_no_corpus_is_said(home: Path) -> None:
    home.parent.mkdir(parents=True)
    home.write_bytes(b"not a database" * 100)
    with pytest.raises(CorpusError, match="is no corpus"):
        open_store()


ADDING = """
import sys
from pathlib import Path
from detente.corpus.add import add_files
from detente.corpus.incoming import find_files
from detente.corpus.store import open_writer
with open_writer() as store:
    add_files(store, find_files(Path(sys.argv[1]), "a").files, say=lambda done, whole: print(done, flush=True))
"""


def test_an_import_killed_at_any_moment_leaves_the_corpus_whole(tmp_path: Path) -> None:
    """Every file's documents are there as they were, or as they are now: never half, never none of either."""
    add(fill(tmp_path / "a", 40, paragraphs=50), "a")
    fill(tmp_path / "a", 40, "ships", paragraphs=70)
    chance = random.Random(1948)  # noqa: S311
    n_killed = n_between = 0
    for _ in range(12):
        child = subprocess.Popen([sys.executable, "-c", ADDING, str(tmp_path / "a")], stdout=subprocess.PIPE)
        assert child.stdout is not None
        for _ in range(chance.randrange(5)):
            child.stdout.readline()
        time.sleep(chance.random() * 0.01)
        os.kill(child.pid, signal.SIGKILL)
        child.stdout.close()
        n_killed += child.wait() == -signal.SIGKILL
        found = state()
        assert sorted(found) == [f"a/t{n:03}" for n in range(40)]
        assert set(found.values()) <= {50, 70}
        n_between += set(found.values()) == {50, 70}
    assert n_killed >= 6
    assert n_between >= 1
    assert add(tmp_path / "a", "a")[3] == []
    assert set(state().values()) == {70}


def test_reading_in_processes_gives_what_reading_here_gives(tmp_path: Path) -> None:
    files = find_files(fill(tmp_path / "a", 8)).files
    here = [file.path.read_text(encoding="utf-8").split() for file in files]
    apart = [documents[0].text.split() for documents, _ in read_in_processes(files)]
    assert apart == here


@pytest.mark.slow
def test_reading_on_spark_gives_what_reading_here_gives(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="PySpark is an extra and is not installed")
    import shutil

    if not shutil.which("java"):
        pytest.skip("Spark needs Java, which is not here")
    from detente.corpus.add import read_here
    from detente.corpus.spark import read_on_spark

    files = find_files(fill(tmp_path / "a", 6)).files
    assert [documents for documents, _ in read_on_spark("local[2]")(files)] == [d for d, _ in read_here(files)]


def test_a_listing_says_what_files_do_not(tmp_path: Path) -> None:
    folder = fill(tmp_path / "aqsh", 2)
    (folder / "documents.csv").write_text(
        "document,title,made,sender,archive,version_of\n"
        "t000.txt,Minute,1949-03-23,Hoxha,AQSH f. 14,\n"
        "t001,Translation,1949?,,,aqsh/t000\n"
        "t009,Lost,yesterday,,,\n",
        encoding="utf-8",
    )
    found = find_files(folder)
    assert [(d.code, d.span.line, d.severity.value) for d in found.diagnostics] == [
        ("DOC008", 4, "error"), ("DOC008", 4, "warning"),
    ]  # fmt: skip
    with open_writer() as store:
        add_files(store, found.files)
        first, second = (document for _, document in store.documents())
    assert (first.title, str(first.made), first.sender, first.archive) == (
        "Minute",
        "1949-03-23",
        "Hoxha",
        "AQSH f. 14",
    )
    assert (second.version_of, str(second.made)) == ("aqsh/t000", "1949?")
    assert add(folder)[2] == 2
    (folder / "documents.csv").write_text("document,title\nt000,Other\n", encoding="utf-8")
    assert add(folder)[0] == 2


def test_what_no_reader_knows_is_counted_and_hidden_files_are_left_alone(tmp_path: Path) -> None:
    folder = fill(tmp_path / "a", 1)
    (folder / "x.xlsx").write_bytes(b"PK")
    (folder / ".secret.txt").write_text("hidden", encoding="utf-8")
    found = find_files(folder)
    assert (len(found.files), dict(found.skipped)) == (1, {".xlsx": 1})


def test_a_link_out_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    folder = fill(tmp_path / "a", 1)
    (tmp_path / "outside.txt").write_text("not ours", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "up").symlink_to(tmp_path)
    assert [file.name for file in find_files(folder).files] == ["t000.txt"]


def test_ids_survive_a_change_of_what_a_document_says(tmp_path: Path) -> None:
    with open_writer() as store:
        document = Document("a/1", "a", "document", "T", paragraphs=(Paragraph(1, "x"),))
        store.put("a", "1.txt", "1", "", [document])
        store.put("a", "1.txt", "2", "", [replace(document, title="U")])
        assert store.document("a/1") == replace(document, title="U")
