"""A question has no claims that answer it, and no answer yet.

A reader goes from the question to the claims and from these to the testimony. While the study is being made, this
list shows what is still to be done.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.NOTE


def check(study: Study, texts: Texts) -> Findings:
    for question in study.questions:
        if not question.claims and not question.answer:
            yield Finding(question, "claims", f"no claim answers the question `{question.id}`")
