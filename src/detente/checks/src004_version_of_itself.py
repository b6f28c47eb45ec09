"""A source is a version of itself, or known through itself.

Versions lead back to an original, and a source that was not seen is cited in one that was. In a circle there is no
original and nobody saw anything. Often `version_of` was filled in both of two versions: only the later names the
earlier.

Take it out of the one from which the other was made.
"""

from detente.checks import Finding, Findings, Study, Texts
from detente.study.lineage import circles


def check(study: Study, texts: Texts) -> Findings:
    edges = {
        "version_of": ({s.id: (s.version_of,) for s in study.sources if s.version_of}, "a version of"),
        "cited_in": ({s.id: (s.cited_in,) for s in study.sources if s.cited_in}, "known through"),
    }
    for column, (known, words) in edges.items():
        for circle in circles(known):
            source = study.source_by_id[circle[0]]
            way = f", by way of {', '.join(f'`{name}`' for name in circle[1:])}" if len(circle) > 1 else ""
            yield Finding(source, column, f"`{source.id}` is {words} itself{way}")
