"""Times a set of 2,000 pieces of evidence under six rivals: each thing left out in turn, and what turns it."""

import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.argument.test_turning import large

from detente.argument.leave_out import leave_each_out
from detente.argument.ledger import Ledger
from detente.argument.turning import Turning, by_middles, find_turning, leader_of


def show(name: str, act: Callable[[], Any], asked: str) -> None:
    """Print the least of three runs [s] beside the figure asked."""
    costs = []
    for _ in range(3):
        os.environ["DETENTE_CACHE"] = tempfile.mkdtemp(prefix="detente-bench-")  # nothing is found in it
        start = time.perf_counter()
        act()
        costs.append(time.perf_counter() - start)
    print(f"{name:52} {min(costs):6.2f} s wall   {asked}", flush=True)


def main() -> None:
    """Measure, and print a line a figure."""
    show("argue: 2,000 x 6, all left out", lambda: leave_each_out(large(2000, 6, conditions=False)), "at most 2 s")
    for conditions in (False, True):
        turn = partial(_turning, large(2000, 6, conditions=conditions))
        show(f"argue: 2,000 x 6, turning set{' with conditions' * conditions}", turn, "at most 10 s, or bounds")


def _turning(ledger: Ledger) -> Turning:
    return find_turning(ledger, leader_of(ledger.totals), by_middles)


if __name__ == "__main__":
    main()
