"""Programs that read risky files run apart, with a bound on time and memory, and are ended when they reach it."""

import resource
import subprocess
from collections.abc import Sequence
from contextlib import suppress

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
