"""`detente periods`."""

import json
from pathlib import Path

from typer.testing import CliRunner

from detente.cli import app

ROWS = [f"{1944 + i},{v}" for i, v in enumerate([1, 2, 1, 3, 2, 1, 2, 1, 9, 8, 9, 10, 8, 9, 9, 10])]


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["periods", *words])
    return result.exit_code, result.stdout, result.stderr


def test_json_has_what_other_programs_rely_on(tmp_path: Path) -> None:
    table, scheme = tmp_path / "x.csv", tmp_path / "s.csv"
    table.write_text("\n".join(["year,v", *ROWS]))
    scheme.write_text("scheme,label,start,end\nh,one,1944,1951\nh,two,1952,1959\n")
    code, out, _ = run(str(table), "--time", "year", "--value", "v", "--scheme", str(scheme), "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert (found["n"], found["best"], found["is_break"]) == (16, ["1952"], ["1952"])
    assert found["p_break"]["1952"] > 0.9
    assert set(found["p_number"]) == set(found["log_evidence"]) == {"0", "1", "2", "3"}
    assert found["trend_log_evidence"] < found["best_log_evidence"]
    assert found["scheme"]["h"]["breaks"] == ["1952"]


def test_a_table_ends_with_a_sentence(tmp_path: Path) -> None:
    table = tmp_path / "x.csv"
    table.write_text("\n".join(["year,v", *ROWS]))
    code, out, _ = run(str(table), "--time", "year", "--value", "v")
    assert code == 0
    assert "a new period begins in 1952" in out.splitlines()[-1]


def test_a_column_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    table = tmp_path / "x.csv"
    table.write_text("\n".join(["year,v", *ROWS]))
    code, _, err = run(str(table), "--time", "year", "--value", "w")
    assert code == 2
    assert "no column `w`" in err
    table.write_text("")
    assert run(str(table), "--time", "year", "--value", "w")[0] == 2
