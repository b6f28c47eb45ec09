"""Evidence whose sources depend on each other, gathered into clusters, so that one voice heard twice counts once.

Two passages are tied when they come from one source or when there is a source on which both of theirs draw
(``depends_on``, ``version_of``, ``cited_in``). Documents of one edition are not one witness for that: passages of a
source that each carry their own, different ``made`` are tied only through something that draws on the whole edition.
A statement is tied to the passages that attest it, where they are evidence too, and to the one witness that it stands
on, if it stands on one. Results that read the same states' events, or the same indicator, are one voice. Evidence
weighed jointly is tied by the analyst.

Clusters belong to the whole study: that two papers copy a third is as true when the third is put aside.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping

from detente.argument.likelihood import FACTS, RESULT, Key, kind_of
from detente.model.records import Passage
from detente.model.study import Study
from detente.study.lineage import Ties, are_one, lineage
from detente.study.withdraw import BEARING


def clusters_of(study: Study, group: str) -> Mapping[Key, Key]:
    """Return, for each piece of evidence of a set, the one that stands for its cluster."""
    keys = [*dict.fromkeys(row.parts for row in study.assessments if row.set == group and row.parts)]
    evidence = frozenset(part for key in keys for part in key)
    ties: Ties[Hashable] = Ties()
    documents: dict[str, set[Hashable]] = {}
    for key in keys:
        for part in key:
            ties.tie(key, part)
            for witness in _witnesses(study, part, evidence):
                if isinstance(witness, str):
                    ties.tie(part, witness)
                    continue
                own = _own(witness)
                if own != ("source", witness.source):
                    documents.setdefault(witness.source, set()).add(own)
                ties.tie(part, own)
                for origin in lineage(study, witness.source) - {witness.source}:
                    ties.tie(part, ("source", origin))
            if kind_of(part) == RESULT and (matter := _matter(study, part.partition(":")[2])):
                ties.tie(part, matter)
    for source, own_of in documents.items():
        if ("source", source) in ties:
            for own in own_of:
                ties.tie(own, ("source", source))
    first: dict[Hashable, Key] = {}
    return {key: first.setdefault(ties.head(key), key) for key in keys}


def bearing_passages(study: Study, statement: str) -> tuple[str, ...]:
    """Return the passages that bear a statement out."""
    rows = study.testimony_of.get(statement, ())
    return tuple(dict.fromkeys(row.passage for row in rows if row.stance in BEARING))


def _matter(study: Study, result: str) -> Hashable | None:
    record = study.result_by_id.get(result)
    if record is None:
        return None
    is_of_figures = any(figure.indicator == record.of for figure in study.figures)
    pair = frozenset((record.actor, record.target)) if record.actor and record.target else frozenset(study.dyad)
    return "results", record.of if is_of_figures else pair


def _own(passage: Passage) -> Hashable:
    if passage.made is not None:
        return ("document", passage.source, passage.made.text)
    return ("source", passage.source)


def _witnesses(study: Study, part: str, evidence: frozenset[str]) -> Iterator[Passage | str]:
    kind, _, name = part.partition(":")
    if kind == "passage":
        if (passage := study.passage_by_id.get(name)) is not None:
            yield passage
    elif kind_of(part) in FACTS:
        bearing = bearing_passages(study, name)
        yield from (f"passage:{passage}" for passage in bearing if f"passage:{passage}" in evidence)
        passages = [passage for id in bearing if (passage := study.passage_by_id.get(id)) is not None]
        if passages and _is_one_witness(study, passages):
            yield from passages


def _is_one_witness(study: Study, passages: Iterable[Passage]) -> bool:
    passages = tuple(passages)
    sources = {passage.source for passage in passages}
    if len(sources) == 1:
        return len({_own(passage) for passage in passages}) == 1 or any(passage.made is None for passage in passages)
    return are_one(study, sources)
