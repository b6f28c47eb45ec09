"""The blocks of a network: parts that hang together by single states, so that each is solved alone.

Frustration is a sum over circles, and no circle leaves a block. So the frustration index of a network is the sum of its
blocks' (Hopcroft and Tarjan 1973, "Algorithm 447", find them).
"""

from collections.abc import Iterable, Iterator, Mapping

Pair = tuple[int, int]


def neighbours(pairs: Iterable[Pair]) -> dict[int, list[int]]:
    """Return the neighbours of each state that has a tie, in order."""
    found: dict[int, set[int]] = {}
    for a, b in pairs:
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return {state: sorted(found[state]) for state in sorted(found)}


def components(pairs: Iterable[Pair]) -> list[list[int]]:
    """Return the connected components among the states that have a tie."""
    near = neighbours(pairs)
    seen: set[int] = set()
    found = []
    for start in near:
        if start in seen:
            continue
        seen.add(start)
        reached = [start]
        for state in reached:
            fresh = [other for other in near[state] if other not in seen]
            seen.update(fresh)
            reached += fresh
        found.append(sorted(reached))
    return found


def blocks(pairs: Iterable[Pair]) -> list[list[int]]:
    """Return the states of each block, those of two states (bridges) included.

    >>> blocks([(0, 1), (1, 2), (0, 2), (2, 3)])
    [[0, 1, 2], [2, 3]]
    """
    near = neighbours(pairs)
    number: dict[int, int] = {}
    found: list[list[int]] = []
    for root in near:
        if root not in number:
            found += _blocks_from(root, near, number)
    return sorted(found)


def _blocks_from(root: int, near: Mapping[int, list[int]], number: dict[int, int]) -> Iterator[list[int]]:
    number[root] = len(number)
    low = {root: number[root]}
    open_pairs: list[Pair] = []
    path = [(root, -1, iter(near[root]))]
    while path:
        state, parent, rest = path[-1]
        for other in rest:
            if other == parent:
                continue
            if other not in number:
                number[other] = low[other] = len(number)
                open_pairs.append((state, other))
                path.append((other, state, iter(near[other])))
                break
            if number[other] < number[state]:
                open_pairs.append((state, other))
                low[state] = min(low[state], number[other])
        else:
            path.pop()
            if not path:
                continue
            low[parent] = min(low[parent], low[state])
            if low[state] >= number[parent]:
                members: set[int] = set()
                while True:
                    pair = open_pairs.pop()
                    members.update(pair)
                    if pair == (parent, state):
                        break
                yield sorted(members)
