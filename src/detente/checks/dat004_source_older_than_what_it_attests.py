"""A passage attests an event, and was written before it.

Nobody bears witness to what has not happened. The passage may announce a plan, which makes it `context`; or the
date of the document or of the event is wrong; or an edition has printed an undated paper under a wrong day. Figures
promised or planned are spared, since they are about the future.

Compare both dates with the source. A document dated abroad may honestly bear the day before.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.records import Claim, Figure, Statement

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    made = {s.id: s.made for s in study.sources if s.made is not None}
    last_day = {name: date.bounds().last for name, date in made.items()}
    passages, statements = study.passage_by_id, study.statement_by_id
    for row in study.testimony:
        passage = passages.get(row.passage)
        if passage is None or row.stance != "attests":
            continue
        known = passage.made.bounds().last if passage.made is not None else last_day.get(passage.source)
        if known is None or (statement := statements.get(row.statement)) is None:
            continue
        happened = _first_day(statement)
        if happened is not None and known < happened:
            date = passage.made or made.get(passage.source)
            message = f"`{row.passage}` was made ({date}) before `{row.statement}` happened"
            help = "write `context` as the stance if it announces a plan, or mend one of the dates"
            yield Finding(row, "passage", message, help=help)


def _first_day(statement: Statement) -> int | None:
    """The earliest day of what happened; of claims, and of figures about the future, there is none."""
    if isinstance(statement, Claim) or statement.date is None:
        return None
    if isinstance(statement, Figure) and statement.kind in ("promised", "planned"):
        return None
    return statement.date.bounds().first
