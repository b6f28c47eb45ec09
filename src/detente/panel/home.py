"""Where installed data lie: the platform's data folder, or `$DETENTE_HOME`."""

import os
from pathlib import Path


def data_home() -> Path:
    """Return the folder of installed data sets, one folder each."""
    if folder := os.environ.get("DETENTE_HOME"):
        return Path(folder) / "data"
    from platformdirs import user_data_path

    return user_data_path("detente") / "data"
