"""What rules share: the name that was meant, and the sources that count as one."""

import pytest

from detente.checks.names import LIMIT, Names
from detente.model.diagnostics import Span
from detente.model.records import Source
from detente.model.study import Study
from detente.study.lineage import are_one, circles


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("frus-49-81", "frus-49-18"),
        ("frus-49-118", "frus-49-18"),
        ("FRUS-49-18", "frus-49-18"),
        ("frus_49-18", "frus-49-18"),
        ("frus-1949-18", "frus-49-18"),
        ("hoxha-memoirs-1976", "hoxha-memoir-1976"),
    ],
)
def test_the_name_that_was_meant_is_proposed(name: str, meant: str) -> None:
    assert Names(["frus-49-18", "hoxha-memoir-1976", "pravda"]).help(name) == f"did you mean `{meant}`?"


def test_a_name_like_no_other_gets_no_proposal() -> None:
    assert Names(["frus-49-18"]).help("khrushchev") == ""
    assert Names([]).help("frus") == ""


def test_after_many_proposals_no_more_is_made() -> None:
    names = Names(f"passage-{n}" for n in range(100_000))
    told = [names.help(f"pasage-{n}") for n in range(LIMIT + 5)]
    assert all(told[:LIMIT])
    assert told[LIMIT:] == [""] * 5


def _study(**depends_on: tuple[str, ...]) -> Study:
    return Study(sources=tuple(Source(name, Span("s"), depends_on=on) for name, on in depends_on.items()))


def test_sources_with_a_common_origin_are_one() -> None:
    study = _study(minutes=(), memoir=("minutes",), history=("memoir",))
    assert are_one(study, ["memoir", "history"])
    assert are_one(study, ["minutes", "history"])


def test_a_book_that_draws_on_two_archives_leaves_them_two() -> None:
    study = _study(tirana=(), moscow=(), book=("tirana", "moscow"))
    assert are_one(study, ["tirana", "book"])
    assert not are_one(study, ["tirana", "moscow", "book"])


def test_circles_end_and_a_tangle_is_found() -> None:
    assert list(circles({"a": ["b"], "b": []})) == []
    assert {frozenset(circle) for circle in circles({"a": ["b", "c"], "b": ["a"], "c": ["a"]})} == {
        frozenset("ab"),
        frozenset("ac"),
    }


def test_a_long_chain_does_not_exhaust_the_stack() -> None:
    chain = {str(n): [str(n + 1)] for n in range(50_000)}
    assert list(circles(chain)) == []
