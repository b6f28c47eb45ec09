"""An assistant's copy comes in entry by entry; what both changed is listed, and stays as it is here."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.checks import check_study
from detente.study.disk import sweep, write_atomically
from detente.study.documents import StudyTexts
from detente.study.edits import BROUGHT, PENDING, finish_edit, write_edit
from detente.study.merging.entries import MergeError
from detente.study.merging.join import APART, BOTH, GONE_HERE, GONE_THERE, USED
from detente.study.merging.merge import Merge, ReadBase, base_by_git, base_in, merge
from detente.study.read import read_study
from detente.study.sheets import read_yaml_sheet
from tests.folders import SMALL, write_study

SETS = "# rivals\nsets:\n- id: h\n  question: Why?\n  rivals:\n  - {id: fear, label: Fear, claims: [c1]}\n"
CELLS = "case,field,answer\nALB,broke,yes\n"


class Copies:
    """Two copies of one study, and the copy from which both come."""

    def __init__(self, folder: Path) -> None:
        self.ours, self.theirs, self.base = (write_study(folder / name) for name in ("ours", "theirs", "base"))
        for copy in (self.ours, self.theirs, self.base):
            (copy / "hypotheses.yaml").write_text(SETS)
            (copy / "comparisons").mkdir()
            (copy / "comparisons" / "bloc.csv").write_text(CELLS)

    def merge(self, *, base: bool = True, taken: Sequence[str] = ()) -> Merge:
        found = merge(self.ours, self.theirs, base_in(self.base) if base else None, taken)
        write_edit(self.ours, found.edit, found.brought)
        return found


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    return Copies(tmp_path)


def change(folder: Path, file: str, *pairs: tuple[str, str]) -> None:
    text = (folder / file).read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / file).write_text(text)


def append(folder: Path, file: str, text: str) -> None:
    (folder / file).write_text((folder / file).read_text() + text)


def bytes_of(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def said(folder: Path) -> Mapping[str, set[str]]:
    """Return what a study says, whatever the order of its entries and wherever they stand."""
    study = read_study(folder)[0]
    found = {}
    for name in ("events", "sources", "passages", "testimony", "claims", "figures", "hypotheses", "cells", "questions"):
        records = getattr(study, name)
        found[name] = {repr([(f, getattr(r, f)) for f in r.__dataclass_fields__ if f != "span"]) for r in records}
    return found


def findings(folder: Path) -> set[tuple[str, str]]:
    study, complaints = read_study(folder)
    return {(each.code, each.message) for each in check_study(study, StudyTexts(folder), complaints)}


@pytest.mark.parametrize("has_base", [True, False])
def test_a_copy_joined_with_itself_changes_no_byte(copies: Copies, has_base: bool) -> None:
    for copy in (copies.ours, copies.theirs):
        append(copy, "events.csv", "# a remark\ne7,1950,ALB,,,,Twice named,\ne7,1951,ALB,,,,Twice named,\n")
        append(copy, "testimony.csv", "e2,p3,attests,,,,\n")
    before = bytes_of(copies.ours)
    found = copies.merge(base=has_base)
    assert (found.edit.changes, found.listed, bytes_of(copies.ours)) == ((), (), before)


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="#"), min_size=1, max_size=20)
ADDED = st.lists(st.tuples(st.sampled_from(["events", "claims", "sources", "testimony"]), TEXT), max_size=6)


def add_entries(folder: Path, name: str, entries: Sequence[tuple[str, str]]) -> None:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    for n, (collection, text) in enumerate(entries):
        id = f"{name}-{n}"
        if collection == "events":
            append(folder, "events.csv", f"{id},1950,ALB,SUN,AGREE,economy,{cell(text)},\n")
        elif collection == "claims":
            append(folder, "claims.csv", f"{id},fact,{cell(text)},\n")
        elif collection == "testimony":
            append(folder, "testimony.csv", f"{id},p1,attests,,,,{cell(text)}\n")
        else:
            title = "'" + text.replace("'", "''") + "'"
            append(folder, "sources.yaml", f"  - id: {id}\n    title: {title}\n    type: book  # a book\n")


@settings(max_examples=40, deadline=None)
@given(ADDED, ADDED, st.booleans())
def test_what_each_added_is_there_whichever_is_joined_with_which(
    tmp_path_factory: pytest.TempPathFactory,
    mine: Sequence[tuple[str, str]],
    theirs: Sequence[tuple[str, str]],
    has_base: bool,
) -> None:
    results = []
    for turn in (False, True):
        copies = Copies(tmp_path_factory.mktemp("joined"))
        add_entries(copies.theirs if turn else copies.ours, "mine", mine)
        add_entries(copies.ours if turn else copies.theirs, "theirs", theirs)
        before, parts = said(copies.ours), findings(copies.ours) | findings(copies.theirs)
        there = said(copies.theirs)
        found = copies.merge(base=has_base)
        assert found.listed == ()
        results.append(said(copies.ours))
        assert results[-1] == {name: before[name] | there[name] for name in before}
        assert findings(copies.ours) <= parts
        lines = (copies.ours / "events.csv").read_text().splitlines()
        assert lines[:4] == SMALL["events.csv"].splitlines()
    assert results[0] == results[1]


@pytest.mark.parametrize("has_base", [True, False])
def test_what_both_changed_is_listed_with_both_versions_and_untouched(copies: Copies, has_base: bool) -> None:
    change(copies.ours, "events.csv", ("They sign a trade agreement.", "Ours"))
    change(copies.theirs, "events.csv", ("They sign a trade agreement.", "Theirs"), ("1949-04-10", "1949-04-11"))
    change(copies.ours, "sources.yaml", ("Foreign Relations", "Ours"))
    change(copies.theirs, "sources.yaml", ("Foreign Relations", "Theirs"))
    before = bytes_of(copies.ours)
    found = copies.merge(base=has_base)
    assert bytes_of(copies.ours) == before
    assert [(each.name, each.what) for each in found.listed] == [
        ("sources:frus", BOTH if has_base else APART),
        ("events:e1", BOTH if has_base else APART),
    ]
    old = ("They sign a trade agreement.", "1949-04-10") if has_base else (None, None)
    assert found.listed[1].fields == {
        "date": (old[1], "1949-04-10", "1949-04-11"),
        "summary": (old[0], "Ours", "Theirs"),
    }
    assert (found.listed[1].file, found.listed[1].line) == ("events.csv", 2)


def test_what_is_listed_can_be_taken_as_it_is_there(copies: Copies) -> None:
    change(copies.ours, "events.csv", ("They sign a trade agreement.", "Ours"))
    change(copies.theirs, "events.csv", ("They sign a trade agreement.", '"Theirs, at length"'))
    found = copies.merge(taken=["events:e1"])
    assert (found.listed, found.changed) == ((), ("events:e1",))
    assert (copies.ours / "events.csv").read_bytes() == (copies.theirs / "events.csv").read_bytes()
    with pytest.raises(MergeError, match="events:e99"):
        copies.merge(taken=["events:e99"])


def test_only_the_lines_change_that_the_other_changed(copies: Copies) -> None:
    change(
        copies.theirs,
        "sources.yaml",
        ("    issued: 1974\n", "    issued: 1974  # or 1975\n    note: |\n      Two\n      lines\n"),
    )
    append(copies.theirs, "hypotheses.yaml", "  - id: credit  # money\n    label: Credit\n")
    change(copies.theirs, "study.yaml", ("title: Albania", "title: On Albania"))
    change(copies.theirs, "comparisons/bloc.csv", ("yes", "in 1961"))
    append(copies.ours, "claims.csv", "# ours\n")
    found = copies.merge()
    assert {*found.changed} == {"sources:frus", "hypotheses:h", "setting:title", "cells:ALB/broke"}
    for file in ("hypotheses.yaml", "study.yaml", "sources.yaml", "comparisons/bloc.csv"):
        assert (copies.ours / file).read_bytes() == (copies.theirs / file).read_bytes()
    assert (copies.ours / "claims.csv").read_text() == SMALL["claims.csv"] + "# ours\n"


def test_an_entry_keeps_its_meaning_under_another_header_and_other_line_ends(copies: Copies) -> None:
    lines = ["date;id;actors;summary;mood"]
    lines += ["1950;e9;ALB, said they;New, and so;glum"]
    (copies.theirs / "events.csv").write_text("\r\n".join([*lines, ""]))
    found = copies.merge(base=False)
    assert found.added == ("events:e9",)
    text = (copies.ours / "events.csv").read_text()
    assert text.splitlines()[0] == SMALL["events.csv"].splitlines()[0] + ",mood"
    assert text.splitlines()[-1] == 'e9,1950,"ALB, said they",,,,"New, and so",,glum'


def test_a_list_written_otherwise_is_no_difference(copies: Copies) -> None:
    change(copies.theirs, "events.csv", ("ALB;SUN", '"ALB ; SUN"'))
    change(copies.theirs, "study.yaml", ("[ALB, SUN]", "ALB; SUN"))
    found = copies.merge(base=False)
    assert (found.changed, [each.name for each in found.listed]) == ((), [])


def test_rows_that_share_what_they_are_known_by_are_never_taken_for_each_other(copies: Copies) -> None:
    for copy in (copies.ours, copies.base, copies.theirs):
        append(copy, "testimony.csv", "e2,p3,context,,,,first\ne2,p3,context,,,,second\n")
    change(copies.theirs, "testimony.csv", ("first", "third"))
    found = copies.merge()
    assert found.listed == ()
    notes = [row.note for row in read_study(copies.ours)[0].testimony if row.stance == "context"]
    assert sorted(notes) == ["second", "third"]


def test_what_was_removed_there_goes_unless_it_was_changed_or_is_named_here(copies: Copies) -> None:
    change(copies.theirs, "testimony.csv", ("e2,p3,attests,,,,\n", ""), ("f1,p1,attests,,,,\n", ""))
    change(copies.theirs, "passages.csv", ("p3,letter,p. 1,Moscow complains.,,\n", ""))
    change(copies.theirs, "claims.csv", (SMALL["claims.csv"].splitlines()[1] + "\n", ""))
    change(copies.theirs, "indicators.csv", (SMALL["indicators.csv"].splitlines()[1] + "\n", ""))
    change(copies.ours, "indicators.csv", ("160", "161"))
    found = copies.merge()
    assert {*found.removed} == {"testimony:e2/p3", "testimony:f1/p1", "passages:p3"}
    assert {(each.name, each.what) for each in found.listed} == {("claims:c1", USED), ("figures:f1", GONE_THERE)}
    assert "p3" not in (copies.ours / "passages.csv").read_text()


def test_what_was_removed_here_and_changed_there_is_listed(copies: Copies) -> None:
    change(copies.ours, "claims.csv", (SMALL["claims.csv"].splitlines()[1] + "\n", ""))
    change(copies.theirs, "claims.csv", ("moderate", "high"))
    before = bytes_of(copies.ours)
    found = copies.merge()
    assert [(each.name, each.what) for each in found.listed] == [("claims:c1", GONE_HERE)]
    assert bytes_of(copies.ours) == before
    assert copies.merge(taken=["claims:c1"]).added == ("claims:c1",)


def test_without_a_common_copy_nothing_here_is_removed_or_changed(copies: Copies) -> None:
    for name in ("events.csv", "testimony.csv"):
        (copies.theirs / name).write_text(SMALL[name].splitlines(keepends=True)[0])
    (copies.theirs / "claims.csv").unlink()
    before = bytes_of(copies.ours)
    assert copies.merge(base=False).listed == ()
    assert bytes_of(copies.ours) == before


def test_a_file_that_the_other_did_not_send_is_left(copies: Copies) -> None:
    (copies.theirs / "claims.csv").unlink()
    before = bytes_of(copies.ours)
    copies.merge()
    assert bytes_of(copies.ours) == before


def test_documents_come_along_and_those_that_differ_are_listed(copies: Copies) -> None:
    for copy, text in ((copies.ours, b"ours"), (copies.theirs, b"theirs")):
        (copy / "documents").mkdir()
        (copy / "documents" / "minute.txt").write_bytes(text)
        (copy / "report.md").write_bytes(b"# One\n")
    (copies.base / "report.md").write_bytes(b"# One\n")
    (copies.theirs / "report.md").write_bytes(b"# Two\n")
    (copies.theirs / "documents" / "scans").mkdir()
    (copies.theirs / "documents" / "scans" / "1.jpg").write_bytes(bytes(range(256)))
    (copies.theirs / "documents" / "away.txt").symlink_to("/etc/hostname")
    (copies.theirs / "build").mkdir()
    (copies.theirs / "build" / ".detente-build.json").write_text("{}")
    (copies.theirs / "build" / "index.html").write_text("made")
    found = copies.merge()
    assert [*found.brought] == ["documents/scans/1.jpg"]
    assert (copies.ours / "documents" / "scans" / "1.jpg").read_bytes() == bytes(range(256))
    assert [each.name for each in found.listed] == ["documents/minute.txt"]
    assert (copies.ours / "documents" / "minute.txt").read_bytes() == b"ours"
    assert (found.texts, (copies.ours / "report.md").read_bytes()) == (("report.md",), b"# Two\n")
    assert not (copies.ours / "build").exists()


def _many_changes(copies: Copies) -> Merge:
    add_entries(copies.theirs, "new", [("events", "One"), ("claims", "Two"), ("sources", "Three"), ("testimony", "4")])
    (copies.theirs / "documents").mkdir()
    for n in range(3):
        (copies.theirs / "documents" / f"{n}.txt").write_text(f"text {n}")
    return merge(copies.ours, copies.theirs, base_in(copies.base))


@pytest.mark.parametrize("step", range(8))
def test_a_merge_that_fails_leaves_nothing_half(copies: Copies, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _many_changes(copies)
    before, replace, n = bytes_of(copies.ours), os.replace, 0

    def fail(source: str, target: str) -> None:
        nonlocal n
        n += 1
        if n == step + 1:
            raise OSError("no space left")
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        write_edit(copies.ours, found.edit, found.brought)
    assert bytes_of(copies.ours) == before


@pytest.mark.parametrize("step", range(17))
def test_a_merge_that_is_killed_is_finished_or_was_never_begun(copies: Copies, step: int) -> None:
    found = _many_changes(copies)
    before = bytes_of(copies.ours)
    child = os.fork()
    if child == 0:  # killed before its nth step on the disk
        replace, sync, n = os.replace, os.fsync, 0

        def count() -> None:
            nonlocal n
            n += 1
            if n == step + 1:
                os._exit(9)

        os.replace = lambda *a: (count(), replace(*a))  # type: ignore[assignment, func-returns-value]
        os.fsync = lambda *a: (count(), sync(*a))  # type: ignore[assignment, func-returns-value]
        write_edit(copies.ours, found.edit, found.brought)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status == 9
    was_begun = (copies.ours / PENDING).exists()
    assert bool(finish_edit(copies.ours)) == was_begun
    after = bytes_of(copies.ours)
    if was_begun:
        assert after == {**before, **{c.file: c.after.encode() for c in found.edit.changes},
                         **{name: path.read_bytes() for name, path in found.brought.items()}}  # fmt: skip
    else:
        assert after == before
    assert not (copies.ours / BROUGHT).exists()


def test_what_the_living_write_is_not_swept_up(tmp_path: Path) -> None:
    gone = subprocess.Popen(["/bin/true"])
    gone.wait()
    left, kept = tmp_path / f".events.csv.abcdefgh.{gone.pid}~", tmp_path / f".events.csv.abcdefgh.{os.getpid()}~"
    for path in (left, kept, tmp_path / ".notes~"):
        path.write_text("x")
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([kept.name, ".notes~"])
    write_atomically(tmp_path / "a.csv", b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([kept.name, ".notes~", "a.csv"])


def git(folder: Path, *words: str) -> None:
    name = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", "-C", str(folder), *name, *words], check=True, capture_output=True)


def by_git(copies: Copies) -> ReadBase | None:
    return base_by_git(copies.ours, copies.theirs)[0]


def test_git_knows_the_copy_from_which_two_checkouts_come(copies: Copies) -> None:
    git(copies.ours, "init", "-q")
    git(copies.ours, "add", "--all")
    git(copies.ours, "commit", "-q", "-m", "as it was")
    shutil.rmtree(copies.theirs)
    git(copies.ours.parent, "clone", "-q", str(copies.ours), str(copies.theirs))
    change(copies.theirs, "claims.csv", ("moderate", "high"))
    git(copies.theirs, "commit", "-q", "-a", "-m", "theirs")
    change(copies.theirs, "events.csv", ("They sign a trade agreement.", "Theirs"))
    change(copies.ours, "events.csv", (",draft", ","))
    git(copies.ours, "commit", "-q", "-a", "-m", "ours")
    found = merge(copies.ours, copies.theirs, by_git(copies))
    assert ({*found.changed}, found.listed) == ({"claims:c1", "events:e1"}, ())


def test_two_folders_of_one_checkout_have_no_common_copy_that_git_could_know(copies: Copies) -> None:
    git(copies.ours.parent, "init", "-q")
    git(copies.ours.parent, "add", "--all")
    git(copies.ours.parent, "commit", "-q", "-m", "both")
    assert by_git(copies) is None


def test_a_copy_that_cannot_be_read_is_refused(copies: Copies) -> None:
    append(copies.theirs, "events.csv", 'e9,"1950\n')
    with pytest.raises(MergeError, match=r"events\.csv:5"):
        copies.merge()
    (copies.theirs / "events.csv").write_bytes(b"id,date\n\xff,1950\n")
    with pytest.raises(MergeError, match="UTF-8"):
        copies.merge()


def test_a_remark_stays_with_the_entry_that_follows_it() -> None:
    sheet = read_yaml_sheet("sources.yaml", "references:\n- id: a\n  note: |\n    x\n\n# of b\n- {id: b}\n# end\n")
    first, second = sheet.root.pairs[0][1].items
    assert sheet.text[first.start : first.end].rstrip() == "id: a\n  note: |\n    x"
    assert sheet.text[second.start : second.end] == "{id: b}"
