"""`detente merge`."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli import fail
from detente.cli.answers import Form, print_answer
from detente.cli.folder import open_study
from detente.model.diagnostics import Diagnostic

if TYPE_CHECKING:
    from detente.study.merging.join import Listed
    from detente.study.merging.merge import Merge

WIDTH = 40


def run(
    other: Annotated[
        Path, typer.Argument(metavar="OTHER", help="The other copy: the study's folder as somebody else has it.")
    ],
    study: Annotated[Path, typer.Option(metavar="STUDY", help="One's own copy; by default this folder.")] = Path(),
    base: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The copy from which both come; where both are git's, git is asked."),
    ] = None,
    theirs: Annotated[
        str, typer.Option(metavar="NAME,..", help="What is listed, to be taken as it is there: `events:e1`.")
    ] = "",
    look: Annotated[bool, typer.Option("--look", help="Say what would be done, and write nothing.")] = False,
    format: Annotated[Form, typer.Option(help="How what is listed is printed.")] = Form.TABLE,
) -> None:
    """Join another copy of a study with one's own, entry by entry.

    What only the other has comes in; what both changed is listed, and stays as it is here. All of it is written, or
    nothing.
    """
    from detente.study.edits import finish_edit, write_edit
    from detente.study.merging.entries import MergeError
    from detente.study.merging.merge import base_by_git, base_in, merge
    from detente.study.write import WriteError

    for folder in (study, other, base or study):
        if not (folder / "study.yaml").exists():
            fail(f"{folder} holds no study.yaml", "name the folder of a study")
    read_base, commit = (base_in(base), "") if base is not None else base_by_git(study, other)
    names = [name.strip() for name in theirs.split(",") if name.strip()]
    try:
        if not look:
            finish_edit(study)
        known = {_known(each) for folder in (study, other) for each in open_study(folder).diagnostics}
        found = merge(study, other, read_base, names)
        if not look and (found.edit.changes or found.brought):
            write_edit(study, found.edit, found.brought)
    except MergeError as error:
        fail(f"{error.message}; nothing was changed", error.help)
    except (WriteError, OSError, ValueError) as error:
        fail(f"{error}; nothing was changed", "run it again")
    amiss = [] if look else [each for each in open_study(study).diagnostics if _known(each) not in known]
    document = {
        "base": commit or (str(base) if base is not None else None),
        "is_written": not look,
        **{"added": found.added, "changed": found.changed, "removed": found.removed},
        "files": [*found.brought, *found.texts],
        "listed": [_as_json(each) for each in found.listed],
        "findings": [each.as_json() for each in amiss],
    }
    rows = [row for each in found.listed for row in _rows(each, format)]
    print_answer(document, rows, [*_notes(found, amiss, commit, has_base=read_base is not None, look=look)], format)
    raise typer.Exit(1 if found.listed or amiss else 0)


def _known(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.code, finding.message, finding.about


def _as_json(each: "Listed") -> Mapping[str, Any]:
    fields = {
        name: {"before": before, "here": here, "there": there} for name, (before, here, there) in each.fields.items()
    }
    return {"name": each.name, "what": each.what, "file": each.file, "line": each.line, "fields": fields}


def _rows(each: "Listed", format: Form) -> Iterator[Mapping[str, Any]]:
    place = f"{each.file}:{each.line}" if each.line else each.file
    for name, values in (each.fields or {"": (None, None, None)}).items():
        said = (_said(value, format) for value in values)
        told = dict(zip(("before", "here", "there"), said, strict=True))
        yield {"name": each.name, "what": each.what, "place": place, "field": name, **told}


def _said(value: Any, format: Form) -> str:
    from detente.study.merging.join import said_by

    line = " ".join(said_by(value).split())
    return line if format is not Form.TABLE or len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"


def _notes(found: "Merge", amiss: list[Diagnostic], commit: str, *, has_base: bool, look: bool) -> Iterator[str]:
    n = {kind: len(getattr(found, kind)) for kind in ("added", "changed", "removed")}
    n_files = len(found.brought) + len(found.texts)
    if look:
        yield "nothing is written; it would come to this:"
    told = ", ".join(f"{number:,} {kind}" for kind, number in n.items())
    yield f"entries: {told}; files: {n_files:,} taken over"
    if not has_base:
        yield "no common copy is known: what differs is listed, whoever changed it (`--base DIR` names one)"
    elif commit:
        yield f"held against commit {commit[:10]}, from which both come"
    if found.listed:
        yield f"{len(found.listed)} listed, and left as they are here; --theirs NAME takes one as it is there"
    for each in amiss:
        yield f"{each.span.file}:{each.span.line}: {each.severity}[{each.code}] {each.message} (in neither copy before)"
