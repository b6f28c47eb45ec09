"""A question of a comparison has no answer for one case yet.

The table shows it as not answered, and QCA leaves the case out wherever the question is a condition. It is never a
zero: that no source tells of credits does not say that there were none. What one looked for and did not find belongs
in `searches.csv`.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.NOTE


def check(study: Study, texts: Texts) -> Findings:
    for cell in study.cells:
        if not cell.is_answered:
            yield Finding(cell, "answer", f"`{cell.field}` is not answered for `{cell.case}`")
