"""A report shows what the build finds, by name, and nothing that it does not find."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.build import Options, account_of, render
from detente.checks import check_study
from detente.model.vocabulary import EXHIBITS
from detente.report.account import Account
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


BLOC = """\
id,case,field,value,passages
c-1,Albania,own power,1,p1
c-2,Albania,garrison,0,p1
c-3,Albania,broke,1,p1
c-4,Poland,own power,0,p2
c-5,Poland,garrison,1,p2
c-6,Poland,broke,0,p2
c-7,Romania,own power,1,p2
c-8,Romania,garrison,1,p2
c-9,Romania,broke,0,p2
"""


def text_of_exhibit(account: Account, name: str, subject: str) -> str:
    made = exhibit_of(account, Wording(account.study), "table", name, subject)
    assert made is not None
    return " ".join(text for block in made.blocks for text in texts_of(block))


def texts_of(block: object) -> Iterator[str]:
    """Yield the words of pandoc's blocks."""
    if isinstance(block, dict):
        if block.get("t") == "Str":
            yield block["c"]
        for part in block.values():
            yield from texts_of(part)
    elif isinstance(block, list):
        for part in block:
            yield from texts_of(part)


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setenv("DETENTE_HOME", str(tmp_path / "home"))
    study, found = read_study(write_study(tmp_path, {**FILES, "comparisons/bloc.csv": BLOC}))
    return account_of(study, found, Options(), "0" * 12)


def test_cases_are_solved_by_qca_and_the_withdrawals_that_matter_are_named(account: Account) -> None:
    text = text_of_exhibit(account, "qca", "bloc, broke")
    assert "conservative own power*~garrison 1.00" in text
    assert "parsimonious ~garrison 1.00" in text
    assert "change the models with remainders: Albania, Romania, source letters" in text


def test_two_cases_are_as_alike_as_their_answers(account: Account) -> None:
    text = text_of_exhibit(account, "similarity", "bloc, Albania, Romania")
    assert "agreement 0.33" in text  # one of three answers
    assert "3 answers that both have; 0 lack one" in text


def test_dyads_are_laid_over_each_other_at_their_breaks(account: Account) -> None:
    text = text_of_exhibit(account, "align", "ALB-SUN 1950")
    assert "the break" in text
    assert "makes every such share too small" in text


@pytest.mark.parametrize(
    ("name", "subject", "reason"),
    [
        ("qca", "bloc, nowhere", "`nowhere` is no column"),
        ("qca", "nowhere, broke", "the study has no comparison"),
        ("similarity", "bloc, Albania, China", "no comparison “bloc” has the cases"),
        ("align", "1961", "is no dyad and year"),
        ("align", "ALB-CHN 1961", "no dated event between ALB and CHN"),
        ("discourse", "ALB, SUN", "no speech of Albania or Soviet Union is installed"),
    ],
)
def test_what_cannot_be_compared_says_why(account: Account, name: str, subject: str, reason: str) -> None:
    text = text_of_exhibit(account, name, subject)
    assert "This cannot be shown" in text
    assert reason in text


def test_installed_speeches_tell_two_states_apart(account: Account, tmp_path: Path) -> None:
    from detente.corpus.add import add_files
    from detente.corpus.incoming import find_files
    from detente.corpus.store import open_writer

    folder = tmp_path / "speeches"
    folder.mkdir()
    for state, word in (("ALB", "sovereignty"), ("RUS", "disarmament")):
        said = f"The {word} of peoples is the hope of this Assembly and of all nations. " * 80
        (folder / f"{state}_05_1950.txt").write_text(said, encoding="utf-8")
    with open_writer() as store:
        add_files(store, find_files(folder).files)
    text = text_of_exhibit(account, "discourse", "ALB, SUN")
    assert "Albania sovereignty 1" in text
    assert "Soviet Union disarmament 1" in text
