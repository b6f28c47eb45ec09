"""What a long command says while it works: a line that moves on a terminal, plain lines elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO


@contextmanager
def progress(stream: IO[str]) -> Iterator[Callable[[str], None]]:
    """Yield a function that says which stage has begun."""
    if not stream.isatty():
        yield lambda stage: print(stage, file=stream, flush=True)
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task("")
        yield lambda stage: bar.update(task, description=stage)
