"""Whom a user means: numbers of a state system from names, letters, numbers. What is no state is named, not fatal."""

from collections.abc import Iterable
from dataclasses import dataclass

from detente.model.states import resolve, states
from detente.panel.declare import System
from detente.panel.errors import PanelError


@dataclass(frozen=True, slots=True)
class Codes:
    """The numbers found, and what was said of those that were not."""

    codes: tuple[int, ...]
    notes: tuple[str, ...]


def codes_of(words: Iterable[str | int], system: System) -> Codes:
    """Return every number that the system ever gave to the states meant.

    Raises
    ------
    PanelError
        If none of the words is a state.

    Examples
    --------
    >>> codes_of(["ALB", "Soviet Union", 345, "Atlantis"], "cow")
    Codes(codes=(339, 345, 365), notes=('no state is called `Atlantis`',))
    """
    found: set[int] = set()
    notes = []
    for word in words:
        text = str(word).strip()
        if text.isdigit():
            found.add(int(text))
            continue
        resolution = resolve(text)
        for code in (resolution.code,) if resolution.code else resolution.candidates:
            found.update(m.number for m in states()[code].memberships if m.system == system)
        if not resolution.code:
            notes.append(resolution.note)
    if not found:
        raise PanelError("; ".join(notes) or "no state is named")
    return Codes(tuple(sorted(found)), tuple(notes))
