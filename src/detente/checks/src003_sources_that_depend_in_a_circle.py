"""Sources depend on each other in a circle.

If each repeats the other, neither can be where the story began, and Detente cannot tell how many voices there are.
One of the two dependencies is wrong, or both draw on a third source that is not named.

Take out the false dependency, or name the common origin: `depends_on: [the-third]` in both.
"""

from detente.checks import Finding, Findings, Study, Texts
from detente.study.lineage import circles


def check(study: Study, texts: Texts) -> Findings:
    for circle in circles({source.id: source.depends_on for source in study.sources if source.depends_on}):
        source, following = study.source_by_id[circle[0]], circle[1 % len(circle)]
        way = " → ".join(f"`{name}`" for name in (*circle, circle[0]))
        message = f"`{source.id}` depends on itself" if len(circle) == 1 else f"sources depend on each other: {way}"
        yield Finding(source, "depends_on", message, part=following)
