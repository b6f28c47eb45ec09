"""A prediction was put down after the document was in hand, or after it was judged.

`predicted` claims that the assessment was registered before the document was read. It cannot have been if the source
was acquired before that day, or if the row's own `date` is earlier.

Correct the dates, or empty `predicted`: an assessment made in hindsight is still an assessment.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.dates import certainly_before

SEVERITY = Severity.WARNING
SILENCED_BY = ("passages.csv", "sources.yaml")


def check(study: Study, texts: Texts) -> Findings:
    for row in study.assessments:
        if row.predicted is None:
            continue
        if row.date is not None and certainly_before(row.date, row.predicted):
            message = f"it is said to be predicted on {row.predicted}, and was judged on {row.date}"
            yield Finding(row, "predicted", message)
        for part in sorted(row.parts):
            passage = study.passage_by_id.get(part.removeprefix("passage:")) if part.startswith("passage:") else None
            source = study.source_by_id.get(passage.source) if passage else None
            if source and source.acquired and certainly_before(source.acquired, row.predicted):
                message = (
                    f"`{part}` is said to be predicted on {row.predicted}; `{source.id}` was had by {source.acquired}"
                )
                yield Finding(row, "predicted", message, help="correct the dates, or empty `predicted`")
