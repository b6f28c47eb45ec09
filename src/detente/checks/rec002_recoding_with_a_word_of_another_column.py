"""A second coder's value, or the first one's beside it, is no word of the column that was coded.

It could agree with nothing. Write one of the words that the column itself takes, or `none` where the coder would leave
it empty: an empty cell here would say that he did not look.
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.model.diagnostics import Severity
from detente.model.study import Study, Texts
from detente.model.vocabulary import NONE, RECODED

SEVERITY = Severity.ERROR


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find recodings whose words are not those of their column."""
    for row in study.recodings:
        _, allowed = RECODED.get(row.column, ("", ()))
        for column in ("value", "first") if allowed else ():
            value = getattr(row, column)
            if value and value not in (*allowed, NONE):
                message = f"`{value}` is no {row.column}"
                help = f"write one of {', '.join(f'`{word}`' for word in (*allowed, NONE))}"
                yield Finding(row, column, message, help, about=row.record)
