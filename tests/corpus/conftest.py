"""A corpus of its own for each test."""

from pathlib import Path

import pytest

from detente.home import store_path


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty data folder."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("DETENTE_HOME", str(folder))
    return store_path()
