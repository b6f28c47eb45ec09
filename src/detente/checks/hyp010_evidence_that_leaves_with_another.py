"""Evidence is assessed only given other evidence, and is lost when that is.

When the passage on which it is conditioned is taken away, or was not yet open, nobody has said what this evidence
weighs by itself, and it is taken away too. A verdict may then turn for want of a row rather than for want of evidence.

Add an assessment of it without `given`, if it says anything by itself.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.records import Assessment

SEVERITY = Severity.NOTE


def check(study: Study, texts: Texts) -> Findings:
    by_itself: set[tuple[str, frozenset[str]]] = set()
    first: dict[tuple[str, frozenset[str]], Assessment] = {}
    for row in study.assessments:
        if row.given:
            first.setdefault((row.set, row.parts), row)
        else:
            by_itself.add((row.set, row.parts))
    for key, row in first.items():
        if key not in by_itself:
            given = " and ".join(f"`{name}`" for name in row.given)
            message = f"`{row.evidence}` is assessed only given {given}, and is lost with it"
            yield Finding(row, "given", message, help="add a row without `given`")
