"""`detente code`."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli import fail
from detente.cli.answers import Form, print_answer, read_table

if TYPE_CHECKING:
    from detente.coding.machine.actors import Directory
    from detente.coding.machine.classifier import Classifier
    from detente.coding.machine.proposals import Proposal, Text
    from detente.coding.machine.propose import Tally
    from detente.corpus.store import Store

ACCEPT, REFUSE = "accept", "refuse"


class Coder(StrEnum):
    """What judges: the trained encoder where it is installed (`any`), that or nothing (`model`), or the rules."""

    ANY = "any"
    MODEL = "model"
    RULES = "rules"


def run(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WHAT]...",
            help="Nothing: the study's documents. A study, files and folders, documents or volumes of the corpus; a "
            "FILE.tsv of marked sentences; `accept` or `refuse`, and ids of proposals.",
        ),
    ] = None,
    study: Annotated[Path, typer.Option(metavar="STUDY", help="The study whose proposals they are.")] = Path(),
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write the proposals here.")] = None,
    coder: Annotated[Coder, typer.Option(help="any: the trained model where it is installed, else rules.")] = Coder.ANY,
    least: Annotated[float, typer.Option(metavar="P", help="The least probability of a proposal.")] = 0.0,
    none: Annotated[bool, typer.Option("--none", help="Give also candidates in which no event is found.")] = False,
    mend: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="COLUMN=VALUE", help="accept: the event's value where the proposal is wrong."),
    ] = None,
    format: Annotated[Form, typer.Option(help="How the answer is printed.")] = Form.TABLE,
) -> None:
    """Propose events from the sentences of documents, for a researcher to accept, mend or refuse.

    Of a study, or with -o, the proposals are written to a `proposals.csv`; what was decided there stays.
    """
    asked = what or []
    if asked[:1] in ([ACCEPT], [REFUSE]):
        _decide(asked[0], asked[1:], study, _mended(mend or []), format)
        return
    if mend:
        fail("--set mends what is accepted", "`detente code accept ID --set COLUMN=VALUE`")
    if not 0 <= least <= 1:
        fail(f"--least {least:g} is no probability", "give a number from 0 to 1")
    if len(asked) == 1 and asked[0].lower().endswith((".tsv", ".csv")) and Path(asked[0]).is_file():
        _code_marked(Path(asked[0]), coder, format)
        return
    _code_documents(asked, study, out, coder, least, format, with_none=none)


# Documents


def _code_documents(
    asked: list[str], study: Path, out: Path | None, coder: Coder, least: float, format: Form, *, with_none: bool
) -> None:
    from detente.coding.machine.proposals import FILE
    from detente.coding.machine.propose import Tally, propose
    from detente.corpus.store import open_store

    folder = study
    if len(asked) == 1 and (Path(asked[0]) / "study.yaml").exists():
        folder, asked = Path(asked[0]), []
    of_study = (folder / "study.yaml").exists()
    if not asked and not of_study:
        fail(f"{folder} holds no study.yaml", "name files, folders or documents of the corpus, or a study")
    asked = [_own_name(folder, name) or name for name in asked] if of_study else asked
    is_own = of_study and all(_own_name(folder, name) or not Path(name).exists() for name in asked)
    path = out or (folder / FILE if is_own else None)
    classifier, tally = _classifier(coder), Tally()
    with open_store() or nullcontext() as store:
        texts, directory = _of_study(folder, store, asked) if of_study else _of_files(asked, store)
        directory = _with_leaders(directory)
        found = [*propose(texts, classifier, directory, least=least, with_none=with_none, tally=tally)]
    if not tally.documents:
        fail("there is no document to code", "put texts in documents/, or cite documents of the corpus in sources.yaml")
    if path is not None:
        _write(path, found, tally.documents)
    _print(found, tally, classifier, path, format)


def _with_leaders(directory: "Directory") -> "Directory":
    """Return a directory with the leaders of states, where the data set of them is installed."""
    from detente.coding.machine.actors import Directory
    from detente.coding.machine.people import leaders_of
    from detente.panel.store import installed

    found = installed("archigos")
    if found is None:
        return directory
    import pyarrow.parquet

    columns = ("code", "leader", "first", "last")
    table = pyarrow.parquet.read_table(found.path, columns=[*columns])
    rows = zip(*(table[name].to_pylist() for name in columns), strict=True)
    known = {name.text.casefold() for name in directory.names}
    return Directory((*directory.names, *(each for each in leaders_of(rows) if each.text.casefold() not in known)))


def _own_name(folder: Path, name: str) -> str:
    """Return the name in a study of a file under its `documents/`, however it is named; empty if it is none of them."""
    for path in (folder / name, Path(name)):
        if path.is_file() and path.resolve().is_relative_to((folder / "documents").resolve()):
            return path.resolve().relative_to(folder.resolve()).as_posix()
    return ""


def _of_study(folder: Path, store: "Store | None", asked: list[str]) -> "tuple[Iterable[Text], Directory]":
    from detente.coding.machine.actors import Directory
    from detente.study.read import read_study
    from detente.web.coded import directory_of, study_texts, volume_names

    study, _ = read_study(folder)
    directory = directory_of(study, store)
    if not asked:
        return study_texts(folder, study, store), directory
    names = [*_named(asked, folder, store)]
    volumes = {name.partition("/")[0] for name in names if isinstance(name, str)}
    directory = Directory((*directory.names, *volume_names(store, volumes)))
    return _mixed(folder, study, store, names), directory


def _mixed(folder: Path, study: Any, store: Any, names: "Sequence[str | Text]") -> "Iterator[Text]":
    from detente.web.coded import study_texts

    for name in names:
        if isinstance(name, str):
            yield from study_texts(folder, study, store, [name])
        else:
            yield name


def _of_files(asked: list[str], store: "Store | None") -> "tuple[Iterable[Text], Directory]":
    from detente.coding.machine.actors import Directory
    from detente.coding.machine.people import people_of
    from detente.coding.machine.proposals import Text
    from detente.model.study import Study
    from detente.web.coded import volume_names

    names = [*_named(asked, None, store)]
    volumes = {name.partition("/")[0] for name in names if isinstance(name, str)}
    read = [name.document for name in names if isinstance(name, Text)]
    directory = Directory((*people_of(read), *volume_names(store, volumes)))
    return _mixed(Path(), Study(), store, names), directory


def _named(asked: list[str], folder: Path | None, store: "Store | None") -> "Iterator[str | Text]":
    """Yield what names mean: files of the study and documents of the corpus by name, other files read."""
    from detente.cli.findings import Format, print_findings
    from detente.coding.machine.texts import text_of
    from detente.corpus.incoming import find_files
    from detente.corpus.read import read_documents

    for name in asked:
        path = Path(name)
        if folder is not None and _own_name(folder, name):
            yield name
        elif path.exists():
            for file in find_files(path).files:
                documents, diagnostics = read_documents(file.path, file.place)
                if diagnostics:
                    print_findings(diagnostics, {}, Format.CONCISE)
                for document in file.described(documents):
                    yield text_of(document)
        else:
            ids = [*_installed(name, store)]
            if not ids:
                fail(
                    f"{name} is no file, and no document is installed by that name", "`detente corpus list` shows them"
                )
            yield from ids


def _installed(name: str, store: "Store | None") -> Iterator[str]:
    if store is None:
        return
    if store.document(name) is not None:
        yield name
    elif store.holds(name) or any(edition.edition == name for edition in store.editions()):
        for _, document in store.documents():
            if name in (document.volume, document.edition):
                yield document.id


def _classifier(coder: Coder) -> "Classifier | None":
    from detente.coding.machine.encoder import EncoderError, installed_encoder

    try:
        found = None if coder is Coder.RULES else installed_encoder()
    except EncoderError as error:
        fail(str(error), "--coder rules does without it")
    if found is None and coder is Coder.MODEL:
        fail("no trained model is installed", "install `detente-coder`, or let the rules answer: --coder rules")
    return found


def _write(path: Path, found: "Sequence[Proposal]", coded: Sequence[str]) -> None:
    from detente.coding.machine.proposals import ProposalsError, merged, open_sheet
    from detente.study.sheets import SheetError
    from detente.study.write import WriteError, digest, replace_file

    try:
        sheet, before = open_sheet(path)
        text = merged(sheet, found, coded)
        expected = None if before is None else digest(before)
        replace_file(path.parent, path.name, text, expected=expected, has_bom=sheet.has_bom)
    except (ProposalsError, SheetError, WriteError, OSError, UnicodeError) as error:
        fail(f"{path} cannot be written: {error}", "nothing was changed; mend it, or give another file with -o")


def _print(
    found: "Sequence[Proposal]", tally: "Tally", classifier: "Classifier | None", path: Path | None, format: Form
) -> None:
    from detente.coding.machine.proposals import values_of

    rows = [values_of(each) for each in found]
    by = {f"{each.coder} {each.version}" for each in found}
    said = ", ".join(sorted(by)) or (f"{classifier.name} {classifier.version}" if classifier else "rules")
    document = {
        "coders": sorted(by),
        "documents": len(tally.documents),
        "sentences": tally.sentences,
        "with_actors": tally.with_actors,
        "without_event": tally.without_event,
        "proposals": [row | {"probability": float(row["probability"])} for row in rows],
    }
    shown: list[Mapping[str, Any]] = [*rows]
    if format is Form.TABLE:
        columns = ("id", "document", "date", "actors", "targets", "event", "modality", "probability")
        shown = [{name: row[name] for name in columns} | {"words": _short(row["words"])} for row in rows]
        if path is not None:
            shown = []
    notes = [
        f"{len(found):,} proposals from {tally.sentences:,} sentences of {len(tally.documents):,} documents, by {said}"
        + (f", in {path}" if path is not None else ""),
        "each is to be judged: `detente code accept ID` makes an event draft of it, `refuse` sets it aside",
    ]
    print_answer(document, shown, notes, format)


def _short(text: str, width: int = 50) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


# Marked sentences


def _code_marked(path: Path, coder: Coder, format: Form) -> None:
    """Print a table of marked sentences with what is found: its columns, and event, quad, mode, probability."""
    from detente.coding.machine.classifier import LABELS, mark, read_marked
    from detente.coding.machine.encoder import EncoderError
    from detente.coding.machine.modes import mode_of
    from detente.coding.machine.patterns import RuleCoder
    from detente.model.vocabulary import QUAD

    rows = read_table(path)
    if not {"marked_sentence", "sentence"} & set(rows[0]):
        fail(f"{path} has no column `marked_sentence`", "mark source and target in it: <s>..</s>, <t>..</t>")
    marked = []
    for row in rows:
        sentence, source, target = (row.get(name, "") for name in ("sentence", "source", "target"))
        places = [(sentence.find(name), sentence.find(name) + len(name)) for name in (source, target) if name]
        if not (whole := row.get("marked_sentence", "")):
            is_apart = len(places) == 2 and min(places)[1] <= max(places)[0] and min(places)[0] >= 0
            whole = mark(sentence, places[0], places[1]) if is_apart else sentence
        marked.append(whole)
    classifier = _classifier(coder) or RuleCoder()
    try:
        answers = classifier.probabilities(marked)
    except EncoderError as error:
        fail(f"{path}: {error}", "--coder rules reads sentences without marks too")
    coded = []
    for row, sentence, answer in zip(rows, marked, answers, strict=True):
        event = LABELS[int(answer.argmax())]
        words = "; ".join(classifier.words(sentence))
        coded.append(
            {
                **row,
                "event": event,
                "quad": QUAD.get(event, ""),
                "mode": mode_of(event, words, read_marked(sentence).text),
                "probability": round(float(answer.max()), 3),
                "words": words,
                "coder": f"{classifier.name} {classifier.version}",
            }
        )
    print_answer(coded, coded, (f"{len(coded):,} sentences, by {classifier.name} {classifier.version}",), format)


# Decisions


def _mended(pairs: list[str]) -> dict[str, str]:
    for pair in pairs:
        if "=" not in pair:
            fail(f"--set {pair} is not COLUMN=VALUE")
    return {name.strip(): value.strip() for name, _, value in (pair.partition("=") for pair in pairs)}


def _decide(act: str, ids: list[str], folder: Path, mended: dict[str, str], format: Form) -> None:
    """Accept or refuse proposals, one after the other: what was decided before one that fails stays decided."""
    from detente.coding.machine.proposals import ProposalsError
    from detente.study.edits import FaultyError, finish_edit, write_edit
    from detente.study.read import read_study
    from detente.study.sheets import SheetError
    from detente.study.write import WriteError
    from detente.web.proposals import accepted, refused

    if not (folder / "study.yaml").exists():
        fail(f"{folder} holds no study.yaml", "--study names the study")
    if not ids:
        fail(f"{act} which?", "proposals.csv has their ids")
    if mended and (len(ids) > 1 or act == REFUSE):
        fail("--set mends one proposal that is accepted")
    done = []
    try:
        finish_edit(folder)
        for name in ids:
            if act == REFUSE:
                edit, made = refused(folder, name), ""
            else:
                edit, made = accepted(folder, read_study(folder)[0], name, mended)
            write_edit(folder, edit)
            done.append(
                {
                    "id": name,
                    "state": "refused" if act == REFUSE else "mended" if mended else ACCEPT + "ed",
                    "made": made,
                }
            )
    except (WriteError, FaultyError, ProposalsError, SheetError, OSError, UnicodeError) as error:
        for row in done:
            typer.echo(f"{row['id']}: {row['state']} {row['made']}".rstrip(), err=True)
        fail(str(error), "nothing else was changed")
    print_answer(done, done, (f"{len(done)} {act}ed" if act == ACCEPT else f"{len(done)} refused",), format)
    sys.stdout.flush()
