"""A study kept open: what readers see is one finished account, replaced whole when the files change.

Reading takes the account that stands and waits for nobody. Writing is one at a time: it puts the edit into the files,
reads the folder anew, and puts the new account in the old one's place.
"""

import asyncio
import contextlib
import subprocess
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from detente.build import Options, account_of, digest_of, results_amiss, texts_of
from detente.checks import check_study
from detente.model.diagnostics import Diagnostic
from detente.model.study import Study, Texts
from detente.study.edits import Edit, finish_edit, write_edit
from detente.study.read import read_study

if TYPE_CHECKING:
    from detente.report.site import Site

KEPT: Final = 1000
"""Edits that can be undone, one after the other."""


@dataclass(frozen=True)
class Standing:
    """A study as its files say at one time: all of it, what is wrong with it, and the site that shows it."""

    study: Study
    diagnostics: tuple[Diagnostic, ...]
    digest: str
    texts: Texts

    @cached_property
    def site(self) -> "Site":
        """The pages, made when they are asked for."""
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
        self.standing = self._read()

    def _read(self) -> Standing:
        study, complaints = read_study(self.folder)
        texts = texts_of(self.folder)
        diagnostics = check_study(study, texts, (*complaints, *results_amiss(study)))
        standing = Standing(study, diagnostics, digest_of(self.folder, Options()), texts)
        standing.site.file("index.html")  # so that the first reader does not wait for it
        return standing

    def refresh(self) -> None:
        """Read the folder anew if its files are not those that stand, and tell whoever listens."""
        with self._writing:
            self._refresh()

    def _refresh(self) -> None:
        if digest_of(self.folder, Options()) != self.standing.digest:
            self.standing = self._read()
            self._tell(self.standing.digest)

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

    def listen_on(self, loop: asyncio.AbstractEventLoop) -> None:
        """Tell listeners through this loop."""
        self._loop = loop

    def _tell(self, digest: str) -> None:
        if self._loop is not None:
            for queue in tuple(self._listeners):
                self._loop.call_soon_threadsafe(queue.put_nowait, digest)

    async def changes(self) -> AsyncIterator[str]:
        """Yield the digest of the study that stands, and each that takes its place; every 15 s an empty text."""
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
                await asyncio.to_thread(self.refresh)


def _lay_out_templates() -> None:
    """Let the room's own templates stand beside the site's."""
    from jinja2 import ChoiceLoader, PackageLoader

    from detente.report.site import environment

    made = environment()
    if not isinstance(made.loader, ChoiceLoader) and made.loader is not None:
        made.loader = ChoiceLoader([made.loader, PackageLoader("detente.web")])
