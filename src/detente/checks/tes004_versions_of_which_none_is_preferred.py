"""Sources give different versions of a statement, and the study does not say which it follows and why.

The statement itself carries one date and one figure. Where a passage `differs`, or claims another value, a choice
has been made; without its reason the reader cannot make it again.

Fill `preferred_because` in the row of testimony that the study follows, or give the statement the status `disputed`
if it follows none.
"""

from decimal import Decimal, InvalidOperation

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.dates import possibly_same
from detente.model.records import Claim, Figure, Statement, Testimony

SEVERITY = Severity.WARNING
IS_COMPLETENESS = True


def check(study: Study, texts: Texts) -> Findings:
    statements = study.statement_by_id
    versions: dict[str, list[Testimony]] = {}
    for row in study.testimony:
        if row.date_claimed is not None or row.value_claimed or row.stance == "differs":
            statement = statements.get(row.statement)
            if statement is not None and _is_other(row, statement):
                versions.setdefault(row.statement, []).append(row)
    for name, others in versions.items():
        statement = statements[name]
        if statement.status != "disputed" and not any(row.preferred_because for row in study.testimony_of[name]):
            n = "one version" if len(others) == 1 else f"{len(others)} versions"
            message = f"{n} of `{name}` differ{'s' if len(others) == 1 else ''}, and none is preferred"
            help = "say in `preferred_because` of the version followed why, or make the statement `disputed`"
            yield Finding(statement, "id", message, help=help)


def _is_other(row: Testimony, statement: Statement) -> bool:
    """Whether the passage tells it otherwise than the statement."""
    if row.stance == "differs":
        return True
    if row.stance != "attests":
        return False
    claimed, date = row.date_claimed, None if isinstance(statement, Claim) else statement.date
    if claimed is not None and date is not None and claimed is not date and not possibly_same(claimed, date):
        return True
    if not row.value_claimed:
        return False
    if isinstance(statement, Figure):
        try:
            value = Decimal(row.value_claimed)
        except InvalidOperation:
            return True
        if not value.is_finite():
            return True
        low = statement.value if statement.low is None else statement.low
        high = statement.value if statement.high is None else statement.high
        return (low is not None and value < low) or (high is not None and value > high)
    return True
