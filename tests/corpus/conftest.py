"""A corpus of its own for each test, and the volumes of FRUS beside the checkout, indexed once for all."""

from pathlib import Path

import pytest

from detente.home import store_path
from tests.corpus.scanned import Frus, read_frus


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty data folder."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("DETENTE_HOME", str(folder))
    return store_path()


@pytest.fixture(scope="session")
def frus(tmp_path_factory: pytest.TempPathFactory) -> Frus:
    return read_frus(tmp_path_factory.mktemp("frus"))
