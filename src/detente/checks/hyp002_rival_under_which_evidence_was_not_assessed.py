"""Evidence was assessed under some rivals of its set and not under others.

A rival that is passed over is not tested, and counting the silence as "not more to be expected" would be a
judgement that nobody made. This is how a favourite wins: the evidence is asked only what it says about him.

Such evidence is not weighed. Add the row for each rival that the message names; `not-more` is an answer. The rival
against which the others are held (`against`, or the first of the set) needs no row of its own; a probability or a term
is said of each rival.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.records import Assessment

SEVERITY = Severity.WARNING
SILENCED_BY = ("hypotheses.yaml",)


def check(study: Study, texts: Texts) -> Findings:
    groups = {group.id: [rival.id for rival in group.rivals] for group in study.hypotheses}
    mentioned: dict[tuple[str, frozenset[str]], set[str]] = {}
    first: dict[tuple[str, frozenset[str]], Assessment] = {}
    for row in study.assessments:
        rivals = groups.get(row.set)
        if rivals:
            key = (row.set, row.parts)
            first.setdefault(key, row)
            are_known = row.rival in rivals and (not row.against or row.against in rivals)
            named = (row.rival, row.against or rivals[0]) if row.judgement else (row.rival,)
            mentioned.setdefault(key, set()).update(named if are_known else rivals)
    for key, row in first.items():
        missing = [f"`{rival}`" for rival in groups[row.set] if rival not in mentioned[key]]
        if missing:
            message = f"`{row.evidence}` was not assessed under {' and '.join(missing)}"
            yield Finding(row, "evidence", message, help="add a row for it; `not-more` is an answer")
