"""What was coded, to be found by code, side and case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.model.records import Coding, Passage
from detente.model.study import Study


@dataclass(frozen=True, slots=True)
class Coded:
    """A passage under one code: the side that speaks in it, the cases that it bears on, and its codings.

    Codings that were dropped when the coders had talked are not among them.
    """

    code: str
    passage: Passage
    side: str
    cases: tuple[str, ...]
    codings: tuple[Coding, ...]


def retrieve(study: Study) -> Iterator[Coded]:
    """Yield what is coded, code by code as in the codebook, and under each by side and passage."""
    cases = _cases_of(study)
    rows: dict[str, dict[str, list[Coding]]] = {code.id: {} for code in study.codes}
    for row in study.codings:
        if row.code and row.settled != "dropped" and row.passage in study.passage_by_id:
            rows.setdefault(row.code, {}).setdefault(row.passage, []).append(row)
    for code, by_passage in rows.items():
        passages = [study.passage_by_id[name] for name in by_passage]
        for passage in sorted(passages, key=lambda passage: (study.speaker(passage), passage.id)):
            side = study.speaker(passage)
            yield Coded(code, passage, side, tuple(cases.get(passage.id, ())), tuple(by_passage[passage.id]))


def _cases_of(study: Study) -> Mapping[str, Sequence[str]]:
    """Return the cases of comparisons that rest on each passage."""
    cases: dict[str, dict[str, None]] = {}
    for cell in study.cells:
        for name in cell.passages:
            cases.setdefault(name, {})[cell.case] = None
    return {name: [*found] for name, found in cases.items()}
