"""The index follows the store, and whoever reads keeps what he opened."""

from pathlib import Path

import pytest

from detente.corpus import index as index_module
from detente.corpus.index import build_index, open_index
from detente.corpus.search import corpus_shelf, search
from detente.corpus.store import open_store, open_writer
from tests.corpus.shelves import document, put, shelf


def folders(path: Path) -> list[str]:
    return [each.name for each in path.glob("index-*")]


def test_what_comes_goes_or_changes_is_brought_in_without_making_the_index_anew(tmp_path: Path) -> None:
    shelf(tmp_path, document("v/1", "Tirana waits."), document("v/2", "Belgrade speaks."))
    put(tmp_path, "w/1", [document("w/1", "Moscow decides.")])
    put(tmp_path, "v/1", [document("v/1", "Tirana acts.")])
    store = open_store(tmp_path / "corpus.sqlite")
    assert store is not None
    assert build_index(store, tmp_path / "index") == 2
    now = shelf(tmp_path)
    totals = {word: search(word, now).total for word in ("waits", "acts", "speaks", "decides")}
    assert totals == {"waits": 0, "acts": 1, "speaks": 0, "decides": 1}
    assert len(folders(tmp_path)) == 1


def test_nothing_is_done_when_nothing_changed(tmp_path: Path) -> None:
    shelf(tmp_path, document("v/1", "Tirana waits."))
    before = folders(tmp_path)
    shelf(tmp_path)
    assert folders(tmp_path) == before


def test_who_reads_keeps_the_index_that_he_opened(tmp_path: Path) -> None:
    old = shelf(tmp_path, document("v/1", "Tirana waits."))
    put(tmp_path, "v/1", [document("v/1", "Tirana acts.")])
    new = shelf(tmp_path)
    assert [search(word, old).total for word in ("waits", "acts")] == [1, 0]
    assert [search(word, new).total for word in ("waits", "acts")] == [0, 1]


def test_a_hit_whose_paragraph_is_gone_is_not_shown(tmp_path: Path) -> None:
    old = shelf(tmp_path, document("v/1", "Tirana waits."))
    with open_writer(tmp_path / "corpus.sqlite") as store:
        store.remove("v")
    assert search("waits", old).hits == ()


def test_an_index_that_could_not_be_made_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf(tmp_path, document("v/1", "Tirana waits."))
    put(tmp_path, "w/1", [document("w/1", "Moscow decides.")])
    store = open_store(tmp_path / "corpus.sqlite")
    assert store is not None

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(index_module, "entries", fail)
        with pytest.raises(OSError, match="full"):
            build_index(store, tmp_path / "index")
    old = open_index(tmp_path / "index")
    assert old is not None
    assert old.revision != store.revision
    assert search("waits", corpus_shelf(old, store)).total == 1
    assert len(folders(tmp_path)) == 1


def test_an_index_of_another_version_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf(tmp_path, document("v/1", "Tirana waits."))
    monkeypatch.setattr(index_module, "FORMAT", 99)
    assert open_index(tmp_path / "index") is None
    assert open_index(tmp_path / "nowhere") is None
