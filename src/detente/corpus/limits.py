"""Bounds on time and memory: of programs that read risky files apart, and of what reads them here."""

import resource
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from detente.corpus.refusal import RefusedError


def run_bounded(
    command: Sequence[str],
    *,
    seconds: float = 120,
    megabytes: int = 2_000,
    data: bytes | None = None,
    what: str = "reading it",
) -> bytes:
    """Return what a program wrote to its standard output.

    Raises
    ------
    RefusedError
        If it needs more time or memory, or fails; with the last line of its complaint.
    """

    def bound() -> None:
        size = megabytes * 1_000_000
        with suppress(ValueError, OSError):  # macOS knows no bound on memory
            resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    try:
        done = subprocess.run(  # noqa: S603 - the programs are named in this room
            command, input=data, capture_output=True, timeout=seconds, preexec_fn=bound, check=False
        )
    except subprocess.TimeoutExpired:
        raise RefusedError(f"{what} takes longer than {seconds:g} s", is_excess=True) from None
    if done.returncode == 0:
        return done.stdout
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    if done.returncode < 0 or any("MemoryError" in line or "bad_alloc" in line for line in lines[-3:]):
        raise RefusedError(f"{what} takes more time or memory than a text may", is_excess=True)
    raise RefusedError(lines[-1] if lines else f"{what} failed")


@contextmanager
def bounded_time(seconds: float) -> Iterator[None]:
    """End what is done within by a `RefusedError` when it has used so much CPU time; in a main thread only."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> None:
        raise RefusedError(f"reading it takes more than {seconds:g} s of computing", is_excess=True)

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
