"""A statement is named that does not exist.

Testimony that leads to no event, figure or claim supports nothing, and the statement that it was meant for may look
weaker than it is. So it is with a search, whose silence would then speak about nothing.

Correct the id, or add the statement to `events.csv`, `indicators.csv` or `claims.csv`.
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.checks.names import Names
from detente.model.diagnostics import Severity
from detente.model.study import Study, Texts

SEVERITY = Severity.ERROR
SILENCED_BY = (
    "events.csv",
    "indicators.csv",
    "claims.csv",
)


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find testimony and searches about statements that are not there."""
    known = study.statement_by_id
    names = Names(known)
    if study.testimony_of.keys() - known.keys():
        for row in study.testimony:
            name = row.statement
            if name and name not in known:
                message = f"no event, figure or claim is named `{name}`"
                yield Finding(row, "statement", message, names.help(name), "testified to", about=name)
    for search in study.searches:
        for name in search.about:
            if name not in known:
                message = f"no event, figure or claim is named `{name}`"
                yield Finding(search, "about", message, names.help(name), "what the search was about", part=name)
