"""Quotes are found again in worn texts, to the character, and never somewhere else without a warning."""

import random

import pytest

from detente.corpus.anchors import CONTEXT, Anchor, Certainty, anchor, find, locate
from tests.corpus.worn import draw_quotes, frus_text, made_text, wear
from tests.shared import SHARED


def text_named(name: str) -> str:
    if name == "made":
        return made_text(1, 900)
    if not (SHARED / "texts" / "frus").is_dir():
        pytest.skip("the volumes of FRUS are not beside the checkout")
    return frus_text(name)[:400_000]


@pytest.mark.parametrize("name", ["made", "frus1955-57v11", "frus1955-57v24", "frus1955-57v25", "frus1955-57v26"])
def test_of_500_quotes_98_in_100_land_exactly_and_none_wrongly_without_a_warning(name: str) -> None:
    text = text_named(name)
    worn = wear(text, seed=7)
    assert sum(place is None for place in worn.places) > 0.01 * len(text), "characters were lost"
    exact, n_sure, wrong = 0, 0, []
    for start, end in draw_quotes(text, seed=8, n=500):
        landing = find(anchor(text, start, end), worn.text)
        is_exact = (landing.start, landing.end) == worn.span(start, end)
        exact += is_exact
        n_sure += landing.certainty is Certainty.SURE
        if landing.certainty is Certainty.SURE and not is_exact:
            frayed, there = landing.reason.startswith("the text was changed right at"), worn.span(start, end)
            if not frayed or abs(landing.start - there[0]) + abs(landing.end - there[1]) > 1:
                wrong.append((text[start:end], landing))
    assert wrong == []
    assert exact >= 490
    assert n_sure >= 470


def test_a_quote_that_was_taken_out_is_not_surely_found() -> None:
    text = made_text(2, 60)
    for start, end in draw_quotes(text, seed=9, n=100):
        rest = text[: max(0, start - CONTEXT)] + text[end + CONTEXT :]
        assert find(anchor(text, start, end), wear(rest, seed=3).text).certainty is not Certainty.SURE


def test_a_quote_that_stands_twice_is_told_by_what_stands_around_it() -> None:
    first, second = (
        "The Minister asked that the credit be extended at once.",
        "Moscow said that the credit be extended.",
    )
    text = f"{first} {'Other things were said. ' * 9}{second}"
    start = text.rindex("the credit be extended")
    landing = find(anchor(text, start, start + 22), f"A new preface. {text}")
    assert (landing.certainty, landing.start) == (Certainty.SURE, start + 15)


def test_a_quote_that_stands_twice_in_the_same_words_is_doubtful() -> None:
    paragraph = "The delegation stated that the friendship of the two peoples was eternal, and withdrew."
    text = f"{paragraph}\n{paragraph}"
    landing = find(anchor(text, 31, 73), f"Preface.\n{text}")
    assert landing.certainty is Certainty.DOUBTFUL
    assert "more than once" in landing.reason


def test_an_unchanged_text_needs_no_search() -> None:
    text = "a" * 1000
    landing = find(anchor(text, 400, 410), text)
    assert (landing.certainty, landing.start, landing.end) == (Certainty.SURE, 400, 410)


def test_a_long_quote_is_found_by_its_ends_across_pages() -> None:
    text = made_text(3, 60)
    end = text.rindex("\n\n")
    now = "Preface.\n\n" + text.replace("\n\n", "\n\n212\n\n\f")
    landing = find(anchor(text, 0, end), now)
    assert landing.certainty is Certainty.SURE
    assert (landing.start, landing.end) == (len("Preface.\n\n"), now.rindex("\n\n212"))


@pytest.mark.parametrize(
    ("quote", "text", "there"),
    [
        ("the friend-\nship", "of THE friendship and", "THE friendship"),
        ("Thaçi resigned ... that day", "Thaci resigned, one says, that day.", "Thaci resigned, one says, that day"),
        ("the ﬁrst secretary spoke", "He, the first secretary spoke.", "the first secretary spoke"),
        ("“the great friend”", 'our "the great friend" said', '"the great friend"'),
        ("a quote over a page", "see a quote\n\n212\n\nover a page here", "a quote\n\n212\n\nover a page"),
    ],
)  # fmt: skip
def test_print_makes_no_difference(quote: str, text: str, there: str) -> None:
    landing = locate(quote, text)
    assert (landing.certainty, text[landing.start : landing.end]) == (Certainty.SURE, there)


@pytest.mark.parametrize("quote", ["nothing of the kind", "", "...", "[ ]"])
def test_what_is_not_there_is_lost(quote: str) -> None:
    assert locate(quote, "The Ambassador called on the Minister.").certainty is Certainty.LOST


def test_no_text_breaks_it() -> None:
    rng = random.Random(5)  # noqa: S311
    marks = "ab \n-\u0301ﬁé中\x00\ud800İß'"
    for _ in range(300):
        text, exact = ("".join(rng.choices(marks, k=rng.randrange(30))) for _ in range(2))
        landing = find(Anchor(exact, "ab", "", 3, 5, "x"), text)
        assert 0 <= landing.start <= landing.end <= len(text)
