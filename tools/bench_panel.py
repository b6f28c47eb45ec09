"""Times the panels beside the figures asked; `tools/bench.py` calls it where the mirror of published data is.

usage: bench_panel.py [MIRROR]

The larger system is made and timed in a process of its own, which has read nothing of the smaller one.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from detente.panel import dyad_years
from detente.panel.datasets import DATASETS

MIRROR = Path(__file__).parents[2] / "shared" / "data" / "quant"
DETENTE = str(Path(sys.executable).parent / "detente")
TWELVE = "atop,contiguity,majors,nmc,gml-mids,cow-wars,igos,capital-distance,minimum-distance,rivalries,trade,archigos"
PEER = "peer 26 s CPU, 31 s wall, 4.5 GB"


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _show(name: str, cpu: float, wall: float, memory: float, asked: str) -> None:
    print(f"{name:52} {cpu:6.3f} s CPU {wall:6.3f} s wall {memory:6.0f} MB   {asked}", flush=True)


def _process(name: str, arguments: list[str], asked: str, runs: int = 3) -> None:
    """Whole processes: medians of CPU and wall seconds, the largest memory."""
    costs = []
    for _ in range(runs):
        start = time.perf_counter()
        with subprocess.Popen(arguments, stdout=-3, stderr=-3) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(arguments)} left with {process.returncode}")
        costs.append((usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024))
    cpu, wall, memory = (statistics.median(cost[n] for cost in costs) for n in range(3))
    _show(name, cpu, wall, memory, asked)


def _inside(name: str, act: Callable[[], object], asked: str, runs: int = 3) -> float:
    """In this process: medians of CPU and wall seconds."""
    costs = []
    for _ in range(runs):
        start, cpu = time.perf_counter(), _cpu()
        act()
        costs.append((_cpu() - cpu, time.perf_counter() - start))
    cpu, wall = (statistics.median(cost[n] for cost in costs) for n in range(2))
    _show(name, cpu, wall, _peak(), asked)
    return cpu


def _peak() -> float:
    """The most memory that this process ever had [MB], without that of the one which began it."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _make_events(path: Path, n: int) -> None:
    """Write so many events of GDELT's shape, from a fixed seed, a piece at a time."""
    random, piece = np.random.default_rng(1), 1_000_000
    codes = np.array([f"{root:02}{rest}" for root in range(1, 21) for rest in range(10)])
    states = np.array([f"S{k:02}" for k in range(60)])
    types = {"actor": pa.string(), "target": pa.string(), "date": pa.date32(), "code": pa.string()}
    schema = pa.schema({**types, "intensity": pa.float64()})
    with pq.ParquetWriter(path, schema) as writer:
        for _ in range(n // piece):
            columns = [
                states[random.integers(0, 60, piece)],
                states[random.integers(0, 60, piece)],
                random.integers(3287, 20000, piece).astype("int32"),
                codes[random.integers(0, 200, piece)],
                random.integers(-100, 101, piece) / 10.0,
            ]
            arrays = [pa.array(column, type=schema.field(k).type) for k, column in enumerate(columns)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def main(mirror: Path = MIRROR) -> None:
    """Measure, and print a line a figure."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        os.environ["DETENTE_HOME"], os.environ["DETENTE_CACHE"] = str(room / "home"), str(room / "cache")
        fetch = [DETENTE, "data", "fetch", "all", "--again", "--from", str(mirror)]
        _process("prepare every data set from the mirror", fetch, "once", runs=1)
        out = ["--out", str(room / "out.parquet")]
        whole = [DETENTE, "panel", "dyad-years", "--add", TWELVE, *out]
        _process("twelve adders, first time", whole, "", runs=1)
        _process("twelve adders to Parquet, 82 columns", whole, f"at most 4 s CPU, 2.5 s wall, 700 MB; {PEER}", 5)
        one = [DETENTE, "panel", "dyad-years", "--states", "ALB,SUN", "--years", "1945:1965"]
        _process("one dyad 1945-1965, twelve adders, cold process", [*one, "--add", TWELVE, *out], "at most 1 s", 5)
        _events(room)
        _in_process()
        _make_larger_system()
        script = f"from pathlib import Path; from tools.bench_panel import larger; larger(Path({name!r}))"
        subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[1])


def _in_process() -> None:
    names = TWELVE.split(",")
    dyads = dyad_years("cow").between(1945, 1965).among("ALB", "SUN")
    _inside("one dyad 1945-1965, one adder, store open", lambda: dyads.add("atop").to_arrow(), "at most 0.010 s", 21)
    _inside(
        "one dyad 1945-1965, twelve adders, store open", lambda: dyads.add(*names).to_arrow(), "at most 0.010 s", 21
    )
    pairs = (("USA", "RUS"), (200, 325), ("TUR", "AUH"))
    others = (dyad_years().between(1816 + 7 * n, 1850 + 7 * n).among(*pairs[n % 3]) for n in count())
    _inside("other dyads, 35 years, twelve adders", lambda: next(others).add(*names).to_arrow(), "at most 0.010 s", 21)
    _inside("create 2,252,760 dyad-years", dyad_years("cow").to_arrow, "at most 0.4 s", 5)
    _inside("one adder", dyad_years("cow").add("atop").to_arrow, "peer 4.8 to 9.1 s")
    whole = _inside("twelve adders in memory", dyad_years("cow").add(*names).to_arrow, "at most 2.5 s CPU", 5)
    spells = dyad_years("cow").add(*names, "spells")
    _inside("twelve adders and peace years in memory", spells.to_arrow, "")
    joined = dyad_years("cow").add(*names).on("duckdb")
    _inside("twelve adders in memory, joined and sorted by DuckDB", joined.to_arrow, "")
    lately = dyad_years("cow").between(2010, 2025)
    part = _inside("twelve adders, rows of 2010-2025", lately.add(*names).to_arrow, "linear")
    print(f"rows x {2_252_760 / lately.to_arrow().num_rows:.1f}, CPU x {whole / part:.1f}")


def _make_larger_system() -> None:
    """Twice the states, and so four times the dyads: each has a twin, with all that is known of it."""
    homes = [Path(os.environ["DETENTE_HOME"]) / "data" / id for id in DATASETS]
    found = [path for home in homes if DATASETS[home.name].codes == "cow" for path in home.glob("*.parquet")]
    system = next(path for path in found if path.parent.name == "cow-system")
    taken = sorted({*pq.read_table(system)["code"].to_pylist()})
    free = [code for code in range(2, 1024) if code not in taken]
    twins = np.full(1024, -1)
    twins[taken] = free[: len(taken)]
    for path in found:
        table = pq.read_table(path)
        if {"code", "key"} & {*table.column_names} and DATASETS[path.parent.name].shape != "source":
            pq.write_table(_with_twins(table, twins), path)


def larger(room: Path) -> None:
    """Time the panels of the larger system, in this process."""
    panel = dyad_years("cow")
    n = panel.to_arrow().num_rows / 2_252_760
    _inside(f"create {n:.2f} x the rows", panel.to_arrow, "linear", 3)
    twelve = panel.add(*TWELVE.split(","))
    _inside(f"twelve adders to Parquet, {n:.2f} x the rows", lambda: twelve.to_parquet(room / "twice"), "linear", 3)


def _with_twins(table: pa.Table, twins: Any) -> pa.Table:
    """Return a prepared table with what it says of states said of their twins as well, in the order of its key."""
    if "code" in table.column_names:
        code = table["code"].to_numpy()
        more = [(twins[np.nan_to_num(code, nan=0).astype(int)], "code")]
        order = [name for name in ("code", "year", "first") if name in table.column_names]
    else:
        key, order = table["key"].to_numpy().astype(np.int64), ["key"]
        year, b, a = key % 512, key // 512 % 1024, key // 512 // 1024
        pairs = [(twins[a], b), (a, twins[b]), (twins[a], twins[b])]
        least = [(np.minimum(x, y), np.maximum(x, y)) if (a < b).all() else (x, y) for x, y in pairs]
        more = [(np.where(x < 0, -1, (x * 1024 + y) * 512 + year), "key") for x, y in least]
    parts = [table]
    for values, name in more:
        column = pa.array(values).cast(table.schema.field(name).type)
        parts.append(table.set_column(table.column_names.index(name), name, column).filter(pa.array(values >= 0)))
    return pa.concat_tables(parts).sort_by([(name, "ascending") for name in order])


def _events(room: Path) -> None:
    """Draw 20,000,000 events together by the same expression on both engines; see that they give the same."""
    events = room / "events.parquet"
    _make_events(events, 20_000_000)
    months = []
    for engine in ("duckdb", *(["local[2]"] if find_spec("pyspark") and shutil.which("java") else [])):
        months.append(room / f"months-{engine}.parquet")
        words = ", ".join([*(f"Path({str(path)!r})" for path in (events, months[-1])), "['19']", repr(engine)])
        script = f"from pathlib import Path; from detente.panel.events import write_dyad_months as w; w({words})"
        asked = "out of core" + ("; its JVM counts in wall time only" if engine != "duckdb" else "")
        _process(f"20,000,000 events to dyad-months, {engine}", [sys.executable, "-c", script], asked, runs=1)
    first, *rest = (pq.read_table(path) for path in months)
    for other in rest:
        difference = pc.max(pc.abs(pc.subtract(first["mean_intensity"], other["mean_intensity"]))).as_py()
        counted = [name for name in first.column_names if name != "mean_intensity"]
        is_same = all(first[name].equals(other[name].cast(first[name].type)) for name in counted)
        print(
            f"{first.num_rows:,} dyad-months; counts {'equal' if is_same else 'DIFFER'}, means within {difference:.0e}"
        )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
