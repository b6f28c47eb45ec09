"""Who bears a statement out: the sides that speak, those that published, and the sources behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from detente.checks.lineage import are_one, family_of
from detente.checks.once import once_per_study
from detente.model.study import Study

BEARING: Final = ("attests", "differs")


@dataclass(frozen=True, slots=True)
class Sole:
    """Statements that stand on one witness: statement to the only speaker's side, publisher's side, or sources.

    Sources are several where they count as one. A side that nobody has named counts for none.
    """

    speaker: Mapping[str, str]
    publisher_side: Mapping[str, str]
    sources: Mapping[str, tuple[str, ...]]


@once_per_study
def sole_witnesses(study: Study) -> Sole:
    """Return the statements that only one side, one publisher or one source bears out."""
    rows = [row for row in study.testimony if row.stance in BEARING]
    statements = [row.statement for row in rows]
    passages = [row.passage for row in rows]
    source_of = {passage.id: passage.source for passage in study.passages}
    sources = [source_of.get(passage, "") for passage in passages]
    family = family_of(study)
    one_source = _sole(zip(statements, sources, strict=True))
    one_family = _sole(zip(statements, [family.get(source, source) for source in sources], strict=True))
    tied: dict[str, dict[str, None]] = {name: {} for name in one_family if name not in one_source}
    if tied:
        for statement, source in zip(statements, sources, strict=True):
            if source and statement in tied:
                tied[statement][source] = None
    by_source: dict[str, tuple[str, ...]] = {statement: (source,) for statement, source in one_source.items()}
    by_source |= {statement: (*names,) for statement, names in tied.items() if are_one(study, names)}
    speakers, publishers = speaker_of(study), _side_of(study, "publisher_side")
    return Sole(
        _sole(zip(statements, [speakers.get(passage, "") for passage in passages], strict=True)),
        _sole(zip(statements, [publishers.get(passage, "") for passage in passages], strict=True)),
        by_source,
    )


@once_per_study
def speaker_of(study: Study) -> Mapping[str, str]:
    """Return the side that speaks in each passage; empty where nothing says so."""
    return _side_of(study, "speaker")


def _side_of(study: Study, column: Literal["speaker", "publisher_side"]) -> dict[str, str]:
    inherited = {source.id: study.inherited(source.id, column) for source in study.sources}
    if column == "speaker":
        return {p.id: p.speaker or inherited.get(p.source, "") for p in study.passages}
    return {p.id: p.publisher_side or inherited.get(p.source, "") for p in study.passages}


def _sole(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    several: set[str] = set()
    for statement, value in pairs:
        if value and found.setdefault(statement, value) != value:
            several.add(statement)
    for statement in several:
        del found[statement]
    return found
