"""`detente data`."""

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli import fail

NEEDS_ARGUMENTS = True


class Act(StrEnum):
    """What to do with data sets."""

    LIST = "list"
    INFO = "info"
    FETCH = "fetch"
    VERIFY = "verify"


class Form(StrEnum):
    """How the answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def run(
    act: Annotated[Act, typer.Argument(help="list, info, fetch or verify.", show_default=False)],
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Data sets, or what `--add` calls them; `all`.")
    ] = None,
    mirror: Annotated[Path | None, typer.Option("--from", metavar="DIR", help="Read a local mirror.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Fetch what is already there.")] = False,
    format: Annotated[Form, typer.Option(help="How the answer is printed.")] = Form.TABLE,
) -> None:
    """List the published data sets, say what one holds, install them, or see that they are whole."""
    names = ids or []
    match act:
        case Act.LIST:
            _list(format)
        case Act.INFO:
            _info(names, format)
        case Act.FETCH:
            raise typer.Exit(_fetch(names, mirror, again=again))
        case Act.VERIFY:
            raise typer.Exit(_verify(names, format))


def _list(format: Form) -> None:
    from detente.panel.datasets import DATASETS
    from detente.panel.store import installed

    declared = [d.as_json() | {"is_installed": installed(d.id) is not None} for d in DATASETS.values()]
    if format is Form.JSON:
        typer.echo(json.dumps(declared, ensure_ascii=False, indent=1))
        return
    lines = [("id", "version", "years", "installed", "title")]
    for each in declared:
        years = f"{each['years']['first']}:{each['years']['last']}" if each["years"] else ""
        lines.append((each["id"], each["version"], years, "yes" if each["is_installed"] else "", each["title"]))
    _print(lines, format)


def _print(lines: Sequence[tuple[str, ...]], format: Form) -> None:
    if format is Form.CSV:
        import csv

        csv.writer(sys.stdout, lineterminator="\n").writerows(lines)
        return
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    for line in lines:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _info(names: list[str], format: Form) -> None:
    from detente.panel.store import installed

    chosen = _chosen(names)
    if format is Form.JSON:
        typer.echo(json.dumps([d.as_json() for d in chosen], ensure_ascii=False, indent=1))
        return
    for d in chosen:
        found = installed(d.id)
        typer.echo(f"{d.id}: {d.title}, {d.version}")
        typer.echo(f"  years      {d.years or 'any'}\n  terms      {d.licence}")
        for caveat in d.caveats:
            typer.echo(f"  note       {caveat}")
        for place in d.distributions:
            typer.echo(f"  {place.kind:10} {place.place or place.page}{_standing(place)}")
        typer.echo(f"  installed  {f'{found.rows:,} rows, from {found.origin}' if found else 'no'}")
        for c in d.columns:
            unit = f" [{c.unit}]" if c.unit else ""
            typer.echo(f"  {c.name:36} {c.type:8} absence: {c.absence.value:8} {c.meaning}{unit}")
        typer.echo(d.citation + "\n")


def _standing(place: Any) -> str:
    """What may be relied on: a hash is known once the bytes were seen."""
    if place.sha256:
        return ""
    if not place.place:
        return " (by hand)"
    return " (bytes not seen, so no hash)" if place.reader else " (bytes not seen; of another shape, so not fetched)"


def _fetch(names: list[str], mirror: Path | None, *, again: bool) -> int:
    from detente.panel.errors import PanelError
    from detente.panel.fetch import fetch

    if mirror is not None and not mirror.is_dir():
        fail(f"{mirror} is no folder")
    is_all = names == ["all"]
    n_failed = 0
    for dataset in _chosen(names):
        if is_all and mirror is not None and not any(d.kind == "mirror" for d in dataset.distributions):
            typer.echo(f"{dataset.id}: left to its owner", err=True)
            continue
        try:
            with _bar(dataset.id) as say:
                found = fetch(dataset, mirror, again=again, say=say)
            typer.echo(f"{dataset.id}: {found.rows:,} rows", err=True)
        except PanelError as error:
            n_failed += 1
            typer.echo(f"{dataset.id}: {error.message}" + (f"\nhelp: {error.help}" if error.help else ""), err=True)
    return 2 if n_failed else 0


def _bar(name: str) -> Any:
    from contextlib import contextmanager

    @contextmanager
    def bar() -> Any:
        if not sys.stderr.isatty():
            yield lambda done, whole: None
            return
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task(name, total=None)
            yield lambda done, whole: progress.update(task, completed=done, total=whole or None)

    return bar()


def _verify(names: list[str], format: Form) -> int:
    from detente.panel.datasets import DATASETS
    from detente.panel.store import installed, verify

    chosen = _chosen(names) if names else list(DATASETS.values())
    faults = {d.id: verify(found) for d in chosen if (found := installed(d.id))}
    absent = [d.id for d in chosen if d.id not in faults] if names else []
    if format is Form.JSON:
        typer.echo(json.dumps([{"id": id, "fault": fault or None} for id, fault in faults.items()], indent=1))
    else:
        for id, fault in faults.items():
            typer.echo(f"{id}: {fault or 'whole'}")
    for id in absent:
        typer.echo(f"{id}: not installed", err=True)
    return 1 if absent or any(faults.values()) else 0


def _chosen(names: list[str]) -> list[Any]:
    """The data sets meant: by their ids, by the names of adders, or all."""
    from detente.panel.adders import ADDERS
    from detente.panel.datasets import DATASETS

    if not names:
        fail("which data sets?", "`detente data list` names them; `all` means every one")
    found: dict[str, None] = {}
    for name in names:
        if name == "all":
            found.update(dict.fromkeys(DATASETS))
        elif name in ADDERS:
            kinds = ("dyads", "states", "leaders")
            found.update({id: None for s in ("cow", "gw") for kind in kinds for id in ADDERS[name].datasets(kind, s)})
            found.update({name: None} if name in DATASETS else {})
        elif name in DATASETS:
            found[name] = None
        else:
            from difflib import get_close_matches

            near = get_close_matches(name, [*DATASETS, *ADDERS])
            fail(f"no data set is called `{name}`", f"did you mean `{near[0]}`?" if near else "")
    return [DATASETS[id] for id in found]
