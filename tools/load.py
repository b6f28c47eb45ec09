"""Reads the reading room as fifty people would at once while one writes, and prints how long each page takes.

The server is the command that users run, on a copy of the reference study and of a made one, on this machine alone. A
reader asks for the next page as soon as the last has come whole, or after `--think` seconds. Leaves with 1 where a page
is slower than was asked, or anything fails.
"""

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html

from tools.bench import DETENTE, STUDY, make_large_study

PAGE_MS, PAINT_MS, SELECT_MS = 200.0, 1000.0, 100.0
N_EVENTS = 5000
SELECTIONS = ("text=number {n}", "actor=ALB&first={n}", "side=SUN&text={n}", "certainty=one-sided&last={n}", "page={n}")
OWN = ("select", "help", "undo", "documents", "new/events", "capture", "search?q=grain")
BEHIND = b"This page shows the study before its last change"


@contextmanager
def serving(study: Path, folder: Path) -> Iterator[tuple[str, int]]:
    """Serve a study, and end the server; yields host and port."""
    command = [DETENTE, "serve", str(study), "--port", "0"]
    environment = {**os.environ, "DETENTE_CACHE": str(folder / "cache"), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            address = urlsplit(process.stdout.readline().strip() if process.stdout else "")
            if address.hostname is None or address.port is None:
                raise SystemExit("the server did not start")
            yield address.hostname, address.port
        finally:
            process.terminate()
            process.wait(20)


@dataclass
class Answer:
    """What came back, and after how many milliseconds all of it was here."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    ms: float


class Reader:
    """One browser's connection, kept open."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, sent: Mapping[str, str] | None = None, **headers: str) -> Answer:
        """Ask for a path, or send a form to it."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self.host, self.port, limit=1 << 22)
        reader, writer = self._streams
        body = urlencode(sent).encode() if sent is not None else b""
        lines = [f"{'GET' if sent is None else 'POST'} /{path.lstrip('/')} HTTP/1.1", f"Host: localhost:{self.port}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        if sent is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        start = time.perf_counter()
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        got = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        answer = await reader.readexactly(int(got.get("content-length", "0")))
        return Answer(int(head[0].split()[1]), got, answer, 1000 * (time.perf_counter() - start))


@dataclass
class Load:
    """What readers and the writer met."""

    ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    writes_ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    n_behind: int = 0


async def pages_of(reader: Reader) -> list[str]:
    """Return every page of the site, found by following its links, and the room's own; all have been made then."""
    found, to_ask = {"index.html"}, ["index.html"]
    while to_ask:
        path = to_ask.pop()
        answer = await reader.ask(path)
        for href in re.findall(rb'href="([^"#?]+\.html)["#?]', answer.body):
            target = urljoin("/" + path, href.decode()).lstrip("/")
            if target not in found and not target.startswith(("http", "edit/")):
                found.add(target)
                to_ask.append(target)
    boards = re.findall(rb'href="/?(board/[^"#?]+)"', (await reader.ask("hypotheses.html")).body)
    while BEHIND in (await reader.ask("hypotheses.html")).body:
        await asyncio.sleep(0.5)
    return [*sorted(found), *sorted({name.decode() for name in boards}), *OWN]


async def read_on(reader: Reader, pages: Sequence[str], load: Load, think: float, is_over: Callable[[], bool]) -> None:
    """Read pages, each reader in an order of his own, until it is over."""
    own = random.Random(id(reader))  # noqa: S311
    while not is_over():
        for path in own.sample(pages, len(pages)):
            if is_over():
                return
            try:
                answer = await reader.ask(path)
            except (OSError, asyncio.IncompleteReadError) as error:
                load.errors.append(f"{path}: {error!r}")
                return
            load.ms[path].append(answer.ms)
            load.n_behind += BEHIND in answer.body[:20_000]
            if answer.status != 200:
                load.errors.append(f"{path}: {answer.status}")
            if think:
                await asyncio.sleep(own.uniform(0, 2 * think))


async def write_on(reader: Reader, event: str, load: Load, every: float, is_over: Callable[[], bool]) -> None:
    """Amend one event again and again, as a browser does: by its form."""
    n = 0
    while not is_over():
        n += 1
        page: Any = html.fromstring((await reader.ask(f"edit/events/{event}")).body)
        form = next(form for form in page.forms if form.get("class") == "entry-form")
        sent = {name: value or "" for name, value in form.form_values()} | {"note": f"Written {n} times"}
        answer = await reader.ask(f"edit/events/{event}", sent)
        load.writes_ms.append(answer.ms)
        if answer.status != 303:
            load.errors.append(f"write {n}: {answer.status}")
        await asyncio.sleep(every)


async def load_room(address: tuple[str, int], study: Path, n: int, seconds: float, think: float, every: float) -> Load:
    """Let so many read while one writes, for so many seconds."""
    pages = await pages_of(Reader(*address))
    event = json.loads((await Reader(*address).ask("api/events?n=1")).body)["records"][0]["id"]
    load = Load()
    end = time.monotonic() + seconds

    def is_over() -> bool:
        return time.monotonic() > end

    readers = [read_on(Reader(*address), pages, load, think, is_over) for _ in range(n)]
    await asyncio.gather(*readers, write_on(Reader(*address), event, load, every, is_over))
    written = (study / "events.csv").read_text("utf-8")
    if load.writes_ms and f"Written {len(load.writes_ms)} times" not in written:
        load.errors.append("the last write is not in the file")
    return load


async def select_all(address: tuple[str, int]) -> list[float]:
    """Return how long each selection of a chronology takes [ms], as the page's own form asks for it."""
    reader = Reader(*address)
    await reader.ask("hypotheses.html")  # the last that is made beforehand
    asked = [selection.format(n=n).replace(" ", "+") for n in range(1810, 1990, 20) for selection in SELECTIONS]
    return [(await reader.ask(f"select?{each}", HX_Request="true")).ms for each in asked]


def first_paints(address: tuple[str, int], n: int) -> list[float]:
    """Return when a browser that knows nothing of the room first shows the overview [ms]; empty without a browser."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        return []
    from playwright.sync_api import sync_playwright

    asked = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    found: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(n):
            with browser.new_context() as context:
                page = context.new_page()
                page.goto(f"http://{address[0]}:{address[1]}/index.html")
                page.wait_for_function(f"() => {asked.split('[', maxsplit=1)[0]}.length")
                found.append(float(page.evaluate(asked)))
        browser.close()
    return found


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 of 100 do not exceed."""
    return sorted(values)[max(0, -(-95 * len(values) // 100) - 1)]


def show(name: str, values: Sequence[float], asked: float | None) -> bool:
    """Print how often and how long; return whether it is slower than was asked, at the 95th percentile."""
    is_slow = asked is not None and p95(values) > asked
    told = "" if asked is None else f"   asked {asked:.0f}{'   TOO SLOW' if is_slow else ''}"
    middle = statistics.median(values)
    print(f"{name:44} n {len(values):5}  p50 {middle:7.1f}  p95 {p95(values):7.1f}  max {max(values):7.1f} ms{told}")
    return is_slow


def main() -> None:
    """Print every page's times; leave with 1 where something is too slow or failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, default=0.5, help="seconds between two pages of a reader, on average")
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two writes")
    parser.add_argument("--study", type=Path, default=STUDY)
    asked = parser.parse_args()
    is_bad = False
    with tempfile.TemporaryDirectory(prefix="detente-load-") as made:
        folder = Path(made)
        study = folder / "study"
        shutil.copytree(asked.study, study, ignore=shutil.ignore_patterns("build", ".*"))
        with serving(study, folder) as address:
            paints = first_paints(address, 5)
            load = asyncio.run(load_room(address, study, asked.readers, asked.seconds, asked.think, asked.every))
        for path, values in sorted(load.ms.items()):
            is_bad |= show(path, values, PAGE_MS)
        every = [ms for values in load.ms.values() for ms in values]
        show("every page", every, None)
        show("writes, until the page they lead to is made", load.writes_ms, None)
        print(f"{len(every) / asked.seconds:.0f} pages a second; {load.n_behind:,} said that they lay behind")
        if paints:
            is_bad |= show("first paint of the overview", paints, PAINT_MS)
        else:
            print("first paint was not measured: no Chromium")
        make_large_study(folder / "large", N_EVENTS)
        with serving(folder / "large", folder) as address:
            is_bad |= show(f"selections of {N_EVENTS:,} events", asyncio.run(select_all(address)), SELECT_MS)
    for error in load.errors[:20]:
        print(f"error: {error}", file=sys.stderr)
    print(f"{len(load.errors)} errors")
    sys.exit(1 if is_bad or load.errors else 0)


if __name__ == "__main__":
    main()
