"""A result of `results.csv` says no number that could be found, or does not say of what.

`low` and `high` are the range in which the measure's number must lie, for instance `low` 1 for "at least one turning
point in these years". Without either, everything would bear the sentence out; with `low` above `high`, nothing would.
A share, turning points, a figure and a concentration also need `of`: the kind of events, or the indicator.
`step` is for turning points only: whether they are looked for among years, half-years, quarters or months.
"""

from detente.checks import Finding, Findings, Study, Texts

OF = ("share", "turning-points", "figure", "concentration", "delivered")


def check(study: Study, texts: Texts) -> Findings:
    for result in study.results:
        if result.low is None and result.high is None:
            yield Finding(result, "low", f"`{result.id}` gives no range", "fill `low`, `high` or both")
        elif result.low is not None and result.high is not None and result.low > result.high:
            yield Finding(result, "low", f"`low` ({result.low}) of `{result.id}` lies above `high` ({result.high})")
        if result.measure in OF and not result.of:
            message = f"the measure `{result.measure}` of `{result.id}` does not say of what"
            yield Finding(result, "of", message, "name the kind of events or the indicator")
        if result.step and result.measure != "turning-points":
            message = f"the measure `{result.measure}` of `{result.id}` has no `step`"
            yield Finding(result, "step", message, "empty it, or bound the time by `years`")
