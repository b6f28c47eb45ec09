"""States are tagged as `model.states.find_mentions`, the slow way, tags them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.corpus.documents import Document
from detente.corpus.mentions import states_named
from detente.corpus.sides import sides_of
from detente.model.dates import parse_date
from detente.model.states import find_mentions, mention_forms
from tests.corpus.scanned import Frus

FORMS = [form for form, _ in mention_forms()]
DAY = date(1949, 4, 10).toordinal()


def slowly(text: str, on: int | None) -> frozenset[str]:
    return frozenset(code for _, _, code in find_mentions(text, on))


def test_a_tenth_of_frus_is_tagged_alike(frus: Frus) -> None:
    for entry in frus.entries[::10]:
        assert states_named(entry.text, DAY) == slowly(entry.text, DAY), entry.text


@given(
    st.lists(
        st.sampled_from(FORMS).flatmap(lambda form: st.sampled_from([form, form.title(), form.upper()]))
        | st.sampled_from([" ", "-", ", ", "s", "’s ", "中", "İ", "ß", "é "]),
        max_size=8,
    ).map("".join),
    st.sampled_from([None, DAY]),
)
def test_any_run_of_names_is_tagged_alike(text: str, on: int | None) -> None:
    assert states_named(text, on) == slowly(text, on)


@pytest.mark.parametrize(
    ("edition", "sender", "place", "sides"),
    [
        ("frus", "Embassy in Yugoslavia", "Belgrade", (["YUG"], ["USA"])),
        ("frus", "Department of State", "Washington", (["USA"], ["USA"])),
        ("frus", "Soviet Ambassador in Albania", "", (["ALB", "SUN"], ["SUN"])),
        ("frus", "Prime Minister Nehru", "New Delhi", (["IND"], [])),
        ("ungdc", "ALB", "United Nations", (["ALB"], ["ALB"])),
        ("mine", "Embassy in Yugoslavia", "", (["YUG"], [])),
    ],
)
def test_a_heading_tells_where_from_and_who_speaks_or_says_nothing(
    edition: str, sender: str, place: str, sides: tuple[list[str], list[str]]
) -> None:
    made = parse_date("1956-05-01")
    told = sides_of(Document("v/1", edition, "document", "", made, sender=sender, place=place))
    assert (told["from"], told["speaker"]) == sides
