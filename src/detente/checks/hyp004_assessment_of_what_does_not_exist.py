"""An assessment names a set, rival or piece of evidence that does not exist.

It would be weighed nowhere, and the verdict would lack it without a word. Evidence is written with its kind:
`passage:x`, `event:x`, `figure:x`, `claim:x`, `absence:x` for a row of `searches.csv`, `result:x` for a row of
`results.csv`, which the build computes. Evidence that is weighed as one is joined by `+`. A prediction that is still
`open` may name what is not there yet.

Correct the name, or add what is named.
"""

from collections.abc import Mapping

from detente.checks import Finding, Findings, Study, Texts
from detente.checks.names import Names
from detente.model.records import parts_of

SILENCED_BY = (
    *("hypotheses.yaml", "passages.csv", "events.csv", "indicators.csv", "claims.csv", "searches.csv"),
    "results.csv",
)


def check(study: Study, texts: Texts) -> Findings:
    if not study.assessments:
        return
    groups = {group.id: Names(rival.id for rival in group.rivals) for group in study.hypotheses}
    sets = Names(groups)
    evidence = {
        "passage": Names(study.passage_by_id),
        "event": Names(event.id for event in study.events),
        "figure": Names(figure.id for figure in study.figures),
        "claim": Names(study.claim_by_id),
        "absence": Names(search.id for search in study.searches),
        "result": Names(study.result_by_id),
    }
    for row in study.assessments:
        rivals = groups.get(row.set)
        if rivals is None:
            if row.set:
                yield Finding(row, "set", f"no set is named `{row.set}`", sets.help(row.set))
        else:
            for column, name in (("rival", row.rival), ("against", row.against)):
                if name and name not in rivals.known:
                    message = f"the set `{row.set}` has no rival `{name}`"
                    yield Finding(row, column, message, rivals.help(name))
        given = sorted({part for name in row.given for part in parts_of(name)})
        for column, pieces in (("evidence", sorted(row.parts)), ("given", given)):
            for name in pieces if column == "given" or row.fared != "open" else ():
                fault = _fault(name, evidence)
                if fault:
                    part = name if column == "given" or len(pieces) > 1 else ""
                    yield Finding(row, column, fault[0], fault[1], part=part)


def _fault(name: str, evidence: Mapping[str, Names]) -> tuple[str, str] | None:
    kind, _, id = name.partition(":")
    homes = [other for other, names in evidence.items() if name in names.known or id in names.known]
    if kind not in evidence:
        help = f"write `{homes[0]}:{name}`" if homes and name in evidence[homes[0]].known else ""
        *kinds, last = (f"`{other}:`" for other in evidence)
        begin = f"begin it with {', '.join(kinds)} or {last}"
        return f"`{name}` does not say what kind of evidence it is", help or begin
    if id in evidence[kind].known:
        return None
    help = f"write `{homes[0]}:{id}`" if homes and id in evidence[homes[0]].known else evidence[kind].help(id)
    return f"no {'search' if kind == 'absence' else kind} is named `{id}`", help
