"""Makes the table of thresholds of `detente periods`: log Bayes factors in worlds without a break.

usage: calibrate_periods.py [FILE]      some three minutes on two cores
"""

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from detente.analysis.periods_calibration import COEFFICIENTS, QUANTILES, SEED, simulate_quantiles

RUNS = {8: 600, 10: 600, 12: 600, 14: 600, 17: 2000, 20: 600, 25: 500, 30: 500, 40: 400, 60: 1000, 100: 150, 200: 50}
TABLE = Path(__file__).parent.parent / "src" / "detente" / "analysis" / "periods_thresholds.json"


def quantiles(task: tuple[int, float]) -> list[float]:
    """Return the quantiles of the log Bayes factor over the worlds of one length and memory."""
    n, memory = task
    return simulate_quantiles(np.arange(n, dtype=float), RUNS[n], [memory])


def main() -> None:
    """Write the table."""
    tasks = [(n, memory) for n in RUNS for memory in COEFFICIENTS]
    with ProcessPoolExecutor() as pool:
        found = dict(zip(tasks, pool.map(quantiles, tasks), strict=True))
    table = {
        "made_by": "tools/calibrate_periods.py",
        "seed": SEED,
        "coefficients": COEFFICIENTS,
        "runs": list(RUNS.values()),
        "quantiles": QUANTILES,
        "n": list(RUNS),
        "log_bayes_factor": [np.max([found[n, m] for m in COEFFICIENTS], axis=0).tolist() for n in RUNS],
    }
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else TABLE
    path.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
