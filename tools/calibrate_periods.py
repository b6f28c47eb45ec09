"""Makes the table of thresholds of `detente periods`: log Bayes factors in worlds without a break.

usage: calibrate_periods.py [FILE]      about five minutes on two cores
"""

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from detente.analysis.periods_calibration import make_world
from detente.analysis.periods_memory import measure_bayes_factor

SEED = 19610403
MEMORIES = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8)
QUANTILES = (0.9, 0.95, 0.98, 0.99)
RUNS = {8: 2000, 10: 2000, 12: 2000, 14: 2000, 17: 3000, 20: 2000, 25: 1500, 30: 1500, 40: 1000, 60: 1500, 100: 300}
TABLE = Path(__file__).parent.parent / "src" / "detente" / "analysis" / "periods_thresholds.json"


def quantiles(task: tuple[int, float]) -> list[float]:
    """Return the quantiles of the log Bayes factor over the worlds of one length and memory."""
    n, memory = task
    generator = np.random.default_rng((SEED, n, round(memory * 100)))
    found = [measure_bayes_factor(make_world(generator, n, memory)) for _ in range(RUNS[n])]
    return [round(float(x), 3) for x in np.quantile(found, QUANTILES)]


def main() -> None:
    """Write the table."""
    tasks = [(n, memory) for n in RUNS for memory in MEMORIES]
    with ProcessPoolExecutor() as pool:
        found = dict(zip(tasks, pool.map(quantiles, tasks), strict=True))
    rows = [[max(found[n, m][q] for m in MEMORIES) for q in range(len(QUANTILES))] for n in RUNS]
    table = {
        "made_by": "tools/calibrate_periods.py",
        "seed": SEED,
        "memories": MEMORIES,
        "runs": list(RUNS.values()),
        "quantiles": QUANTILES,
        "n": list(RUNS),
        "log_bayes_factor": rows,
    }
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else TABLE
    path.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
