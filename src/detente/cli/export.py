"""`detente export`."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from detente.cli import fail
from detente.model.study import Study, Texts

if TYPE_CHECKING:
    from detente.study.imports.remarks import Remarks

    Exported = tuple[bytes, Remarks]
    """What another format holds of a study, and what it cannot hold."""

NEEDS_ARGUMENTS = True


def run(
    format: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="ro-crate, csv, xlsx, csl, zotero, bibtex, argdown, qdpx, qdc, w3c-annotations, jsonl, timelinejs "
            "or gexf.",
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="A file; for ro-crate and csv a .zip or a folder.")],
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="The study's folder; by default this one.")] = Path(
        "."
    ),
    published: Annotated[
        str, typer.Option(metavar="DATE", help="When a ro-crate is published, as 2026-05-01; today if not given.")
    ] = "",
    license: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The licence of a ro-crate, as https://spdx.org/licenses/CC-BY-4.0.")
    ] = "",
    verbose: Annotated[bool, typer.Option("--verbose", help="Name everything that is left out.")] = False,
) -> None:
    """Write a study's tables, sources, argument, coding, chronology or network; not what is restricted."""
    from detente.build import texts_of
    from detente.cli.folder import open_study
    from detente.study.disk import write_atomically
    from detente.study.export import export_csv, export_xlsx
    from detente.study.withdraw import unrestricted
    from detente.study.write import WriteError

    if format not in FORMATS:
        fail(f"nothing is exported as `{format}`", f"choose one of {', '.join(FORMATS)}")
    opened = open_study(study)
    n_errors = sum(1 for diagnostic in opened.diagnostics if diagnostic.severity == "error")
    if n_errors:
        typer.echo(
            f"the study has {n_errors} errors, and what they spoil is missing: `detente check {study}`", err=True
        )
    try:
        if format in ("csv", "xlsx"):
            (export_csv if format == "csv" else export_xlsx)(opened.study, out)
        elif format == "ro-crate":
            _ro_crate(study, out, published, license)
        else:
            data, remarks = _FILES[format](unrestricted(opened.study), opened.study, texts_of(study))
            write_atomically(out, data)
            for line in remarks.every() if verbose else remarks.lines():
                typer.echo(line, err=True)
    except (WriteError, OSError) as error:
        fail(str(error))
    typer.echo(out)


def _ro_crate(folder: Path, out: Path, published: str, license_: str) -> None:
    from datetime import date

    from detente.build import Options, account_of, digest_of, inputs_of, results_amiss, texts_of
    from detente.checks import check_study
    from detente.report.crate import crate_of
    from detente.study.export import write_zip_or_folder
    from detente.study.read import read_study
    from detente.study.withdraw import unrestricted

    try:
        day = date.fromisoformat(published) if published else date.today()
    except ValueError:
        fail(f"`{published}` is no date", "write it as 2026-05-01")
    if license_ and not license_.startswith(("https://", "http://")):
        fail(f"`{license_}` is no address", "name the licence by its address, as https://spdx.org/licenses/CC-BY-4.0")
    study, complaints = read_study(folder)
    texts = texts_of(folder)
    diagnostics = check_study(study, texts, (*complaints, *results_amiss(study)))
    options = Options()
    account = account_of(study, diagnostics, options, digest_of(folder, options), texts)
    own = {path.relative_to(folder).as_posix(): path.read_bytes() for path in inputs_of(folder)}
    kept = {name: data for name, data in own.items() if not name.startswith("documents/")}
    if len(kept) < len(own):
        typer.echo("documents/ is left out: the texts belong to others", err=True)
    if unrestricted(study) is not study:
        kept = {}
        typer.echo("the study's own files are left out, for they hold what is restricted", err=True)
    if not license_:
        typer.echo("no licence is named: --license", err=True)
    write_zip_or_folder(out, crate_of(account, kept, day.isoformat(), license_))


def _csl(study: Study, whole: Study, texts: Texts) -> "Exported":
    from detente.report.references import csl_items
    from detente.study.imports.remarks import Remarks

    remarks = Remarks()
    remarks.add("a library holds what is cited", "sides, archives and reliability are left out")
    return _json(csl_items(study.sources)), remarks


def _bibtex(study: Study, whole: Study, texts: Texts) -> "Exported":
    from detente.study.pandoc import pandoc

    items, remarks = _csl(study, whole, texts)
    return pandoc(["--from=csljson", "--to=bibtex"], items.decode()), remarks


def _argdown(study: Study, whole: Study, texts: Texts) -> "Exported":
    from detente.argument.argdown import argdown
    from detente.argument.verdict import assess_study
    from detente.build import measured
    from detente.study.imports.remarks import Remarks

    return argdown(study, assess_study(study, whole, measured(study))).encode(), Remarks()


def _qdpx(study: Study, whole: Study, texts: Texts) -> "Exported":
    from detente.coding.refi.from_study import export_project
    from detente.coding.refi.write import write_qdpx

    project, remarks = export_project(study, texts)
    return write_qdpx(project), remarks


def _qdc(study: Study, whole: Study, texts: Texts) -> "Exported":
    from detente.coding.refi.from_study import codes_of
    from detente.coding.refi.project import Project
    from detente.coding.refi.write import write_qdc
    from detente.study.imports.remarks import Remarks

    if not study.codes:
        fail("the study has no code, and a codebook must hold one", "enter codes in codebook.yaml")
    remarks = Remarks()
    if study.codings:
        remarks.add("codings, which leave with `detente export qdpx`", str(len(study.codings)))
    return write_qdc(Project(study.title, codes=codes_of(study))), remarks


def _annotations(study: Study, whole: Study, texts: Texts) -> "Exported":
    from detente.coding.annotations import annotations_of

    page, remarks = annotations_of(study, texts)
    return _json(page), remarks


def _json_lines(study: Study, whole: Study, texts: Texts) -> "Exported":
    from detente.study.export import json_lines_of
    from detente.study.imports.remarks import Remarks

    return "".join(f"{line}\n" for line in json_lines_of(study)).encode(), Remarks()


def _timeline(study: Study, whole: Study, texts: Texts) -> "Exported":
    from detente.study.imports.remarks import Remarks
    from detente.study.timeline import timeline_of

    document, left = timeline_of(study)
    remarks = Remarks()
    for name in left:
        remarks.add("events without a beginning, left out", name)
    remarks.add("a timeline holds events, and who attests them in words", "all else is left out")
    return _json(document), remarks


def _gexf(study: Study, whole: Study, texts: Texts) -> "Exported":
    from detente.study.gexf import gexf_of
    from detente.study.imports.remarks import Remarks

    remarks = Remarks()
    for event in study.events:
        if not event.targets:
            remarks.add("events without a target, which are in no tie", event.id)
    remarks.add("a network holds who acted towards whom", "when and by whose word is left out")
    return gexf_of(study).encode(), remarks


_FILES: Final[Mapping[str, Callable[[Study, Study, Texts], "Exported"]]] = {
    "csl": _csl,
    "zotero": _csl,
    "bibtex": _bibtex,
    "argdown": _argdown,
    "qdpx": _qdpx,
    "qdc": _qdc,
    "w3c-annotations": _annotations,
    "jsonl": _json_lines,
    "timelinejs": _timeline,
    "gexf": _gexf,
}
FORMATS: Final = ("ro-crate", "csv", "xlsx", *_FILES)


def _json(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
