"""A snippet is a stretch of the text that shows what was sought."""

import pytest

from detente.corpus import snippets
from detente.corpus.compiled import Marks
from detente.corpus.snippets import WIDTH, find_marked, snippet_of
from tests.corpus.scanned import Frus

WORDS = ({"treaty", "treaties"}, {"soviet", "hoxha", "credits"}, {"s", "u"}, set[str]())


def test_the_quick_way_and_the_slow_way_mark_the_same(frus: Frus, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [entry.text for entry in frus.entries[::40]]
    quick = [[find_marked(text, Marks(words), None) for text in texts] for words in WORDS]
    monkeypatch.setattr(snippets, "_FEW", -1)
    assert [[find_marked(text, Marks(words), None) for text in texts] for words in WORDS] == quick
    assert any(spans for spans in quick[1])


def test_a_snippet_is_short_and_lies_where_most_was_sought(frus: Frus) -> None:
    for entry in frus.entries[::97]:
        plain = snippet_of(entry.text, Marks(), None)
        assert len(plain) <= WIDTH + 4
        assert plain.removeprefix("… ").removesuffix(" …") in entry.text
    text = f"{'one treaty here ' + 'word ' * 90}the treaty of Moscow, the treaty of Tirana, the treaties {'end ' * 90}"
    assert snippet_of(text, Marks({"treaty", "treaties"}), None).count("**treat") == 3


def test_accents_alphabets_and_states_are_marked() -> None:
    assert snippet_of("Thaçi wrote", Marks({"thaci"}), None) == "**Thaçi** wrote"
    assert snippet_of("Рекао је Ђилас.", Marks({"dilas"}), None) == "Рекао је **Ђилас**."
    assert snippet_of("Tirana and the Kremlin", Marks(states={"ALB"}), None) == "**Tirana** and the Kremlin"
    assert snippet_of("Hoxa spoke", Marks(amiss=[("hoxha", 1)]), None) == "**Hoxa** spoke"
