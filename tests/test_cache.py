"""Results are found again under what they were made from, and only then."""

from pathlib import Path

import pytest

from detente import cache


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "cache"))


def test_a_result_is_made_once_for_the_same_input() -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"result"

    assert [cache.cached("stage", ["a", b"b"], make) for _ in range(3)] == [b"result"] * 3
    assert len(made) == 1
    cache.cached("stage", ["ab"], make)
    cache.cached("other", ["a", b"b"], make)
    assert len(made) == 3


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "file" / "below"))
    assert cache.cached("stage", ["a"], lambda: b"made") == b"made"


def test_the_cache_stays_within_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_BYTES", 1000)
    for n in range(10):
        cache.cached("stage", [str(n)], lambda: b"x" * 300)
    assert sum(path.stat().st_size for path in cache.cache_folder().iterdir()) <= 1000
