"""A question is asked of some cases of a comparison and not of others.

What makes a comparison structured is that the same questions are asked of every case (George and Bennett 2005,
*Case Studies and Theory Development*, chapter 3). Where a case was not asked, its silence is the researcher's, not the
sources'.

Add the row; leave its answer empty if none is known.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.model.records import Cell

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    for name, cells in study.comparisons.items():
        fields = dict.fromkeys(cell.field for cell in cells)
        first: dict[str, Cell] = {}
        asked: dict[str, set[str]] = {}
        for cell in cells:
            first.setdefault(cell.case, cell)
            asked.setdefault(cell.case, set()).add(cell.field)
        for case, cell in first.items():
            for field in fields.keys() - asked[case]:
                message = f"`{field}` is not asked of `{case}` in the comparison `{name}`"
                yield Finding(cell, "case", message, "add a row for it, with an empty answer if none is known")
