"""Quotes are held against the texts of their sources."""

import pytest

from detente.checks import check_study
from detente.checks.quotes import comparable, find_missing
from detente.model.diagnostics import Span
from detente.model.records import Passage, Source
from detente.model.study import NoTexts, Study, Texts

TEXT = """The  Govern-
ment of the “People's Republic” will deliver 1.5 million
tons of grain … and nothing else, said Comrade Mikoyan."""


class OneText:
    def text_of(self, source: Source, locator: str = "") -> str | None:
        return TEXT if source.document == "a.txt" else None

    def holds(self, volume: str) -> bool:
        return False


def _study(quote: str, document: str = "a.txt") -> Study:
    source = Source("s", Span("sources.yaml", 2), title="t", type="report", document=document)
    return Study(sources=(source,), passages=(Passage("p", Span("passages.csv", 2), source="s", quote=quote),))


def _codes(study: Study, texts: Texts) -> set[str]:
    return {diagnostic.code for diagnostic in check_study(study, texts)}


@pytest.mark.parametrize(
    "quote",
    [
        "The Government of the 'People’s Republic' will deliver",
        "the government",
        "[T]he Government ... will deliver 1.5 million tons",
        "The Government [...] said Comrade Mikoyan.",
        "will deliver [to Albania] 1.5 million",
        "tons of grain . . . said",
        "…",
    ],
)
def test_a_quote_that_stands_in_the_text_is_found(quote: str) -> None:
    assert find_missing(quote, comparable(TEXT)) == ""
    assert "PAS003" not in _codes(_study(quote), OneText())


@pytest.mark.parametrize(
    "quote",
    [
        "will deliver 15 million tons",
        "said Comrade Mikoyan ... will deliver",
        "The Government shall deliver",
        "[The] Soviet Union",
    ],
)
def test_a_quote_that_does_not_stand_in_the_text_is_reported(quote: str) -> None:
    assert "PAS003" in _codes(_study(quote), OneText())


def test_the_message_shows_the_first_words_that_are_missing() -> None:
    (found,) = (d for d in check_study(_study("The Government ... shall refuse"), OneText()) if d.code == "PAS003")
    assert "“shall refuse”" in found.message


def test_without_a_text_there_is_nothing_to_compare_with() -> None:
    assert "PAS003" not in _codes(_study("not there"), NoTexts())
    assert "PAS003" not in _codes(_study("not there", document="b.pdf"), OneText())


@pytest.mark.parametrize(("document", "is_fault"), [("b.txt", True), ("a.txt", False), ("scan.pdf", False)])
def test_a_text_that_cannot_be_read_is_missing(document: str, is_fault: bool) -> None:
    assert ("SRC010" in _codes(_study("", document), OneText())) is is_fault


@pytest.mark.parametrize("document", ["/home/me/a.txt", "../a.txt", "C:/a.txt", "documents\\a.txt", "x/../../a.txt"])
def test_a_document_outside_the_folder_is_an_error(document: str) -> None:
    assert "SRC010" in _codes(_study("", document), NoTexts())
