"""How alike two states vote."""

import csv
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.analysis.similarity import MEASURES, measure_similarity
from detente.cli import app
from tests.shared import SHARED

TRUTH = SHARED / "truth" / "similarity"
SCALE = ("1", "2", "3")
CODES = {"ALB": "339", "USSR": "365", "YUG": "345", "USA": "2", "ROM": "360"}
VOTES = st.lists(st.sampled_from(["11", "12", "13", "21", "22", "23", "31", "32", "33", "19"]), max_size=30)


def values(pairs: list[str], scale: tuple[str, ...] = SCALE) -> dict[str, float | None]:
    found = measure_similarity([p[0] for p in pairs], [p[1] for p in pairs], scale)
    return {name: measure.value for name, measure in found.measures.items()}


def test_ten_votes_by_hand() -> None:
    found = values(["11"] * 4 + ["33"] * 3 + ["12"] * 2 + ["13"])
    # margins: a 7, 0, 3 and b 4, 2, 4 of ten; together 11, 2, 7 of twenty
    assert found["agreement"] == pytest.approx(0.7)
    assert found["s_absolute"] == pytest.approx(1 - 2 * (2 * 0.5 + 1) / 10)
    assert found["s_squared"] == pytest.approx(1 - 2 * (2 * 0.25 + 1) / 10)
    assert found["kappa"] == pytest.approx((0.7 - 0.40) / (1 - 0.40))
    by_chance = (121 + 4 + 49) / 400
    assert found["pi"] == pytest.approx((0.7 - by_chance) / (1 - by_chance))
    # 4 * 3 + 2 * 3 pairs in order, none against; 21 untied by a, 32 by b
    assert found["tau_b"] == pytest.approx(18 / (21 * 32) ** 0.5)


@pytest.mark.skipif(not TRUTH.is_dir(), reason="the shared truth is not on this machine")
def test_un_votes_agree_with_the_truth_where_votes_vary() -> None:
    ballots: dict[tuple[str, str], dict[str, str]] = {}
    with gzip.open(TRUTH / "un_votes_subset_1946_1992.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            ballots.setdefault((row["year"].removesuffix(".0"), row["ccode"]), {})[row["rcid"]] = row["vote"]
    n_compared = 0
    for row in csv.DictReader((TRUTH / "un_similarity_computed.csv").open()):
        a, b = (ballots[row["year"], CODES[state]] for state in row["dyad"].split("-"))
        items = sorted(a.keys() & b.keys())
        found = measure_similarity([a[i] for i in items], [b[i] for i in items], SCALE)
        assert found.n == int(row["n"])
        truth = dict(zip(MEASURES, ("agree", "S_abs", "S_sq", "pi", "kappa", "taub"), strict=False))
        for name, column in truth.items():
            measure = found.measures[name]
            if measure.value is not None:
                assert measure.value == pytest.approx(float(row[column]), abs=1e-9), (row, name)
                n_compared += 1
            else:
                assert "one way throughout" in measure.reason
    assert n_compared > 500


@pytest.mark.parametrize(("pairs", "who"), [(["11"] * 5, "both"), (["11", "12"], "first"), (["11", "21"], "second")])
def test_constant_votes_are_null_with_a_reason(pairs: list[str], who: str) -> None:
    found = measure_similarity([p[0] for p in pairs], [p[1] for p in pairs], SCALE)
    for name in ("pi", "kappa", "tau_b"):
        assert found.measures[name].value is None
        assert who in found.measures[name].reason
    assert found.measures["agreement"].value is not None


def test_unanimity_has_no_interval_of_no_width() -> None:
    agreement = measure_similarity(["1", "2"] * 9, ["1", "2"] * 9, SCALE).measures["agreement"]
    assert (agreement.value, agreement.low, agreement.high) == (1.0, None, None)
    assert "never differ" in agreement.reason


@pytest.mark.parametrize("votes", [[], ["9"], ["", "nan", "inf"]])
def test_nothing_in_common_is_null(votes: list[str]) -> None:
    found = measure_similarity(votes, votes, SCALE)
    assert (found.n, found.n_missing) == (0, len(votes))
    assert {m.value for m in found.measures.values()} == {None}


def test_a_scale_of_one_word_and_columns_of_two_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="scale"):
        measure_similarity(["1"], ["1"], ("1",))
    with pytest.raises(ValueError, match="scale"):
        measure_similarity(["1"], ["1"], ("1", "1"))
    with pytest.raises(ValueError, match="stand against"):
        measure_similarity(["1"], ["1", "2"], SCALE)


@settings(max_examples=40)
@given(VOTES)
def test_it_is_symmetric_and_the_order_of_rows_changes_nothing(pairs: list[str]) -> None:
    swapped = values([p[::-1] for p in reversed(pairs)])
    for name, value in values(pairs).items():
        assert swapped[name] == (value if value is None else pytest.approx(value, abs=1e-12))


@settings(max_examples=40)
@given(VOTES)
def test_other_words_for_the_scale_or_its_other_end_first_change_nothing(pairs: list[str]) -> None:
    names = str.maketrans("123", "abc")
    plain = values(pairs)
    for other in (values([p.translate(names) for p in pairs], ("a", "b", "c")), values(pairs, ("3", "2", "1"))):
        for name, value in plain.items():
            assert other[name] == (value if value is None else pytest.approx(value, abs=1e-12))


@settings(max_examples=40)
@given(VOTES)
def test_two_duplicates_of_every_vote_keep_the_values(pairs: list[str]) -> None:
    before = values(pairs)
    for name, value in values(pairs * 3).items():
        known = before[name]
        assert value == (known if known is None else pytest.approx(known, abs=1e-12))


def test_the_interval_holds_the_value_and_narrows_with_n() -> None:
    votes = ["11"] * 6 + ["33"] * 4 + ["13"] * 2
    wide, narrow = (
        measure_similarity([p[0] for p in v], [p[1] for p in v], SCALE).measures["agreement"]
        for v in (votes, votes * 20)
    )
    assert wide.low is not None
    assert wide.high is not None
    assert wide.value is not None
    assert narrow.low is not None
    assert wide.low < narrow.low < wide.value < wide.high


def test_the_command_answers_by_year_in_json(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text("year,ALB,SUN\n1960,1,1\n1960,3,3\n1960,2,8\n1961,1,1.0\n1961,1,3\n")
    result = CliRunner().invoke(app, ["similarity", str(path), "--a", "ALB", "--b", "SUN", "--format", "json"])
    assert result.exit_code == 0, result.output
    first, second = json.loads(result.stdout)
    assert (first["time"], first["n"], first["n_missing"], first["kappa"]) == ("1960", 2, 1, 1.0)
    assert (second["agreement"], second["kappa"]) == (0.5, None)
    assert "kappa" in second["reasons"]
    assert "in 1961, in 50.0% of 2 items" in result.stderr


@pytest.mark.parametrize(
    ("text", "words", "complaint"),
    [
        ("", [], "is empty"),
        ("A,B\n", [], "has no rows"),
        ("A\n1\n", [], "has no column `B`"),
        ("A,B\nx,inf\n", [], "holds any of 1,2,3"),
        ("A,B\n1,1\n", ["--categories", "1"], "is no scale"),
        ("A,A,B\n1,1,1\n", [], "two columns of one name"),
    ],
)
def test_what_cannot_be_measured_is_refused(tmp_path: Path, text: str, words: list[str], complaint: str) -> None:
    (tmp_path / "v.csv").write_text(text)
    result = CliRunner().invoke(app, ["similarity", str(tmp_path / "v.csv"), "--a", "A", "--b", "B", *words])
    assert result.exit_code == 2
    assert complaint in result.stderr
