"""Searching: passages that answer a query, best first or by date, grouped by their document, and what they are about.

Two shelves can be searched: the installed documents, and the passages of a study, which are indexed as they are read.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from detente.corpus.compiled import Compiler, Names
from detente.corpus.index import damage
from detente.corpus.query import Node, read_query
from detente.corpus.snippets import snippet_of

if TYPE_CHECKING:
    import tantivy

    from detente.corpus.index import Index
    from detente.corpus.store import Store

_A_DOCUMENT: Final = 3
_MAX_HITS: Final = 10_000


class Order(StrEnum):
    """In which order hits come."""

    SCORE = "score"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Cited:
    """What one needs to cite and show an entry of an index. ``date`` is EDTF; empty texts are not known."""

    document: str
    passage: str
    title: str
    date: str
    edition: str
    page: str
    text: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """An index, and what its entries (row, number) are; None for one that is gone since."""

    index: "tantivy.Index"
    cite: Callable[[int, int], Cited | None]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers the query.

    ``score`` is BM25, with 3 more for text and for documents of their time; it compares within one search only, and is
    0 when sorted by date. ``snippet`` has what was sought between two pairs of asterisks.
    """

    document: str
    passage: str
    title: str
    date: str
    score: float
    snippet: str
    edition: str
    page: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes
    ----------
    total
        How many passages answer the query.
    hits
        The best, those of one document together, at most three of each. What was written at the time comes before
        headings and what its editors wrote.
    facets
        By `year`, `state` and `edition`, how many of all; a passage may name several states, or none.
    n_undated
        How many more would answer but for their date, which is not known; 0 where the query asks for no date.
    notes
        What a careful reader should know of how the query was understood.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    n_undated: int = 0
    notes: tuple[str, ...] = ()


def corpus_shelf(index: "Index", store: "Store") -> Shelf:
    """Return the shelf of installed documents."""

    def cite(row: int, number: int) -> Cited | None:
        found = store.cited(row, number)
        if found is None:
            return None
        id, title, date, edition, page, text = found
        return Cited(id, f"{id}#{number}", title, date, edition, page, text)

    return Shelf(index.tantivy, cite)


def search(
    query: str,
    shelf: Shelf,
    *,
    limit: int = 20,
    order: Order = Order.SCORE,
    names: Names | None = None,
    with_facets: bool = True,
) -> Found:
    """Search a shelf; ``limit`` counts passages.

    Raises
    ------
    QueryError
        If the query cannot be read, or asks for too much.
    DamagedError
        If the index is damaged.
    """
    tree = read_query(query)
    with damage():
        return _search(tree, shelf, limit, order, names or {}, with_facets)


def _search(tree: Node, shelf: Shelf, limit: int, order: Order, names: Names, with_facets: bool) -> Found:
    import tantivy

    searcher: Any = shelf.index.searcher()
    compiler = Compiler(searcher, shelf.index.schema, names)
    compiled = compiler.compile(tree)
    reach = min(_MAX_HITS, max(50, limit * 4))
    if order is Order.DATE:
        result = searcher.search(compiled, reach, order_by_field="first", order=tantivy.Order.Asc)
    else:
        result = searcher.search(compiler.ranked(compiled), reach)
    addresses = [address for _, address in result.hits]
    rows, numbers = (searcher.fast_field_values(name, addresses) for name in ("row", "number"))
    ranked = [
        (0.0 if order is Order.DATE else float(score), int(row or 0), int(number or 0))
        for (score, _), row, number in zip(result.hits, rows, numbers, strict=True)
    ]
    hits = tuple(hit for each in _grouped(ranked)[:limit] if (hit := _hit(shelf, compiler, *each)) is not None)
    n_undated = 0
    if compiler.has_dates:
        n_undated = searcher.search(compiler.compile(tree, is_dated=False), 1).count or 0
    return Found(
        result.count or 0, hits, _facets(searcher, compiled) if with_facets else {}, n_undated, (*compiler.notes,)
    )


def _grouped(ranked: Sequence[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """Put the first few of each document together, at the place of its first."""
    groups: dict[int, list[tuple[float, int, int]]] = {}
    for each in ranked:
        groups.setdefault(each[1], []).append(each)
    return [each for group in groups.values() for each in group[:_A_DOCUMENT]]


def _hit(shelf: Shelf, compiler: Compiler, score: float, row: int, number: int) -> Hit | None:
    cited = shelf.cite(row, number)
    if cited is None:
        return None
    snippet = snippet_of(cited.text, compiler.marks, _day(cited.date) if compiler.marks.states else None)
    c = cited
    return Hit(c.document, c.passage, c.title, c.date, round(score, 3), snippet, c.edition, c.page)


def _day(date: str) -> int | None:
    from detente.model.dates import parse_date

    return parse_date(date).bounds().first if date else None


_FACETS: Final = {"year": "year", "state": "about", "edition": "edition"}


def _facets(searcher: "tantivy.Searcher", compiled: "tantivy.Query") -> dict[str, dict[str, int]]:
    wanted = {name: {"terms": {"field": column, "size": 1000}} for name, column in _FACETS.items()}
    counted: dict[str, Any] = searcher.aggregate(compiled, wanted)
    return {
        name: {str(bucket["key"]): int(bucket["doc_count"]) for bucket in _in_order(name, counted[name]["buckets"])}
        for name in _FACETS
    }


def _in_order(name: str, buckets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(buckets, key=lambda b: b["key"] if name == "year" else (-b["doc_count"], b["key"]))


def facets_of(found: Iterable[Found]) -> dict[str, dict[str, int]]:
    """Return the facets of several searches as one."""
    whole: dict[str, Counter[str]] = {name: Counter() for name in _FACETS}
    for each in found:
        for name, counts in each.facets.items():
            whole[name].update(counts)
    by_count = {name: sorted(counts.items(), key=lambda each: (-each[1], each[0])) for name, counts in whole.items()}
    return {name: dict(sorted(pairs) if name == "year" else pairs) for name, pairs in by_count.items()}
