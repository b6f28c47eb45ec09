"""A study's second coding, held against the first."""

import json
import subprocess
import sys
from pathlib import Path

from detente.coding.agreement import Agreement, measure_agreement
from detente.coding.places import coded_texts
from detente.model.study import Study
from detente.study.documents import StudyTexts
from detente.study.read import read_study
from detente.study.withdraw import unrestricted, without
from tests.folders import SMALL, write_study

DETENTE = str(Path(sys.executable).parent / "detente")
RECODINGS = """\
record,column,value,coder,memo,first,settled
e1,domain,economy,BY,,,
e2,domain,party,BY,the party was cut off,,
e3,domain,party,BY,,economy,the resolution is the party's
e2,behaviour,none,BY,,,
e3,behaviour,pressure,BY,,,
frus,reliability,B,BY,,,
hoxha,reliability,F,BY,,,
"""
CODEBOOK = """\
codes:
- {id: pressure, label: Pressure}
- {id: economic, label: By economic means, parent: pressure}
- {id: party, label: By party means, parent: pressure}
- {id: defiance, label: Defiance}
"""
CODINGS = """\
passage,code,coder,start,end,words,settled
p1,economic,AX,0,8,,
p1,economic,AX,4,12,,
p1,party,BY,0,12,,
p2,defiance,AX,,,,dropped
p2,,BY,,,,
p3,defiance,AX,,,,
"""
PASSAGES = """\
id,source,locator,gist,quote,language
p1,frus,d12,The minister reports the agreement.,No grain will be sent to Tirana.,en
p2,hoxha,p. 40,"The author recalls it, later.",,
p3,letter,p. 1,Moscow complains.,,
"""


def study_of(folder: Path, **changes: str | None) -> Study:
    sources = SMALL["sources.yaml"].replace("id: frus\n", "id: frus\n    reliability: A\n")
    sources = sources.replace("id: hoxha\n", "id: hoxha\n    reliability: C\n    document: documents/hoxha.txt\n")
    files = {
        "sources_yaml": sources,
        "recodings_csv": RECODINGS,
        "codebook_yaml": CODEBOOK,
        "codings_csv": CODINGS,
        "passages_csv": PASSAGES,
    }
    write_study(folder, **(files | changes))
    study, complaints = read_study(folder)
    assert not complaints
    return study


def measured(study: Study, folder: Path) -> dict[str, Agreement]:
    return {each.judged.name: each for each in measure_agreement(study, StudyTexts(folder))}


def test_the_records_own_value_is_the_first_coders_until_it_was_settled_otherwise(tmp_path: Path) -> None:
    found = measured(study_of(tmp_path), tmp_path)["domain"]
    values = {case.about: dict(case.values) for case in found.judged.cases}
    assert values["e1"] == {"first": "economy", "BY": "economy"}
    assert values["e3"] == {"first": "economy", "BY": "party"}  # the record holds `party` by now
    assert [case.about for case in found.disagreements] == ["e2", "e3"]  # what is open comes first
    assert found.disagreements[1].settled == "the resolution is the party's"
    assert found.disagreements[0].memos == {"BY": "the party was cut off"}
    assert found.share == 1 / 3


def test_an_empty_behaviour_is_a_judgement_and_an_empty_weight_is_none(tmp_path: Path) -> None:
    study = study_of(tmp_path, recodings_csv=RECODINGS + "e1,weight,major,BY,,,\n")
    found = measured(study, tmp_path)
    assert [dict(case.values) for case in found["behaviour"].judged.cases] == [
        {"first": "none", "BY": "none"},
        {"first": "none", "BY": "pressure"},
    ]
    assert found["weight"].judged.cases == ()
    assert found["weight"].alpha.value is None


def test_what_cannot_be_judged_lies_on_no_scale_and_is_talked_through(tmp_path: Path) -> None:
    found = measured(study_of(tmp_path), tmp_path)["reliability"]
    assert found.judged.level == "ordinal"
    assert found.judged.scale == ("A", "B", "C", "D", "E")
    assert [case.about for case in found.disagreements] == ["frus", "hoxha"]


def test_a_code_is_given_with_those_above_it_over_the_passages_that_two_read(tmp_path: Path) -> None:
    found = measured(study_of(tmp_path), tmp_path)
    given = {name: [dict(case.values) for case in each.judged.cases] for name, each in found.items()}
    yes, no = {"AX": "yes", "BY": "yes"}, {"AX": "no", "BY": "no"}
    assert given["pressure"] == [yes, no]
    assert given["economic"] == [{"AX": "yes", "BY": "no"}, no]
    assert given["defiance"] == [no, {"AX": "yes", "BY": "no"}]  # p3, which BY did not read, is not there
    assert found["defiance"].disagreements[0].settled == "dropped"


def test_where_a_code_stands_is_judged_by_characters_overlaps_of_one_coder_being_one(tmp_path: Path) -> None:
    found = measured(study_of(tmp_path), tmp_path)
    alpha = found["pressure"].u_alpha
    assert alpha is not None
    assert alpha.value == 1  # AX's two stretches, 0 to 8 and 4 to 12, are BY's one
    economic = found["economic"].u_alpha
    assert economic is not None
    assert economic.value is not None
    assert economic.value < 0.1
    assert found["defiance"].u_alpha is None


def test_a_coding_is_found_again_when_its_text_has_changed(tmp_path: Path) -> None:
    codings = (
        "passage,code,coder,start,end,words\np2,defiance,AX,4,15,we refused\np2,defiance,BY,0,2,gone\n"
        "p2,defiance,CZ,4,40,they refused to go to Moscow in November\n"
    )
    study = study_of(tmp_path, codings_csv=codings)
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "hoxha.txt").write_text(
        "A new preface.\nSo we\nrefused. In those days they refuscd to go to Mos-\ncow in November, and stayed."
    )
    text = next(iter(coded_texts(study, StudyTexts(tmp_path))))
    assert [(row.coder, text.text[start:end]) for row, (start, end) in text.stretches] == [
        ("AX", "we\nrefused"),
        ("CZ", "they refuscd to go to Mos-\ncow in November"),  # scanned anew
    ]
    assert [row.coder for row in text.lost] == ["BY"]


def test_what_is_withdrawn_is_not_coded_any_more(tmp_path: Path) -> None:
    study = study_of(tmp_path)
    left = without(study, "source:hoxha")
    assert {row.record for row in left.recodings} == {"e1", "e3", "frus"}  # e2 stood on a letter known through Hoxha
    assert {row.passage for row in left.codings} == {"p1"}
    events = SMALL["events.csv"].replace("status\n", "status,restricted\n").replace("trade agreement.,", "trade.,,yes")
    closed = unrestricted(study_of(tmp_path, events_csv=events))
    assert "e1" not in {row.record for row in closed.recodings}


def agree(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([DETENTE, "agree", str(folder), *options], capture_output=True, text=True, check=False)


def test_the_command_prints_coefficients_and_what_to_talk_through(tmp_path: Path) -> None:
    study_of(tmp_path)
    done = agree(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "domain: to talk through" in done.stdout
    assert "e2: first politics, BY party (the party was cut off)" in done.stdout
    found = {each["name"]: each for each in json.loads(agree(tmp_path, "--format", "json").stdout)}
    assert found["domain"]["n"] == 3
    assert found["domain"]["coders"] == ["BY", "first"]
    assert found["pressure"]["u_alpha"]["value"] == 1
    assert found["domain"]["disagreements"][0]["values"] == {"first": "politics", "BY": "party"}


def test_a_study_that_nobody_coded_again_says_so(tmp_path: Path) -> None:
    write_study(tmp_path)
    done = agree(tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "no second value" in done.stderr
