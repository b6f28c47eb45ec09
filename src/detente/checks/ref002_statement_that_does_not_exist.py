"""A statement is named that does not exist.

Testimony that leads to no event, figure or claim supports nothing, and the statement that it was meant for may look
weaker than it is. So it is with a search, whose silence would then speak about nothing.

Correct the id, or add the statement to `events.csv`, `indicators.csv` or `claims.csv`.
"""

from detente.checks import Finding, Findings, Study, Texts
from detente.checks.names import Names

SILENCED_BY = ("events.csv", "indicators.csv", "claims.csv")


def check(study: Study, texts: Texts) -> Findings:
    known = study.statement_by_id
    names = Names(known)
    if study.testimony_of.keys() - known.keys():
        for row in study.testimony:
            name = row.statement
            if name and name not in known:
                message = f"no event, figure or claim is named `{name}`"
                yield Finding(row, "statement", message, names.help(name), "testified to")
    for search in study.searches:
        for name in search.about:
            if name not in known:
                message = f"no event, figure or claim is named `{name}`"
                yield Finding(search, "about", message, names.help(name), "what the search was about", part=name)
