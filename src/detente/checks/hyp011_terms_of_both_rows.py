"""Likelihood terms of both rows of ICD 203 stand in one study.

The directive has two rows of terms for the same seven ranges: *very likely* and *highly probable* both mean 80 to 95
per cent. It asks that one product keep to one row, since a reader takes two words for two things.

Keep to the row that the study began with.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.vocabulary import ICD_203_TERMS

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    one, two = ICD_203_TERMS
    twin = dict(zip(one + two, two + one, strict=True))
    used: tuple[str, ...] = ()
    for row in study.assessments:
        if row.term:
            used = used or next((terms for terms in ICD_203_TERMS if row.term in terms), ())
            if row.term not in used:
                message = f"`{row.term}` is of the other row of terms than `{used[0]}` to `{used[-1]}`, used before"
                yield Finding(row, "term", message, help=f"write `{twin[row.term]}`")
