"""A search does not say what one would have expected to find.

Silence is evidence only where speech was to be expected: an order to recall advisers leaves telegrams, a change of
mind need leave nothing. Without the expectation an empty box is only an empty box.

Say in `expected` what should have been there, had it been so. Searches that have not been made yet (`not-read`) are
spared.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.WARNING
IS_COMPLETENESS = True


def check(study: Study, texts: Texts) -> Findings:
    for search in study.searches:
        if not search.expected and search.outcome != "not-read":
            message = f"nothing says what the search `{search.id}` should have found"
            yield Finding(search, "expected", message, help="say what should have been there, had it been so")
