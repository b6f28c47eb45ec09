"""A passage attests an event, and gives a date on which it cannot have happened.

`attests` says that the passage bears the statement out as it stands. With another date it does not: it `differs`,
and the reader should learn that sources disagree. Or one of the dates is wrong, perhaps by the Julian calendar, or
by the day on which a telegram crossed the Atlantic.

Write `differs` as the stance, or mend the date. Dates that may be the same (`1949-04` and `1949-04-10`) do not
contradict.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.dates import possibly_same
from detente.model.records import Claim

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    statements = study.statement_by_id
    for row in study.testimony:
        claimed = row.date_claimed
        if claimed is None or row.stance != "attests":
            continue
        statement = statements.get(row.statement)
        if statement is None or isinstance(statement, Claim) or statement.date is None or statement.date is claimed:
            continue
        if not possibly_same(claimed, statement.date):
            message = f"the passage dates `{row.statement}` {claimed}, the study {statement.date}"
            yield Finding(row, "date_claimed", message, help="write `differs` as the stance, or mend one of the dates")
