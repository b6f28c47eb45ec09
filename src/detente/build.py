"""The pipeline: from a study's folder to what readers see. A line a stage.

This is the only file that knows all the rooms.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import detente
from detente.cache import code_hash
from detente.checks import check_study
from detente.home import store_path
from detente.model.dates import Date
from detente.model.diagnostics import Diagnostic, Severity, Span
from detente.model.study import NoTexts, Study, Texts
from detente.study.columns import table_of
from detente.study.disk import write_atomically
from detente.study.documents import StudyTexts
from detente.study.files import BUILD_MANIFEST, files_of
from detente.study.read import read_study
from detente.study.withdraw import as_known, unrestricted, without

if TYPE_CHECKING:
    from detente.analysis.attestation import Voice
    from detente.analysis.coverage import Coverage
    from detente.analysis.dyad import Dyad
    from detente.analysis.results import Finding, Measured
    from detente.argument.verdict import Verdict
    from detente.coding.agreement import Agreement
    from detente.corpus.exposure import Effort
    from detente.report.account import Account
    from detente.report.references import Reference

Say = Callable[[str], None]


class BuildError(Exception):
    """A build that may not be made: what is in the way, and what to do."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help


@dataclass(frozen=True, slots=True)
class Options:
    """What is built, and from how much of the study.

    ``withdrawn`` are things to take away, as in `without`; ``known`` leaves only what readers had by then;
    ``is_anonymous`` leaves authors' names out, for review.
    """

    pdf: bool = False
    docx: bool = False
    withdrawn: tuple[str, ...] = ()
    known: Date | None = None
    is_anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """What a build left: its folder, its files in order, what was found, and whether all of it stood there before."""

    folder: Path
    files: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    is_unchanged: bool


def build_study(folder: Path, out: Path, options: Options, say: Say = lambda _: None) -> Built:
    """Build a study's site, and on request its PDF and DOCX, into a folder of their own.

    Raises
    ------
    BuildError
        When ``out`` holds something that no build put there.
    WithdrawError
        When an option names what the study does not hold.
    """
    refuse_foreign(folder, out)
    digest = digest_of(folder, options)
    if (standing := standing_build(out, digest)) is not None:
        return standing
    say("reading")
    study, complaints = read_study(folder)
    say("checking")
    texts = texts_of(folder)
    diagnostics = check_study(study, texts, (*complaints, *results_amiss(study)))
    say("measuring")
    account = account_of(study, diagnostics, options, digest, texts)
    say("rendering")
    files = render(account, options)
    say("writing")
    write_build(out, files, digest, account.diagnostics)
    return Built(out, tuple(files), account.diagnostics, False)


def texts_of(folder: Path) -> Texts:
    """Return the texts that quotes are held against: the study's own, and the corpus where one is installed."""
    own = StudyTexts(folder)
    if not store_path().is_file():
        return own
    from detente.corpus.texts import CorpusTexts

    return CorpusTexts(own)


def effort_on(study: Study, folder: Path) -> "tuple[Effort, ...]":
    """Return what a study has read of what the corpus holds; nothing where none is installed."""
    from detente.corpus.exposure import measure_effort
    from detente.corpus.store import open_store
    from detente.corpus.texts import CorpusTexts

    store = open_store()
    if store is None:
        return ()
    with store:
        return measure_effort(study, CorpusTexts(StudyTexts(folder), store), store)


def render(account: "Account", options: Options) -> dict[str, bytes]:
    """Return all that a build holds, path to bytes. The printed forms are set while the site is rendered."""
    from detente.report.site import render_site

    with ThreadPoolExecutor() as pool:
        printed: dict[str, Future[bytes]] = {}
        if options.pdf or options.docx:
            from detente.report.document import manuscript_of, render_docx, render_pdf

            manuscript = manuscript_of(account, is_anonymous=options.is_anonymous)
            if options.pdf:
                printed["study.pdf"] = pool.submit(render_pdf, manuscript)
            if options.docx:
                printed["study.docx"] = pool.submit(render_docx, manuscript)
        return {**render_site(account), **{name: made.result() for name, made in printed.items()}}


def measured(study: Study) -> "Measured | None":
    """Return the results that a study states, to be computed, or None if it states none."""
    if not study.results:
        return None
    from detente.analysis.results import Measured

    return Measured(study)


def results_amiss(study: Study) -> tuple[Diagnostic, ...]:
    """Return the results of a study that do not hold or cannot be computed."""
    found = measured(study)
    if found is None:
        return ()
    from detente.analysis.results import mistakes

    return mistakes(found)


def account_of(
    study: Study, diagnostics: tuple[Diagnostic, ...], options: Options, digest: str, texts: Texts | None = None
) -> "Account":
    """Gather what a report may show: withdraw what is to be withdrawn, drop what is restricted, measure the rest."""
    entire = study
    for what in options.withdrawn:
        study = without(study, what)
    if options.known is not None:
        study = as_known(study, options.known)
    if options.is_anonymous:
        study = replace(study, authors=())
    whole, study = study, unrestricted(study)
    closed = _ids(whole) - _ids(study)
    diagnostics = tuple(d for d in diagnostics if d.about not in closed)
    return _Account(study, diagnostics, digest[:12], entire, texts or NoTexts())


@dataclass(frozen=True)
class _Account:
    """A study and what is found out about it when it is asked for; ``entire`` is the study before any withdrawal."""

    study: Study
    diagnostics: tuple[Diagnostic, ...]
    digest: str
    entire: Study
    texts: Texts
    version: str = detente.__version__

    @cached_property
    def voices(self) -> "Mapping[str, tuple[Voice, ...]]":
        from detente.analysis.attestation import voices

        return {name: voices(self.study, statement) for name, statement in self.study.statement_by_id.items()}

    @cached_property
    def dyad(self) -> "Dyad":
        from detente.analysis.dyad import measure_dyad

        return measure_dyad(self.study)

    @cached_property
    def coverage(self) -> "Coverage":
        from detente.analysis.coverage import measure_coverage

        return measure_coverage(self.study)

    @cached_property
    def agreement(self) -> "tuple[Agreement, ...]":
        from detente.coding.agreement import measure_agreement

        return measure_agreement(self.study, self.texts)

    @cached_property
    def references(self) -> "Mapping[str, Reference]":
        from detente.report.references import render_references

        return render_references(self.study.sources)

    @cached_property
    def _measured(self) -> "Measured | None":
        return measured(self.study)

    @cached_property
    def results(self) -> "tuple[Finding, ...]":
        return tuple(self._measured.findings.values()) if self._measured else ()

    @cached_property
    def results_without(self) -> "Mapping[str, Mapping[str, Finding]]":
        found = self._measured
        return {name: found.without_each_side(name) for name in found.findings} if found else {}

    @cached_property
    def verdicts(self) -> "Mapping[str, Verdict]":
        return verdicts_on(self.study, self.entire, self._measured)


def verdicts_on(study: Study, entire: Study, results: "Measured | None" = None) -> "Mapping[str, Verdict]":
    """Return the verdict on each set for which evidence was assessed; ``entire`` tells what depends on what."""
    if not study.assessments:
        return {}
    from detente.argument.verdict import assess_study

    judged = {row.set for row in study.assessments}
    return {verdict.id: verdict for verdict in assess_study(study, entire, results) if verdict.id in judged}


def _ids(study: Study) -> set[str]:
    return {record.id for record in (*study.sources, *study.passages, *study.statement_by_id.values())}


def digest_of(folder: Path, options: Options) -> str:
    """Return the hash of everything that a build is made from: code, options and the study's own files."""
    digest = hashlib.sha256(f"{code_hash()}\0{options!r}\0{_corpus_revision()}".encode())
    for path in inputs_of(folder):
        data = path.read_bytes()
        digest.update(f"\0{path.relative_to(folder)}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _corpus_revision() -> str:
    if not store_path().is_file():
        return ""
    from detente.corpus.store import open_store

    store = open_store()
    if store is None:
        return ""
    with store:
        return store.revision


def inputs_of(folder: Path) -> list[Path]:
    """Return the files from which a study is built, in order."""
    tops = [path for path in folder.iterdir() if path.suffix in (".csv", ".yaml", ".md")]
    tops += [folder / name for name in files_of(folder, table_of("cells").file)]
    within = (folder / "documents", folder / "data")
    inner = (path for each in within if each.is_dir() and not each.is_symlink() for path in each.rglob("*"))
    root = folder.resolve()
    return sorted(p for p in (*tops, *inner) if p.is_file() and p.resolve().is_relative_to(root))


def refuse_foreign(folder: Path, out: Path) -> None:
    """Refuse an output folder that holds anything but an earlier build.

    Raises
    ------
    BuildError
        When it is a link, a file, the study itself or a folder around it, or holds files of somebody else's.
    """
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise BuildError(f"{out} is no folder of its own", "name another with --out")
    if folder.resolve().is_relative_to(out.resolve()):
        raise BuildError(f"{out} holds the study itself", "name another with --out")
    if out.is_dir() and any(out.iterdir()) and not (out / BUILD_MANIFEST).is_file():
        raise BuildError(f"{out} holds files that no build put there", "empty it, or name another with --out")


def standing_build(out: Path, digest: str) -> Built | None:
    """Return the build that stands in a folder if it was made from the same input, else None."""
    manifest = _manifest(out)
    files = manifest.get("files", {})
    if manifest.get("digest") != digest or not isinstance(files, dict):
        return None
    for name, size in files.items():
        path = out / name
        if not path.is_file() or path.stat().st_size != size:
            return None
    found = tuple(_diagnostic(entry) for entry in manifest["diagnostics"])
    return Built(out, tuple(files), found, True)


def write_build(out: Path, files: Mapping[str, bytes], digest: str, diagnostics: Iterable[Diagnostic]) -> None:
    """Write what changed, drop what an earlier build left and this one does not have, and say so in the manifest.

    The manifest goes first and comes back last, so that a build cut short is never taken for a whole one.
    """
    before = _manifest(out).get("files", {})
    out.mkdir(parents=True, exist_ok=True)
    write_atomically(out / BUILD_MANIFEST, b'{"files": {}}\n' if not before else json.dumps({"files": before}).encode())
    for name, data in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            write_atomically(path, data)
    for name in set(before) - set(files):
        path = out / name
        if path.resolve().is_relative_to(out.resolve()):
            path.unlink(missing_ok=True)
    manifest = {
        "digest": digest,
        "files": {name: len(data) for name, data in files.items()},
        "diagnostics": [
            [d.code, d.severity, d.message, astuple(d.span), d.label, d.help, d.about] for d in diagnostics
        ],
    }
    write_atomically(out / BUILD_MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())


def _manifest(out: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((out / BUILD_MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _diagnostic(entry: list[Any]) -> Diagnostic:
    code, severity, message, span, label, help, about = entry
    return Diagnostic(code, Severity(severity), message, Span(*span), label, help, about)
