"""Trajectories laid over each other at a break."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.analysis.align import align_series, phase_randomised
from detente.cli import app
from tests.folders import write_study

Series = dict[int, float | None]


def numbered(values: list[float | None], first: int = 1950) -> Series:
    return {first + n: value for n, value in enumerate(values)}


def test_shift_and_band_by_hand() -> None:
    series: dict[str, Series] = {"a": numbered([1, 1, 5, 7]), "b": numbered([3, 3, 3, 5], 1940)}
    found = align_series(series, {"a": 1952, "b": 1942}, 2, 2)
    assert [each.shift for each in found.trajectories] == [5.0, 1.0]
    assert (found.steps, found.mean_shift) == ((-2, -1, 0, 1), 3.0)
    assert (found.band[2].n, found.band[2].mean) == (2, 4.0)
    last = found.band[-1]
    assert [last.mean, last.low, last.high] == pytest.approx([6, 6 - 12.706, 6 + 12.706], abs=1e-3)


def test_two_equal_values_do_not_make_a_mean_certain() -> None:
    row = align_series({"a": numbered([1, 2]), "b": numbered([1, 3])}, {"a": 1951, "b": 1951}, 1, 1).band[0]
    assert (row.n, row.mean, row.low, row.high) == (2, 1.0, None, None)


def test_surrogates_keep_mean_and_spectrum() -> None:
    rng = np.random.default_rng(3)
    for length in (16, 17):
        series = rng.normal(size=length).cumsum()
        worlds = phase_randomised(series, 5, rng)
        assert worlds.mean(axis=1) == pytest.approx(np.full(5, series.mean()))
        assert np.abs(np.fft.rfft(worlds, axis=1))[:, 1:] == pytest.approx(
            np.tile(np.abs(np.fft.rfft(series))[1:], (5, 1))
        )


def test_a_blip_among_noise_is_seen_and_noise_is_not_often() -> None:
    rng = np.random.default_rng(7)
    noise = rng.normal(size=60)
    noise[30:33] += 6
    blip = align_series({"a": numbered([*noise])}, {"a": 1980}, 3, 3).trajectories[0]
    assert blip.p_value is not None
    assert blip.p_value < 0.05
    below = 0
    for _ in range(60):
        found = align_series({"a": numbered([*rng.normal(size=40)])}, {"a": 1970}, 5, 5).p_value
        assert found is not None
        below += found < 0.05
    assert below <= 8


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(-50, 50), min_size=10, max_size=20), st.floats(-5, 5), st.integers(-30, 30))
def test_another_origin_of_values_or_times_changes_nothing(values: list[float], lift: float, later: int) -> None:
    plain = align_series({"a": numbered([*values])}, {"a": 1955})
    moved = {1950 + later + n: value + lift for n, value in reversed(list(enumerate(values)))}
    other = align_series({"z": moved}, {"z": 1955 + later})
    assert other.mean_shift == pytest.approx(plain.mean_shift, abs=1e-9)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([], "no value on one side"),
        ([1.0], "no value on one side"),
        ([None] * 12, "no value on one side"),
        ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], "too few"),
        ([2.0] * 12, "constant"),
        ([1.0, 2.0, 3.0, None, 1.0, 4.0, 2.0, 8.0, 3.0, 1.0], "gaps"),
    ],
)
def test_where_chance_cannot_be_told_the_reason_is_given(values: list[float | None], reason: str) -> None:
    found = align_series({"a": numbered(values)}, {"a": 1955})
    assert found.p_value is None
    assert reason in found.trajectories[0].reason


def test_what_cannot_be_aligned_is_refused() -> None:
    with pytest.raises(ValueError, match="not finite"):
        align_series({"a": {1950: float("inf")}}, {"a": 1950})
    with pytest.raises(ValueError, match="has no break"):
        align_series({"a": {1950: 1.0}}, {})
    with pytest.raises(ValueError, match="window"):
        align_series({"a": {1950: 1.0}}, {"a": 1950}, before=0)
    assert align_series({}, {}).mean_shift is None


def align(source: Path, *words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["align", str(source), *words])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_aligns_columns_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("year,ALB-SUN,YUG-SUN\n" + "".join(f"{1940 + n},{n % 3},{n % 4}\n" for n in range(20)))
    code, out, said = align(path, "--dyads", "ALB-SUN,YUG-SUN", "--at", "1950,1948-06", "--format", "json")
    assert code == 0, said
    found = json.loads(out)
    assert [each["at"] for each in found["trajectories"]] == [1950, 1948]
    assert "2 of 2 trajectories shift" in said


def test_a_time_without_an_event_is_missing_unless_it_is_said_to_be_zero(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    words = ("--dyads", "ALB-SUN", "--at", "1961", "--format", "json", "--before", "3", "--after", "1")
    for absent, before in (("missing", 0), ("zero", 3)):
        code, out, said = align(study, *words, "--absent", absent)
        assert code == 0, said
        assert json.loads(out)["trajectories"][0]["n_before"] == before


@pytest.mark.parametrize(
    ("text", "words", "complaint"),
    [
        ("", ("A-B", "1950"), "is empty"),
        ("year,A-B\n", ("A-B", "1950"), "has no rows"),
        ("year,A-B\n1950,1\n1950,2\n", ("A-B", "1950"), "two rows for 1950"),
        ("year,A-B\n1950,inf\n", ("A-B", "1950"), "no finite number"),
        ("year,A-B\n1950,1\n", ("A-B", "soon"), "no event and no date"),
        ("year,A-B\n1950,1\n", ("A-B", "195X"), "does not fall in one year"),
        ("year,A-B\n1950,1\n", ("A-B", "1950,1951"), "2 breaks stand against 1 dyads"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, text: str, words: tuple[str, str], complaint: str) -> None:
    (tmp_path / "f.csv").write_text(text)
    code, _, said = align(tmp_path / "f.csv", "--dyads", words[0], "--at", words[1])
    assert code == 2
    assert complaint in said
