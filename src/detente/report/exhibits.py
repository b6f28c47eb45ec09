"""What a report may show by name: `{{ figure relation }}`, `{{ table indicator: trade }}`, alone in a paragraph.

Each is made from the account, so that a report cannot show a number that the build does not find.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from detente.analysis.relations import Relation
from detente.argument.verdict import Loss
from detente.argument.words import percent
from detente.report.account import Account
from detente.report.charts import chart_breaks, chart_months, chart_schemes, chart_series, chart_sides, chart_years
from detente.report.compared import compare_cases, lay_dyads_over, solve_cases, tell_words_apart
from detente.report.drawing import Drawing
from detente.report.elements import Blocks, table
from detente.report.notes import sentence
from detente.report.schemes import schemes_of, years_of_schemes
from detente.report.series import group_figures
from detente.report.verdicts import left_by_group
from detente.report.wording import Wording, counted

Columns = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A drawing, or a table as pandoc's blocks."""

    drawing: Drawing | None
    blocks: Blocks


def exhibit_of(account: Account, say: Wording, kind: str, name: str, subject: str = "") -> Exhibit | None:
    """Return what a report names, or None where there is no such thing or nothing to show."""
    if kind == "figure":
        draws = _FIGURES.get(name)
        drawing = draws(account, say, subject) if draws else None
        return Exhibit(drawing, []) if drawing is not None else None
    makes = _TABLES.get(name)
    blocks = makes(account, say, subject) if makes else []
    return Exhibit(None, blocks) if blocks else None


def _relation(account: Account, say: Wording, _: str) -> Drawing | None:
    return _over_years(account, account.dyad.relations[:1], lambda own, years: chart_years(own[0], years, say))


def _months(account: Account, say: Wording, _: str) -> Drawing | None:
    return _over_years(account, [account.dyad.by_month], lambda own, years: chart_months(own[0], years, say))


def _sides(account: Account, say: Wording, _: str) -> Drawing | None:
    return _over_years(account, account.dyad.relations[1:], lambda own, years: chart_sides(own, years, say))


def _over_years(
    account: Account, relations: Iterable[Relation], draw: Callable[[Sequence[Relation], Sequence[int]], Drawing]
) -> Drawing | None:
    told = [relation for relation in relations if relation.rows]
    return draw(told, account.coverage.years) if told and account.coverage.years else None


def _breaks(account: Account, say: Wording, _: str) -> Drawing | None:
    return chart_breaks(account.dyad.periods) if account.dyad.periods.p_break else None


def _schemes(account: Account, say: Wording, _: str) -> Drawing | None:
    schemes = [scheme for scheme in schemes_of(account.study) if any(abs(s.first) < 9999 for s in scheme.stages)]
    years = years_of_schemes(account.study, schemes, account.coverage.years)
    return chart_schemes(schemes, years[0], years[-1]) if schemes and years else None


def _indicator_drawn(account: Account, say: Wording, subject: str) -> Drawing | None:
    series = [own for group in group_figures(account.study, say) if group.indicator == subject for own in group.series]
    return chart_series(series[0]) if series else None


def _indicator(account: Account, say: Wording, subject: str) -> Blocks:
    figures = [figure for figure in account.study.figures if figure.indicator == subject and figure.status != "draft"]
    columns = [("When", 16), ("Of whom, to whom", 34), ("Value", -16), ("Unit", 20)]
    rows = [
        [say.date(figure.date), say.figure_act(figure), say.value(figure), say.unit(figure), figure.kind]
        for figure in figures
    ]
    return _table(subject[:1].upper() + subject[1:], [*columns, ("Kind", 14)], rows)


def _results(account: Account, say: Wording, _: str) -> Blocks:
    rows = []
    for finding in account.results:
        without = account.results_without[finding.result.id]
        fails = "; ".join(say.side(side) for side, left in without.items() if finding.holds and not left.holds)
        rows.append([sentence(finding.result.says), finding.sentence, fails or "none"])
    columns = [("What is said", 40), ("What is found", 38), ("Not found without", 22)]
    return _table("Results of the study’s own numbers, and without whom they are not found", columns, rows)


def _verdicts(account: Account, say: Wording, _: str) -> Blocks:
    rows = []
    for verdict in account.verdicts.values():
        leader = next((rival for rival in verdict.rivals if rival.id == verdict.leader), None)
        ahead = f"{leader.label} ({percent(leader.outer)})" if leader else "none"
        rows.append([verdict.question, verdict.word, ahead, _turned_by(verdict.turning)])
    columns = [("Question", 26), ("Verdict", 14), ("Ahead", 24), ("Turned by", 36)]
    return _table("Verdicts, and what would turn them", columns, rows)


def _turned_by(loss: Loss) -> str:
    """Say how much would have to go; which pieces, the chapter of hypotheses names."""
    if not loss.sets:
        return sentence(loss.sentence)
    more = len(loss.sets) - 1
    least = "" if loss.turning.is_complete else "at least "
    others = f", or {least}{counted(more, 'other set', 'other sets')} of that size" if more else ""
    pieces = counted(loss.turning.size or len(loss.sets[0]), "independent piece", "independent pieces")
    return f"The loss of {pieces} of evidence{others}."


def _left(account: Account, say: Wording, _: str) -> Blocks:
    groups, left = left_by_group(account.verdicts.values(), account.study)
    if not groups:
        return []
    columns = [("Question", 28), ("With this group alone", 18), ("Pieces", -8), ("What is left", 46)]
    rows = [
        ["" if n else verdict.question or verdict.id, name, str(own.n_evidence), sentence(own.sentence)]
        for verdict in account.verdicts.values()
        for n, (name, own) in enumerate(zip(groups, left[verdict.id], strict=True))
    ]
    return _table("What is left of each verdict with one group of sides alone", columns, rows)


def _scores(account: Account, say: Wording, _: str) -> Blocks:
    rows = []
    for score in account.dyad.periods.scheme:
        numbers = (score.log_evidence, score.log_none, score.log_best, score.log_chance)
        told = ["–" if number is None else f"{number:.1f}".replace("-", "−") for number in numbers]
        rows.append([score.name, ", ".join(score.breaks) or "none", *told])
    columns = [("Scheme", 30), ("Turns in the series", 22)]
    columns += [(name, -12) for name in ("Scheme", "None", "Best", "Chance")]
    return _table("Schemes held against the events: log evidence in nats, more is better", columns, rows)


def _behaviour(account: Account, say: Wording, _: str) -> Blocks:
    rows = [
        [say.side(side) if side else "all together", say.direction(share.direction), share.word, str(share.n)]
        for side, shares in account.dyad.behaviour.items()
        for share in shares
        if share.word
    ]
    columns = [("Told by", 36), ("Direction", 34), ("Behaviour", 18), ("Events", -12)]
    return _table("Coded behaviour, as each side attests it; sides are not summed", columns, rows)


def _comparison(account: Account, say: Wording, subject: str) -> Blocks:
    if subject not in account.study.comparisons:
        return []
    from detente.analysis.comparison import build_comparison

    made = build_comparison(account.study, subject)
    width = 84 // max(1, len(made.fields))
    columns = [("Case", 16), *((field, width) for field in made.fields)]
    rows = [[say.side(case), *(_cell(made.cells.get((case, field))) for field in made.fields)] for case in made.cases]
    return _table(f"{subject[:1].upper()}{subject[1:]}: {made.sentence}", columns, rows)


def _cell(cell: object) -> str:
    answer: str = getattr(cell, "answer", "")
    value = getattr(cell, "value", None)
    return f"{answer or 'not known'}{f' [{value}]' if value is not None else ''}"


def _table(caption: str, columns: Columns, rows: Sequence[Sequence[str]]) -> Blocks:
    return [table(caption, columns, rows)] if rows else []


Draws = Callable[[Account, Wording, str], Drawing | None]
_FIGURES: Final[Mapping[str, Draws]] = {
    **{"relation": _relation, "months": _months, "sides": _sides, "turning-points": _breaks, "schemes": _schemes},
    "indicator": _indicator_drawn,
}
_TABLES: Final[Mapping[str, Callable[[Account, Wording, str], Blocks]]] = {
    **{"results": _results, "verdicts": _verdicts, "sides": _left, "schemes": _scores, "behaviour": _behaviour},
    **{"indicator": _indicator, "comparison": _comparison},
    **{"qca": solve_cases, "similarity": compare_cases, "align": lay_dyads_over, "discourse": tell_words_apart},
}
