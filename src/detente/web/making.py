"""Pages made in another process, which gives way to whoever reads; bytes come back as they are made.

The room writes a line of JSON for each order to it: `turn` when the files have changed, else what is to be made now. It
answers with a line of JSON and the bytes that follow it. Between orders it makes every page, those first that are
quickly made, and says when it has them all.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Condition, Lock, Thread
from time import monotonic
from typing import IO, Any, Final

from detente.web.standing import BOARD, Standing, lay_out_templates, read_standing

Heard = Callable[[str, str, bytes | None, bool], None]
"""Told of what was made: the study's digest, what, its bytes, and whether it could be made."""
LONGEST: Final = 10.0
"""How far the pages of a study that is written to all the time may lie behind before a whole set is finished [s]."""
AT_ONCE: Final = 4
"""Orders that are worked on side by side."""
GIVES_WAY: Final = 5
"""Added to the niceness of the process."""
CODE: Final = "from detente.web.making import main; main()"


class Maker:
    """The other process, as the room sees it."""

    def __init__(self, folder: Path, heard: Heard, ended: Callable[[], None]) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", CODE, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        self._sending = Lock()
        Thread(target=self._listen, args=(heard, ended), name="maker", daemon=True).start()

    def turn(self) -> None:
        """Have the folder read anew."""
        self._send({"do": "turn"})

    def ask(self, digest: str, what: str) -> None:
        """Have something made now."""
        self._send({"do": "make", "digest": digest, "what": what})

    def close(self) -> None:
        """End the process."""
        with suppress(OSError):
            self._process.terminate()
        self._process.wait()

    def _send(self, order: dict[str, str]) -> None:
        stream = self._process.stdin
        with self._sending, suppress(OSError, ValueError):  # one that has ended says so to whoever listens
            if stream is not None:
                stream.write(json.dumps(order).encode() + b"\n")
                stream.flush()

    def _listen(self, heard: Heard, ended: Callable[[], None]) -> None:
        stream = self._process.stdout
        while stream is not None and (line := stream.readline()):
            told = json.loads(line)
            size = told["size"]
            body = stream.read(size) if size >= 0 else None
            heard(told["digest"], told["what"], body, told["done"])
        ended()


class _Worker:
    """The other process, as it sees itself."""

    def __init__(self, folder: Path, out: IO[bytes]) -> None:
        self.folder, self.out = folder, out
        self.newest = read_standing(folder)
        self.work = self.newest
        self._sending = Lock()
        self._changed = Condition()
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._n_orders = 0

    def say(self, digest: str, what: str, body: bytes | None, *, done: bool = True) -> None:
        told = {"digest": digest, "what": what, "size": -1 if body is None else len(body), "done": done}
        with self._sending:
            self.out.write(json.dumps(told).encode() + b"\n" + (body or b""))
            self.out.flush()

    def obey(self, order: dict[str, Any]) -> None:
        with self._changed:
            self._n_orders += 1
        if order["do"] == "turn":
            with self._obeyed(), suppress(OSError):  # a file went meanwhile: another turn follows
                self.newest = read_standing(self.folder)
        else:
            self._pool.submit(self._make, self.newest, order["digest"], order["what"])

    @contextmanager
    def _obeyed(self) -> Iterator[None]:
        try:
            yield
        finally:
            with self._changed:
                self._n_orders -= 1
                self._changed.notify()

    def _make(self, standing: Standing, digest: str, what: str) -> None:
        with self._obeyed():
            try:
                if standing.digest != digest:
                    raise LookupError(digest)
                self.say(digest, what, standing.make(what))
            except Exception:
                self.say(digest, what, None, done=False)  # the room makes it itself, or meets what is wrong with it

    def make_all(self) -> None:
        """Make page after page of the newest study, for ever."""
        finished = monotonic()
        while True:
            for what in _everything(self.work):
                with self._changed:  # those who wait come first
                    self._changed.wait_for(lambda: not self._n_orders)
                body = None
                with suppress(Exception):  # whoever asks for it meets it
                    body = self.work.make(what)
                if body is not None:
                    self.say(self.work.digest, what, body)
                if self.work is not self.newest and monotonic() - finished < LONGEST:
                    break
            else:
                self.say(self.work.digest, "", None)
                finished = monotonic()
            with self._changed:
                self._changed.wait_for(lambda: self.work is not self.newest)
                self.work = self.newest


def _everything(standing: Standing) -> Iterator[str]:
    yield from standing.site.paths()
    yield from (f"{BOARD}{name}" for name in standing.site.account.verdicts)


def main() -> None:
    """Make pages of the study that is named on the command line until nobody orders any."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the room ends it
    os.nice(GIVES_WAY)
    lay_out_templates()
    worker = _Worker(Path(sys.argv[1]), out)
    Thread(target=worker.make_all, daemon=True).start()
    for line in sys.stdin.buffer:
        worker.obey(json.loads(line))
    os._exit(0)
