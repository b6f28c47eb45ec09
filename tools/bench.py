"""Times what the design gives figures for, on this machine, and prints them beside those figures.

Whole processes, as a user runs them: CPU and wall seconds and peak memory by the operating system's own count. The
median of the runs is printed; a machine that others use makes it larger, never smaller.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
STUDY = ROOT / "studies" / "albania-ussr"
MIRROR = ROOT.parent / "shared" / "data" / "quant"
TRUTH = ROOT.parent / "shared" / "data" / "truth"
TEXTS = ROOT.parent / "shared" / "data" / "texts"
MARKED = ROOT.parent / "shared" / "data" / "events" / "plv_dev.tsv"
DETENTE = str(Path(sys.executable).parent / "detente")


@dataclass(frozen=True)
class Cost:
    """What one process took: CPU [s], wall [s], peak memory [MB]."""

    cpu: float
    wall: float
    memory: float


def run(arguments: Sequence[str], cache: Path) -> Cost:
    """Run a command to its end and count what it took. Exit codes 0 and 1 both mean that it ran."""
    start = time.perf_counter()
    environment = {**os.environ, "DETENTE_CACHE": str(cache)}
    with subprocess.Popen([DETENTE, *arguments], stdout=-3, stderr=-3, env=environment) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"detente {' '.join(arguments)} left with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024)


def show(name: str, costs: Iterable[Cost], asked: str) -> None:
    """Print the medians of some runs beside the figure asked."""
    runs = tuple(costs)
    cpu, wall, memory = (
        statistics.median(getattr(cost, field) for cost in runs) for field in ("cpu", "wall", "memory")
    )
    print(f"{name:52} {cpu:6.2f} s CPU {wall:6.2f} s wall {memory:6.0f} MB   {asked}", flush=True)


def make_large_study(folder: Path, n_events: int) -> None:
    """Write a study of so many events, twice as many passages, and a row of testimony for each passage."""
    folder.mkdir()
    sides = ("ALB", "SUN", "YUG", "USA")
    lines = "".join(f"  - {{id: {side}, label: {side}, state: {side}}}\n" for side in sides)
    head = "format: 1\ntitle: A made study\ndyad: [ALB, SUN]\ncontext: [YUG, USA]\nperiod: 1800/2000\nperspectives:\n"
    (folder / "study.yaml").write_text(head + lines)
    n_sources = 500
    entries = (
        f"- {{id: s{n}, type: book, title: Book {n}, issued: {1950 + n % 50}, speaker: {sides[n % 4]}, "
        f"publisher_side: {sides[n % 4]}, reliability: B, reliability_reason: made, consulted_as: edition, "
        "proximity: contemporary}\n"
        for n in range(n_sources)
    )
    (folder / "sources.yaml").write_text("references:\n" + "".join(entries))
    actions = ("AGREE", "ACCUSE", "CONSULT", "SUPPORT", "REJECT")
    with (folder / "events.csv").open("w") as events:
        events.write("id,date,actors,targets,action,domain,summary,weight,status\n")
        for n in range(n_events):
            day = f"{1800 + n % 200}-{1 + n // 200 % 12:02}-{1 + n // 2400 % 28:02}"
            actor, target = sides[n % 4], sides[(n + 1 + n // 4 % 3) % 4]
            rest = f"politics,Event number {n} of a made study.,minor,"
            events.write(f"e{n},{day},{actor},{target},{actions[n % 5]},{rest}\n")
    with (folder / "passages.csv").open("w") as passages, (folder / "testimony.csv").open("w") as testimony:
        passages.write("id,source,locator,gist,credibility\n")
        testimony.write("statement,passage,stance\n")
        for n in range(2 * n_events):
            passages.write(f"p{n},s{n % n_sources},p. {n % 900},What passage number {n} says.,2\n")
            testimony.write(f"e{n // 2},p{n},attests\n")


def change_one_event(folder: Path) -> None:
    """Change a word in the last event."""
    path = folder / "events.csv"
    lines = path.read_text().splitlines(keepends=True)
    lines[-1] = lines[-1].replace(".", " again.", 1)
    path.write_text("".join(lines))


def main() -> None:
    """Measure, and print a line a figure."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        study, cache = room / "study", room / "cache"
        shutil.copytree(STUDY, study, ignore=shutil.ignore_patterns("build"))
        check, build = ["check", str(study)], ["build", str(study)]
        run(check, cache)
        show("check albania-ussr", [run(check, cache) for _ in range(7)], "at most 0.5 s CPU")
        show("argue albania-ussr", [run(["argue", str(study)], cache) for _ in range(3)], "")
        for also in ([], ["--pdf", "--docx"]):
            what = ", PDF and DOCX" if also else ""
            shutil.rmtree(cache, ignore_errors=True)
            show(f"build, cold{what}", [run(build + also, cache)], "at most 15 s")
            show(f"build, nothing changed{what}", [run(build + also, cache) for _ in range(5)], "at most 1 s")
            costs = []
            for _ in range(3):
                change_one_event(study)
                costs.append(run(build + also, cache))
            show(f"build, one event changed{what}", costs, "" if also else "at most 3 s")
        make_large_study(room / "large", 100_000)
        large = [run(["check", str(room / "large")], cache) for _ in range(3)]
        show("check 100,000 events, 200,000 passages", large, "at most 6 s, 1 GB")
    subprocess.run([sys.executable, "-m", "tools.bench_argument"], check=True, cwd=ROOT)
    for tool, needed, words in (
        ("bench_panel.py", MIRROR, [str(MIRROR)]),
        ("bench_analysis.py", TRUTH, []),
        ("bench_periods.py", TRUTH, ["200"]),
        ("bench_corpus.py", TEXTS, [str(TEXTS)]),
        ("bench_search.py", TEXTS, [str(TEXTS / "frus")]),
        ("bench_coder.py", TEXTS, [str(TEXTS / "frus")]),
        ("coder_gold.py", TEXTS, [str(TEXTS)]),
    ):
        if needed.is_dir():
            subprocess.run([sys.executable, str(Path(__file__).parent / tool), *words], check=True)
        else:
            print(f"{tool}: not run, {needed.name} is not beside the checkout")
    judge = [str(ROOT / "packages" / "detente-coder" / "judge.py"), str(MARKED), "--half", "reporting"]
    if MARKED.is_file():
        subprocess.run([sys.executable, *judge], check=True)
    print(f"machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
