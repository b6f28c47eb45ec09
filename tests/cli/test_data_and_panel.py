"""`detente data` and `detente panel`, as processes."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.shared import SHARED

DETENTE = str(Path(sys.executable).parent / "detente")
MIRROR = SHARED / "quant"


def _run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DETENTE_HOME": str(home), "DETENTE_CACHE": str(home / "cache"), "NO_COLOR": "1"}
    return subprocess.run([DETENTE, *arguments], capture_output=True, text=True, env=environment, check=False)


def test_the_list_is_json_of_declarations(tmp_path: Path) -> None:
    listed = json.loads(_run(tmp_path, "data", "list", "--format", "json").stdout)
    assert len(listed) >= 30
    assert {"id", "version", "years", "licence", "citation", "columns", "distributions"} <= set(listed[0])


def test_a_name_that_is_none_is_answered_with_the_nearest(tmp_path: Path) -> None:
    answer = _run(tmp_path, "data", "info", "atopp")
    assert answer.returncode == 2
    assert "did you mean `atop`?" in answer.stderr


def test_a_name_of_an_adder_and_of_a_data_set_means_both() -> None:
    from detente.cli.data import _chosen

    assert [dataset.id for dataset in _chosen(["archigos"])] == ["archigos-years", "archigos"]


def test_nothing_installed_says_what_to_do(tmp_path: Path) -> None:
    answer = _run(tmp_path, "panel", "dyad-years", "--add", "atop")
    assert answer.returncode == 2
    assert "detente data fetch" in answer.stderr


@pytest.mark.skipif(not MIRROR.is_dir(), reason="the mirror of published data is not on this machine")
def test_from_a_mirror_to_a_table_under_the_peers_names(tmp_path: Path) -> None:
    sets = ("cow-system", "atop", "contiguity")
    fetched = _run(tmp_path, "data", "fetch", *sets, "--from", str(MIRROR))
    assert fetched.returncode == 0, fetched.stderr
    assert _run(tmp_path, "data", "verify", *sets).returncode == 0
    arguments = ("--years", "1945:1965", "--states", "ALB,Soviet Union,Atlantis", "--add", "atop,contiguity")
    shown = _run(tmp_path, "panel", "dyad-years", *arguments, "--names", "peacesciencer")
    assert "no state is called `Atlantis`" in shown.stderr
    rows = list(csv.DictReader(io.StringIO(shown.stdout)))
    assert len(rows) == 42
    assert [row["year"] for row in rows[:21]] == [str(year) for year in range(1945, 1966)]
    assert {row["atop_defense"] for row in rows if row["year"] == "1956"} == {"1"}
    out = tmp_path / "table.parquet"
    assert _run(tmp_path, "panel", "dyad-years", *arguments, "--out", str(out)).returncode == 0
    assert out.is_file()
    assert json.loads((tmp_path / "table.provenance.json").read_text())["data_sets"]


@pytest.mark.skipif(not MIRROR.is_dir(), reason="the mirror of published data is not on this machine")
def test_disputes_are_whittled_by_the_rules_named(tmp_path: Path) -> None:
    assert _run(tmp_path, "data", "fetch", "cow-system", "gml-disputes", "--from", str(MIRROR)).returncode == 0
    arguments = ("panel", "dispute-years", "--years", "1946:1961")
    n = [
        len(_run(tmp_path, *arguments, *more).stdout.splitlines())
        for more in ((), ("--whittle", "onsets"), ("--whittle", "all"))
    ]
    assert n[0] > n[1] > n[2] > 100
    refused = _run(tmp_path, *arguments, "--whittle", "gravity")
    assert (refused.returncode, "no rule is called `gravity`" in refused.stderr) == (2, True)


def test_events_are_drawn_together_to_dyad_months(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    columns = {
        **{"actor": ["ALB", "ALB", "SUN"], "target": ["SUN", "SUN", "ALB"], "code": ["190", "042", "112"]},
        **{"date": [date(1960, 6, 1), date(1960, 6, 30), date(1960, 7, 1)], "intensity": [-8.0, 2.0, -2.0]},
    }
    pq.write_table(pa.table(columns), path)
    out = tmp_path / "months.csv"
    asked = ("panel", "dyad-months", "--events", str(path), "--roots", "19", "--out", str(out))
    answer = _run(tmp_path, *asked)
    assert answer.returncode == 0, answer.stderr
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [(row["actor"], row["month"], row["n_events"], row["n_19"]) for row in rows] == [
        ("ALB", "1960-06-01", "2", "1"),
        ("SUN", "1960-07-01", "1", "0"),
    ]
    assert "dyad-months are drawn together from events" in _run(tmp_path, "panel", "dyad-months").stderr
    for more in (("--add", "atop"), ("--years", "1990:1995"), ("--system", "gw"), ("--names", "peacesciencer")):
        assert "of the events alone" in _run(tmp_path, *asked, *more).stderr
    assert "`events` is no code" in _run(tmp_path, *asked, "--roots", "events").stderr
    assert "not of dyad-years" in _run(tmp_path, "panel", "dyad-years", "--roots", "19").stderr
    missing = _run(tmp_path, "panel", "dyad-months", "--events", str(tmp_path / "no.parquet"), "--out", str(out))
    assert (missing.returncode, "cannot be read" in missing.stderr) == (2, True)
