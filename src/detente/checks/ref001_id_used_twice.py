"""An id stands for two records.

Whatever names it, a footnote, a row of testimony, an assessment, would silently mean the first of them. Events,
figures and claims share one space of names, since testimony names any of them in the same column; and an actor of
your own may not bear the code of a state or organisation of Detente's table.

Rename the second record and look through what names it. If both are the same record, take one of them out.
"""

from collections.abc import Iterable
from itertools import chain

from detente.checks import Finding, Findings, Study, Texts
from detente.model.records import Record
from detente.model.states import organisations, states


def check(study: Study, texts: Texts) -> Findings:
    statements = (study.events, study.figures, study.claims)
    alone: tuple[Iterable[Record], ...] = (
        *(study.perspectives, study.questions, study.sources, study.actors, study.offices, study.passages),
        *(study.searches, study.hypotheses, study.codes, *(group.rivals for group in study.hypotheses)),
    )
    for records in (*alone, chain(*statements)):
        yield from _twice(records)
    for actor in study.actors:
        if actor.kind != "state" and (actor.id in states() or actor.id in organisations()):
            message = f"`{actor.id}` is a code of Detente's own table of states and organisations"
            yield Finding(actor, "id", message, help="choose another id for this actor", label="stands for two")


def _twice(records: Iterable[Record]) -> Findings:
    first: dict[str, Record] = {}
    for record in records:
        name = record.id
        if name and first.setdefault(name, record) is not record:
            other = first[name].span
            message = f"the id `{name}` is used twice"
            help = f"rename one; the first stands in {other.file}, line {other.line}"
            yield Finding(record, "id", message, help=help, label="used before")
