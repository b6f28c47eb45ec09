"""What holds for every test: no property is timed, since machines are noisy."""

import gc

from hypothesis import settings

settings.register_profile("detente", deadline=None)
settings.load_profile("detente")


def pytest_sessionfinish() -> None:
    """Let go of what commands kept for as long as their process lives; extensions report it as leaked otherwise."""
    gc.unfreeze()
