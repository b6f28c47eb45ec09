"""A statement stands on no testimony.

Every event, figure and claim needs at least one row in `testimony.csv` that ties it to a passage which was read.
Mark the statement `draft` while its testimony is still being sought.
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.model.diagnostics import Severity
from detente.model.study import Study, Texts

SEVERITY = Severity.ERROR
IS_COMPLETENESS = True


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find statements that no row of testimony names."""
    for name, statement in study.statement_by_id.items():
        if name not in study.testimony_of:
            yield Finding(
                statement,
                "id",
                f"`{name}` stands on no testimony",
                help="add a row to testimony.csv, or `draft` as its status",
            )
