"""Evidence is assessed given other evidence that is assessed given it.

A weight given another piece goes on from that piece's own weight; the two together are their joint weight. If each goes
on from the other there is nothing to begin with, and both would count twice. Such rows are not weighed.

Give one of them an assessment without `given`.
"""

from detente.checks import Finding, Findings, Study, Texts
from detente.model.records import Assessment, parts_of
from detente.study.lineage import circles


def check(study: Study, texts: Texts) -> Findings:
    edges: dict[str, list[str]] = {}
    rows: dict[tuple[str, str], Assessment] = {}
    for row in study.assessments:
        for name in row.given:
            one, two = (f"{row.set} {'+'.join(sorted(parts))}" for parts in (row.parts, parts_of(name)))
            edges.setdefault(one, []).append(two)
            rows.setdefault((one, two), row)
    for circle in circles(edges):
        row = rows[circle[-1], circle[0]]
        names = " → ".join(f"`{name.partition(' ')[2]}`" for name in circle)
        message = f"{names} is given itself" if len(circle) == 1 else f"{names} are given each other in a circle"
        yield Finding(row, "given", message, help="assess one of them without `given`")
