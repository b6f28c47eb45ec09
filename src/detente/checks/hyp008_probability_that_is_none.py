"""A probability of evidence is zero, one, beyond them, or an interval that ends before it begins.

Zero and one are refused. Evidence that was impossible under a rival would refute it for ever, whatever else is found;
evidence that was certain leaves no room for a forged document, a misread word, a clerk's mistake. Nothing that a
historian reads is so sure.

Write a number between, such as 0.01 or 0.99, or use `judgement`.
"""

from detente.checks import Finding, Findings, Study, Texts


def check(study: Study, texts: Texts) -> Findings:
    for row in study.assessments:
        for column, value in (("low", row.low), ("high", row.high)):
            if value is not None and not 0 < value < 1:
                why = "no document makes anything certain" if value in (0, 1) else "it does not lie between 0 and 1"
                message = f"{value} is no probability of evidence: {why}"
                yield Finding(row, column, message, help="write a number above 0 and below 1")
        if row.low is not None and row.high is not None and row.low > row.high:
            yield Finding(row, "low", f"the interval from {row.low} to {row.high} ends before it begins")
