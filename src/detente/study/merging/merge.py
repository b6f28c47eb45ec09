"""Two copies of a study joined: one's own, and one in which somebody else has worked meanwhile."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from detente.model.diagnostics import Diagnostic
from detente.study.columns import TABLES, tables_of
from detente.study.edits import PENDING, Change, Edit
from detente.study.files import BUILD_MANIFEST, files_of, read_bytes
from detente.study.history import HistoryError, common_commit, files_at
from detente.study.merging.entries import Entry, MergeError, entries_of
from detente.study.merging.join import APART, BOTH, Joined, Listed, join_entries, joined_text, keep_what_is_named
from detente.study.sheets import BOM, Sheet, SheetError, sheet_of
from detente.study.write import WriteError

MOST_TEXT: Final = 2_000_000
"""Bytes of a text beside the tables that is taken over into one that stands here."""
ReadBase = Callable[[Collection[str]], Mapping[str, bytes]]
"""Gives the bytes of files as both copies once had them; those that it does not have are left out."""


@dataclass(frozen=True)
class Merge:
    """What joining two copies comes to; nothing is written yet.

    ``brought`` are files that only the other copy has, each under its path in the study; ``texts`` those taken over.
    """

    edit: Edit
    brought: Mapping[str, Path]
    texts: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    listed: tuple[Listed, ...] = field(default=())


def base_in(folder: Path) -> ReadBase:
    """Return the common copy that lies in a folder."""

    def read(names: Collection[str]) -> Mapping[str, bytes]:
        found = {name: read_bytes(folder, name, []) for name in names}
        return {name: data for name, data in found.items() if data is not None}

    return read


def base_by_git(folder: Path, other: Path) -> tuple[ReadBase | None, str]:
    """Return the study at the latest commit that both checkouts share, and the commit; None where there is none."""
    commit = common_commit(folder, other)
    try:
        if not commit or not files_at(folder, commit, lambda name: name == "study.yaml"):
            return None, ""
    except HistoryError:
        return None, ""
    return lambda names: files_at(folder, commit, lambda name: name in names), commit


def merge(folder: Path, other: Path, base: ReadBase | None, taken: Iterable[str] = ()) -> Merge:
    """Work out what of another copy of a study comes into it, entry by entry.

    Parameters
    ----------
    base
        The copy from which both come. Without it, nothing is changed or removed here: what is there alone is added, and
        what differs is listed.
    taken
        Names, as listed, of entries and texts that are taken as they are there.

    Raises
    ------
    MergeError
        When a copy cannot be read as a study, or nothing listed bears a name that is ``taken``.
    """
    if (other / PENDING).exists():
        raise MergeError(f"an edit was cut short in {other}", "open it with `detente serve` once, which finishes it")
    wanted = set(taken)
    here, there = _sheets(partial(_read_table, folder), folder), _sheets(partial(_read_table, other), other)
    old = base(sorted({*here, *there})) if base is not None else None
    before = None if old is None else {file: _sheet(file, data) for file, data in old.items()}
    ours = {file: entries_of(sheet) for file, sheet in here.items()}
    joined: dict[str, Joined] = {}
    for file, sheet in there.items():
        known = None if before is None else entries_of(before[file]) if file in before else []
        joined[file] = join_entries(ours.get(file, ()), entries_of(sheet), known, wanted)
    texts = _join_files(folder, other, base, wanted)
    keep_what_is_named(joined, ours, [change.after for change in texts.changes])
    listed = [each for own in joined.values() for each in own.listed] + texts.listed
    settled = {name for kind in ("added", "changed", "removed") for name in _names(joined, kind)}
    settled |= {change.file for change in texts.changes}
    if unknown := sorted(name for name in wanted if name not in settled):
        raise MergeError(f"nothing that both changed is named `{unknown[0]}`", "names are as listed: `events:e1`")
    changes = [*texts.changes, *_changes(here, there, ours, joined)]
    words = f"joined with {other.resolve().name}"
    return Merge(
        Edit(words, tuple(changes)),
        texts.brought,
        tuple(change.file for change in texts.changes),
        **{kind: tuple(_names(joined, kind)) for kind in ("added", "changed", "removed")},
        listed=tuple(listed),
    )


def _names(joined: Mapping[str, Joined], kind: str) -> Iterator[str]:
    for own in joined.values():
        for each in getattr(own, kind):
            yield each[0].name if kind == "changed" else each.name


def _changes(
    here: Mapping[str, Sheet], there: Mapping[str, Sheet], ours: Mapping[str, list[Entry]], joined: Mapping[str, Joined]
) -> Iterator[Change]:
    for file, own in joined.items():
        if not (own.added or own.changed or own.removed):
            continue
        sheet = here.get(file)
        is_whole = sheet is None and len(own.added) == len(entries_of(there[file]))
        try:
            text = there[file].text if is_whole else joined_text(file, sheet, ours.get(file, ()), own)
        except (WriteError, SheetError) as error:
            raise MergeError(f"{file} cannot be joined: {error}") from None
        has_bom = (sheet or there[file]).has_bom
        yield Change(file, None if sheet is None else sheet.text, text, has_bom)


def _sheets(read: Callable[[str], bytes | None], folder: Path) -> dict[str, Sheet]:
    files = dict.fromkeys(file for table in TABLES for file in files_of(folder, table.file))
    return {file: _sheet(file, data) for file in files if (data := read(file)) is not None}


def _read_table(folder: Path, file: str) -> bytes | None:
    refused: list[Diagnostic] = []
    data = read_bytes(folder, file, refused)
    if refused:
        raise MergeError(f"{folder / file}: {refused[0].message}", refused[0].help)
    return data


def _sheet(file: str, data: bytes) -> Sheet:
    try:
        return sheet_of(file, data.decode("utf-8"))
    except UnicodeDecodeError:
        raise MergeError(f"{file} is not UTF-8 in one of the copies", "run `detente check` on both first") from None
    except SheetError as error:
        where = f"{file}:{error.span.line}"
        raise MergeError(f"{where}: {error.message}", "run `detente check` on both copies first") from None


@dataclass
class _Files:
    """What becomes of the files beside the tables."""

    changes: list[Change] = field(default_factory=list)
    brought: dict[str, Path] = field(default_factory=dict)
    listed: list[Listed] = field(default_factory=list)


def _join_files(folder: Path, other: Path, base: ReadBase | None, taken: Collection[str]) -> _Files:
    """Compare the files beside the tables: documents, the report, data. None is removed."""
    found = _Files()
    apart: list[str] = []
    for file in _others(other):
        if not (folder / file).exists() and not (folder / file).is_symlink():
            found.brought[file] = other / file
        elif not (folder / file).is_file() or not _are_alike(folder / file, other / file):
            apart.append(file)
    old = base([*apart, *found.brought]) if base is not None else {}
    for file in [name for name in found.brought if name in old]:  # removed here; what was changed there is listed
        source = found.brought.pop(file)
        if source.read_bytes() != old[file]:
            found.listed.append(Listed(file, "removed here, changed there", file))
    for file in apart:
        mine, theirs = (_small(root / file) for root in (folder, other))
        if theirs is not None and theirs == old.get(file):
            continue
        change = _text_change(file, mine, theirs)
        if change is not None and (file in taken or mine == old.get(file)):
            found.changes.append(change)
        else:
            found.listed.append(Listed(file, BOTH if file in old else APART, file))
    return found


def _others(folder: Path) -> Iterator[str]:
    """Yield the files of a study beside its tables; no hidden ones, no links, and nothing that a build has made."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~")) or path.is_symlink():
            continue
        if path.is_dir() and not (path / BUILD_MANIFEST).exists():
            yield from (f"{path.name}/{name}" for name in _others(path) if not tables_of(f"{path.name}/{name}"))
        elif path.is_file() and not tables_of(path.name):
            yield path.name


def _are_alike(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as here, other.open("rb") as there:
        while block := here.read(1 << 20):
            if block != there.read(1 << 20):
                return False
    return True


def _small(path: Path) -> bytes | None:
    is_small = path.is_file() and path.stat().st_size <= MOST_TEXT
    return path.read_bytes() if is_small else None


def _text_change(file: str, mine: bytes | None, theirs: bytes | None) -> Change | None:
    """Return what puts one text in another's place, None if either is not text or large."""
    if mine is None or theirs is None:
        return None
    try:
        before, after = mine.decode("utf-8"), theirs.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return Change(file, before.removeprefix(BOM), after.removeprefix(BOM), after.startswith(BOM))
