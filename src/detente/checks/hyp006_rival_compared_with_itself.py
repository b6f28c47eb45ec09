"""An assessment compares a rival with itself.

It says nothing, whatever its judgement. An empty `against` means the first rival of the set, so that a row about
the first rival must name the one with which it is compared.
"""

from detente.checks import Finding, Findings, Study, Texts

SILENCED_BY = ("hypotheses.yaml",)


def check(study: Study, texts: Texts) -> Findings:
    first = {group.id: group.rivals[0].id for group in study.hypotheses if group.rivals}
    for row in study.assessments:
        if row.judgement and row.rival and row.rival == (row.against or first.get(row.set)):
            column = "against" if row.against else "rival"
            message = f"`{row.rival}` is compared with itself"
            help = "name the other rival in `against`"
            yield Finding(row, column, message, help=help)
