"""Pandoc, sandboxed: for citations going out and for libraries coming in."""

import subprocess
from collections.abc import Iterable
from pathlib import Path


def pandoc(arguments: Iterable[str], text: str, *, folder: Path | None = None, timeout: float = 300) -> bytes:
    """Run pandoc on a text, sandboxed: it reads no file but those named in ``arguments``.

    Raises
    ------
    RuntimeError
        With pandoc's own words when it fails; when it takes longer than ``timeout`` [s].
    """
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--sandbox", *arguments]
    try:
        run = subprocess.run(  # noqa: S603
            command,
            input=text.encode(errors="replace"),
            capture_output=True,
            check=False,
            cwd=folder,
            timeout=timeout,
            env={"SOURCE_DATE_EPOCH": "0", "PATH": "", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"pandoc: gave up after {timeout:.0f} s") from None
    if run.returncode:
        raise RuntimeError(f"pandoc: {run.stderr.decode(errors='replace').strip()}")
    return run.stdout
