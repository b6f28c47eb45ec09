"""The same figure is given twice.

Indicator, actor, target, date, unit, currency, prices and kind are the same. In a sum it would count twice; where
the values differ, the study says two things at once.

Make it one figure, with the passages as testimony on it and the other value under `value_claimed`; say in
`preferred_because` which is followed. Figures with the status `disputed`, or of which one is preferred, are spared.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.records import Figure

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    first: dict[tuple[str, ...], Figure] = {}
    for figure in study.figures:
        if figure.date is None or figure.status == "disputed":
            continue
        key = (
            *(figure.indicator, figure.actor, figure.target, figure.date.text),
            *(figure.unit, figure.currency, figure.price_base, figure.kind),
        )
        other = first.setdefault(key, figure)
        if other is figure or other.id == figure.id:
            continue
        numbers = (figure.value, figure.low, figure.high)
        differs = numbers != (other.value, other.low, other.high)
        rows = (*study.testimony_of.get(figure.id, ()), *study.testimony_of.get(other.id, ()))
        if differs and any(row.preferred_because for row in rows):
            continue
        how = "with another value" if differs else "with the same value"
        message = f"`{figure.id}` is `{other.id}` again, {how}"
        help = "make it one figure with two rows of testimony, and say which version is preferred"
        yield Finding(figure, "id", message, help=help)
