"""What distinguishes two states' speeches."""

import json
from collections import Counter
from math import log
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.analysis.discourse import count_namings, measure_distance, weigh_words, words_near
from detente.analysis.speeches import Speech, find_in_context, read_speeches
from detente.cli import app

COUNTS = st.dictionaries(st.sampled_from("abcde"), st.integers(1, 40), min_size=1)


def test_log_odds_by_hand() -> None:
    a, b = {"peace": 30, "war": 10}, {"peace": 10, "war": 30}
    peace, war = weigh_words(a, b, Counter(a) + Counter(b), prior_words=20)
    # the prior is ten words of each: 40 against 20 of 60, and the reverse
    assert peace.log_odds == pytest.approx(log(40 / 20) - log(20 / 40))
    assert peace.z == pytest.approx((log(2) - log(0.5)) / (1 / 40 + 1 / 20) ** 0.5)
    assert (peace.word, war.word) == ("peace", "war")
    assert war.z == pytest.approx(-peace.z)


def test_a_rare_word_that_one_side_alone_uses_does_not_lead() -> None:
    a, b = {"the": 500, "peace": 60, "hapax": 1}, {"the": 500, "peace": 20}
    assert weigh_words(a, b, Counter(a) + Counter(b))[0].word == "peace"


@given(COUNTS, COUNTS)
def test_exchanging_the_sides_changes_the_sign_alone(a: dict[str, int], b: dict[str, int]) -> None:
    corpus = Counter(a) + Counter(b) + Counter("abcde")
    there = {each.word: each.z for each in weigh_words(a, b, corpus)}
    for each in weigh_words(dict(reversed(b.items())), a, corpus):
        assert each.z == pytest.approx(-there[each.word], abs=1e-9)


def test_nothing_to_weigh_is_empty_and_a_corpus_without_the_word_is_refused() -> None:
    assert weigh_words({}, {}, {}) == ()
    assert weigh_words({"a": 1}, {}, {"a": 1, "b": 1}) == ()
    assert weigh_words({"a": 1}, {"a": 2}, {"a": 3}) == ()
    with pytest.raises(ValueError, match="lacks `a`"):
        weigh_words({"a": 1}, {"b": 1}, {"b": 1})
    with pytest.raises(ValueError, match="prior"):
        weigh_words({"a": 1}, {"b": 1}, {"a": 1, "b": 1}, prior_words=0)


def speech(text: str, state: str = "ALB", year: int = 1959) -> Speech:
    return Speech(state, year, text, f"{state}_{year}")


def test_a_text_is_at_no_distance_from_itself_and_at_one_bit_from_other_words() -> None:
    one, other = speech("Peace is near. War is far."), speech("Trade grows. Wheat comes.")
    same = measure_distance(1959, [one], [one])
    assert same.distance == pytest.approx(0, abs=1e-12)
    apart = measure_distance(1959, [one], [other])
    assert apart.distance == pytest.approx(1)
    assert (apart.low, apart.high) == (None, None)  # certainty that two sentences do not give


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(["Peace is near.", "War is far.", "Trade grows."]), min_size=3, max_size=9))
def test_the_distance_is_symmetric_and_inside_its_interval(sentences: list[str]) -> None:
    one, other = speech(" ".join(sentences)), speech("Peace is far. Trade is war. Wheat.")
    there, back = measure_distance(1959, [one], [other]), measure_distance(1959, [other], [one])
    assert there.distance == pytest.approx(back.distance, abs=1e-9)
    assert there.low is not None
    assert there.high is not None
    assert there.distance is not None
    assert there.low - 1e-12 <= there.distance <= there.high + 1e-12


def test_two_speeches_from_one_stock_are_no_further_apart_than_chance() -> None:
    words = [f"w{n % 7}x w{n * n % 11}x w{n * n * n % 13}x." for n in range(400)]
    texts = [" ".join(words[n::2]).replace("1", "a").replace("0", "b") for n in (0, 1)]
    found = measure_distance(1959, [speech(texts[0])], [speech(texts[1])])
    assert found.distance is not None
    assert found.chance is not None
    assert found.distance < 2 * found.chance + 0.01


@pytest.mark.parametrize("texts", [[], [""], ["1959. 12."]])
def test_silence_has_no_distance(texts: list[str]) -> None:
    found = measure_distance(1959, [speech(text) for text in texts], [speech("Peace is near. War is far.")])
    assert (found.distance, found.low, found.chance, found.n_words_a) == (None, None, None, 0)


def test_a_single_sentence_has_a_distance_without_an_interval() -> None:
    found = measure_distance(1959, [speech("Peace is near.")], [speech("War is near. It is.")])
    assert found.distance is not None
    assert (found.low, found.high, found.chance) == (None, None, None)


def test_a_keyword_stands_in_its_context_as_a_whole_word() -> None:
    text = "The Soviet\nUnion helps; Soviets and the unionist. soviet union again"
    found = list(find_in_context([speech(text)], "soviet union", width=12))
    assert [(each.left, each.keyword, each.right) for each in found] == [
        ("The ", "Soviet Union", " helps; Sovi"),
        ("e unionist. ", "soviet union", " again"),
    ]
    assert len(list(find_in_context([speech(text)], "soviet*"))) == 3
    for empty in ("", "*", " 12 "):
        with pytest.raises(ValueError, match="holds no word"):
            list(find_in_context([speech(text)], empty))


def test_who_names_whom_rests_on_the_words_read() -> None:
    rows = {row.named: row for row in count_namings([speech("The Soviet Union and Yugoslavia. Yugoslav threats.")])}
    assert (rows["YUG"].n, rows["SUN"].n, rows["YUG"].n_words) == (2, 1, 7)
    assert rows["YUG"].per_thousand == pytest.approx(2000 / 7)
    assert rows["YUG"].low < rows["YUG"].per_thousand < rows["YUG"].high
    assert count_namings([]) == ()


def test_what_stands_near_a_name_leads_what_stands_far() -> None:
    far = "we want peace and bread for all of the people everywhere in the whole wide world today. "
    texts = [speech(far * 5 + "Perfidious Yugoslavia is perfidious. " + far * 5)]
    near = words_near(texts, "YUG")
    assert near[0].word == "perfidious"
    assert all(each.n_a for each in near)
    assert words_near(texts, "SUN") == ()


def folder(tmp_path: Path) -> Path:
    (tmp_path / "session").mkdir()
    for name, text in {
        "session/ALB_14_1959.txt": "Peace and people. The people of Yugoslavia. Imperialists threaten peace.",
        "session/RUS_14_1959.txt": "Disarmament is general. It is complete. Disarmament now.",
        "session/RUS_60_2005.txt": "Partners.",
        "notes.txt": "Not a speech.",
    }.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_code_stands_for_the_state_of_its_time(tmp_path: Path) -> None:
    speeches, n_other = read_speeches(folder(tmp_path))
    assert [(each.state, each.year) for each in speeches] == [("ALB", 1959), ("SUN", 1959), ("RUS", 2005)]
    assert n_other == 1


def test_the_command_answers_in_json(tmp_path: Path) -> None:
    words = ("--a", "ALB", "--b", "SUN", "--years", "1959:1959", "--word", "people", "--format", "json")
    result = CliRunner().invoke(app, ["discourse", "--corpus", str(folder(tmp_path)), *words])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert {"words", "distance", "namings", "near", "contexts", "coverage", "sentence"} <= found.keys()
    assert (len(found["contexts"]), found["distance"][0]["year"], found["coverage"]["n_corpus"]) == (2, 1959, 2)
    assert "1 texts are not named like" in result.stderr


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--a", "ALB", "--b", "YUG"), "YUG does not speak"),
        (("--a", "ALB", "--b", "ALB"), "against itself"),
        (("--a", "ALB", "--b", "SUN", "--years", "x"), "is not A:B"),
        (("--a", "ALB", "--b", "SUN", "--word", "12"), "holds no word"),
        (("--a", "ALB", "--b", "SUN", "--corpus", "/nowhere"), "no speech is installed"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, words: tuple[str, ...], complaint: str) -> None:
    result = CliRunner().invoke(app, ["discourse", "--corpus", str(folder(tmp_path)), *words])
    assert result.exit_code == 2
    assert complaint in result.stderr
