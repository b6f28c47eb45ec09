"""A figure has neither a value nor an interval.

It can be neither summed nor compared, and an empty cell must never be read as zero: no delivery recorded is not no
delivery. Give `value`, or `low` or `high` or both; or mark it `draft` until the number is found. What one looked
for in vain is a row in `searches.csv`.
"""

from detente.checks import Finding, Findings, Study, Texts

IS_COMPLETENESS = True


def check(study: Study, texts: Texts) -> Findings:
    for figure in study.figures:
        if figure.value is None and figure.low is None and figure.high is None and not figure.data:
            help = "fill `value`, or `low` and `high`"
            yield Finding(figure, "value", f"the figure `{figure.id}` has no number", help=help)
