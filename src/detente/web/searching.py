"""Search over everything: installed documents, the study's passages, the chronology."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from detente.corpus.compiled import Names
from detente.corpus.errors import CorpusError
from detente.corpus.index import open_index
from detente.corpus.query import All, Either, Near, Node, Phrase, QueryError, Word, read_query
from detente.corpus.search import Found, Hit, Order, corpus_shelf, facets_of, search
from detente.corpus.store import open_store
from detente.corpus.study_shelf import kept_shelf, names_in
from detente.model.study import Study
from detente.study.once import once_per_study
from detente.web.pages import page, room_of
from detente.web.selection import Selected, Selection, select_events

router = APIRouter(include_in_schema=False)
SHOWN: Final = 40
"""Passages of each shelf that a page shows."""
FACETS: Final = {"year": "date", "state": "about", "edition": "edition"}
"""Facets, and the field of a query that asks for one value of each."""
MOST_VALUES: Final = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found; ``amiss`` says why it found nothing where it could not be made."""

    own: Found = field(default_factory=Found)
    installed: Found = field(default_factory=Found)
    events: Selected | None = None
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notes: Sequence[str] = ()
    amiss: str = ""


def answer_to(study: Study, query: str, order: Order) -> Answer:
    """Search everything; what cannot be searched is said and is no failure."""
    notes: list[str] = []
    events = select_events(study, Selection(text=query))
    if not query.strip():
        return Answer()
    try:
        own = search(query, kept_shelf(study), limit=SHOWN, order=order, names=_names(study))
    except QueryError as error:
        return Answer(events=events, amiss=f"{error.message}: {error.help}" if error.help else error.message)
    installed = Found()
    try:
        with open_store() or nullcontext() as store:
            index = open_index() if store is not None else None
            if store is None:
                notes.append("no documents are installed: `detente corpus add` installs them")
            elif index is None:
                notes.append("the installed documents have no index of this version: `detente corpus reindex` makes it")
            else:
                if index.revision != store.revision:
                    notes.append("documents came or went since the index was made: `detente corpus reindex`")
                shelf = corpus_shelf(index, store)
                installed = search(query, shelf, limit=SHOWN, order=order, names=_names(study))
    except CorpusError as error:
        notes.append(f"the installed documents cannot be searched: {error.message}")
    undated = own.n_undated + installed.n_undated
    if undated:
        notes.append(f"{undated:,} more would fit but for their date, which is not known")
    notes += [note for found in (own, installed) for note in found.notes]
    return Answer(own, installed, events, facets_of((own, installed)), [*dict.fromkeys(notes)])


@once_per_study
def _names(study: Study) -> Names:
    return names_in(study)


def parts_of(snippet: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a snippet, and whether each is what was sought.

    >>> list(parts_of("the **credit** was"))
    [(False, 'the '), (True, 'credit'), (False, ' was')]
    """
    yield from ((n % 2 == 1, part) for n, part in enumerate(snippet.split("**")) if part)


def in_context(hit: Hit) -> tuple[str, str, str]:
    """Return what stands before the first word found, the word, and what stands after it."""
    left, _, rest = hit.snippet.partition("**")
    word, _, right = rest.partition("**")
    return left, word, right.replace("**", "")


def words_of(node: Node) -> Iterator[str]:
    """Yield the words that a query asks for, as they would be shown in a document."""
    match node:
        case Word() | Phrase():
            yield node.text.strip("*?")
        case Near():
            yield from (*words_of(node.a), *words_of(node.b))
        case All() | Either():
            for item in node.items:
                yield from words_of(item)


@router.get("/search")
async def find(request: Request, q: str = "", order: str = "score", show: str = "") -> Response:
    """Search everything; the address holds what was asked."""
    standing = room_of(request).standing
    asked = Order.DATE if order == "date" else Order.SCORE
    answer = await asyncio.to_thread(answer_to, standing.study, q, asked)

    def address(**other: str) -> str:
        own = {"q": q, "order": asked.value, "show": show} | other
        return "/search?" + urlencode({key: value for key, value in own.items() if value and value != "score"})

    plain = " ".join(words_of(read_query(q))) if q.strip() and not answer.amiss else ""
    context: dict[str, Any] = {"answer": answer, "q": q, "plain": plain, "order": asked.value, "show": show}
    context |= {
        "address": address,
        "fields": FACETS,
        "most": MOST_VALUES,
        "parts_of": parts_of,
        "in_context": in_context,
    }
    return await page(request, standing, "search.html", **context)
