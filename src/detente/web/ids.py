"""Ids for new entries: made from what they say, as an author would, and free."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Final

from detente.model.study import Study
from detente.study.columns import Table
from detente.study.write import Value

_SMALL: Final = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "their", "to", "with")
)
MOST_WORDS: Final = 4


def free_id(study: Study, table: Table, values: Mapping[str, Value]) -> str:
    """Return an id that no record of the study has.

    >>> from detente.study.columns import table_of
    >>> free_id(Study(), table_of("events"), {"date": "1949-04-10", "summary": "They sign a trade agreement."})
    '1949-04-10-they-sign-trade-agreement'
    """
    taken = {*study.statement_by_id, *(record.id for record in getattr(study, table.collection))}
    stem = "-".join(_parts(values)).lstrip("-.:")[:150] or table.collection.rstrip("s")
    return next(name for n in count(1) if (name := stem if n == 1 else f"{stem}-{n}") not in taken)


def _parts(values: Mapping[str, Value]) -> Iterator[str]:
    if date := re.match(r"-?\d{3,4}(?:-\d\d){0,2}", str(values.get("date", ""))):
        yield date[0].strip("-")
    if source := str(values.get("source", "")):
        yield from re.findall(r"[\w.:-]+", source)
        yield from _slug(str(values.get("locator", "")), 3)
        return
    for name in ("summary", "indicator", "title", "label", "name", "text", "says", "sought"):
        if value := values.get(name):
            yield from _slug(str(value), MOST_WORDS)
            return


def _slug(text: str, most: int) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if word not in _SMALL]
    return [word[:20] for word in words[:most]]
