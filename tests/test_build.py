"""The pipeline: what a build writes, where, and when it has nothing to do."""

import os
import shutil
from pathlib import Path

import pytest

from detente.build import BuildError, Options, build_study, digest_of
from detente.study.files import BUILD_MANIFEST
from detente.study.withdraw import WithdrawError
from tests.folders import SMALL, write_study

CLOSED = "a most secret sentence"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_input_gives_the_same_bytes(study: Path, tmp_path: Path) -> None:
    options = Options(pdf=True, docx=True)
    build_study(study, tmp_path / "one", options)
    shutil.copytree(study, tmp_path / "elsewhere" / "copy")
    build_study(tmp_path / "elsewhere" / "copy", tmp_path / "two", options)
    one, two = tree(tmp_path / "one"), tree(tmp_path / "two")
    assert [*one] == [*two]
    assert [name for name in one if one[name] != two[name]] == []
    assert {"index.html", "study.pdf", "study.docx", BUILD_MANIFEST} <= set(one)


def test_a_build_changes_nothing_in_the_study(study: Path, tmp_path: Path) -> None:
    before = tree(study)
    build_study(study, tmp_path / "out", Options())
    assert tree(study) == before


def test_a_second_build_with_nothing_changed_does_nothing(study: Path, tmp_path: Path) -> None:
    first = build_study(study, tmp_path / "out", Options())
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    again = build_study(study, tmp_path / "out", Options())
    assert (first.is_unchanged, again.is_unchanged) == (False, True)
    assert again.diagnostics == first.diagnostics
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == times


def test_a_slice_of_data_that_changes_is_built_anew(study: Path) -> None:
    (study / "data").mkdir()
    (study / "data" / "nmc.csv").write_text("cow,year,cinc\n339,1948,0.1\n")
    before = digest_of(study, Options())
    (study / "data" / "nmc.csv").write_text("cow,year,cinc\n339,1948,0.2\n")
    assert digest_of(study, Options()) != before


def test_a_build_with_a_file_missing_is_made_again(study: Path, tmp_path: Path) -> None:
    build_study(study, tmp_path / "out", Options())
    (tmp_path / "out" / "index.html").unlink()
    assert not build_study(study, tmp_path / "out", Options()).is_unchanged
    assert (tmp_path / "out" / "index.html").is_file()


def test_a_build_drops_what_an_earlier_one_left(study: Path, tmp_path: Path) -> None:
    build_study(study, tmp_path / "out", Options(docx=True))
    (study / "claims.csv").write_text(SMALL["claims.csv"].replace("brought", "drove"))
    build_study(study, tmp_path / "out", Options())
    assert not (tmp_path / "out" / "study.docx").exists()


def test_a_folder_that_no_build_made_is_refused(study: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work")
    (tmp_path / "link").symlink_to(precious)
    for out in (precious, tmp_path / "link", study, tmp_path, precious / "thesis.txt"):
        with pytest.raises(BuildError):
            build_study(study, out, Options())
    assert tree(precious) == {"thesis.txt": b"years of work"}


def test_a_manifest_that_names_files_outside_its_folder_deletes_nothing(study: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    out = tmp_path / "out"
    out.mkdir()
    (out / BUILD_MANIFEST).write_text('{"files": {"../thesis.txt": 13, "/etc/hostname": 1}}')
    build_study(study, out, Options())
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_build_cut_short_is_not_taken_for_a_whole_one(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_study(study, tmp_path / "out", Options())
    text = (study / "events.csv").read_text()
    (study / "events.csv").write_text(text.replace("They sign", "Both sign"))
    replace = os.replace
    calls: list[object] = []

    def fail_later(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) > 3:
            raise OSError("no space left")
        replace(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", fail_later)
        with pytest.raises(OSError, match="no space"):
            build_study(study, tmp_path / "out", Options())
    (study / "events.csv").write_text(text)
    again = build_study(study, tmp_path / "out", Options())
    assert not again.is_unchanged
    fresh = build_study(study, tmp_path / "fresh", Options())
    assert {**tree(tmp_path / "out")} == {**tree(tmp_path / "fresh")}
    assert not fresh.is_unchanged


def test_what_is_restricted_never_leaves(tmp_path: Path) -> None:
    sources = (
        SMALL["sources.yaml"] + f"  - {{id: closed, type: book, title: {CLOSED}, speaker: SUN, restricted: yes}}\n"
    )
    passages = "id,source,locator,gist,restricted\np1,frus,d12,x,\np2,hoxha,p. 40,y,\np3,letter,p. 1,z,\n"
    passages += f"p4,closed,p. 2,{CLOSED},\np5,frus,d13,{CLOSED},yes\n"
    events = (
        SMALL["events.csv"].replace("status\n", "status,restricted\n").replace(",\n", ",,\n").replace("draft", "draft,")
    )
    events += f"e-closed,1950,ALB,SUN,ACCUSE,party,{CLOSED},,yes\ne10,1951,ALB,SUN,ACCUSE,party,{CLOSED} too,,\n"
    testimony = (
        SMALL["testimony.csv"] + f"e-closed,p1,attests,,,,{CLOSED}\ne10,p4,attests,,,,\ne1,p5,attests,,,,{CLOSED}\n"
    )
    report = "# Report\n\nSee [ev:e-closed] and [@closed, p. 4] and [ev:e1].\n"
    study = write_study(
        tmp_path / "study",
        sources_yaml=sources,
        passages_csv=passages,
        events_csv=events,
        testimony_csv=testimony,
        report_md=report,
    )
    build_study(study, tmp_path / "out", Options(pdf=True, docx=True))
    import zipfile

    for name, data in tree(tmp_path / "out").items():
        assert CLOSED.encode() not in data, name
        assert b"e-closed" not in data or name == "report.html", name
    with zipfile.ZipFile(tmp_path / "out" / "study.docx") as document:
        for part in document.namelist():
            assert CLOSED.encode() not in document.read(part), part
    import pypdfium2

    pages = pypdfium2.PdfDocument(tmp_path / "out" / "study.pdf")
    assert CLOSED not in " ".join(page.get_textpage().get_text_range() for page in pages)


def test_a_build_without_a_side_says_so_and_leaves_it_out(study: Path, tmp_path: Path) -> None:
    build_study(study, tmp_path / "out", Options(withdrawn=("speaker:USA",)))
    index = (tmp_path / "out" / "index.html").read_text()
    assert "speaker:USA" in index
    with pytest.raises(WithdrawError):
        build_study(study, tmp_path / "other", Options(withdrawn=("speaker:XXX",)))
    assert not (tmp_path / "other").exists()


def test_a_broken_study_still_gives_a_page_that_says_what_is_wrong(tmp_path: Path) -> None:
    study = write_study(tmp_path / "study", sources_yaml="references: [", events_csv="id,date\n")
    built = build_study(study, tmp_path / "out", Options(pdf=True, docx=True))
    assert {"SYN003", "STU006"} <= {d.code for d in built.diagnostics}
    assert "SYN003" in (tmp_path / "out" / "diagnostics.html").read_text()
