"""An assessment gives no reason.

That a document was much more to be expected under one explanation is the hinge of the whole argument. Only its
reason, who would have written it, and for whom, had it been otherwise, lets a reader agree or disagree.

Say it in one sentence in `reason`.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    for row in study.assessments:
        if not row.reason:
            message = f"nothing says why `{row.evidence}` is {row.judgement or row.term or 'so'} under `{row.rival}`"
            yield Finding(row, "reason", message, help="say it in one sentence")
