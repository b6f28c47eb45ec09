"""Every command of analysis on input that says nothing or too much: a clear error or an honest null, never a number.

And on input that says the same in another way: rows in another order, other names, sides exchanged, other units.
"""

import csv
import json
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from typer.testing import CliRunner

from detente.analysis.balance_events import ties_of_events
from detente.analysis.coverage import measure_coverage
from detente.analysis.initiative import measure_exchange
from detente.analysis.intensity import measure_intensity
from detente.analysis.perspectives import measure_exposure, measure_perspectives, measure_spread
from detente.analysis.relations import measure_relation
from detente.cli import app
from detente.model.study import Study

YEARS: Final = range(1945, 1962)
Answer = Any

#: The command's words, with FILE for the file; its header; and a line for a year and a value.
COMMANDS: Final[dict[str, tuple[str, str, str]]] = {
    "periods": ("periods FILE --time year --value y", "year,y", "{year},{value}"),
    "align": ("align FILE --dyads A-B --at 1953", "year,A-B", "{year},{value}"),
    "similarity": ("similarity FILE --a A --b B", "year,A,B", "1950,{value},{value}"),
    "ideal points": (
        "similarity FILE --a SUN --b ALB --ideal-points state",
        "state,year,ideal_point,ideal_point_low,ideal_point_high",
        "SUN,{year},{value},{value},{value}\nALB,{year},{value},{value},{value}",
    ),
    "dependence": ("dependence FILE --state ALB", "year,state,partner,value", "{year},ALB,SUN,{value}"),
    "conversion": (
        "dependence FILE --state ALB --into USD",
        "year,state,partner,value,currency",
        "{year},ALB,SUN,{value},RUB-old",
    ),
    "effects": (
        "effects FILE --state ALB --comparator GRC --at 1953",
        "indicator,state,year,value",
        "literacy,ALB,{year},{value}\nliteracy,GRC,{year},{value}",
    ),
    "qca": ("qca FILE --outcome Y --conditions A,B --case case", "case,A,B,Y", "c{year},{value},{value},{value}"),
    "balance": ("balance FILE", "from,to,sign", "A{year},B,{value}"),
    "relations": ("relations FILE --a ALB --b SUN --intensity", "date,actors,targets,action", "{year},ALB,SUN,{value}"),
}


def lines(command: str, values: Sequence[str]) -> list[str]:
    pattern = COMMANDS[command][2]
    return [pattern.format(year=year, value=value) for year, value in zip(YEARS, values, strict=False)]


def ask(folder: Path, command: str, rows: Sequence[str], words: str = "") -> tuple[int, Answer, str]:
    """Run a command on rows; its answer must be strict JSON, without a number that is none."""
    file = folder / "made.csv"
    file.write_text("\n".join([COMMANDS[command][1], *rows]) + "\n" if rows != ["empty"] else "", encoding="utf-8")
    arguments = (words or COMMANDS[command][0]).split()
    result = CliRunner().invoke(app, [str(file) if word == "FILE" else word for word in arguments] + ["--format=json"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    answer = json.loads(result.stdout, parse_constant=_refuse) if result.exit_code == 0 else None
    return result.exit_code, answer, result.stderr


def _refuse(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("rows", [["empty"], []])
def test_nothing_at_all_is_an_error_that_says_so(tmp_path: Path, command: str, rows: list[str]) -> None:
    code, _, told = ask(tmp_path, command, rows)
    assert code == 2
    assert "empty" in told or "no row" in told or "no column" in told or "holds no tie" in told


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("similarity", "relations")])
def test_what_is_infinite_is_an_error_that_names_it(tmp_path: Path, command: str) -> None:
    code, _, told = ask(tmp_path, command, lines(command, ["1"] * 8 + ["inf"] + ["0"] * 8))
    assert code == 2
    assert "inf" in told


def test_a_vote_or_an_act_that_is_none_is_counted_as_missing_and_named(tmp_path: Path) -> None:
    _, found, _ = ask(tmp_path, "similarity", lines("similarity", ["1"] * 8 + ["inf"] + ["3"] * 8))
    assert (found[0]["n"], found[0]["n_missing"]) == (16, 1)
    _, found, told = ask(tmp_path, "relations", lines("relations", ["AID", "inf"]))
    assert sum(row["n"] for row in found["rows"]) == 1
    assert "inf" in told


@pytest.mark.parametrize("command", ["periods", "align", "ideal points", "dependence", "conversion", "effects", "qca"])
def test_what_stands_twice_is_an_error_that_names_it(tmp_path: Path, command: str) -> None:
    rows = lines(command, [str(n % 2) for n in range(17)])
    code, _, told = ask(tmp_path, command, [rows[0], *rows])
    assert code == 2
    assert "1945" in told


def test_a_tie_or_an_event_that_stands_twice_is_counted_and_named(tmp_path: Path) -> None:
    _, found, _ = ask(tmp_path, "balance", ["A,B,1", "B,A,1", "A,C,-1"])
    assert (found[0]["n_ties"], found[0]["n_repeated"]) == (2, 1)
    code, _, told = ask(tmp_path, "balance", ["A,B,1", "B,A,-1"])
    assert code == 2
    assert "signs 1 and -1" in told
    _, _, told = ask(tmp_path, "relations", ["1950,ALB,SUN,AID"] * 2)
    assert "same as another" in told


def _no_break(found: Answer) -> bool:
    return not found["is_break"] and not found["best"] and found["trend_log_evidence"] is None


def _no_shift(found: Answer) -> bool:
    return found["trajectories"][0]["shift"] is None and found["p_value"] is None


def _no_share(found: Answer) -> bool:
    return all(time["hirschman"] is None and time["reason"] for time in found["times"])


def _no_difference(found: Answer) -> bool:
    one = found["indicators"]["literacy"]
    return one["difference"] is None and one["p_placebo"] is None and bool(one["reason"])


def _no_index(found: Answer) -> bool:
    return found[0]["frustration"] is None and found[0]["n_missing"] == 17 and found[0]["share_balanced_triads"] is None


MISSING: Final[dict[str, Callable[[Answer], bool]]] = {
    "periods": lambda found: found["n"] == 0 and found["n_missing"] == {"y": 17} and _no_break(found),
    "align": _no_shift,
    "ideal points": lambda found: all(row["distance"] is None and row["is_apart"] is None for row in found),
    "dependence": _no_share,
    "conversion": _no_share,
    "effects": _no_difference,
    "balance": _no_index,
    "relations": lambda found: not found["rows"] and found["exchange"]["initiatives"][0]["p_value"] is None,
}


@pytest.mark.parametrize("command", MISSING)
def test_what_is_all_missing_is_null_and_no_zero(tmp_path: Path, command: str) -> None:
    code, found, _ = ask(tmp_path, command, lines(command, [""] * 17))
    assert code == 0
    assert MISSING[command](found)


@pytest.mark.parametrize("command", ["similarity", "qca"])
def test_what_is_all_missing_is_an_error_where_nothing_is_left_to_ask(tmp_path: Path, command: str) -> None:
    assert ask(tmp_path, command, lines(command, [""] * 17))[0] == 2


def _no_kappa(found: Answer) -> bool:
    null = ("pi", "kappa", "tau_b", "agreement_low", "kappa_high")
    return all(found[0][name] is None for name in null) and bool(found[0]["reasons"])


def _flat(found: Answer) -> bool:
    return found["trajectories"][0]["p_value"] is None and "constant" in found["trajectories"][0]["reason"]


CONSTANT: Final[dict[str, Callable[[Answer], bool]]] = {
    "periods": _no_break,
    "align": _flat,
    "similarity": _no_kappa,
    "ideal points": lambda found: all(row["distance"] == 0 and row["is_apart"] is False for row in found),
    "dependence": lambda found: all(time["hirschman"] == 1 for time in found["times"]),
    "effects": lambda found: found["indicators"]["literacy"]["difference"] == 0,
    "qca": lambda found: not found["models"] and "does not vary" in found["reason"],
    "balance": lambda found: found[0]["frustration"] == 0 and found[0]["null_low"] is None,
}


@pytest.mark.parametrize("command", CONSTANT)
def test_what_never_varies_has_no_break_no_chance_and_no_cause(tmp_path: Path, command: str) -> None:
    code, found, _ = ask(tmp_path, command, lines(command, ["1"] * 17))
    assert code == 0
    assert CONSTANT[command](found)


ONE: Final[dict[str, Callable[[Answer], bool]]] = {
    "periods": lambda found: found["n"] == 1 and _no_break(found),
    "align": _no_shift,
    "similarity": _no_kappa,
    "ideal points": lambda found: len(found) == 1,
    "dependence": lambda found: found["times"][0]["n_partners"] == 1,
    "conversion": lambda found: bool(found["conversions"][0]["reason"]),
    "effects": _no_difference,
    "qca": lambda found: not found["models"],
    "balance": lambda found: (found[0]["frustration"], found[0]["share_balanced_triads"]) == (0, None),
    "relations": lambda found: not found["rows"],
}


@pytest.mark.parametrize("command", ONE)
def test_one_row_is_not_a_series(tmp_path: Path, command: str) -> None:
    code, found, _ = ask(tmp_path, command, lines(command, ["1"]))
    assert code == 0
    assert ONE[command](found)


DICE: Final = random.Random(5)  # noqa: S311
VARIED: Final[dict[str, list[str]]] = {
    "periods": [f"{year},{DICE.gauss(0, 1) + 3 * (year > 1953):.3f}" for year in YEARS],
    "align": [f"{year},{DICE.gauss(0, 1):.3f}" for year in YEARS],
    "similarity": [f"{1950 + n % 2},{DICE.choice('123')},{DICE.choice('123')}" for n in range(60)],
    "ideal points": [
        f"{who},{year},{x},{x - 1},{x + 1}" for who in ("SUN", "ALB") for year in YEARS for x in (DICE.gauss(0, 1),)
    ],
    "dependence": [
        f"{year},{a},{b},{DICE.randint(1, 99)}"
        for year in (1955, 1956)
        for a in ("ALB", "SUN")
        for b in ("ALB", "SUN", "CHN")
        if a != b
    ],
    "effects": [f"literacy,{who},{year},{DICE.gauss(0, 1):.3f}" for who in ("ALB", "GRC") for year in YEARS],
    "balance": [f"s{i},s{j},{DICE.choice((1, -1))}" for i in range(9) for j in range(i)],
    "relations": [
        f"{DICE.choice([*YEARS])},{a},{b},{DICE.choice(('AID', 'ACCUSE'))}"
        for a, b in (("ALB", "SUN"), ("SUN", "ALB"))
        for _ in range(20)
    ],
}


def alike(one: Answer, other: Answer) -> bool:
    """Whether two answers are the same but for the last digits."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)


@pytest.mark.parametrize("command", VARIED)
def test_the_order_of_rows_changes_nothing(tmp_path: Path, command: str) -> None:
    rows = [*VARIED[command]]
    _, before, _ = ask(tmp_path, command, rows)
    random.Random(1).shuffle(rows)  # noqa: S311
    _, after, _ = ask(tmp_path, command, rows)
    assert alike(after, before)


def test_the_order_of_cases_changes_no_solution(tmp_path: Path) -> None:
    rows = [f"c{n},{n >> 2 & 1},{n >> 1 & 1},{int(n in (2, 6, 7))}" for n in range(8)]
    _, before, _ = ask(tmp_path, "qca", [row for row in rows if row[1] not in "135"])
    _, after, _ = ask(tmp_path, "qca", [row for row in reversed(rows) if row[1] not in "135"])
    assert (
        [model["expression"] for model in before["models"]] == [model["expression"] for model in after["models"]] != []
    )


@pytest.mark.parametrize(("shift", "scale"), [(1000.0, 1.0), (0.0, 250.0), (-7.5, 0.01)])
def test_other_units_move_no_break_and_no_chance(tmp_path: Path, shift: float, scale: float) -> None:
    for command, exact in (("periods", ("is_break", "best")), ("align", ("p_value",))):
        _, before, _ = ask(tmp_path, command, VARIED[command])
        rows = [f"{year},{float(value) * scale + shift}" for year, value in csv.reader(VARIED[command])]
        _, after, _ = ask(tmp_path, command, rows)
        for name in exact:
            assert alike(after[name], before[name]), (command, name)
    assert before["p_value"] is not None


def test_likeness_is_the_same_seen_from_either_side_and_under_other_names(tmp_path: Path) -> None:
    _, there, _ = ask(tmp_path, "similarity", VARIED["similarity"])
    _, back, _ = ask(tmp_path, "similarity", VARIED["similarity"], "similarity FILE --a B --b A")
    for one, other in zip(there, back, strict=True):
        for name in ("n", "agreement", "s_absolute", "s_squared", "pi", "kappa", "tau_b", "kappa_linear", "pi_squared"):
            assert alike(one[name], other[name]), name


def test_a_relation_seen_from_the_other_side_has_the_same_counts(tmp_path: Path) -> None:
    _, there, _ = ask(tmp_path, "relations", VARIED["relations"])
    _, back, _ = ask(tmp_path, "relations", VARIED["relations"], "relations FILE --a SUN --b ALB")
    assert there["rows"] == back["rows"]


def test_ties_have_no_direction_and_states_no_names_that_matter(tmp_path: Path) -> None:
    _, before, _ = ask(tmp_path, "balance", VARIED["balance"])
    turned = [",".join((b, a, sign)) for a, b, sign in csv.reader(VARIED["balance"])]
    _, after, _ = ask(tmp_path, "balance", turned)
    assert alike(after, before)
    renamed = [row.replace("s", "t") for row in VARIED["balance"]]
    _, other, _ = ask(tmp_path, "balance", renamed)
    for name in ("frustration", "n_optimal", "n_triads", "share_balanced_triads"):
        assert other[0][name] == before[0][name]


def test_points_seen_from_the_other_side_lie_as_far_apart(tmp_path: Path) -> None:
    _, there, _ = ask(tmp_path, "ideal points", VARIED["ideal points"])
    words = "similarity FILE --a ALB --b SUN --ideal-points state"
    _, back, _ = ask(tmp_path, "ideal points", VARIED["ideal points"], words)
    assert alike([-row["distance"] for row in there], [row["distance"] for row in back])


@pytest.mark.parametrize("texts", [{}, {"ALB_1_1956.txt": ""}, {"ALB_1_1956.txt": "peace", "SUN_1_1956.txt": ""}])
def test_a_corpus_in_which_one_is_silent_is_an_error(tmp_path: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    result = CliRunner().invoke(app, ["discourse", "--corpus", str(tmp_path), "--a", "ALB", "--b", "SUN"])
    assert result.exit_code == 2
    assert "does not speak" in result.stderr


def test_speeches_that_are_the_same_have_no_word_that_distinguishes_them(tmp_path: Path) -> None:
    for state in ("ALB", "SUN"):
        (tmp_path / f"{state}_1_1956.txt").write_text("We want peace and bread. Peace is what we want. " * 20)
    words = ["discourse", "--corpus", str(tmp_path), "--a", "ALB", "--b", "SUN", "--format", "json"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout, parse_constant=_refuse)
    assert '"is_distinctive": true' not in json.dumps(found)


def test_a_study_that_holds_nothing_has_no_measure_and_no_fault() -> None:
    nothing = Study()
    assert measure_relation(nothing, "ALB", "SUN").rows == ()
    assert measure_intensity(nothing, "ALB", "SUN").rows == ()
    assert measure_intensity(nothing, "ALB", "SUN").order_kept is None
    assert [each.expected_answered for each in measure_exchange(nothing, "ALB", "SUN").initiatives] == [None, None]
    assert measure_spread(measure_perspectives(nothing, "ALB", "SUN")) == ()
    assert measure_exposure(nothing).n_undated == 0
    assert measure_coverage(nothing).years == ()
    assert ties_of_events(nothing) == {}
    assert not nothing.comparisons
