"""A cell of a comparison has an answer, or a value, and no passage that bears it.

A table of cases invites one to fill what one believes to know. The cell then looks like its neighbours, which were
read somewhere, and nobody can open it; nor does it fall when a side is withdrawn.

Name the passages in the column `passages`, apart by `;`, or leave the answer empty: the table shows that as not
answered.
"""

from detente.checks import Finding, Findings, Study, Texts


def check(study: Study, texts: Texts) -> Findings:
    for cell in study.cells:
        if cell.is_answered and not cell.passages:
            message = f"the answer of `{cell.case}` to `{cell.field}` stands on no passage"
            help = "name the passages that bear it, or leave the answer empty"
            yield Finding(cell, "answer" if cell.answer else "value", message, help=help)
