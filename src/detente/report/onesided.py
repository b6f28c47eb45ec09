"""Statements that rest on one side alone: by who speaks, by who published, by who holds the originals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from detente.model.records import Claim, Statement
from detente.model.study import Study

WAYS: Final = ("speaker", "publisher", "archive")


@dataclass(frozen=True, slots=True)
class Standing:
    """On whom alone a statement rests: a speaker's side, a publisher's side, an archive; empty for several or none.

    ``n_sides`` is the number of sides that attest it, with this date or figure or another.
    """

    speaker: str
    publisher: str
    archive: str
    n_sides: int


def standing_of(study: Study, statement: Statement) -> Standing:
    """Return on whom alone a statement rests.

    One speaker is one among those that are named. A publisher or archive is the only one where every passage names it,
    since an unnamed one may be another.
    """
    passages = [
        passage
        for row in study.testimony_of.get(statement.id, ())
        if row.stance in ("attests", "differs") and (passage := study.passage_by_id.get(row.passage)) is not None
    ]
    sides = {study.speaker(passage) for passage in passages} - {""}
    publishers = {study.publisher_side(passage) for passage in passages}
    holders = {study.holder(passage) for passage in passages}
    return Standing(_only(sides), _only(publishers), _only(holders), len(sides))


def _only(names: set[str]) -> str:
    return next(iter(names)) if len(names) == 1 else ""


def list_one_sided(
    statements: Sequence[Statement], standings: Mapping[int, Standing]
) -> Mapping[str, Mapping[str, Sequence[Statement]]]:
    """List statements by way and by side. Drafts are left out, and claims, which are the author's own."""
    lists: dict[str, dict[str, list[Statement]]] = {way: {} for way in WAYS}
    for statement in statements:
        if statement.status == "draft" or isinstance(statement, Claim):
            continue
        for way in WAYS:
            name: str = getattr(standings[id(statement)], way)
            if name:
                lists[way].setdefault(name, []).append(statement)
    return {way: dict(sorted(found.items())) for way, found in lists.items()}
