"""The gold set of events: its places, its words, and what its README says of it."""

from functools import cache

import pytest

from detente.model.dates import is_edtf
from tests.coding.gold import draw
from tests.coding.gold.labels import EVENTS, HERE, MODALITIES, by_sentence, figures, read_labels
from tests.coding.gold.texts import FOLDER, read_texts

FILES = ("gold.tsv", "second.tsv")
needs_texts = pytest.mark.skipif(not FOLDER.is_dir(), reason="the texts of the editions are not beside the checkout")


@cache
def texts() -> dict[str, str]:
    return read_texts()


@needs_texts
@pytest.mark.parametrize("name", FILES)
def test_every_row_stands_at_a_sentence_with_its_hash(name: str) -> None:
    labels = read_labels(name)
    wrong = [label for label in labels if draw.hash_of(texts()[label.doc][label.start : label.end]) != label.sha256]
    assert labels
    assert not wrong


@needs_texts
def test_the_labelled_sentences_are_those_that_are_drawn() -> None:
    drawn = {(each.doc, each.start, each.end) for each in draw.draw()}
    assert drawn == set(by_sentence(read_labels()))


@pytest.mark.parametrize("name", FILES)
def test_labels_are_words_of_their_lists(name: str) -> None:
    for label in read_labels(name):
        if label.event == "NONE":
            assert not any((label.source, label.target, label.modality, label.date)), label
            continue
        assert label.event in EVENTS, label
        assert label.modality in MODALITIES, label
        assert not label.date or is_edtf(label.date), label
        assert label.modality != "reported" or label.note.startswith("by "), label
        for actors in (label.source, label.target):
            assert all(actor == actor.strip() and actor for actor in actors.split(";")) or not actors, label


@pytest.mark.parametrize("name", FILES)
def test_a_sentence_has_events_or_none_and_no_event_twice(name: str) -> None:
    for labels in by_sentence(read_labels(name)).values():
        assert len(labels) == 1 or all(label.event != "NONE" for label in labels), labels
        assert len({label[4:9] for label in labels}) == len(labels), labels


def test_there_are_six_hundred_sentences_and_sixty_are_coded_twice() -> None:
    first, second = by_sentence(read_labels()), by_sentence(read_labels("second.tsv"))
    assert len(first) >= 600
    assert len(second) == 60
    assert second.keys() <= first.keys()


def test_the_readme_gives_the_figures_of_the_labels() -> None:
    assert figures() in (HERE / "README.md").read_text(encoding="utf-8")
