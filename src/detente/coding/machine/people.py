"""The persons that an edition lists at its front, as names of the states that its descriptions give them."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from detente.coding.machine.actors import Named, states_meant
from detente.corpus.documents import Document
from detente.model.states import is_state_name

_ITEM: Final = re.compile(r"^(?P<family>[^\W\d_][\w’' -]{2,30}), (?P<rest>[^,]{1,60}), (?P<what>.{5,400})$")
_OWN: Final = re.compile(
    r"^(?:(?:Deputy )?Assistant Secretary of State|(?:Deputy )?Under Secretary of State|Acting |Director, Office"
    r"|Officer in Charge|Office of|Ambassador (?:to|in)|Minister (?:to|in)|Consul|Representative (?:at|to|on)"
    r"|Deputy Chief of Mission)"
)


def people_of(documents: Iterable[Document], home: str = "USA") -> tuple[Named, ...]:
    """Return the persons of the lists in a volume's front matter, by family name.

    A description that names no state, or begins with an office of the state whose papers are printed, is of ``home``.
    A family name that several states' persons share, or that is a state's name, is left out.
    """
    found: dict[str, set[str]] = {}
    for family, state in _listed(documents, home):
        found.setdefault(family, set()).add(state)
    return tuple(
        Named(family, state, state)
        for family, states in found.items()
        for state in states
        if len(states) == 1 and not is_state_name(family)
    )


def _listed(documents: Iterable[Document], home: str) -> Iterator[tuple[str, str]]:
    for document in documents:
        if document.kind != "front-matter" or "person" not in f"{document.id} {document.title}".lower():
            continue
        for paragraph in document.paragraphs:
            item = _ITEM.match(paragraph.text)
            if item is None:
                continue
            named = states_meant(item["what"])
            yield item["family"], home if _OWN.match(item["what"]) or not named else named[0]
