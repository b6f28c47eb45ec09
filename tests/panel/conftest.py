"""The mirror of published data, where this machine has it; tests that need it are left out elsewhere, with a reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.panel.datasets import DATASETS
from detente.panel.fetch import fetch
from tests.shared import SHARED

MIRROR = SHARED / "quant"
GOLDEN = SHARED / "golden"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder into which every data set of the mirror is installed."""
    if not MIRROR.is_dir():
        pytest.skip(f"the mirror of published data is not on this machine ({MIRROR})")
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DETENTE_HOME", str(folder))
        patch.setenv("DETENTE_CACHE", str(folder / "cache"))
        for dataset in DATASETS.values():
            if dataset.is_shareable:
                fetch(dataset, MIRROR)
        yield folder


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with nothing in it."""
    monkeypatch.setenv("DETENTE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "home"
