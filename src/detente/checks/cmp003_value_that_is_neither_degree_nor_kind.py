"""A value of a comparison is neither a degree from 0 to 1 nor one of several kinds, or a question mixes the two.

QCA reads these values: in a crisp or fuzzy set they are degrees of membership, in a multi-value set the whole numbers
0, 1, 2, .. name kinds. `0.7` in a column that holds `2` elsewhere is neither, and a raw figure (a sum, a year) belongs
in `indicators.csv`, from where it can be calibrated.
"""

from detente.checks import Finding, Findings, Study, Texts
from detente.model.vocabulary import MAX_KINDS


def check(study: Study, texts: Texts) -> Findings:
    for cells in study.comparisons.values():
        kinds = {cell.field for cell in cells if cell.value is not None and cell.value > 1}
        for cell in cells:
            if cell.value is None:
                continue
            is_whole = cell.value == cell.value.to_integral_value()
            if not (0 <= cell.value <= 1 or (is_whole and 1 < cell.value < MAX_KINDS)):
                message = f"{cell.value} is neither a degree from 0 to 1 nor a whole number below {MAX_KINDS}"
                yield Finding(cell, "value", message)
            elif not is_whole and cell.field in kinds:
                message = f"{cell.value} is a degree, and other values of `{cell.field}` are kinds"
                yield Finding(cell, "value", message)
