"""Exhibits that compare: cases by QCA, cases by their likeness, dyads at their breaks, two states' speeches.

Each says what it rests on, or why it cannot be shown; the methods stand in `analysis`.
"""

import re
from collections.abc import Sequence
from typing import Final

from detente.analysis.align import Alignment, align_series
from detente.analysis.comparison import columns_of, solve_comparison
from detente.analysis.discourse import measure_distance, weigh_words
from detente.analysis.dyad import count_conflict
from detente.analysis.qca import Withdrawal
from detente.analysis.qca_data import QcaError
from detente.analysis.similarity import measure_similarity
from detente.analysis.speeches import Speech, counted, installed_speeches
from detente.report.account import Account
from detente.report.elements import Blocks, para, table
from detente.report.wording import Wording
from detente.report.wording import counted as n_of

EDITION: Final = "ungdc"
MOST_WORDS: Final = 8
MOST_NAMED: Final = 6
SHOWN: Final = ("agreement", "s_absolute", "kappa", "tau_b")
_DYAD: Final = re.compile(r"\s*(\w+)-(\w+)\s+(\d{4})\s*")


def solve_cases(account: Account, say: Wording, subject: str) -> Blocks:
    """Show what tells an outcome in a comparison: `{{ table qca: bloc, broke }}`."""
    name, outcome = _two(subject, ",")
    if name not in account.study.comparisons:
        return _not(f"the study has no comparison “{name}”")
    try:
        solutions, withdrawals = solve_comparison(account.study, name, outcome)
    except QcaError as error:
        return _not(error.message)
    rows = [
        [solution.kind, model.expression, *_two_digits(model.fit.inclusion, model.fit.pri, model.fit.coverage)]
        for solution in solutions
        for model in solution.models
    ]
    columns = [("Solution", 20), ("Model", 44), ("Inclusion", -12), ("PRI", -12), ("Coverage", -12)]
    n_cases = len(solutions[0].data.cases)
    said = " ".join(solution.sentence for solution in solutions if not solution.models)
    moved = _moved(withdrawals)
    caption = f"All minimal models of {outcome}, {n_of(n_cases, 'case')}"
    return [*([table(caption, columns, rows)] if rows else []), para(f"{said} {moved}".strip())]


def _moved(withdrawals: Sequence[Withdrawal]) -> str:
    moved = [each.withdrawn.replace(":", " ", 1) for each in withdrawals if not each.is_same]
    ways = f"{len(withdrawals)} ways to withdraw a case, a source or a side"
    if not moved:
        return f"The models with remainders outlive all {ways}."
    more = f" and {len(moved) - MOST_NAMED} more" if len(moved) > MOST_NAMED else ""
    return f"Of {ways}, {len(moved)} change the models with remainders: {', '.join(moved[:MOST_NAMED])}{more}."


def compare_cases(account: Account, say: Wording, subject: str) -> Blocks:
    """Show how alike two cases of a comparison are: `{{ table similarity: bloc, Albania 1961, China 1960 }}`."""
    name, _, pair = (part.strip() for part in subject.partition(","))
    one, other = _two(pair, ",")
    cells = account.study.comparisons.get(name, ())
    cases, columns = columns_of(cells)
    if one not in cases or other not in cases:
        return _not(f"no comparison “{name}” has the cases “{one}” and “{other}”")
    answers = [[columns[field][cases.index(case)] for field in columns] for case in (one, other)]
    texts = [["" if value is None else f"{value:g}" for value in row] for row in answers]
    scale = sorted({f"{value:g}" for values in columns.values() for value in values if value is not None}, key=float)
    if len(scale) < 2:
        return _not(f"the answers of “{name}” do not vary")
    found = measure_similarity(texts[0], texts[1], scale)
    rows = []
    for name_ in SHOWN:
        measure = found.measures[name_]
        span = f"{_digits(measure.low)} to {_digits(measure.high)}" if measure.low is not None else "–"
        rows.append([name_.replace("_", " "), _digits(measure.value), span, measure.reason])
    caption = f"{one} and {other}: likeness in {n_of(found.n, 'answer')} that both have; {found.n_missing} lack one"
    return [table(caption, [("Coefficient", 24), ("Value", -14), ("95 % interval", 26), ("", 36)], rows)]


def lay_dyads_over(account: Account, say: Wording, subject: str) -> Blocks:
    """Show the share of conflict of dyads round their breaks: `{{ table align: YUG-SUN 1948; ALB-SUN 1961 }}`."""
    series: dict[str, dict[int, float | None]] = {}
    at: dict[str, int] = {}
    for part in subject.split(";"):
        found = _DYAD.fullmatch(part)
        if found is None:
            return _not(f"“{part.strip()}” is no dyad and year, for instance ALB-SUN 1961")
        counts = count_conflict(account.study, found[1], found[2])
        if not counts:
            return _not(f"the study holds no dated event between {found[1]} and {found[2]}")
        name = f"{say.state(found[1])} and {say.state(found[2])}"
        series[name] = {int(year): hits / n for year, (hits, n) in counts.items()}
        at[name] = int(found[3])
    aligned = align_series(series, at)
    columns = [("Years from the break", 24), *((each.name, -(76 // len(series))) for each in aligned.trajectories)]
    rows = [
        [f"{step:+d}" if step else "the break", *(_share(each.values[n]) for each in aligned.trajectories)]
        for n, step in enumerate(aligned.steps)
    ]
    caption = "Share of conflict among the acts of both directions; a dash is a year without an event"
    return [table(caption, columns, rows), para(_shift_in_words(aligned))]


def _shift_in_words(aligned: Alignment) -> str:
    said = []
    for each in aligned.trajectories:
        if each.shift is None:
            said.append(f"{each.name}: {each.reason}.")
            continue
        held = (
            f"{each.p_value:.0%} of series with the same memory shift as far"
            if each.p_value is not None
            else each.reason
        )
        n = each.n_before + each.n_after
        said.append(f"{each.name}, {each.at}: {100 * each.shift:+.0f} points on {n_of(n, 'year')} ({held}).")
    said.append("A break chosen because the series shifts there makes every such share too small.")
    return " ".join(said)


def tell_words_apart(account: Account, say: Wording, subject: str) -> Blocks:
    """Show which words tell two states' speeches at the United Nations apart: `{{ table discourse: ALB, SUN }}`."""
    a, b = _two(subject, ",")
    speeches = installed_speeches(EDITION, *_years(account))
    own = {side: [speech for speech in speeches if speech.state == side] for side in (a, b)}
    silent = [say.state(side) for side in (a, b) if not own[side]]
    if silent:
        return _not(f"no speech of {' or '.join(silent)} is installed (`detente corpus add {EDITION}`)")
    words = weigh_words(counted(own[a]), counted(own[b]), counted(speeches))
    rows = []
    for side, ranked in ((a, words), (b, [*reversed(words)])):
        told = [each.word for each in ranked if each.is_distinctive and (each.z > 0) is (side == a)][:MOST_WORDS]
        n = sum(speech.n_words for speech in own[side])
        rows.append([say.state(side), ", ".join(told) or "no word", f"{len(own[side])}", f"{n:,}"])
    columns = [("State", 22), ("Words that tell it from the other", 48), ("Speeches", -14), ("Words", -16)]
    return [table("Speeches in the general debate", columns, rows), para(_apart(own[a], own[b]))]


def _apart(ours: Sequence[Speech], theirs: Sequence[Speech]) -> str:
    years = sorted({speech.year for speech in (*ours, *theirs)})
    found = [
        measure_distance(year, [s for s in ours if s.year == year], [s for s in theirs if s.year == year])
        for year in years
    ]
    known = [(each.year, each.low, each.chance) for each in found if each.low is not None and each.chance is not None]
    if not known:
        return "In no year do both speak at such length that their distance can be told from chance."
    apart = ", ".join(
        f"{year}" for year, low, chance in known if low is not None and chance is not None and low > chance
    )
    years_known = n_of(len(known), "year")
    return f"Of {years_known} in which both speak at length, they stand further apart than chance in {apart or 'none'}."


def _years(account: Account) -> tuple[int | None, int | None]:
    years = account.coverage.years
    return (years[0], years[-1]) if years else (None, None)


def _two(text: str, mark: str) -> tuple[str, str]:
    one, _, other = text.partition(mark)
    return one.strip(), other.strip()


def _not(reason: str) -> Blocks:
    return [para(f"This cannot be shown: {reason}.")]


def _digits(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace("-", "−")


def _two_digits(*values: float | None) -> list[str]:
    return [_digits(value) for value in values]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"
