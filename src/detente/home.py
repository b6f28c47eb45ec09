"""Where what is installed for a user lies: the platform's data folder, or `$DETENTE_HOME`."""

import os
from pathlib import Path


def data_home() -> Path:
    """Return the folder of installed data sets, one folder each."""
    return _home() / "data"


def corpus_home() -> Path:
    """Return the folder of installed documents: the store, and what is derived from it."""
    return _home() / "corpus"


def store_path() -> Path:
    """Return where the corpus's texts lie."""
    return corpus_home() / "corpus.sqlite"


def access_file() -> Path:
    """Return where the hash of the reading room's access token is kept."""
    return _home() / "access.json"


def _home() -> Path:
    if folder := os.environ.get("DETENTE_HOME"):
        return Path(folder)
    from platformdirs import user_data_path

    return user_data_path("detente")
