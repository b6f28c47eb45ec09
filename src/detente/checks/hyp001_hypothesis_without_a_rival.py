"""A set of hypotheses has fewer than two rivals.

Evidence speaks for an explanation only against another one. With a single hypothesis everything that fits confirms
it, and nearly everything fits. Add the explanation that its critics would give, or at least that it was not so.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    for group in study.hypotheses:
        if len(group.rivals) < 2:
            n = "one rival" if group.rivals else "no rival"
            yield Finding(group, "rivals", f"the set `{group.id}` has {n}", help="add the rival explanations")
