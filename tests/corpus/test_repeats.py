"""Texts that repeat one another are offered as a pair, with how much of each stands in the other."""

import random
from itertools import combinations

import pytest

from detente.corpus.repeats import RUN, Text, find_repeats
from detente.corpus.spelling import fold_words
from tests.corpus.scanned import Frus
from tests.corpus.worn import made_text


def words(seed: int, n: int) -> str:
    rng = random.Random(seed)  # noqa: S311
    return " ".join("".join(rng.choices("abdeiklmnorstu", k=rng.randint(2, 9))) for _ in range(n))


def runs(text: str) -> set[tuple[str, ...]]:
    found = fold_words(text)
    return {tuple(found[n : n + RUN]) for n in range(len(found) - RUN + 1)}


def test_a_digest_that_holds_a_telegram_depends_on_it() -> None:
    telegram = words(1, 120)
    digest = f"{words(2, 200)} {telegram} {words(3, 200)}"
    (found,) = find_repeats([Text("telegram", telegram, 10), Text("digest", digest, 20), Text("other", words(4, 300))])
    assert (found.a, found.offered, found.b, found.is_directed) == ("digest", "depends_on", "telegram", True)
    assert found.share_b == 1.0
    assert found.share_a == pytest.approx(len(runs(telegram)) / len(runs(digest)), abs=1e-3)
    assert (found.n_words, found.stretch) == (120, telegram)


def test_a_draft_is_a_version_and_a_light_rewording_does_not_hide_it() -> None:
    draft = words(5, 400).split()
    final = [word if n % 25 else f"{word}x" for n, word in enumerate(draft)]
    (found,) = find_repeats([Text("final", " ".join(final)), Text("draft", " ".join(draft))])
    assert found.offered == "version_of"
    assert not found.is_directed


def test_formulas_that_all_share_make_no_pair() -> None:
    formula = words(6, 30)
    assert find_repeats([Text(f"t{n}", f"{words(100 + n, 20)} {formula}") for n in range(30)]) == []


def test_what_is_known_or_of_one_source_is_not_offered() -> None:
    text = words(7, 100)
    assert find_repeats([Text("a", text), Text("b", text)], known=[("b", "a")]) == []
    assert find_repeats([Text("a", text, source="s"), Text("b", text, source="s")]) == []


def test_nothing_to_compare_is_no_repeat() -> None:
    assert find_repeats([]) == []
    assert find_repeats([Text("a", ""), Text("b", "one two")]) == []


def test_every_pair_that_a_comparison_of_all_with_all_finds_is_found(frus: Frus) -> None:
    documents = {e.document.id: e.document for e in frus.entries if e.document.kind == "document"}
    texts = [Text(d.id, d.text) for d in documents.values() if d.volume == "frus1955-57v11"][:150]
    texts += [Text(f"made{n}", made_text(n, 5)) for n in range(5)]
    own = {text.id: runs(text.text) for text in texts}
    times: dict[tuple[str, ...], int] = {}
    for each in own.values():
        for run in each:
            times[run] = times.get(run, 0) + 1
    own = {id: {run for run in each if times[run] <= 12} for id, each in own.items()}
    pairs = {
        frozenset((a, b))
        for a, b in combinations(own, 2)
        if len(own[a] & own[b]) >= 10 and len(own[a] & own[b]) / min(len(own[a]), len(own[b])) >= 0.25
    }
    assert pairs
    assert {frozenset((each.a, each.b)) for each in find_repeats(texts)} == pairs
