"""A statement stands on no testimony.

Every event, figure and claim needs at least one row in `testimony.csv` that ties it to a passage which was read.
Mark the statement `draft` while its testimony is still being sought.
"""

from detente.checks import Finding, Findings, Study, Texts

IS_COMPLETENESS = True


def check(study: Study, texts: Texts) -> Findings:
    for name, statement in study.statement_by_id.items():
        if name not in study.testimony_of:
            message = f"`{name}` stands on no testimony"
            yield Finding(statement, "id", message, help="add a row to testimony.csv, or `draft` as its status")
