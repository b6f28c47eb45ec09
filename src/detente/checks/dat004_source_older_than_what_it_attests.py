"""A passage attests an event, and was written before it.

Nobody bears witness to what has not happened. The passage may announce a plan, which makes it `context`; or the
date of the document or of the event is wrong; or an edition has printed an undated paper under a wrong day. Figures
promised or planned are spared, since they are about the future.

Compare both dates with the source. A document dated abroad may honestly bear the day before.
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.model.diagnostics import Severity
from detente.model.records import Claim, Figure
from detente.model.study import Study, Texts

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find attesting passages that were certainly made before the statement's first day."""
    made = {s.id: s.made.bounds().last for s in study.sources if s.made is not None}
    last_day = {p.id: p.made.bounds().last if p.made else made.get(p.source) for p in study.passages}
    first_day: dict[str, int] = {}
    for name, statement in study.statement_by_id.items():
        if isinstance(statement, Claim) or (
            isinstance(statement, Figure) and statement.kind in ("promised", "planned")
        ):
            continue
        if statement.date is not None and (first := statement.date.bounds().first) is not None:
            first_day[name] = first
    for row in study.testimony:
        if row.stance != "attests":
            continue
        known, happened = last_day.get(row.passage), first_day.get(row.statement)
        if known is not None and happened is not None and known < happened:
            passage = study.passage_by_id[row.passage]
            source = study.source_by_id.get(passage.source)
            date = passage.made or (source.made if source else None)
            yield Finding(
                row,
                "passage",
                f"`{row.passage}` was made ({date}) before `{row.statement}` happened",
                help="write `context` as the stance if it announces a plan, or mend one of the dates",
                about=row.statement,
            )
