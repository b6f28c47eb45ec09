"""Codings as W3C Web Annotations."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from detente.coding.annotations import annotations_of, read_annotations
from detente.coding.refi.into_study import import_project
from detente.coding.retrieval import retrieve
from detente.model.study import NoTexts, Study
from detente.study.imports.additions import changes_of, commit
from detente.study.imports.remarks import ImportFileError, Remarks
from detente.study.read import read_study
from tests.folders import write_study

DETENTE = str(Path(sys.executable).parent / "detente")
PASSAGES = (
    "id,source,locator,gist,quote\np1,frus,d12,It is refused.,No grain will be sent.\np2,hoxha,p. 40,He recalls,\n"
)
CODEBOOK = "codes:\n- {id: aid, label: Aid, definition: any help}\n- {id: credit, label: Credit, parent: aid}\n"
CODINGS = """\
passage,code,coder,start,end,words,date,memo
p1,credit,AX,3,8,grain,2026-01-02,on grain
p1,aid,BY,0,8,,,
p2,aid,AX,,,,,
p2,,BY,,,,,
"""


def study_of(folder: Path, codings: str = CODINGS) -> Study:
    write_study(folder, passages_csv=PASSAGES, codebook_yaml=CODEBOOK, codings_csv=codings)
    return read_study(folder)[0]


def test_an_annotation_is_a_tag_a_memo_and_a_place_by_position_and_words(tmp_path: Path) -> None:
    page, remarks = annotations_of(study_of(tmp_path), NoTexts())
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    first = page["items"][0]
    assert [body["purpose"] for body in first["body"]] == ["tagging", "commenting"]
    assert (first["creator"]["name"], first["created"]) == ("AX", "2026-01-02T00:00:00Z")
    assert first["target"]["source"] == "urn:detente:passage:p1"
    quote, position = first["target"]["selector"]
    assert (quote["exact"], quote["prefix"], quote["suffix"]) == ("grain", "No ", " will be sent.")
    assert (position["start"], position["end"]) == (3, 8)
    assert page["items"][2]["target"] == "urn:detente:passage:p2"
    assert "p2 (BY)" in str(remarks.by_kind)
    assert len({item["id"] for item in page["items"]}) == 3


def test_annotations_come_back_to_the_passages_that_they_left(tmp_path: Path) -> None:
    study = study_of(tmp_path / "a")
    (tmp_path / "page.json").write_text(json.dumps(annotations_of(study, NoTexts())[0]))
    bare = study_of(tmp_path / "b", "passage,code,coder\n")
    project, _ = read_annotations(tmp_path / "page.json")
    made = import_project(project, bare, Remarks())
    assert [*made.additions.entries] == ["codings"]  # codes and passages are known again
    commit(tmp_path / "b", changes_of(tmp_path / "b", made.additions))
    again = read_study(tmp_path / "b")[0]
    assert {(c.passage, c.code, c.coder, c.place, c.memo) for c in again.codings} == {
        (c.passage, c.code, c.coder, c.place, c.memo) for c in study.codings if c.code
    }
    assert "grain" in {c.words for c in again.codings}


def test_a_collection_of_somebody_elses_annotations_is_read(tmp_path: Path) -> None:
    body = [{"type": "TextualBody", "value": "Aid"}, {"purpose": "describing", "value": "why"}]
    one = {"type": "Annotation", "body": body, "target": {"source": {"id": "http://a.example/x"}}, "creator": "Vera"}
    lone = {"type": "Annotation", "target": "http://a.example/x"}
    page = {"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": [one, lone]}}
    (tmp_path / "c.json").write_text(json.dumps(page))
    project, remarks = read_annotations(tmp_path / "c.json")
    assert [(t.name, t.codings[0].memo) for t in project.texts] == [("http://a.example/x", "why")]
    assert "annotations without a tag or a target, left out" in remarks.by_kind


@pytest.mark.parametrize(
    ("text", "said"), [("{", "c.json:1:2"), ("[" * 100_000, "nested"), ("{}", "no annotation"), ("\xff", "not JSON")]
)
def test_what_holds_no_annotation_is_refused(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "c.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(ImportFileError, match=said):
        read_annotations(tmp_path / "c.json")


def test_what_was_coded_is_found_by_code_side_and_case(tmp_path: Path) -> None:
    study = study_of(tmp_path)
    (tmp_path / "comparisons").mkdir()
    (tmp_path / "comparisons" / "c.csv").write_text("case,field,answer,passages\nALB-SUN,grain,Refused,p1\n")
    study = read_study(tmp_path)[0]
    found = [(each.code, each.side, each.passage.id, each.cases, len(each.codings)) for each in retrieve(study)]
    assert found == [
        ("aid", "ALB", "p2", (), 1),
        ("aid", "USA", "p1", ("ALB-SUN",), 1),
        ("credit", "USA", "p1", ("ALB-SUN",), 1),
    ]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([DETENTE, *map(str, arguments)], capture_output=True, text=True, check=False)


def test_the_command_writes_annotations_and_says_what_they_cannot_hold(tmp_path: Path) -> None:
    study_of(tmp_path / "s")
    done = run("export", "w3c-annotations", tmp_path / "s", "--out", tmp_path / "o.json")
    assert done.returncode == 0
    assert "definitions and the tree of codes" in done.stderr
    assert (
        "3 codings"
        in run(
            "import",
            "w3c-annotations",
            tmp_path / "o.json",
            "--study",
            write_study(tmp_path / "t", passages_csv=PASSAGES),
        ).stderr
    )
