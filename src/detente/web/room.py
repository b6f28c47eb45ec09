"""A study kept open: what its files say, replaced whole when they change, and the pages that show it.

Writing is one at a time: it puts the edit into the files, reads and checks the folder, and puts the new study in the
old one's place. Verdicts, measures and pages follow in the background. A reader who asks for a page that is not made
waits for it a moment, and is then given the one of the study before, which says so.
"""

import asyncio
import contextlib
import logging
import subprocess
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from detente.build import Options, account_of, digest_of, results_amiss, texts_of
from detente.checks import check_study
from detente.model.diagnostics import Diagnostic
from detente.model.study import Study, Texts
from detente.study.edits import Edit, finish_edit, write_edit
from detente.study.read import read_study
from detente.web.selection import Selection, select_events

if TYPE_CHECKING:
    from detente.report.site import Site

KEPT: Final = 1000
"""Edits that can be undone, one after the other."""
PATIENCE: Final = 0.1
"""How long a reader waits for a page to be made [s], where one of the study before can be had."""
LONGEST: Final = 10.0
"""How far the pages of a study that is written to all the time may lie behind before a whole set is finished [s]."""
MAKERS: Final = 2
"""Threads that make pages for those who wait."""


@dataclass(frozen=True)
class Standing:
    """A study as its files say at one time: all of it, what is wrong with it, and the site that shows it."""

    study: Study
    diagnostics: tuple[Diagnostic, ...]
    digest: str
    texts: Texts

    @cached_property
    def site(self) -> "Site":
        """The pages, made when they are asked for, as are the measures and verdicts that they show."""
        from detente.report.site import Site

        return Site(account_of(self.study, self.diagnostics, Options(), self.digest, self.texts), live=True)


class Room:
    """One study, open."""

    def __init__(self, folder: Path, *, commits: bool = False) -> None:
        self.folder, self.commits = folder, commits
        self.finished = finish_edit(folder)
        _lay_out_templates()
        self.done: deque[Edit] = deque(maxlen=KEPT)
        self._writing = Lock()
        self._listeners: set[asyncio.Queue[str]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._makers = ThreadPoolExecutor(MAKERS, "pages")
        self._asked: dict[tuple[str, str], Future[Any]] = {}
        self._has_changed = Event()
        self._is_closed = False
        self.standing = self._read()
        self.standing.site.file("index.html")  # so that the first reader does not wait for it
        self.settled: Standing | None = None
        """The newest of which every page has been made in the background."""

    def _read(self) -> Standing:
        digest = digest_of(self.folder, Options())
        study, complaints = read_study(self.folder)
        texts = texts_of(self.folder)
        diagnostics = check_study(study, texts, (*complaints, *results_amiss(study)))
        standing = Standing(study, diagnostics, digest, texts)
        select_events(standing.site.study, Selection())  # what filters the chronology is worked out here
        return standing

    def refresh(self) -> None:
        """Read the folder anew if its files are not those that stand, and tell whoever listens."""
        with self._writing:
            self._refresh()

    def _refresh(self) -> None:
        if digest_of(self.folder, Options()) != self.standing.digest:
            self.standing = self._read()
            self._has_changed.set()
            self._tell(self.standing.digest)

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """Tell listeners through this loop, and make pages in the background until closed."""
        self._loop = loop
        self._has_changed.set()
        Thread(target=self._make_all, name="background", daemon=True).start()

    def close(self) -> None:
        """Make no more pages."""
        self._is_closed = True
        self._has_changed.set()
        self._makers.shutdown(wait=False, cancel_futures=True)

    def _make_all(self) -> None:
        is_behind_since = monotonic()
        while self._has_changed.wait() and not self._is_closed:
            self._has_changed.clear()
            standing = self.standing
            try:
                for path in standing.site.paths():
                    standing.site.file(path)
                    is_late = monotonic() - is_behind_since > LONGEST
                    if self._is_closed or (standing is not self.standing and not is_late):
                        break
                else:
                    self.settled, is_behind_since = standing, monotonic()
                    self._tell(standing.digest)
            except Exception:
                logging.getLogger(__name__).exception("a page cannot be made")

    async def page(self, path: str, *, waits: bool = False) -> tuple[Standing, bytes | None]:
        """Return a page, table or chart, None where there is none, and the study that it shows.

        That is the one that stands or, where the page takes longer than `PATIENCE` to make, the one before; with
        ``waits`` always the one that stands.
        """
        standing = self.standing
        if (body := standing.site.made(path)) is not None:
            return standing, body
        settled = self.settled
        older = settled.site.made(path) if settled is not None and not waits else None
        made = await self._in_time(standing, path, lambda: standing.site.file(path), waits=older is None)
        return (standing, standing.site.made(path)) if made or settled is None else (settled, older)

    async def judged(self) -> Standing:
        """Return the study that stands once its verdicts are known or, if that takes longer, the one before."""
        standing, settled = self.standing, self.settled
        made = await self._in_time(standing, "", lambda: standing.site.account.verdicts, waits=settled is None)
        return standing if made or settled is None else settled

    async def _in_time(self, standing: Standing, what: str, make: Callable[[], Any], *, waits: bool) -> bool:
        """Have something made in the background, once for all who ask; False where that takes longer than one waits."""
        key = standing.digest, what
        future = self._asked.get(key)
        if future is None:
            future = self._asked[key] = self._makers.submit(make)
            future.add_done_callback(lambda _: self._asked.pop(key, None))
        done = asyncio.shield(asyncio.wrap_future(future))
        try:
            await asyncio.wait_for(done, None if waits else PATIENCE)
        except TimeoutError:
            return False
        return True

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


def _lay_out_templates() -> None:
    """Let the room's own templates stand beside the site's."""
    from jinja2 import ChoiceLoader, PackageLoader

    from detente.report.site import environment

    made = environment()
    if not isinstance(made.loader, ChoiceLoader) and made.loader is not None:
        made.loader = ChoiceLoader([made.loader, PackageLoader("detente.web")])
