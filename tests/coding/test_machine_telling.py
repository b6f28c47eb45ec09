"""How and when the machine coder says that something happened: modality and dates."""

import pytest

from detente.coding.machine.dating import find_date
from detente.model.dates import parse_date
from tests.coding.coded import MADE, coded

# Modality

TOLD = (
    ("Albania arrested a Greek officer.", "happened", ""),
    ("This Government condemned Albania.", "happened", ""),
    ("Albania has recalled its minister from Athens.", "happened", ""),
    ("Greece denied that it had attacked Albania.", "denied", "Greece"),
    ("Greece has never attacked Albania.", "denied", ""),
    ("Greek troops did not invade Albania.", "denied", ""),
    ("Tito contradicts reports that Albania bombed Yugoslavia.", "denied", ""),
    ("Albania will visit Greece.", "planned", ""),
    ("Poland will arrest the Danish consul.", "planned", ""),
    ("Hungary intends to expel the Yugoslav minister.", "planned", ""),
    ("Bulgaria plans to close its frontier with Greece.", "planned", ""),
    ("If Hungary attacks Yugoslavia, nothing is left.", "hypothetical", ""),
    ("Whether Italy recognized Albania is not known here.", "hypothetical", ""),
    ("Italy might bomb Albania.", "hypothetical", ""),
    ("Hungary could attack Yugoslavia.", "hypothetical", ""),
    ("Unless Greece evacuates Albania, nothing is left.", "hypothetical", ""),
    ("Yugoslavia says that Hungary massed troops against Romania.", "reported", "Yugoslavia"),
    ("Greece reports that Albania arrested Italian fishermen.", "reported", "Greece"),
    ("The Italian Minister told me that Albania had arrested Greek monks.", "reported", "The Italian Minister"),
    ("According to Bulgaria, Greece shelled Albania.", "reported", "Bulgaria"),
    ("Greece is reported to have shelled Albania.", "reported", ""),
)


@pytest.mark.parametrize(("sentence", "modality", "by"), TOLD)
def test_in_what_way_a_sentence_tells(sentence: str, modality: str, by: str) -> None:
    found = coded(sentence)
    assert [(each.modality, each.told_by) for each in found] == [(modality, by)]


# Dates

DATED = (
    ("The ship was seized yesterday.", "1949-04-13", "yesterday"),
    ("This morning the envoy called.", "1949-04-14", "This morning"),
    ("They met on Tuesday.", "1949-04-12", "on Tuesday"),
    ("They met last Thursday.", "1949-04-07", "last Thursday"),
    ("Talks opened on the 10th.", "1949-04-10", "on the 10th"),
    ("The note of the 28th was answered.", "1949-03-28", "the 28th"),
    ("It was signed on 4 November 1948.", "1948-11-04", "4 November 1948"),
    ("It was signed on November 4, 1948.", "1948-11-04", "November 4, 1948"),
    ("It was signed on April 12.", "1949-04-12", "April 12"),
    ("It was signed on December 12.", "1948-12-12", "December 12"),
    ("The note of the 3rd instant came.", "1949-04-03", "the 3rd instant"),
    ("Your letter of the 28th ultimo came.", "1949-03-28", "the 28th ultimo"),
    ("It was broken off in March 1948.", "1948-03", "March 1948"),
    ("It was broken off in March.", "1949-03", "in March"),
    ("It was broken off in November.", "1948-11", "in November"),
    ("It was agreed in 1946.", "1946", "in 1946"),
    ("Three weeks ago it was closed.", "1949-03-24~", "Three weeks ago"),
    ("Two days ago it was closed.", "1949-04-12", "Two days ago"),
    ("Last month it was closed.", "1949-03", "Last month"),
    ("Last year it was closed.", "1948", "Last year"),
    ("Last week it was closed.", "1949-04-04/1949-04-10", "Last week"),
    ("Last autumn it was closed.", "1948-23", "Last autumn"),
    ("It fell in the spring of 1948.", "1948-21", "spring of 1948"),
    ("Le traité fut signé le 3 mars 1948.", "1948-03-03", "3 mars 1948"),
    ("Die Note wurde gestern übergeben.", "1949-04-13", "gestern"),
    ("Посол был отозван вчера.", "1949-04-13", "вчера"),
    ("Договор подписан 5 апреля 1949.", "1949-04-05", "5 апреля 1949"),
    ("Il trattato fu firmato il 5 aprile.", "1949-04-05", "5 aprile"),
    ("May I ask whether he may come?", "1949-04-14", "document"),
    ("In the 8th session nothing was said.", "1949-04-14", "document"),
)


@pytest.mark.parametrize(("sentence", "edtf", "words"), DATED)
def test_dates_are_read_from_the_document_s(sentence: str, edtf: str, words: str) -> None:
    found = find_date(sentence, len(sentence) // 2, MADE)
    assert (found.edtf, found.words) == (edtf, words)
    assert found.words == "document" or sentence[found.start : found.end] == words


@pytest.mark.parametrize(
    ("sentence", "edtf"),
    [
        ("He will arrive tomorrow.", "1949-04-15"),
        ("He leaves next Friday.", "1949-04-15"),
        ("He arrives on the 10th.", "1949-05-10"),
        ("He arrives on the 5th proximo.", "1949-05-05"),
        ("Elections follow in February.", "1950-02"),
        ("They meet on 3 January.", "1950-01-03"),
    ],
)
def test_what_lies_ahead_is_dated_ahead(sentence: str, edtf: str) -> None:
    assert find_date(sentence, 8, MADE, is_ahead=True).edtf == edtf


def test_the_nearest_date_counts() -> None:
    sentence = "In May 1948 it failed; on 2 June 1948 it was renewed."
    assert find_date(sentence, sentence.index("failed"), MADE).edtf == "1948-05"
    assert find_date(sentence, sentence.index("renewed"), MADE).edtf == "1948-06-02"


def test_yesterday_means_nothing_where_only_the_year_is_known() -> None:
    assert find_date("The ship was seized yesterday.", 5, parse_date("1956")).words == "document"
    assert find_date("The ship was seized in 1951.", 5, None).edtf == "1951"
    assert find_date("The ship was seized yesterday.", 5, None) == ("", "", 0, 0)
