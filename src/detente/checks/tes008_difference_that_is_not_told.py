"""A passage differs from a statement, and nothing says in what.

`differs` asks for the other date or the other value: only then can the versions be set side by side, and a later
reader see whether they can be reconciled.

Fill `date_claimed` or `value_claimed`; the latter takes words too: `signed in Moscow, not in Tirana`.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.WARNING
IS_COMPLETENESS = True


def check(study: Study, texts: Texts) -> Findings:
    for row in study.testimony:
        if row.stance == "differs" and row.date_claimed is None and not row.value_claimed:
            message = f"nothing says in what `{row.passage}` differs about `{row.statement}`"
            yield Finding(row, "stance", message, help="fill `date_claimed` or `value_claimed`")
