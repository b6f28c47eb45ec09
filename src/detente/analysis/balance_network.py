"""A signed network: states, and the ties between them that are friendly or hostile."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_WORDS: Final = {"+": 1, "-": -1, "−": -1}


class BalanceError(ValueError):
    """Ties of which no network can be made: a fact in ``message``, what to do in ``help``."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


@dataclass(frozen=True, slots=True)
class SignedNetwork:
    """States and their signed, undirected ties.

    ``states`` are all names that a row mentions, in order of the alphabet. ``ties`` are (i, j, sign) with i < j, places
    in ``states``, and sign 1 or -1, each pair once. ``n_neutral`` counts pairs said to be neither (sign 0): they are
    known, and no tie. ``n_missing`` counts pairs whose sign is not known: a tie of either sign, or none, may be there.
    ``n_repeated`` counts rows that say again what another said.
    """

    states: tuple[str, ...]
    ties: tuple[tuple[int, int, int], ...]
    n_neutral: int = 0
    n_missing: int = 0
    n_repeated: int = 0

    @property
    def n_negative(self) -> int:
        """Hostile ties."""
        return sum(sign < 0 for _, _, sign in self.ties)


def read_sign(text: str) -> int | None:
    """Read a sign: 1, -1, + or -; 0 is neutral; an empty cell or NA is None, not known.

    >>> read_sign("-1"), read_sign("0"), read_sign("")
    (-1, 0, None)
    """
    text = text.strip()
    if not text or text.upper() in {"NA", "NAN"}:
        return None
    if text in _WORDS:
        return _WORDS[text]
    try:
        value = float(text)
    except ValueError:
        value = math.inf
    if value not in {-1.0, 0.0, 1.0}:
        raise BalanceError(f"`{text}` is no sign", "write 1 (friendly), -1 (hostile), 0 (neutral) or leave it empty")
    return int(value)


def build_network(rows: Iterable[tuple[str, str, int | None]]) -> SignedNetwork:
    """Build a network from rows of (state, state, sign); None is a sign that is not known.

    Directions are not kept: a row from A to B and one from B to A speak of the same pair. A row with a sign is
    preferred to one without.

    Raises
    ------
    BalanceError
        For a tie of a state with itself, a state without a name, a sign other than -1, 0, 1 and None, and two rows that
        contradict each other.
    """
    signs: dict[tuple[str, str], int | None] = {}
    n_repeated = 0
    for one, other, sign in rows:
        a, b = sorted((one.strip(), other.strip()))
        if not a:
            raise BalanceError("a tie lacks a state", "each row names two states")
        if a == b:
            raise BalanceError(f"`{a}` has a tie with itself", "each row names two states")
        if sign is not None and sign not in {-1, 0, 1}:
            raise BalanceError(f"{sign} is no sign", "1 is friendly, -1 hostile, 0 neutral")
        if (a, b) not in signs:
            signs[a, b] = sign
            continue
        n_repeated += 1
        known = signs[a, b]
        if known is not None and sign is not None and known != sign:
            raise BalanceError(
                f"the tie of {a} and {b} has the signs {known} and {sign} at the same time",
                "keep one row for a pair in each slice; if a pair is both, say which tie is meant, or 0",
            )
        signs[a, b] = sign if known is None else known
    states = tuple(sorted({state for pair in signs for state in pair}))
    place = {state: n for n, state in enumerate(states)}
    ties = tuple(sorted((place[a], place[b], sign) for (a, b), sign in signs.items() if sign))
    n_neutral = sum(sign == 0 for sign in signs.values())
    return SignedNetwork(states, ties, n_neutral, sum(sign is None for sign in signs.values()), n_repeated)
