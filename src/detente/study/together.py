"""Things put together by what they share."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def together(things: Iterable[V], key: Callable[[V], K]) -> dict[K, list[V]]:
    """Return the things under each key, keys and things in the order in which they come.

    >>> together(["Moscow", "Tirana", "Minsk"], lambda city: city[0])
    {'M': ['Moscow', 'Minsk'], 'T': ['Tirana']}
    """
    groups: dict[K, list[V]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return groups
