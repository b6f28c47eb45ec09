"""A figure's lower end lies above its upper end, or its value outside them.

Two columns were exchanged, or a digit too many was written. Any bound that is computed from it would be wrong, and
so would be every sum and share in which the figure takes part. Compare it with the source; `value` may be left
empty where only the interval is known.
"""

from detente.checks import Finding, Findings, Study, Texts


def check(study: Study, texts: Texts) -> Findings:
    for figure in study.figures:
        low, high, value = figure.low, figure.high, figure.value
        if low is not None and high is not None and low > high:
            yield Finding(figure, "low", f"`low` ({low}) of `{figure.id}` lies above `high` ({high})")
        elif value is not None and low is not None and value < low:
            yield Finding(figure, "value", f"the value {value} of `{figure.id}` lies below `low` ({low})")
        elif value is not None and high is not None and value > high:
            yield Finding(figure, "value", f"the value {value} of `{figure.id}` lies above `high` ({high})")
