"""A passage differs from a statement, and nothing says in what.

`differs` asks for the other date or the other value: only then can the versions be set side by side, and a later
reader see whether they can be reconciled.

Fill `date_claimed` or `value_claimed`; the latter takes words too: `signed in Moscow, not in Tirana`.
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.model.diagnostics import Severity
from detente.model.study import Study, Texts

SEVERITY = Severity.WARNING
IS_COMPLETENESS = True


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find differing rows without another date or value."""
    for row in study.testimony:
        if row.stance == "differs" and row.date_claimed is None and not row.value_claimed:
            yield Finding(
                row,
                "stance",
                f"nothing says in what `{row.passage}` differs about `{row.statement}`",
                help="fill `date_claimed` or `value_claimed`",
                about=row.statement,
            )
