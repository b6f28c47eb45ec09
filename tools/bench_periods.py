"""Measures `detente periods` against the figures asked of it, and prints both side by side.

usage: bench_periods.py [RUNS]      2,000 runs by default; TRUTH names the folder of known answers
"""

import csv
import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np

from detente.analysis.periods import Periods, detect_periods
from detente.analysis.periods_calibration import make_world
from detente.analysis.periods_segmentation import Floats
from detente.analysis.periods_series import Series, build_series

TRUTH = Path(os.environ.get("TRUTH", Path(__file__).parents[2] / "shared" / "data" / "truth"))
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
SEED = 5


def series(values: Floats) -> Series:
    """Return values as a series of times 0, 1, .."""
    return build_series("x", range(len(values)), values.tolist())


def alarms(task: tuple[int, float]) -> float:
    """Return the share of series without a break in which one is claimed."""
    n, memory = task
    draw = np.random.default_rng((SEED, n, round(100 * memory)))
    worlds = (make_world(draw, np.arange(n, dtype=float), memory) for _ in range(RUNS))
    return float(np.mean([bool(detect_periods([series(world)]).is_break) for world in worlds]))


def powers(task: tuple[int, float]) -> tuple[float, float]:
    """Return the share of shifts of 2 SD found within one step, by us and by PELT."""
    import ruptures

    n, memory = task
    draw = np.random.default_rng((SEED + 1, n, round(100 * memory)))
    ours, pelts = [], []
    for _ in range(RUNS // 2):
        values = make_world(draw, np.arange(n, dtype=float), memory)
        at = int(draw.integers(int(np.ceil(0.2 * n)), int(0.8 * n) + 1))
        values[at:] += 2 / np.sqrt(1 - memory**2)
        ours.append(any(abs(int(t) - at) <= 1 for t in detect_periods([series(values)]).is_break))
        scored = ((values - values.mean()) / values.std())[:, None]
        found = ruptures.Pelt(model="l2", jump=1, min_size=2).fit_predict(scored, pen=2 * np.log(n))[:-1]
        pelts.append(any(abs(t - at) <= 1 for t in found))
    return float(np.mean(ours)), float(np.mean(pelts))


def covering(annotated: dict[str, list[int]], found: list[int], n: int) -> float:
    """Return the mean over annotators of the covering of their segments (van den Burg and Williams 2020, eq. 8)."""

    def segments(breaks: list[int]) -> list[set[int]]:
        edges = [0, *sorted(breaks), n]
        return [set(range(i, j)) for i, j in pairwise(edges) if j > i]

    own = segments(found)
    scores = [
        sum(len(a) * max(len(a & b) / len(a | b) for b in own) for a in segments(breaks)) / n
        for breaks in annotated.values()
    ]
    return float(np.mean(scores))


def f_score(annotated: dict[str, list[int]], found: list[int], margin: int = 5) -> float:
    """Return F1 with 0 as a break of all (the same paper, eq. 9): precision against all, recall by annotator."""

    def hits(true: set[int], said: set[int]) -> set[int]:
        left, matched = set(said), set()
        for t in sorted(true):
            near = [(abs(t - s), t, s) for s in left if abs(t - s) <= margin]
            if near:
                left.remove(min(near)[2])
                matched.add(t)
        return matched

    said = {0, *found}
    everyone = [{0, *breaks} for breaks in annotated.values()]
    precision = len(hits(set().union(*everyone), said)) / len(said)
    recall = float(np.mean([len(hits(true, said)) / len(true) for true in everyone]))
    return 2 * precision * recall / (precision + recall)


def tcpd() -> None:
    """Print covering and F1 on the human-annotated series, ours and those of binary segmentation."""
    import ruptures

    rows = []
    for name, annotated in json.loads((TRUTH / "tcpd" / "annotations.json").read_text(encoding="utf-8")).items():
        data = json.loads((TRUTH / "tcpd" / "datasets" / f"{name}.json").read_text(encoding="utf-8"))
        values = np.array(data["series"][0]["raw"], dtype=float)
        values = (values - values.mean()) / values.std()
        n = len(values)
        periods = detect_periods([series(values)])
        ours = [int(t) for t in periods.is_break]
        binseg = ruptures.Binseg(model="l2").fit(values[:, None])
        theirs = binseg.predict(pen=3 * np.log(n))[:-1]
        theirs = theirs if len(theirs) <= 5 else binseg.predict(n_bkps=5)[:-1]
        row = (covering(annotated, ours, n), covering(annotated, theirs, n), f_score(annotated, ours))
        rows.append((*row, f_score(annotated, theirs)))
        print(
            f"  {name:20} covering {row[0]:.3f} / {row[1]:.3f}  F1 {row[2]:.3f} / {rows[-1][3]:.3f}  {ours} / {theirs}"
        )
    mean = np.mean(rows, axis=0)
    print(f"tcpd covering {mean[0]:.3f}, asked {mean[1]:.3f} (binseg); F1 {mean[2]:.3f}, {mean[3]:.3f}")


def known() -> None:
    """Print the coal and Nile figures."""
    answers = {"uniform": "-205.03 -176.86 -175.28", "chib": "-205.03 -178.47 -179.19"}
    for prior in ("uniform", "chib"):
        found = detect_periods([_read("coal_counts.csv")], model="poisson", break_prior=prior)
        seen = " ".join(f"{found.log_evidence[k]:.2f}" for k in range(3))
        print(f"coal {prior}: {seen}, asked {answers[prior]}")
    nile = detect_periods([_read("nile.csv")])
    print(f"Nile: {nile.is_break}, set {nile.credible}, asked 1899, within 1896-1903")


def _read(file: str) -> Series:
    with (TRUTH / "changepoint" / file).open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    time_name = next(iter(rows[0]))
    return build_series("y", [row[time_name] for row in rows], [float(row["y"]) for row in rows])


def timings() -> None:
    """Print the seconds that a run takes: the least of three."""
    draw = np.random.default_rng(SEED)

    def seconds(many: list[Series]) -> tuple[float, Periods]:
        spent = []
        for _ in range(3):
            start = time.perf_counter()
            found = detect_periods(many)
            spent.append(time.perf_counter() - start)
        return min(spent), found

    for n, n_series, asked in ((60, 1, 0.05), (1000, 1, 3.0), (60, 10, 0.5)):
        shift = np.repeat([0.0, 2.0], n // 2)
        many = [build_series(f"x{i}", range(n), (draw.standard_normal(n) + shift).tolist()) for i in range(n_series)]
        print(f"{n_series} series of {n}: {seconds(many)[0]:.3f} s, asked at most {asked} s")


def main() -> None:
    """Print every figure beside the one asked."""
    known()
    timings()
    tcpd()
    with ProcessPoolExecutor() as pool:
        tasks = [(n, memory) for n in (17, 60) for memory in (0.0, 0.3, 0.5, 0.65, 0.8)]
        for (n, memory), share in zip(tasks, pool.map(alarms, tasks), strict=True):
            print(f"false alarms n={n} memory={memory}: {share:.3%}, asked at most 11.5%", flush=True)
        tasks = [(n, memory) for n in (17, 60) for memory in (0.0, 0.5, 0.8)]
        for (n, memory), (ours, pelt) in zip(tasks, pool.map(powers, tasks), strict=True):
            asked = "" if memory else (", asked 40%" if n == 17 else f", asked {pelt - 0.1:.1%}")
            print(f"power n={n} memory={memory}: {ours:.1%} (PELT {pelt:.1%}){asked}", flush=True)


if __name__ == "__main__":
    main()
