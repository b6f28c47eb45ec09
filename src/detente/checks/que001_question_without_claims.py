"""A question has no claims that answer it, and no answer yet.

A reader goes from the question to the claims and from these to the testimony. While the study is being made, this
list shows what is still to be done.
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.model.diagnostics import Severity
from detente.model.study import Study, Texts

SEVERITY = Severity.NOTE


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find questions with nothing beneath them."""
    for question in study.questions:
        if not question.claims and not question.answer:
            yield Finding(question, "claims", f"no claim answers the question `{question.id}`")
