"""A report shows what the build finds, by name, and nothing that it does not find."""

import re
from pathlib import Path

import pytest

from detente.build import Options, account_of, render
from detente.checks import check_study
from detente.model.vocabulary import EXHIBITS
from detente.report.exhibits import exhibit_of
from detente.report.wording import Wording
from detente.study.read import read_study
from tests.report.conftest import FILES, write_study
from tests.report.test_document import docx_text

RESULTS = """\
id,says,measure,of,low,high
r-any,They act towards each other,events,,1,
r-none,They never did,events,,,0
"""
REPORT = """\
They acted [res:r-any] and [res:nothing-such].

{{ figure relation }}

{{ table results }}

{{table comparison: nowhere}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_study(tmp_path, {**FILES, "results.csv": RESULTS, "report.md": REPORT})


def test_the_site_shows_numbers_figures_and_tables_by_name(folder: Path) -> None:
    study, found = read_study(folder)
    files = render(account_of(study, found, Options(docx=True), "0" * 12), Options(docx=True))
    html = files["report.html"].decode()
    assert re.search(r"They acted <a [^>]*>\[[1-9]\d* events? \(a rate of ", html)
    assert 'href="results.html#res-r-any"' in html
    assert "<svg" in html
    assert "They never did." in html
    assert "{{table comparison: nowhere}}" in html  # nothing is made up
    assert "does not hold" in files["results.html"].decode()
    assert "They never did." in docx_text(files["study.docx"])


def test_a_report_that_shows_what_there_is_not_is_told_so(folder: Path) -> None:
    (folder / "report.md").write_text("{{ figure relations }}\n\n[res:r-ani]\n\n`{{ figure x }}`\n")
    study, found = read_study(folder)
    complaints = [d for d in check_study(study, read=found) if d.code == "REF005"]
    assert [(d.span.line, d.about) for d in complaints] == [(1, "relations"), (3, "r-ani")]


def test_every_exhibit_of_the_vocabulary_is_made_or_is_nothing(folder: Path) -> None:
    study, found = read_study(folder)
    account = account_of(study, found, Options(), "0" * 12)
    made = {
        (kind, name): exhibit_of(account, Wording(study), kind, name)
        for kind, names in EXHIBITS.items()
        for name in names
    }
    assert made["figure", "relation"] is not None
    assert made["table", "indicator"] is None
    assert exhibit_of(account, Wording(study), "figure", "nothing") is None


def test_what_turns_a_verdict_is_told_without_ids(folder: Path) -> None:
    study, found = read_study(folder)
    account = account_of(study, found, Options(), "0" * 12)
    made = exhibit_of(account, Wording(study), "table", "verdicts")
    assert made is not None
    assert "`" not in str(made.blocks)
    assert any(verdict.turning.sets for verdict in account.verdicts.values())
    assert "The loss of" in str(made.blocks)
