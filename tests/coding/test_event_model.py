"""The event classifier that ships as `detente-coder`."""

import csv
import inspect
import re
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz import fuzz, process

from detente_coder import LABELS, Classifier
from tests.shared import SHARED

SENTENCES = Path(__file__).parents[2] / "packages" / "detente-coder" / "sentences"
BENCHMARK = SHARED / "events" / "plv_dev.tsv"
TAUGHT = [
    line.split("\t")
    for path in sorted(SENTENCES.glob("*.tsv"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
TOLD = {
    "<s>Paraguay's foreign minister</s> will travel to <t>Asuncion's old rival La Paz</t> in March.": "AGREE",
    "<s>The Austrian chancellor</s> held talks with <t>the Hungarian premier</t> in Sopron on Friday.": "CONSULT",
    "<s>Bolivia</s> congratulated <t>the new Chilean president</t> on her election.": "SUPPORT",
    "<s>Norway</s> sent tents and medicine to <t>the flooded districts of Pakistan</t>.": "AID",
    "<s>The government</s> lifted the curfew in <t>the mining towns</t> after ten days.": "CONCEDE",
    "<t>Eleven prisoners of war</t> were set free by <s>the Eritrean army</s> at the frontier.": "RETREAT",
    "<s>The Swedish Note</s> demands that <t>Denmark</t> evacuate the island.": "REQUEST",
    "<s>The prosecutor</s> accused <t>the bank</t> of laundering bribes.": "ACCUSE",
    "<s>Belgrade</s> flatly rejected <t>the Bulgarian proposal</t>.": "REJECT",
    "<s>The general</s> threatened to bombard <t>the port</t> unless it surrendered by noon.": "THREATEN",
    "<s>Thousands of students</s> marched against <t>the cabinet</t> in the capital.": "PROTEST",
    "<s>Venezuela</s> expelled <t>the Dutch ambassador</t>.": "SANCTION",
    "<s>Police</s> arrested <t>the editor of the opposition paper</t> at dawn.": "COERCE",
    "<s>Rebel gunners</s> shelled <t>the army barracks</t>, killing nine soldiers.": "ASSAULT",
    "<s>Sweden</s> is larger than <t>Denmark</t>.": "NONE",
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier()


def words(sentence: str) -> list[str]:
    return re.findall(r"\w+", re.sub("</?[st]>", " ", sentence).casefold())


def grams(sentence: str, n: int = 8) -> set[tuple[str, ...]]:
    said = words(sentence)
    return {tuple(said[i : i + n]) for i in range(len(said) - n + 1)}


@pytest.mark.parametrize(("sentence", "label"), TOLD.items(), ids=TOLD.values())
def test_a_plain_sentence_gets_its_event(classifier: Classifier, sentence: str, label: str) -> None:
    assert LABELS[int(classifier.probabilities([sentence])[0].argmax())] == label


def test_probabilities_sum_to_one_and_keep_the_order_of_the_sentences(classifier: Classifier) -> None:
    sentences = list(TOLD) * 4
    together = classifier.probabilities(sentences)
    assert together.shape == (len(sentences), len(LABELS))
    np.testing.assert_allclose(together.sum(axis=1), 1)
    assert [LABELS[i] for i in together.argmax(axis=1)] == list(TOLD.values()) * 4


def test_no_sentences_give_no_rows(classifier: Classifier) -> None:
    assert classifier.probabilities([]).shape == (0, len(LABELS))
    assert classifier.words([]) == []


def test_the_marked_pair_decides_which_of_two_events_is_told(classifier: Classifier) -> None:
    arrested = "<s>Guards</s> arrested <t>the bishop</t>, and Paris demanded his release."
    demanded = "Guards arrested <t>the bishop</t>, and <s>Paris</s> demanded his release."
    told = classifier.probabilities([arrested, demanded]).argmax(axis=1)
    assert [LABELS[i] for i in told] == ["COERCE", "REQUEST"]


def test_the_words_an_answer_rests_on_are_told_by_place(classifier: Classifier) -> None:
    sentence = "On Monday <s>Venezuela</s> expelled <t>the Dutch ambassador</t> in a fit of temper."
    (found,) = classifier.words([sentence])
    assert sentence[found[0][0] : found[0][1]] == "expelled"
    assert len(found) <= 3
    assert all(weight > 0 for _, _, weight in found)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("", "sentence 2 marks neither"),
        ("Nobody is marked here.", "sentence 2 marks neither"),
        ("<s>Spain</s> met <t>France", "sentence 2 has tags that do not close"),
        ("<s>Spain</t> met <t>France</s>", "sentence 2 has tags that do not close"),
        ("<s>Spain <s>met</s> France</s>", "sentence 2 has tags that do not close"),
    ],
)
def test_a_sentence_without_marks_is_named(classifier: Classifier, sentence: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        classifier.probabilities(["<s>Spain</s> met <t>France</t>", sentence])


def test_marks_of_a_very_long_sentence_are_read(classifier: Classifier) -> None:
    filler = "The harvest was poor that year, and the roads were bad. "
    long = f"{filler * 500}<s>Venezuela</s> expelled <t>the Dutch ambassador</t>. {filler * 500}"
    assert LABELS[int(classifier.probabilities([long])[0].argmax())] == "SANCTION"


def test_strange_characters_are_answered(classifier: Classifier) -> None:
    found = classifier.probabilities(
        [
            "<s></s><t></t>",
            "<s>Spain's <t>king</t></s> abdicated.",
            "<s>\ue000\x00\ue003</s> \u202e<t>战争</t> \ud7ff",
            "<s>" + "ß" * 9999 + "</s>",
        ]
    )
    np.testing.assert_allclose(found.sum(axis=1), 1)


def test_every_sentence_taught_has_a_label_one_source_and_one_target() -> None:
    assert len(TAUGHT) >= 3000
    for label, sentence in TAUGHT:
        assert label in LABELS
        assert [sentence.count(tag) for tag in ("<s>", "</s>", "<t>", "</t>")] == [1, 1, 1, 1], sentence
    assert {label for label, _ in TAUGHT} == set(LABELS)


def test_no_sentence_of_these_tests_was_taught() -> None:
    assert not set(taught()) & set(TOLD)


def taught() -> list[str]:
    return [sentence for _, sentence in TAUGHT]


@pytest.fixture(scope="module")
def judged() -> list[str]:
    if not BENCHMARK.exists():
        pytest.skip("the benchmark is not in ../shared")
    with BENCHMARK.open(encoding="utf-8", newline="") as file:
        return [row["sentence"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def test_no_sentence_taught_shares_eight_words_in_a_row_with_the_benchmark(judged: list[str]) -> None:
    theirs = {gram for sentence in judged for gram in grams(sentence)}
    assert len(theirs) > 5000
    assert [sentence for sentence in taught() if grams(sentence) & theirs] == []


def test_no_sentence_taught_is_a_benchmark_sentence_reworded(judged: list[str]) -> None:
    ours, theirs = ([" ".join(sorted(words(said))) for said in sentences] for sentences in (taught(), judged))
    alike = process.cdist(ours, theirs, scorer=fuzz.ratio, score_cutoff=62, workers=-1)
    assert [ours[i] for i in np.unique(np.nonzero(alike)[0])] == []


def test_the_weights_say_nothing_of_the_machine_that_made_them() -> None:
    weights = Path(inspect.getfile(Classifier)).parent / "weights" / "model.onnx"
    assert b"site-packages" not in weights.read_bytes()
    assert b"train.py" not in weights.read_bytes()
