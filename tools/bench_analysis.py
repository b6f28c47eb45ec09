"""Measures balance and QCA against the figures asked of them, each beside another implementation, in one run.

usage: bench_analysis.py      TRUTH names the folder of known answers

Balance stands beside the plain edge model (one variable a tie, no cuts, no warm start) in the same solver. QCA stands
beside pyqca 0.2.0 (MIT), which is installed for the run in a folder that is gone afterwards; it is stopped after
`PATIENCE` seconds a table.
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import numpy as np

from detente.analysis.balance import measure_balance
from detente.analysis.balance_network import SignedNetwork, build_network, read_sign
from detente.analysis.qca import Settings, measure_qca
from detente.analysis.qca_data import build_data

TRUTH: Final = Path(os.environ.get("TRUTH", Path(__file__).parents[2] / "shared" / "data" / "truth"))
PATIENCE: Final = 10.0
PYQCA: Final = "pyqca==0.2.0"
_BESIDE: Final = """
import sys, time, warnings
warnings.simplefilter("ignore")
sys.path.insert(0, sys.argv[1])
import pandas
from qca import CSQCA
data = pandas.read_csv(sys.argv[2])
names = list(data.columns)
model = CSQCA(data=data, outcome=names[-1], conditions=names[:-1])
start = time.perf_counter()
model.fit(consistency_cutoff=1.0, coverage_cutoff=0.0)
print(time.perf_counter() - start)
"""


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """Return what a call gives, and the seconds that it takes."""
    start = time.perf_counter()
    found = run()
    return found, time.perf_counter() - start


def solve_plainly(network: SignedNetwork, seconds: float) -> tuple[int, bool]:
    """Return the best division's strained ties by the plain edge model, and whether it was proved within a time [s].

    f >= |x_i - x_j| on a friendly tie, f >= |x_i + x_j - 1| on a hostile one; x binary.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import lil_array

    n, m = len(network.states), len(network.ties)
    rows, low = lil_array((2 * m, n + m)), np.zeros(2 * m)
    for e, (i, j, sign) in enumerate(network.ties):
        rows[2 * e, n + e] = rows[2 * e + 1, n + e] = 1
        rows[2 * e, i], rows[2 * e, j] = (1, -1) if sign > 0 else (1, 1)
        rows[2 * e + 1, i], rows[2 * e + 1, j] = (-1, 1) if sign > 0 else (-1, -1)
        low[2 * e : 2 * e + 2] = (0, 0) if sign > 0 else (1, -1)
    if n:
        found = milp(
            np.r_[np.zeros(n), np.ones(m)],
            constraints=LinearConstraint(rows.tocsr(), low, np.inf),
            integrality=np.r_[np.ones(n), np.zeros(m)],
            bounds=Bounds(0, 1),
            options={"time_limit": seconds},
        )
        if found.x is not None:
            return round(found.fun), found.status == 0
    return m, False


def balance() -> None:
    """Print the tribes, the COW slices and a random network of twenty states."""
    tribes = build_network(_ties("read_highland_tribes.csv")[""])
    ours, seconds = timed(lambda: measure_balance(tribes))
    theirs, beside = timed(lambda: solve_plainly(tribes, PATIENCE))
    told = f"{ours.frustration} in {ours.n_optimal} division, {seconds:.2f} s ({_plain(theirs, beside)})"
    print(f"Read's tribes: {told}, asked 7 and unique")
    with (TRUTH / "balance" / "cow_frustration_exact.csv").open(encoding="utf-8") as stream:
        exact = {row["slice"]: int(row["L"]) for row in csv.DictReader(stream)}
    start, total, total_beside, n_right = None, 0.0, 0.0, 0
    for name, ties in _ties("cow_signed_networks.csv").items():
        network = build_network(ties)
        found, seconds = timed(lambda network=network, start=start: measure_balance(network, start=start))  # type: ignore[misc]
        start = found.camps
        theirs, beside = timed(lambda network=network: solve_plainly(network, PATIENCE))  # type: ignore[misc]
        n_right += found.frustration == exact[name]
        total, total_beside = total + seconds, total_beside + beside
        print(
            f"  {name}: {found.frustration} (exact {exact[name]}), {seconds:.2f} s; {_plain(theirs, beside)}",
            flush=True,
        )
    print(f"COW slices: {n_right} of {len(exact)} exact, {total:.1f} s (edge model {total_beside:.1f} s), asked 20 s")
    dice = random.Random(1)  # noqa: S311
    complete = build_network([(f"s{i:02}", f"s{j:02}", dice.choice((1, -1))) for i, j in combinations(range(20), 2)])
    found, seconds = timed(lambda: measure_balance(complete))
    theirs, beside = timed(lambda: solve_plainly(complete, PATIENCE))
    print(f"random signed K20: {found.frustration}, {seconds:.2f} s ({_plain(theirs, beside)}), asked at most 5 s")


def _plain(found: tuple[int, bool], seconds: float) -> str:
    return f"edge model {found[0]}{'' if found[1] else ', not proved'}, {seconds:.2f} s"


def qca() -> None:
    """Print the speed tables, conservative and parsimonious, beside pyqca."""
    with tempfile.TemporaryDirectory() as name:
        reason = _install(Path(name))
        for n, asked in ((6, ""), (8, ""), (10, ", asked at most 1 s"), (12, ", asked at most 4 s")):
            file = TRUTH / "qca" / f"speed_k{n}.csv"
            spent, n_models = [], []
            for kind in ("conservative", "parsimonious"):
                found, seconds = timed(lambda kind=kind, file=file: _solve(file, kind))  # type: ignore[misc]
                spent.append(seconds)
                n_models.append(len(found.models))
            beside = reason or _beside(Path(name), file)
            told = (
                f"{spent[0]:.2f} s conservative ({n_models[0]} models), {spent[1]:.2f} s parsimonious ({n_models[1]})"
            )
            print(f"QCA, {n} conditions: {told}; pyqca, all three solutions: {beside}{asked}", flush=True)


def _solve(file: Path, kind: Any) -> Any:
    with file.open(encoding="utf-8") as stream:
        head, *rows = csv.reader(stream)
    columns = {name: [float(row[n]) for row in rows] for n, name in enumerate(head)}
    return measure_qca(build_data(columns, head[:-1], head[-1]), Settings(kind))


def _install(folder: Path) -> str:
    """Install pyqca for this run; return why it could not be, or an empty text."""
    words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(folder), PYQCA]
    subprocess.run([sys.executable, "-m", "ensurepip", "-q"], capture_output=True, check=False)
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"not installed ({(done.stderr.strip() or 'no reason').splitlines()[-1]})"


def _beside(folder: Path, file: Path) -> str:
    words = [sys.executable, "-c", _BESIDE, str(folder), str(file)]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return f"stopped after {PATIENCE:.0f} s"
    return f"{float(done.stdout):.2f} s" if done.returncode == 0 else "failed"


def _ties(name: str) -> dict[str, list[tuple[str, str, int | None]]]:
    slices: dict[str, list[tuple[str, str, int | None]]] = {}
    with (TRUTH / "balance" / name).open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            slices.setdefault(row.get("slice", ""), []).append((row["from"], row["to"], read_sign(row["sign"])))
    return slices


def main() -> None:
    """Print every figure beside the one asked and the one of the other implementation."""
    balance()
    qca()


if __name__ == "__main__":
    main()
