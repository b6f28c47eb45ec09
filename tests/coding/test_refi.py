"""REFI-QDA in and out: what others write is read, what is written is to the standard, and nothing is lost unsaid."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from detente.checks import check_study
from detente.coding.refi.from_study import codes_of, export_project
from detente.coding.refi.into_study import import_project
from detente.coding.refi.project import Project, QdaCoding, QdaText, Selection
from detente.coding.refi.read import read_project, read_qdc, read_qdpx
from detente.coding.refi.write import write_qdc, write_qdpx
from detente.model.study import Study
from detente.study.documents import StudyTexts
from detente.study.imports.additions import changes_of, commit, text_change
from detente.study.imports.remarks import ImportFileError, Remarks
from detente.study.read import read_study
from detente.study.withdraw import unrestricted
from tests.folders import SMALL, write_study
from tests.shared import SHARED

DETENTE = str(Path(sys.executable).parent / "detente")
SAMPLES = SHARED / "refi-qda" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the standard's samples and schemas are not beside it")
PROJECTS = ("qc_demo.qdpx", "skyloom_TestProject.qdpx", "skyloom_Project.qde")
A, B, C, U, T, N = (f"0000000{n}-0000-4000-8000-00000000000{n}" for n in range(1, 7))


def empty_study(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "study.yaml").write_text(SMALL["study.yaml"].partition("questions:")[0])
    return folder


def bring(project: Project, folder: Path, remarks: Remarks | None = None) -> Study:
    """Import a project into a study, as the command does."""
    made = import_project(project, read_study(folder)[0], remarks or Remarks())
    (folder / "documents").mkdir(exist_ok=True)
    texts = [text_change(folder, name, text, None) for name, text in made.documents.items()]
    commit(folder, [*texts, *changes_of(folder, made.additions)])
    return read_study(folder)[0]


def held(study: Study, folder: Path) -> tuple[object, ...]:
    """What of a study's coding matters, whatever its ids: the tree, who coded which words where and when, and why."""
    labels = {code.id: code.label for code in study.codes}
    codes = sorted((code.label, labels.get(code.parent, ""), code.definition) for code in study.codes)
    titles = {p.id: study.source_by_id[p.source].title for p in study.passages}
    codings = sorted(
        (titles[c.passage], labels[c.code], c.coder, c.place or (), c.words, str(c.date or ""), c.memo)
        for c in study.codings
    )
    texts = StudyTexts(folder)
    documents = sorted((s.title, texts.text_of(s)) for s in study.sources if s.document)
    return codes, codings, documents


@pytest.fixture(scope="module")
def schemas() -> Callable[[str, bytes], None]:
    folder = SHARED / "refi-qda" / "schema"

    def validate(name: str, data: bytes) -> None:
        schema = etree.XMLSchema(etree.parse(str(folder / f"{name}-mrt2019.xsd")))
        schema.assertValid(etree.fromstring(data))

    return validate


def project_in(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("project.qde")


@needs_samples
@pytest.mark.parametrize("name", PROJECTS)
def test_a_sample_goes_in_out_and_in_again_without_loss(
    name: str, tmp_path: Path, schemas: Callable[[str, bytes], None]
) -> None:
    project, remarks = read_qdpx(SAMPLES / name)
    first = bring(project, empty_study(tmp_path / "first"), remarks)
    assert not [d for d in check_study(first, StudyTexts(tmp_path / "first")) if d.severity == "error"]
    out, left = export_project(first, StudyTexts(tmp_path / "first"))
    (tmp_path / "out.qdpx").write_bytes(write_qdpx(out))
    schemas("Project", project_in((tmp_path / "out.qdpx").read_bytes()))
    again, _ = read_qdpx(tmp_path / "out.qdpx")
    second = bring(again, empty_study(tmp_path / "second"))
    assert held(second, tmp_path / "second") == held(first, tmp_path / "first")
    gone = {source.title for source in first.sources} - {source.title for source in second.sources}
    named = [text for kind, found in left.by_kind.items() if "left out" in kind for text in found]
    assert {first.source_by_id[text].title for text in named} >= gone


@needs_samples
def test_all_that_a_sample_holds_arrives_or_is_named(tmp_path: Path) -> None:
    """Counted in its XML: 262 codes, 158 selections, 205 codings; and 14 codes, 16 codings of which 7 are on media."""
    study = bring(read_qdpx(SAMPLES / "qc_demo.qdpx")[0], empty_study(tmp_path / "a"))
    assert (len(study.codes), len(study.codings)) == (262, 205)
    assert len({row.place for row in study.codings}) <= 158
    text = StudyTexts(tmp_path / "a").text_of(study.source_by_id[study.passages[0].source])
    assert text is not None
    assert all(text[slice(*row.place)] == row.words for row in study.codings if row.place and row.words)
    project, remarks = read_qdpx(SAMPLES / "skyloom_TestProject.qdpx")
    assert len(bring(project, empty_study(tmp_path / "b")).codings) == 9
    said = "\n".join(remarks.lines()) + str(remarks.by_kind)
    for what in ("16 sets", "1 links", "1 graphs", "4 rectangles", "1 selections in pictures", "2 selections in film"):
        assert what in said
    assert len(remarks.by_kind["texts that the project refers to and does not bring"]) == 8


@needs_samples
def test_a_codebook_goes_in_and_out(tmp_path: Path, schemas: Callable[[str, bytes], None]) -> None:
    project, _ = read_qdc(SAMPLES / "uto_tag_codebook.qdc")
    study = bring(project, empty_study(tmp_path / "a"))
    assert [code.label for code in study.codes] == ["xsd:element name", "CodeBook", "Variables"]
    data = write_qdc(Project(codes=codes_of(study)))
    schemas("Codebook", data)
    (tmp_path / "out.qdc").write_bytes(data)
    again = bring(read_qdc(tmp_path / "out.qdc")[0], tmp_path / "a")
    assert again.codes == study.codes  # nothing is added twice


PROJECT = f"""<Project xmlns="urn:QDA-XML:project:1:0" name="P">
<Users><User guid="{{{U}}}" name="Vera"/></Users>
<CodeBook><Codes><Code guid="{A}" name="Aid" isCodable="false" color="red">
<Description>any help

Include: grain</Description>
<Code guid="{B}" name="Credit" isCodable="true" color="rgb(1,2,3)"/></Code></Codes></CodeBook>
<Sources><TextSource guid="{T}" name="Letter" plainTextPath="LETTER.TXT">
<PlainTextSelection guid="{C}" startPosition="8" endPosition="14" name="s"/>
<PlainTextSelection guid="{C}" startPosition="4" endPosition="7">
<Coding guid="{C}" creatingUser="{U}" creationDateTime="2018-03-27T19:04:19Z"><CodeRef targetGUID="{B.upper()}"/>
<NoteRef targetGUID="{N}"/></Coding></PlainTextSelection>
</TextSource></Sources>
<Notes><Note guid="{N}"><PlainTextContent>why</PlainTextContent></Note></Notes>
<Sets><Set guid="{C}" name="S"><MemberCode guid="{A}"/></Set></Sets>
</Project>"""


def archive(folder: Path, files: dict[str, bytes]) -> Path:
    path = folder / "project.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return path


@pytest.mark.parametrize("namespace", ["1.0", "1:0", "0:4"])
@pytest.mark.parametrize("name", ["project.qde", "PROJECT.QDE", "Exported/My work.qde"])
def test_what_other_programs_write_is_read(namespace: str, name: str, tmp_path: Path) -> None:
    xml = PROJECT.replace("project:1:0", f"project:{namespace}").encode()
    letter = b"\xef\xbb\xbfone\r\ntwo\r\nthree 1"  # a byte order mark; a line break is one character
    path = archive(tmp_path, {name: b"\xef\xbb\xbf" + xml, "Sources/letter.txt": letter})
    project, remarks = read_qdpx(path)
    study = bring(project, empty_study(tmp_path / "s"), remarks)
    (row,) = study.codings
    assert (row.code, row.coder, row.place, row.words) == ("credit", "Vera", (4, 7), "two")
    assert (str(row.date), row.memo) == ("2018-03-27", "why")
    assert (study.codes[0].definition, study.codes[0].include, study.codes[1].parent) == ("any help", "grain", "aid")
    assert [p.quote for p in study.passages] == ["", "three"]  # a selection without coding is a passage of its own
    said = str(remarks.by_kind)
    assert "1 sets" in said
    assert "2 colours" in said
    assert "only a folder" in said


def test_a_source_that_is_missing_keeps_its_codings(tmp_path: Path) -> None:
    project, remarks = read_qdpx(archive(tmp_path, {"project.qde": PROJECT.encode()}))
    study = bring(project, empty_study(tmp_path / "s"), remarks)
    assert [(row.place, row.words) for row in study.codings] == [((4, 7), "")]
    assert "texts that the project refers to and does not bring" in remarks.by_kind


def test_a_place_outside_its_text_is_named_and_not_made_up(tmp_path: Path) -> None:
    project, remarks = read_qdpx(archive(tmp_path, {"project.qde": PROJECT.encode(), "sources/letter.txt": b"one"}))
    assert not project.texts[0].selections
    assert len(remarks.by_kind["selections whose place is not in their text, left out"]) == 2


BOMB = b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><Project name="&b;"/>'


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"notes.txt": b"x"}, "no project"),
        ({"a.qde": b"<Project/>", "b.qde": b"<Project/>"}, "2 projects"),
        ({"project.qde": b"<Project><Users></Project>"}, "project.qde:1:"),
        ({"project.qde": b"<CodeBook/>"}, "not `Project`"),
        ({"project.qde": BOMB}, "entities"),
        ({"project.qde": b"<Project/>", "../evil.txt": b"x"}, "leads out of it"),
        ({"project.qde": b"<Project/>", "/etc/evil": b"x"}, "leads out of it"),
        ({"project.qde": b"<Project/>", "C:\\evil": b"x"}, "leads out of it"),
        ({"project.qde": b"<Project><CodeBook><Codes><Code name='x'/></Codes></CodeBook></Project>"}, "no guid"),
        ({"project.qde": b"<Project>" + b"<Code guid='a'>" * 400}, "project.qde:1"),
    ],
)
def test_what_is_malformed_or_climbs_out_is_refused_with_the_place(
    files: dict[str, bytes], said: str, tmp_path: Path
) -> None:
    with pytest.raises(ImportFileError, match=said):
        read_qdpx(archive(tmp_path, files))


def test_an_archive_that_unpacks_to_more_than_a_project_may_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.coding.refi.archive.MAX_BYTES", 1_000_000)
    path = archive(tmp_path, {"project.qde": b"<Project>" + b" " * 5_000_000 + b"</Project>"})
    assert path.stat().st_size < 10_000
    with pytest.raises(ImportFileError, match="unpacks to more"):
        read_qdpx(path)


def test_no_archive_at_all_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.qdpx").write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(ImportFileError, match="no archive"):
        read_qdpx(tmp_path / "x.qdpx")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 1200))
def test_no_bytes_in_a_project_crash_the_reader(noise: bytes, at: int) -> None:
    data = PROJECT.encode()
    try:
        read_project("p", data[:at] + noise + data[at + len(noise) // 2 :], lambda _: noise)
    except ImportFileError:
        return


CODEBOOK = "codes:\n- {id: aid, label: Aid, definition: any help, include: grain, exclude: praise}\n- {id: credit, label: Credit, parent: aid}\n"  # noqa: E501
CODINGS = """\
passage,code,coder,start,end,words,date,memo,settled
p1,credit,AX,3,8,grain,2026-01-02,on grain,
p1,aid,BY,0,8,No grain,,,kept
p2,aid,AX,,,,1949~,all of it,
p2,,BY,,,,,,
"""
PASSAGES = (
    "id,source,locator,gist,quote\np1,frus,d12,It is refused.,No grain will be sent.\np2,hoxha,p. 40,He recalls it.,\n"
)


def test_a_study_goes_out_and_what_a_project_cannot_hold_is_said(
    tmp_path: Path, schemas: Callable[[str, bytes], None]
) -> None:
    folder = write_study(tmp_path / "s", codebook_yaml=CODEBOOK, codings_csv=CODINGS, passages_csv=PASSAGES)
    study, _ = read_study(folder)
    project, remarks = export_project(study, StudyTexts(folder))
    data = write_qdpx(project)
    assert data == write_qdpx(project)
    if SAMPLES.is_dir():
        schemas("Project", project_in(data))
    (tmp_path / "out.qdpx").write_bytes(data)
    again = bring(read_qdpx(tmp_path / "out.qdpx")[0], empty_study(tmp_path / "t"))
    frus = next(text for text in project.texts if text.name == "Foreign Relations")
    assert frus.text == "[d12]\nNo grain will be sent.\n\n"
    assert {source.title: source.speaker for source in again.sources} == {
        **{"Foreign Relations": "USA", "Memoirs: with Stalin": "ALB"}
    }
    assert {(c.coder, c.code, c.words, c.memo) for c in again.codings} == {
        ("AX", "credit", "grain", "on grain"),
        ("BY", "aid", "No grain", ""),
        ("AX", "aid", "He recalls it.", "all of it\nHe recalls it."),
    }
    assert next((c.definition, c.include, c.exclude) for c in again.codes) == ("any help", "grain", "praise")
    said = str(remarks.by_kind)
    for what in ("events (3)", "testimony (6)", "p1, aid: kept", "'1949~ (p2)'", "'p2 (BY)'", "frus"):
        assert what in said


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([DETENTE, *map(str, arguments)], capture_output=True, text=True, check=False)


def test_the_commands_bring_a_project_in_once_and_send_it_out(tmp_path: Path) -> None:
    folder = empty_study(tmp_path / "s")
    path = archive(tmp_path, {"project.qde": PROJECT.encode(), "sources/letter.txt": b"one\ntwo\nthree 1"})
    done = run("import", "qdpx", path, "--study", folder)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "added: 2 codes, 1 source, 2 passages, 1 coding" in done.stderr
    assert "who speaks" in done.stderr
    assert (folder / "documents" / "letter.txt").read_text() == "one\ntwo\nthree 1"
    assert "added: 0 codes, 0 sources, 0 passages, 0 codings" in run("import", "qdpx", path, "--study", folder).stderr
    assert run("check", folder).stdout.count("error") == 0
    for format in ("qdpx", "qdc"):
        assert run("export", format, folder, "--out", tmp_path / f"o.{format}").returncode == 0
    assert len(read_qdpx(tmp_path / "o.qdpx")[0].texts) == 1
    assert len(read_qdc(tmp_path / "o.qdc")[0].codes) == 2


def test_what_is_restricted_does_not_leave_in_a_project(tmp_path: Path) -> None:
    passages = PASSAGES.replace("gist,quote\n", "gist,quote,restricted\n").replace("will be sent.", "will be sent.,yes")
    folder = write_study(tmp_path / "s", codebook_yaml=CODEBOOK, codings_csv=CODINGS, passages_csv=passages)
    for format in ("qdpx", "w3c-annotations", "jsonl"):
        assert run("export", format, folder, "--out", tmp_path / "out").returncode == 0
        data = (tmp_path / "out").read_bytes()
        if format == "qdpx":
            with zipfile.ZipFile(tmp_path / "out") as made:
                data = b"".join(made.read(name) for name in made.namelist())
        assert b"grain will" not in data
        assert b"on grain" not in data


def test_the_reference_study_goes_out_and_comes_back_the_same_project(
    tmp_path: Path, schemas: Callable[[str, bytes], None]
) -> None:
    folder = Path(__file__).parents[2] / "studies" / "albania-ussr"
    study, _ = read_study(folder)
    project, _ = export_project(unrestricted(study), StudyTexts(folder))
    (tmp_path / "out.qdpx").write_bytes(write_qdpx(project))
    if SAMPLES.is_dir():
        schemas("Project", project_in((tmp_path / "out.qdpx").read_bytes()))
    assert read_qdpx(tmp_path / "out.qdpx")[0] == project
    assert sum(len(each.codings) for text in project.texts for each in text.selections) >= 100


def test_what_was_coded_elsewhere_comes_home_to_the_passages_that_went_out(tmp_path: Path) -> None:
    sources = SMALL["sources.yaml"].replace("id: hoxha\n", "id: hoxha\n    document: documents/h.txt\n")
    passages = PASSAGES + "p3,hoxha,p. 41,,the envoy was shown out\n"
    folder = write_study(
        tmp_path / "s", codebook_yaml=CODEBOOK, codings_csv=CODINGS, passages_csv=passages, sources_yaml=sources
    )
    (folder / "documents").mkdir()
    (folder / "documents" / "h.txt").write_text("In May the envoy was shown out. Nobody wept.")
    study, _ = read_study(folder)
    own, _ = export_project(study, StudyTexts(folder))
    vera = "00000009-0000-4000-8000-000000000009"
    given_by_vera = (QdaCoding(own.codes[0].guid, vera),)

    def coded(text: QdaText) -> QdaText:
        at = [(7, 30), (11, 16), (32, 38)] if text.source == "hoxha" and text.text == own_text else [(6, 28), (9, 14)]
        more = tuple(Selection(start, end, given_by_vera) for start, end in at)
        return replace(text, selections=text.selections + more)

    own_text = (folder / "documents" / "h.txt").read_text()
    project = replace(own, users={**own.users, vera: "Vera"}, texts=tuple(coded(text) for text in own.texts))
    (tmp_path / "out.qdpx").write_bytes(write_qdpx(project))
    made = import_project(read_qdpx(tmp_path / "out.qdpx")[0], study, Remarks(), own.texts)
    assert made.documents == {}
    assert sorted(made.additions.entries) == ["codings", "passages"]
    assert {row["memo"] for row in made.additions.entries["codings"]} == {""}
    assert [row["locator"] for row in made.additions.entries["passages"]] == ["whole text"]
    rows = {(r["passage"], r.get("start", ""), r.get("words", "")) for r in made.additions.entries["codings"]}
    assert rows >= {("p3", "", ""), ("p3", "4", "envoy"), ("hoxha-all", "32", "Nobody"), ("p1", "", "")}
    assert {row["coder"] for row in made.additions.entries["codings"]} == {"Vera"}
