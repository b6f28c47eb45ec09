"""A passage has neither gist nor quote.

A reference alone makes the reader open the archive to learn what was found there, and the author, three years on,
too. Say in `gist`, in your own words, what the passage says that bears on the study.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.WARNING
IS_COMPLETENESS = True


def check(study: Study, texts: Texts) -> Findings:
    for passage in study.passages:
        if not passage.gist and not passage.quote:
            message = f"nothing is told of the passage `{passage.id}`"
            yield Finding(passage, "gist", message, help="say in `gist` what it says")
