"""A study kept open: what its files say, replaced whole when they change, and the pages that show it.

Writing is one at a time: it puts the edit into the files, reads and checks the folder, and puts the new study in the
old one's place. Verdicts, measures and pages follow, made by another process. A reader who asks for a page that is not
made waits for it a moment, and is then given the one that was made before, which says so.
"""

import asyncio
import contextlib
import logging
import subprocess
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Final

from detente.build import Options, digest_of
from detente.corpus.study_shelf import kept_shelf
from detente.study.edits import Edit, finish_edit, write_edit
from detente.web.making import Maker
from detente.web.selection import Selection, select_events
from detente.web.standing import BOARD, Standing, lay_out_templates, read_standing

KEPT: Final = 1000
"""Edits that can be undone, one after the other."""
PATIENCE: Final = 0.05
"""How long a reader waits for a page to be made [s], where one of the study before can be had."""
LATER: Final = 5.0
"""How long who has to have the newest waits for the other process [s], before it is made here."""
RECENT: Final = 12
"""Studies of late whose pages are kept: more may arrive, and an edit may be taken back."""


class Room:
    """One study, open."""

    def __init__(self, folder: Path, *, commits: bool = False) -> None:
        self.folder, self.commits = folder, commits
        self.finished = finish_edit(folder)
        lay_out_templates()
        self.done: deque[Edit] = deque(maxlen=KEPT)
        self._writing = Lock()
        self._listeners: set[asyncio.Queue[str]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pool = ThreadPoolExecutor(2, "pages")
        self._maker: Maker | None = None
        self._asked: dict[tuple[str, str], Future[bytes | None]] = {}
        self._since: dict[tuple[str, str], float] = {}
        self._late: set[tuple[str, str]] = set()
        """What somebody asked for and was given as it was before: word goes out as soon as it is made."""
        self._held: dict[str, dict[str, bytes]] = {}
        self._n_read = 0
        self._order: dict[str, int] = {}
        self._last: dict[str, tuple[int, bytes]] = {}
        """Each page as it was made last, and of which study, counted as they were read; to fall back upon."""
        self.standing = self._read()
        self.standing.make("index.html")  # so that the first reader does not wait for it, nor the first who searches
        kept_shelf(self.standing.study)

    def _read(self) -> Standing:
        standing = read_standing(self.folder, self._held)
        select_events(standing.site.study, Selection())  # what filters the chronology is worked out here
        self._held[standing.digest] = self._held.pop(standing.digest)  # the newest comes last
        self._n_read += 1
        self._order[standing.digest] = self._n_read
        for digest in [*self._held][:-RECENT]:
            del self._held[digest]
        return standing

    def refresh(self) -> None:
        """Read the folder anew if its files are not those that stand, and tell whoever listens."""
        with self._writing:
            self._refresh()

    def _refresh(self) -> None:
        if digest_of(self.folder, Options()) != self.standing.digest:
            if self._maker is not None:
                self._maker.turn()
            self._late.clear()
            self.standing = self._read()
            self._tell(self.standing.digest)
            self._pool.submit(kept_shelf, self.standing.study)  # so that who searches next need not wait for it

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """Tell listeners through this loop, and have pages made beforehand until closed."""
        self._loop = loop
        self._maker = Maker(self.folder, self._heard, self._ended)

    def close(self) -> None:
        """Have no more pages made."""
        maker, self._maker = self._maker, None
        if maker is not None:
            maker.close()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _heard(self, digest: str, what: str, body: bytes | None, done: bool) -> None:
        held = self._held.get(digest)
        if held is not None and what and body is not None:
            held[what] = body
            self._fall_back_upon(digest, what, body)
        if held is not None and (not what or (digest, what) in self._late):
            self._late.discard((digest, what))
            self._tell(self.standing.digest)
        asked = self._asked.pop((digest, what), None)
        self._since.pop((digest, what), None)
        if asked is not None and done:
            asked.set_result(body)
        elif asked is not None:
            asked.set_exception(ChildProcessError(what))

    def _fall_back_upon(self, digest: str, what: str, body: bytes) -> None:
        n = self._order.get(digest, -1)
        if "?" not in what and n >= self._last.get(what, (-1, b""))[0]:
            self._last[what] = n, body

    def _ended(self) -> None:
        if self._maker is not None:
            logging.getLogger(__name__).error("the process that makes pages has ended; they are made when asked for")
        self._maker = None
        while self._asked:
            with contextlib.suppress(KeyError):
                self._asked.popitem()[1].set_exception(ChildProcessError())

    async def page(self, what: str, *, waits: bool = False) -> tuple[bytes | None, bool]:
        """Return a page, table, chart or board, None where there is none, and whether it is of a study before this.

        It is where it takes longer than `PATIENCE` to make, and never with ``waits``.
        """
        standing = self.standing
        if (body := standing.made.get(what)) is not None:
            return body, False
        _, older = self._last.get(what, (0, None)) if not waits else (0, None)
        is_quick = not what.startswith(BOARD) and not standing.site.is_slow(what)
        try:
            if not (waits and is_quick):
                asked = asyncio.wrap_future(self._ask(standing, what))
                asked.add_done_callback(_forgive)
                patience = LATER if older is None else self._patience(standing, what)
                return await asyncio.wait_for(asyncio.shield(asked), patience), False
        except (TimeoutError, ChildProcessError):
            if older is not None:
                self._late.add((standing.digest, what))
                body = standing.made.get(what)  # made just now, before it was noted here as late
                return (older, True) if body is None else (body, False)
        return await asyncio.get_running_loop().run_in_executor(self._pool, standing.make, what), False

    def _patience(self, standing: Standing, what: str) -> float:
        """Return how long to wait for what was asked for [s]: nobody waits for what another has waited for in vain."""
        return self._since.get((standing.digest, what), monotonic()) + PATIENCE - monotonic()

    def _ask(self, standing: Standing, what: str) -> "Future[bytes | None]":
        """Have something made, once for all who ask."""
        maker, key = self._maker, (standing.digest, what)
        if maker is None:
            return self._pool.submit(standing.make, what)
        future = self._asked.get(key)
        if future is None:
            future = self._asked[key] = Future()
            future.set_running_or_notify_cancel()
            self._since[key] = monotonic()
            maker.ask(*key)
        return future

    def write(self, edit: Edit) -> None:
        """Put an edit into the files and show it.

        Raises
        ------
        StaleError, WriteError
            As `write_edit`; nothing was changed.
        """
        with self._writing:
            write_edit(self.folder, edit)
            self.done.append(edit)
            if self.commits:
                self._commit(edit)
            self._refresh()

    def undo(self) -> Edit | None:
        """Take back the last edit that was made here; None where there is none left.

        Raises
        ------
        StaleError
            When one of its files has been changed since by somebody else.
        """
        with self._writing:
            if not self.done:
                return None
            back = self.done[-1].undone
            write_edit(self.folder, back)
            self.done.pop()
            if self.commits:
                self._commit(back)
            self._refresh()
            return back

    def _commit(self, edit: Edit) -> None:
        files = [change.file for change in edit.changes]
        git = ["git", "-C", str(self.folder)]
        subprocess.run([*git, "add", "--", *files], check=False, capture_output=True)  # noqa: S603
        subprocess.run(  # noqa: S603
            [*git, "commit", "-q", "-m", edit.words, "--", *files], check=False, capture_output=True
        )

    def _tell(self, digest: str) -> None:
        if self._loop is not None:
            for queue in tuple(self._listeners):
                self._loop.call_soon_threadsafe(queue.put_nowait, digest)

    async def changes(self) -> AsyncIterator[str]:
        """Yield the digest of the study that stands, then each that takes its place, and again when its pages are made.

        Every 15 s an empty text.
        """
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield self.standing.digest
            while True:
                try:
                    yield await asyncio.wait_for(queue.get(), 15)
                except TimeoutError:
                    yield ""
        finally:
            self._listeners.discard(queue)

    async def watch(self) -> None:
        """Follow the folder until cancelled: editors and git change files too."""
        from watchfiles import awatch

        with contextlib.suppress(asyncio.CancelledError):
            async for _ in awatch(self.folder, recursive=True, debounce=100, step=50):
                for wait in (0.1, 1.0, 0.0):
                    try:
                        await asyncio.to_thread(self.refresh)
                    except OSError as error:  # a file went while it was read: another word of it follows, or look again
                        logging.getLogger(__name__).warning("%s cannot be read: %s", self.folder, error)
                        await asyncio.sleep(wait)
                    else:
                        break


def _forgive(asked: "asyncio.Future[bytes | None]") -> None:
    """Let what nobody waits for any more have failed."""
    if not asked.cancelled():
        asked.exception()
