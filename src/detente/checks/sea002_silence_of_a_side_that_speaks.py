"""A search found nothing from a side that attests the statement elsewhere.

The side is not silent: another of its sources speaks. If one archive is empty and another is not, that is worth
saying, but it is no absence of testimony, and weighing it as one would count against the statement what speaks for
it.

Narrow `about` to the statements on which the side is really silent, or say in `sought` what exactly was missing,
and waive the rule for this search.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.checks.witnesses import BEARING, speaker_in

SEVERITY = Severity.WARNING
SILENCED_BY = ("testimony.csv", "passages.csv", "sources.yaml")


def check(study: Study, texts: Texts) -> Findings:
    empty = [search for search in study.searches if search.outcome == "nothing" and search.side and search.about]
    for search in empty:
        for name in search.about:
            for row in study.testimony_of.get(name, ()):
                if row.stance in BEARING and speaker_in(study, row.passage) == search.side:
                    message = f"nothing was found from {search.side} about `{name}`, yet {search.side} attests it"
                    yield Finding(search, "about", message, help=f"see the passage `{row.passage}`", part=name)
                    break
