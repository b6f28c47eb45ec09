"""One analyst assesses the same evidence under the same rival twice, or on two bases.

Only one of the rows can be meant. An analyst who is of two minds writes an interval; two analysts have two names; what
is judged given other evidence says so in `given`. And evidence is judged either as a `report` (that the source says it)
or as a `fact` (that it is so, weighed by its testimony), never as both.

Keep the row that is meant.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.records import Assessment, parts_of

SEVERITY = Severity.WARNING
SILENCED_BY = ("hypotheses.yaml",)


def check(study: Study, texts: Texts) -> Findings:
    reference = {group.id: group.rivals[0].id for group in study.hypotheses if group.rivals}
    seen: set[tuple[object, ...]] = set()
    first: dict[tuple[object, ...], Assessment] = {}
    for row in study.assessments:
        about = (row.set, row.parts, row.analyst, frozenset(parts_of(name) for name in row.given))
        pair = {row.rival, row.against or reference.get(row.set, "")} if row.judgement else {row.rival, ""}
        key = (*about, frozenset(pair), bool(row.judgement))
        basis = first.setdefault(about, row).judged_as
        if key in seen:
            message = f"`{row.evidence}` is assessed under `{row.rival}` twice"
            yield Finding(row, "evidence", message, help="keep the row that is meant")
        elif row.judged_as != basis:
            message = f"`{row.evidence}` is judged as a {row.judged_as} here, as a {basis} above"
            yield Finding(row, "basis", message, help="write the same `basis` in all its rows")
        seen.add(key)
