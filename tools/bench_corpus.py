"""Times the reading and storing of documents on one core.

usage: bench_corpus.py TEXTS      the folder with `frus` and `ungdc`
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from detente.corpus.add import add_files
from detente.corpus.incoming import find_files
from detente.corpus.read import read_documents
from detente.corpus.store import open_writer


def cpu(work: Callable[[], object], runs: int = 5) -> float:
    """Return the median CPU time of some runs [s]."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def add(folder: Path) -> None:
    """Add a folder to an empty corpus."""
    with tempfile.TemporaryDirectory() as name, open_writer(Path(name) / "corpus.sqlite") as store:
        add_files(store, find_files(folder).files)


def main() -> None:
    """Measure, and print a line a figure."""
    texts = Path(sys.argv[1])
    volumes = sorted((texts / "frus").glob("*.xml"))
    size = sum(path.stat().st_size for path in volumes) / 1e6
    seconds = cpu(lambda: [read_documents(path) for path in volumes])
    print(f"{'TEI read, one core':52} {size / seconds:6.1f} MB/s of CPU   at least 15 MB/s", flush=True)
    for name in ("frus", "ungdc"):
        seconds = cpu(lambda name=name: add(texts / name), runs=3)  # type: ignore[misc]
        print(f"{f'{name} read and stored, one core':52} {seconds:6.2f} s CPU", flush=True)


if __name__ == "__main__":
    main()
