"""A passage denies a statement that the study accepts, and nothing says why the denial is set aside.

A denial may be a lie, and often is. But a reader who finds it in the sources will ask, and the answer belongs in
the study rather than in the author's memory.

Fill `preferred_because` in the row that is believed, or give the statement the status `disputed`. If it is the
denial that is preferred, the statement can be no more than disputed. Claims of motive, cause and what might have been
are spared: they are there to be argued over, with testimony on both sides.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.records import Claim

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    for name in dict.fromkeys(row.statement for row in study.testimony if row.stance == "denies"):
        statement = study.statement_by_id.get(name)
        if statement is None or statement.status not in ("", "accepted"):
            continue
        if isinstance(statement, Claim) and statement.kind != "fact":
            continue
        rows = study.testimony_of[name]
        preferred = [row for row in rows if row.preferred_because]
        if any(row.stance == "denies" for row in preferred):
            row = next(row for row in preferred if row.stance == "denies")
            message = f"the study prefers the denial of `{name}`, and yet accepts it"
            yield Finding(row, "preferred_because", message, help="make the statement `disputed`")
        elif not preferred:
            row = next(row for row in rows if row.stance == "denies")
            message = f"`{row.passage}` denies `{name}`, which is accepted without a reason"
            help = "say in `preferred_because` of the version followed why, or make the statement `disputed`"
            yield Finding(row, "stance", message, help=help)
