"""Which states a text names: what `model.states.find_mentions` finds, for texts by the hundred thousand."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from detente.model.states import Name, find_mentions, fold_character, mention_forms, named_by

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_NONE: Final = frozenset[str]()


def states_named(text: str, on: int | None) -> frozenset[str]:
    """Return the codes of the states that a text names on a day.

    >>> sorted(states_named("Tirana’s answer to the Soviets", None))
    ['ALB', 'SUN']
    """
    placed = states_placed(text, on)
    return frozenset(code for _, _, codes in placed for code in codes) if placed else _NONE


def states_placed(text: str, on: int | None) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return where a text names states on a day: start, end, and the codes of those that the words may mean.

    >>> states_placed("Tirana’s answer to the Soviets", None)
    [(0, 6, ('ALB',)), (23, 30, ('SUN',))]
    """
    folded = text
    if not text.isascii():
        for mark in "’‘“”—–":
            folded = folded.replace(mark, "'")
    folded = folded.lower() if folded.isascii() else "".join(map(fold_character, text))
    if len(folded) != len(text):
        together: dict[tuple[int, int], tuple[str, ...]] = {}
        for start, end, code in find_mentions(text, on):
            together[start, end] = (*together.get((start, end), ()), code)
        return [(*place, codes) for place, codes in together.items()]
    automaton, forms = _forms()
    hits = [
        (start, -end, form)
        for form, start, end in automaton.find_matches_as_indexes(folded, overlapping=True)
        if not _is_joined(folded, end) and not _is_joined(folded, start)
    ]
    hits.sort()
    reached, found = 0, []
    for start, end, form in hits:
        if start >= reached:
            codes = _named(form, text[start:-end], on)
            if codes is not None or not forms[form]:
                if codes:
                    found.append((start, -end, codes))
                reached = -end
    return found


@lru_cache(maxsize=65536)
def _named(form: int, written: str, on: int | None) -> tuple[str, ...] | None:
    return named_by(_forms()[1][form], written, on)


def _is_joined(text: str, place: int) -> bool:
    """Whether a word goes on over this place; an ideograph is a word of its own."""
    pair = text[place - 1 : place + 1] if place else ""
    if len(pair) < 2 or not pair.isalnum():
        return False
    return pair.isascii() or not any("\u3400" <= character <= "\u9fff" for character in pair)


@cache
def _forms() -> "tuple[AhoCorasick, list[list[Name]]]":
    from ahocorasick_rs import AhoCorasick, Implementation

    forms = mention_forms()
    automaton = AhoCorasick([form for form, _ in forms], implementation=Implementation.DFA)
    return automaton, [names for _, names in forms]
