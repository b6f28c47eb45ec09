"""A case answers the same question twice in one comparison.

A table has one place for each case and question, so the second answer would be shown in none, and QCA could count the
one or the other. If sources differ, say so in the one answer and name the passages of both.
"""

from detente.checks import Finding, Findings, Study, Texts


def check(study: Study, texts: Texts) -> Findings:
    for cells in study.comparisons.values():
        first: dict[tuple[str, str], int] = {}
        for cell in cells:
            line = first.setdefault((cell.case, cell.field), cell.span.line)
            if line != cell.span.line:
                message = f"`{cell.case}` answers `{cell.field}` twice"
                help = f"put both answers in one row; the first stands in line {line}"
                yield Finding(cell, "field", message, help)
