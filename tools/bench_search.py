"""Times search over 200,000 paragraphs beside SQLite FTS5, and prints it beside the figures asked.

usage: bench_search.py [FOLDER]      FOLDER holds TEI volumes; without it the paragraphs are made

Paragraphs of the volumes are taken again and again, with a word of their own each, until there are enough. Queries are
drawn from the texts: words, pairs and phrases that stand there.
"""

import os
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from detente.corpus.documents import Document, Paragraph
from detente.corpus.index import open_index
from detente.corpus.read import read_documents
from detente.corpus.search import corpus_shelf, search
from detente.corpus.store import open_store, open_writer
from detente.model.dates import parse_date

N_PARAGRAPHS = 200_000
A_DOCUMENT = 25


def texts(folder: Path | None) -> Iterator[str]:
    """Yield paragraphs without end."""
    rng = random.Random(1)  # noqa: S311
    if folder is None:
        letters = "abdefghiklmnoprstuvwy"
        known = ["".join(rng.choices(letters, k=rng.randint(2, 10))) for _ in range(40_000)]
        weights = [1 / (n + 5) for n in range(len(known))]
        while True:
            yield " ".join(rng.choices(known, weights, k=rng.randint(10, 120))).capitalize() + "."
    volumes = [read_documents(path)[0] for path in sorted(folder.glob("*.xml"))]
    found = [p.text for volume in volumes for document in volume for p in document.paragraphs]
    for n in range(10**9):
        for text in found:
            yield f"{text} w{n}x{rng.randrange(1000)}"


def documents(folder: Path | None) -> Iterator[Document]:
    """Yield documents of 25 paragraphs, from 1944 to 1961."""
    paragraphs = texts(folder)
    for n in range(N_PARAGRAPHS // A_DOCUMENT):
        parts = tuple(Paragraph(k + 1, next(paragraphs)) for k in range(A_DOCUMENT))
        made = parse_date(f"{1944 + n % 18}-{1 + n % 12:02}-{1 + n % 28:02}")
        id = f"v{n // 400}/d{n % 400}"
        yield Document(id, "frus", "document", f"Document {n}", made, language="en", paragraphs=parts)


def drawn(store: sqlite3.Connection, n: int) -> tuple[list[str], list[str]]:
    """Draw queries of one or two words, and phrases of two or three, that stand in the texts."""
    rng = random.Random(2)  # noqa: S311
    words: list[str] = []
    phrases: list[str] = []
    while len(words) < n:
        row = rng.randrange(1, N_PARAGRAPHS // A_DOCUMENT)
        ((text,),) = store.execute(
            "SELECT text FROM paragraphs WHERE document = ? AND number = ?", (row, rng.randint(1, A_DOCUMENT))
        )
        parts = re.findall(r"[A-Za-z]{4,}", text)
        if len(parts) > 6:
            words.append(" ".join(rng.sample(parts, rng.randint(1, 2))))
            runs = re.findall(rf"(?=\b([A-Za-z]+(?: [A-Za-z]+){{{rng.randint(1, 2)}}})\b)", text)
            phrases.append(f'"{rng.choice(runs or [words[-1]])}"')
    return words, phrases


def timed(ask: Callable[[str], object], queries: Sequence[str]) -> str:
    """Ask each query once, after a few to warm up, and say how long the slow ones took, by the clock and in CPU."""
    for query in queries[:20]:
        ask(query)
    took: list[tuple[float, float]] = []
    for query in queries:
        start = time.perf_counter(), time.thread_time()
        ask(query)
        took.append(((time.perf_counter() - start[0]) * 1e3, (time.thread_time() - start[1]) * 1e3))
    wall, cpu = (statistics.quantiles(each, n=20)[-1] for each in zip(*took, strict=True))
    return f"p95 {wall:6.2f} ms wall, {cpu:5.2f} ms CPU"


def line(name: str, figure: str, asked: str = "") -> None:
    """Print a figure beside what was asked."""
    print(f"{name:52} {figure:34} {asked}", flush=True)


def main() -> None:
    """Measure, and print a line a figure."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        os.environ["DETENTE_HOME"] = name
        with open_writer() as store:
            for n, document in enumerate(documents(folder)):
                if n % 400 == 0:
                    batch: list[Document] = []
                batch.append(document)
                if n % 400 == 399:
                    store.put("frus", document.volume, str(n), "", batch)
        code = (
            "import time; from detente.corpus.store import open_store; from detente.corpus.index import build_index;"
            "store = open_store(); start = time.perf_counter(); build_index(store, anew=True);"
            "print(time.perf_counter() - start)"
        )
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
            wall = float(process.stdout.read()) if process.stdout else 0.0
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        cpu = usage.ru_utime + usage.ru_stime
        line("index 200,000 paragraphs", f"{wall:.1f} s wall, {cpu:.1f} s CPU", "at most 10 s")
        line("  its memory", f"{usage.ru_maxrss / 1024:.0f} MB", "under 1 GB")
        reader, index = open_store(), open_index()
        if reader is None or index is None:
            raise SystemExit("no index was made")
        shelf = corpus_shelf(index, reader)
        words, phrases = drawn(reader.connection, 400)
        line("find words, snippets and facets", timed(lambda q: search(q, shelf), words), "p95 at most 5 ms")
        line("find words, snippets", timed(lambda q: search(q, shelf, with_facets=False), words), "p95 at most 5 ms")
        line("find a phrase, snippets and facets", timed(lambda q: search(q, shelf), phrases), "p95 at most 10 ms")
        beside_fts5(home, reader.connection, words, phrases)
        warm = [from_the_shell(words[n]) for n in range(6)][1:]
        wall, cpu = (statistics.median(each) for each in zip(*warm, strict=True))
        line("detente find, from the shell, warm", f"{wall:.2f} s wall, {cpu:.2f} s CPU", "at most 0.4 s")
    print(f"machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")


def beside_fts5(home: Path, store: sqlite3.Connection, words: Sequence[str], phrases: Sequence[str]) -> None:
    """The same with SQLite's own index: it stems and cuts snippets, but tags nothing and counts no facets."""
    fts = sqlite3.connect(home / "fts.sqlite")
    start = time.perf_counter()
    fts.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize = 'porter unicode61 remove_diacritics 2')")
    fts.executemany("INSERT INTO t VALUES (?)", store.execute("SELECT text FROM paragraphs"))
    fts.commit()
    line("FTS5: index", f"{time.perf_counter() - start:.1f} s wall")
    query = "SELECT snippet(t, 0, '**', '**', '', 40) FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20"
    line("FTS5: find words, snippets", timed(lambda q: fts.execute(query, (q,)).fetchall(), words))
    line("FTS5: find a phrase, snippets", timed(lambda q: fts.execute(query, (q,)).fetchall(), phrases))
    fts.close()


def from_the_shell(query: str) -> tuple[float, float]:
    """Return the seconds that one command takes, by the clock and in CPU."""
    start = time.perf_counter()
    command = [str(Path(sys.executable).parent / "detente"), "find", query, "--format", "json"]
    with subprocess.Popen(command, stdout=-3) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
