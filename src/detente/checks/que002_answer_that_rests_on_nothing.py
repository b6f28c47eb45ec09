"""A question is answered, and no claim carries the answer.

The conclusion is what readers remember and repeat; here it stands on nothing that they could open. Name under
`claims` the claims from which the answer follows, each with its testimony.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    for question in study.questions:
        if question.answer and not question.claims:
            message = f"no claim carries the answer to `{question.id}`"
            yield Finding(question, "answer", message, help="name the claims from which it follows under `claims`")
