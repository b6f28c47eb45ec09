"""Which sources draw on which, so that one voice heard twice is not taken for two."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Generic, TypeVar

from detente.model.study import Study
from detente.study.once import once_per_study

T = TypeVar("T", bound=Hashable)


class Ties(Generic[T]):
    """Things tied two by two, and through each other."""

    def __init__(self) -> None:
        self._above: dict[T, T] = {}

    def __contains__(self, thing: T) -> bool:
        return thing in self._above

    def head(self, thing: T) -> T:
        """Return the one thing that stands for all to which this one is tied."""
        while (above := self._above.setdefault(thing, thing)) != thing:
            self._above[thing] = thing = self._above[above]
        return thing

    def tie(self, one: T, other: T) -> None:
        """Tie two things."""
        self._above[self.head(one)] = self.head(other)


@once_per_study
def parents_of(study: Study) -> Mapping[str, tuple[str, ...]]:
    """Return, for each source that has any, the sources that it repeats, is a version of, or is known through."""
    return {
        source.id: parents
        for source in study.sources
        if (parents := tuple(filter(None, (*source.depends_on, source.version_of, source.cited_in))))
    }


@once_per_study
def _lineages(study: Study) -> dict[str, frozenset[str]]:
    return {}


def lineage(study: Study, source: str) -> frozenset[str]:
    """Return a source and all on which it draws, directly or through others."""
    kept, parents = _lineages(study), parents_of(study)
    if source in kept:
        return kept[source]
    found, left = {source}, [source]
    while left:
        for parent in parents.get(left.pop(), ()):
            if parent not in found:
                found.add(parent)
                left.append(parent)
    kept[source] = frozenset(found)
    return kept[source]


@once_per_study
def family_of(study: Study) -> Mapping[str, str]:
    """Return, for each source, one name for all the sources to which it is tied by any chain of drawing on each other.

    Sources of two families are independent. Those of one family need not depend on each other: a book may draw on two.
    """
    ties: Ties[str] = Ties()
    for child, parents in parents_of(study).items():
        for parent in parents:
            ties.tie(child, parent)
    named = (*(source.id for source in study.sources), *chain(*parents_of(study).values()))
    return {name: ties.head(name) for name in named}


def are_one(study: Study, sources: Iterable[str]) -> bool:
    """Whether sources count as one: there is a source on which every one of them draws, or that it is.

    A book that draws on two archives makes them no less two, but adds no third voice.
    """
    lineages = [lineage(study, source) for source in sources]
    return bool(frozenset.intersection(*lineages)) if lineages else False


def circles(edges: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Yield the names along each circle that following the edges closes, beginning where it was entered.

    >>> list(circles({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["d"]}))
    [('a', 'b', 'c'), ('d',)]
    """
    done: set[str] = set()
    for start in edges:
        path: dict[str, int] = {}
        trail = [(start, iter(edges.get(start, ())))] if start not in done else []
        path.update({start: 0} if trail else {})
        while trail:
            name, ahead = trail[-1]
            following = next(ahead, None)
            if following is None:
                trail.pop()
                del path[name]
                done.add(name)
            elif following in path:
                yield tuple(path)[path[following] :]
            elif following not in done:
                path[following] = len(trail)
                trail.append((following, iter(edges.get(following, ()))))
