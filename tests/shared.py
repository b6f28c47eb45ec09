"""The data that lie beside the checkout while Detente is developed; tests that read them skip where they are absent."""

from pathlib import Path
from typing import Final

SHARED: Final = Path(__file__).parents[2] / "shared" / "data"
