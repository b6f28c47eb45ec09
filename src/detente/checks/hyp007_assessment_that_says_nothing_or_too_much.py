"""An assessment judges in no way, or in more than one.

A row says how much its evidence was to be expected in exactly one way: as a `judgement` in words, as a `term` of
ICD 203, or as a probability between `low` and `high`. Two ways would have to be reconciled by the reader; none weighs
nothing.

Fill one of them, and empty the others.
"""

from detente.checks import Finding, Findings, Study, Texts


def check(study: Study, texts: Texts) -> Findings:
    for row in study.assessments:
        said = [
            *(["`judgement`"] if row.judgement else []),
            *(["`term`"] if row.term else []),
            *(["a probability"] if row.low is not None or row.high is not None else []),
        ]
        if not said:
            message = f"nothing says how much `{row.evidence}` was to be expected under `{row.rival}`"
            yield Finding(row, "judgement", message, help="fill `judgement`, `term`, or `low` and `high`")
        elif len(said) > 1:
            message = f"`{row.evidence}` is judged as {' and as '.join(said)}"
            yield Finding(row, said[-1].strip("`"), message, help="leave one of them")
