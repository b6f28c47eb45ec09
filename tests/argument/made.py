"""Sets of rivals made for tests, in memory: every passage in a source of its own, unless the test says otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from detente.argument.ledger import Ledger
from detente.model.diagnostics import Span
from detente.model.records import Assessment, HypothesisSet, Passage, Rival, Source
from detente.model.study import Study

NOWHERE = Span("assessments.csv", 2)


def rivals(*names: str, priors: Mapping[str, tuple[int, int]] | None = None) -> HypothesisSet:
    """Return a set `s` of rivals, with priors in decibels."""
    own = priors or {}
    made = tuple(
        Rival(
            name,
            NOWHERE,
            label=name,
            prior=(Decimal(own[name][0]), Decimal(own[name][1])) if name in own else None,
        )
        for name in names
    )
    return HypothesisSet("s", NOWHERE, question="Why?", rivals=made)


def words(evidence: str, rival: str, judgement: str, **more: Any) -> Assessment:
    """Return a row in words."""
    return Assessment("", NOWHERE, set="s", evidence=evidence, rival=rival, judgement=judgement, reason="so", **more)


def numbers(evidence: str, rival: str, low: str, high: str = "", **more: Any) -> Assessment:
    """Return a row with a probability."""
    ends: dict[str, Any] = {"low": Decimal(low), "high": Decimal(high or low)}
    return Assessment("", NOWHERE, set="s", evidence=evidence, rival=rival, reason="so", **ends, **more)


def study_of(group: HypothesisSet, rows: Sequence[Assessment], sources: Iterable[Source] = ()) -> Study:
    """Return a study with a passage and a source for each `passage:` of the rows; ``sources`` replace those."""
    own = {source.id: source for source in sources}
    names = dict.fromkeys(
        part.removeprefix("passage:") for row in rows for part in sorted(row.parts) if part.startswith("passage:")
    )
    made = {name: own.get(name, Source(name, NOWHERE, speaker="ALB", reliability="A")) for name in names}
    passages = tuple(Passage(name, NOWHERE, source=name, credibility="1") for name in names)
    return Study(
        hypotheses=(group,), assessments=tuple(rows), sources=(*made.values(), *_other(own, made)), passages=passages
    )


def _other(own: Mapping[str, Source], made: Mapping[str, Source]) -> list[Source]:
    return [source for name, source in own.items() if name not in made]


def ledger_of(group: HypothesisSet, rows: Sequence[Assessment], sources: Iterable[Source] = ()) -> Ledger:
    """Return the ledger of such a study."""
    return Ledger(study_of(group, rows, sources), group)


def spoken_by(study: Study, speakers: Mapping[str, str]) -> Study:
    """Return a study whose passages speak for the sides named."""
    passages = tuple(replace(passage, speaker=speakers.get(passage.id, "")) for passage in study.passages)
    return replace(study, passages=passages)
