"""What holds for every test: no property is timed, since machines are noisy."""

from hypothesis import settings

settings.register_profile("detente", deadline=None)
settings.load_profile("detente")
