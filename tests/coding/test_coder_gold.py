"""How the coder is held against a gold set: what counts as right, and what is left out."""

import hashlib
from pathlib import Path

import pytest
from tools.coder_gold import (
    Label,
    Sentence,
    actors,
    any_event,
    code_sentences,
    dates,
    directed,
    dyads,
    events,
    halved,
    modality,
    quads,
    read_gold,
)

SPEECH = "We condemn Italy. The weather is fine. Greece attacked Bulgaria in 1925.\n"
HEAD = "doc\tstart\tend\tsha256\tsource\ttarget\tevent\tmodality\tdate\tnote\n"


def label(event: str, source: str = "", target: str = "", modality: str = "", date: str = "") -> Label:
    return Label(event, frozenset(source.split()), frozenset(target.split()), modality, date)


def sentence(gold: list[Label], proposed: list[Label]) -> Sentence:
    return Sentence("frus", "1950s", "0", gold, proposed)


def test_an_event_is_right_by_its_name_once_and_with_the_likest_actors() -> None:
    made = sentence(
        [label("AID", "usa", "yug"), label("AID", "gbr", "yug")],
        [label("AID", "gbr", "yug"), label("AID", "fra", "yug"), label("ASSAULT", "usa")],
    )
    assert events(made) == (2, 3, 2)
    assert dyads(made) == (1, 3, 2)
    assert quads(made) == (2, 3, 2)
    assert directed(made) == (1, 3, 2)
    assert any_event(made) == (True, True, True)


def test_actors_modality_and_dates_are_judged_where_the_event_was_found() -> None:
    made = sentence(
        [label("AID", "usa", "yug", modality="planned", date="1956"), label("REJECT", "sun", date="1955")],
        [label("AID", "usa", "grc", modality="happened", date="1956-01-01/1956-12-31")],
    )
    assert actors(made) == (1, 2, 2)
    assert modality(made) == (0, 1, 1)
    assert dates(made) == (1, 1, 1)


def test_no_event_where_none_is_counts_for_nothing() -> None:
    assert events(sentence([], [])) == (0, 0, 0)
    assert any_event(sentence([], [label("AID")])) == (False, True, False)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    (tmp_path / "frus").mkdir()
    (tmp_path / "ungdc").mkdir()
    (tmp_path / "ungdc" / "ALB_11_1956.txt").write_text(SPEECH, encoding="utf-8")
    return tmp_path


def row(words: str, labels: str, sha256: str = "") -> str:
    start = SPEECH.index(words)
    sha256 = sha256 or hashlib.sha256(words.encode()).hexdigest()[:16]
    return f"ALB_11_1956\t{start}\t{start + len(words)}\t{sha256}\t{labels}\n"


def test_sentences_are_found_by_place_and_hash_and_those_that_are_gone_are_counted(texts: Path) -> None:
    gold = texts / "gold.tsv"
    blame, fine, war = SPEECH.strip().replace(". ", ".|").split("|")
    gold.write_text(
        HEAD
        + row(blame, "ALB\tITA\tACCUSE\thappened\t\t")
        + row(fine, "\t\tNONE\t\t\t")
        + row(war, "GRC\tBGR\tASSAULT\thappened\t1925\t", sha256="0" * 16),
        encoding="utf-8",
    )
    sentences, n_lost = code_sentences(read_gold(gold), texts, None)
    assert n_lost == 1
    assert [(each.edition, each.decade) for each in sentences] == [("ungdc", "1950s")] * 2
    assert dyads(sentences[0]) == (1, 1, 1)
    assert events(sentences[1]) == (0, 0, 0)


def test_the_halves_share_no_sentence_and_lose_none(texts: Path) -> None:
    gold = {("d", n, n + 1): (f"{n:x}", [label("AID")]) for n in range(16)}
    tuned, reported = halved(gold, "tune"), halved(gold, "report")
    assert not tuned.keys() & reported.keys()
    assert tuned | reported == halved(gold, "both") == gold
