"""What a study has read of what the corpus holds, by edition, side and year: the effort on which its counts rest."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from detente.corpus.documents import TESTIMONY, Document
from detente.corpus.sides import PRINTS
from detente.corpus.store import Store
from detente.corpus.texts import CorpusTexts
from detente.model.dates import Date, parse_date
from detente.model.records import Search
from detente.model.study import Study

_COUNTED: Final = (*TESTIMONY, "images")


@dataclass(frozen=True, slots=True)
class Effort:
    """Documents of one edition, side and year.

    ``side`` is the state that speaks (speeches) or whose archive the edition prints; empty where it is not known.
    ``year`` None stands for documents that nobody dates to one year. ``read`` counts those that a passage cites, and is
    never more than ``held``. ``searched`` counts the study's searches that name the edition and cover the year.
    """

    edition: str
    side: str
    year: int | None
    held: int
    read: int
    searched: int


def measure_effort(study: Study, texts: CorpusTexts, store: Store) -> tuple[Effort, ...]:
    """Count what is held and what was read, for the editions from which the study cites or in which it searched."""
    read = {document.id: document for document in _read(study, texts)}
    named = {edition for edition in (e.edition for e in store.editions()) if _searches(study, edition)}
    editions = {document.edition for document in read.values()} | named
    held = Counter(
        _key(edition, sender, kind, date)
        for edition in editions
        for kind, sender, date in store.dates(edition)
        if kind in _COUNTED
    )
    cited = Counter(_key(each.edition, each.sender, each.kind, each.date) for each in read.values())
    return tuple(
        Effort(edition, side, year, n, cited[edition, side, year], _n_searched(study, edition, year))
        for (edition, side, year), n in sorted(held.items(), key=lambda item: (*item[0][:2], item[0][2] or 0))
    )


def _key(edition: str, sender: str, kind: str, date: Date | None) -> tuple[str, str, int | None]:
    side = sender if kind == "speech" else PRINTS.get(edition, "")
    return edition, side, date.year if date else None


def _read(study: Study, texts: CorpusTexts) -> Iterable[Document]:
    for passage in study.passages:
        source = study.source_by_id.get(passage.source)
        document = texts.document(source, passage.locator) if source else None
        if document is not None and document.kind in _COUNTED:
            yield document


def _searches(study: Study, edition: str) -> tuple[Search, ...]:
    return tuple(search for search in study.searches if edition in re.findall(r"[\w+-]+", search.place.casefold()))


def _n_searched(study: Study, edition: str, year: int | None) -> int:
    days = None if year is None else parse_date(f"{year:04}").bounds()
    return sum(
        search.years is None or (days is not None and search.years.bounds().overlaps(days))
        for search in _searches(study, edition)
    )
