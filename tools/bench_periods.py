"""Measures `detente periods` against the figures asked of it, and prints both side by side.

usage: bench_periods.py [RUNS]      2,000 runs by default; TRUTH names the folder of known answers
"""

import csv
import json
import os
import sys
import time
from collections.abc import Callable
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


def gap_alarms(memory: float) -> float:
    """Return the share of false alarms where a third of 30 years is missing, half of them in one run."""
    times = np.delete(np.arange(30.0), [2, 7, 9, 15, 16, 17, 18, 19, 24, 27])
    draw = np.random.default_rng((SEED + 2, round(100 * memory)))
    worlds = (make_world(draw, times, memory) for _ in range(RUNS))
    rows = (build_series("x", [f"{t:.0f}" for t in times], world.tolist()) for world in worlds)
    return float(np.mean([bool(detect_periods([row]).is_break) for row in rows]))


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


def binary_segmentation(values: Floats) -> list[int]:
    """Return the breaks of a z-scored series by ruptures: l2, penalty 3 log n, at most 5."""
    import ruptures

    fitted = ruptures.Binseg(model="l2").fit(values[:, None])
    found = [int(t) for t in fitted.predict(pen=3 * np.log(len(values)))[:-1]]
    return found if len(found) <= 5 else [int(t) for t in fitted.predict(n_bkps=5)[:-1]]


def compare(annotated: dict[str, list[int]], values: Floats) -> tuple[list[float], list[int], list[int]]:
    """Return covering and F1, ours and theirs of each, and both sets of breaks."""
    values = (values - values.mean()) / values.std()
    both = [int(t) for t in detect_periods([series(values)]).is_break], binary_segmentation(values)
    scores = [measure(annotated, found) for measure in (_covering_of(len(values)), f_score) for found in both]
    return scores, *both


def _covering_of(n: int) -> Callable[[dict[str, list[int]], list[int]], float]:
    return lambda annotated, found: covering(annotated, found, n)


def tcpd() -> None:
    """Print covering and F1 on the human-annotated series, ours and those of binary segmentation."""
    rows = []
    for name, annotated in json.loads((TRUTH / "tcpd" / "annotations.json").read_text(encoding="utf-8")).items():
        data = json.loads((TRUTH / "tcpd" / "datasets" / f"{name}.json").read_text(encoding="utf-8"))
        row, ours, theirs = compare(annotated, np.array(data["series"][0]["raw"], dtype=float))
        rows.append(row)
        print(f"  {name:20} covering {row[0]:.3f} / {row[1]:.3f}  F1 {row[2]:.3f} / {row[3]:.3f}  {ours} / {theirs}")
    mean = np.mean(rows, axis=0)
    print(f"tcpd covering {mean[0]:.3f}, asked {mean[1]:.3f} (binseg); F1 {mean[2]:.3f}, {mean[3]:.3f}", flush=True)


def make_signal(draw: np.random.Generator, kind: str, n: int) -> tuple[Floats, list[int]]:
    """Return a series and its breaks: 0 to 5 shifts of 1.5 to 5 SD, or none on a trend."""
    n_breaks = 0 if kind == "trend" else int(draw.integers(0, 6))
    while True:
        breaks = sorted(draw.choice(np.arange(1, n), n_breaks, replace=False).tolist())
        lengths = np.diff([0, *breaks, n])
        if min(lengths) >= n / 20:
            break
    levels = np.cumsum([0, *(draw.choice([-1, 1], n_breaks) * draw.uniform(1.5, 5, n_breaks))])
    level = np.arange(n) * draw.uniform(2, 6) / n if kind == "trend" else np.repeat(levels, lengths)
    if kind == "heavy tails":
        return level + draw.standard_t(3, n) / np.sqrt(3), breaks
    memory = {"memory .4": 0.4, "memory .7": 0.7}.get(kind, 0.0)
    return level + make_world(draw, np.arange(n, dtype=float), memory) * np.sqrt(1 - memory**2), breaks


def made(task: tuple[str, int]) -> list[float]:
    """Return mean covering and F1, ours and theirs of each, over generated series of a kind and length."""
    kind, n = task
    draw = np.random.default_rng((SEED, n, len(kind)))
    rows = []
    for _ in range(max(10, RUNS // (20 if n < 100 else 80))):
        values, breaks = make_signal(draw, kind, n)
        rows.append(compare({"truth": breaks}, values)[0])
    return [float(x) for x in np.mean(rows, axis=0)]


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
        kinds = [(k, n) for k in ("plain", "heavy tails", "memory .4", "memory .7", "trend") for n in (60, 200)]
        for (kind, n), row in zip(kinds, pool.map(made, kinds), strict=True):
            scores = f"covering {row[0]:.3f} / {row[1]:.3f}, F1 {row[2]:.3f} / {row[3]:.3f}"
            print(f"generated, {kind}, n={n}: {scores} (ours / binseg)", flush=True)
        tasks = [(n, memory) for n in (17, 60) for memory in (0.0, 0.3, 0.5, 0.65, 0.8)]
        for (n, memory), share in zip(tasks, pool.map(alarms, tasks), strict=True):
            print(f"false alarms n={n} memory={memory}: {share:.3%}, asked at most 11.5%", flush=True)
        for memory, share in zip((0.0, 0.5, 0.8), pool.map(gap_alarms, (0.0, 0.5, 0.8)), strict=True):
            print(f"false alarms, 20 of 30 years, memory={memory}: {share:.3%}", flush=True)
        tasks = [(n, memory) for n in (17, 60) for memory in (0.0, 0.5, 0.8)]
        for (n, memory), (ours, pelt) in zip(tasks, pool.map(powers, tasks), strict=True):
            asked = "" if memory else (", asked 40%" if n == 17 else f", asked {pelt - 0.1:.1%}")
            print(f"power n={n} memory={memory}: {ours:.1%} (PELT {pelt:.1%}){asked}", flush=True)


if __name__ == "__main__":
    main()
