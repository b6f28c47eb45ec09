"""A source, actor, state, side, claim or code is named that does not exist.

An event by an actor whom nobody knows falls out of every series of that actor, and a passage whose side is misspelt
is counted for no side at all: the sources would seem more one-sided, or less, than they are.

States are named by their codes (`ALB`, `SUN`), organisations likewise (`COMECON`), never by a name that may mean
another state in another year. Correct the name, or add the record to the file that holds such records.
"""

from collections.abc import Iterable, Mapping

from detente.checks import Finding, Findings, Study, Texts
from detente.checks.names import Names
from detente.model.records import Record
from detente.model.states import organisations, resolve, states
from detente.study.columns import SETTINGS, TABLES, Column, Kind

SILENCED_BY = ("study.yaml", "sources.yaml", "actors.csv", "claims.csv", "results.csv", "codebook.yaml")


_NOUNS = {
    "sources": "source",
    "actors": "actor",
    "states": "state",
    "perspectives": "side",
    "claims": "claim",
    "results": "result",
    "codes": "code",
}


def check(study: Study, texts: Texts) -> Findings:
    known = {to: _known(study, to) for to in _targets()}
    names = {to: Names(ids) for to, ids in known.items()}
    for table in TABLES:
        records: tuple[Record, ...] = getattr(study, table.collection)
        for column in table.columns:
            if column.refers_to in known and records:
                yield from _strangers(study, records, column, names)
    for group in study.hypotheses:
        for rival in group.rivals:
            for name in rival.claims:
                if name not in study.claim_by_id:
                    message = f"no claim is named `{name}`"
                    yield Finding(rival, "claims", message, names[("claims",)].help(name), part=name, about=group.id)
    settings = Record("", study.span)
    for column in SETTINGS:
        for name in getattr(study, column.name) if column.refers_to else ():
            if name not in known[("states",)]:
                yield _finding(study, settings, column, name, names)


def _targets() -> Iterable[tuple[str, ...]]:
    for table in TABLES:
        for column in table.columns:
            if column.refers_to and all(to in _NOUNS for to in column.refers_to):
                yield column.refers_to


def _known(study: Study, refers_to: tuple[str, ...]) -> set[str]:
    known: set[str] = set()
    for to in refers_to:
        if to == "states":
            known.update(states())
            if len(refers_to) > 1:
                known.update(organisations())
        else:
            known.update(record.id for record in getattr(study, to) if record.id)
    return known


def _strangers(
    study: Study, records: tuple[Record, ...], column: Column, names: Mapping[tuple[str, ...], Names]
) -> Findings:
    known = names[column.refers_to].known | {""}
    values = [getattr(record, column.name) for record in records]
    if column.kind is not Kind.LIST:
        if not known.issuperset(values):
            for record, name in zip(records, values, strict=True):
                if name not in known:
                    yield _finding(study, record, column, name, names)
    elif not all(map(known.issuperset, set(values))):
        for record, parts in zip(records, values, strict=True):
            for name in parts:
                if name not in known:
                    yield _finding(study, record, column, name, names)


def _finding(
    study: Study, record: Record, column: Column, name: str, names: Mapping[tuple[str, ...], Names]
) -> Finding:
    nouns = " or ".join(_NOUNS[to] for to in column.refers_to)
    help = names[column.refers_to].help(name)
    if "states" in column.refers_to:
        day = study.period.bounds().first if study.period else None
        meant = resolve(name, day)
        codes = [meant.code] if meant.code else [*meant.candidates]
        if codes and name not in codes:
            help = f"write {' or '.join(f'`{code}`' for code in codes[:4])}"
    return Finding(record, column.name, f"no {nouns} is named `{name}`", help, part=name)
