"""A passage was written down and nothing rests on it.

It may still be waiting for its statement. Or it speaks against one and was forgotten, which is how one-sided
chronologies come about; then a row of testimony with `denies` or `differs` belongs here.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.checks.witnesses import heard_passages

SEVERITY = Severity.NOTE
SILENCED_BY = ("testimony.csv", "offices.csv", "periods.csv", "codings.csv", "assessments.csv")


def check(study: Study, texts: Texts) -> Findings:
    heard = heard_passages(study)
    used = {row.passage for row in study.offices}
    used.update(row.passage for row in study.periods)
    used.update(row.passage for row in study.codings)
    used.update(name for cell in study.cells for name in cell.passages)
    for row in study.assessments:
        used.update(name.partition(":")[2] for name in (row.evidence, *row.given))
    for passage in study.passages:
        if passage.id not in heard and passage.id not in used and passage.id:
            yield Finding(passage, "id", f"nothing rests on the passage `{passage.id}`")
