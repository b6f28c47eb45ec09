"""The name that an author may have meant: found among a bounded number of candidates, however many names there are."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

LIMIT: Final = 300
NEIGHBOURS: Final = 30
_CLOSE: Final = 0.75
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz0123456789-_.:"


class Names:
    """Known names, among which the nearest to a name that is none is looked for.

    One slip of the pen away is tried letter by letter; beyond it, the neighbours in the alphabet, read forwards and
    backwards, are compared. After ``LIMIT`` answers no more is proposed: then it is no slip.

    >>> Names(["frus-49-18", "hoxha-1976"]).help("frus-49-118")
    'did you mean `frus-49-18`?'
    >>> Names(["frus-49-18"]).help("pravda")
    ''
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.known = frozenset(names)
        self._answers: dict[str, str] = {}

    def help(self, name: str) -> str:
        """Return a question with the nearest names, or nothing."""
        if name not in self._answers:
            if len(self._answers) >= LIMIT or len(name) > 200:
                return ""
            meant = self._nearest(name)
            self._answers[name] = f"did you mean {' or '.join(f'`{other}`' for other in meant)}?" if meant else ""
        return self._answers[name]

    def _nearest(self, name: str) -> list[str]:
        found = {other for other in _one_slip_away(name) if other in self.known}
        enough = 0.5 if found else _CLOSE
        if not found:
            found = set(self._neighbours(self._forwards, name)) | {
                other[::-1] for other in self._neighbours(self._backwards, name[::-1])
            }
        matcher = SequenceMatcher(b=name.casefold(), autojunk=False)
        close: list[tuple[float, str]] = []
        for other in found:
            matcher.set_seq1(other.casefold())
            if matcher.quick_ratio() >= enough and (ratio := matcher.ratio()) >= enough:
                close.append((-ratio, other))
        close.sort()
        return [other for ratio, other in close if ratio == close[0][0]][:2]

    @cached_property
    def _forwards(self) -> list[str]:
        return sorted(self.known)

    @cached_property
    def _backwards(self) -> list[str]:
        return sorted(name[::-1] for name in self.known)

    @staticmethod
    def _neighbours(names: list[str], name: str) -> list[str]:
        place = bisect_left(names, name)
        return names[max(0, place - NEIGHBOURS) : place + NEIGHBOURS]


def _one_slip_away(name: str) -> Iterator[str]:
    yield from (name.lower(), name.upper(), name.replace("_", "-"), name.replace("-", "_"), name.replace(" ", "-"))
    for n in range(len(name) + 1):
        before, after = name[:n], name[n:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _ALPHABET:
            yield before + letter + after
            yield before + letter + after[1:]
