"""A passage has neither gist nor quote.

A reference alone makes the reader open the archive to learn what was found there, and the author, three years on,
too. Say in `gist`, in your own words, what the passage says that bears on the study.
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.model.diagnostics import Severity
from detente.model.study import Study, Texts

SEVERITY = Severity.WARNING
IS_COMPLETENESS = True


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find passages of which nothing is told."""
    for passage in study.passages:
        if not passage.gist and not passage.quote:
            message = f"nothing is told of the passage `{passage.id}`"
            yield Finding(passage, "gist", message, help="say in `gist` what it says")
