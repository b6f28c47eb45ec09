"""One relation as each side tells it: never summed, and the spread between tellings is the error of measurement."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from detente.analysis.relations import By, Relation, measure_relation
from detente.model.calendars import gregorian_day
from detente.model.study import Study


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """The lowest and highest count, and net, that a side which speaks of that time gives.

    ``n_sides`` is the number of sides that attest an event of either direction in that month or year. A side that is
    silent on it is left out: its silence is not a count of zero.
    """

    time: str
    direction: str
    n_sides: int
    n_low: int
    n_high: int
    net_low: int
    net_high: int


def measure_perspectives(study: Study, a: str, b: str, by: By = "year") -> tuple[Relation, ...]:
    """Return the relation rebuilt from what each perspective alone attests; one that attests nothing has no rows."""
    return tuple(measure_relation(study, a, b, by, side.id) for side in study.perspectives)


def measure_spread(tellings: tuple[Relation, ...]) -> tuple[SpreadRow, ...]:
    """Return how far the tellings lie apart, by time and direction."""
    spoken = [{row.time for row in telling.rows} for telling in tellings]
    keys = sorted({(row.time, row.direction) for telling in tellings for row in telling.rows})
    rows = []
    for time, way in keys:
        heard = [telling for telling, times in zip(tellings, spoken, strict=True) if time in times]
        found = [{(row.time, row.direction): (row.n, row.net) for row in telling.rows} for telling in heard]
        told = [own.get((time, way), (0, 0)) for own in found]
        counts, nets = [n for n, _ in told], [net for _, net in told]
        rows.append(SpreadRow(time, way, len(heard), min(counts), max(counts), min(nets), max(nets)))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Exposure:
    """Documents read, by side and year in which they were made [1].

    A document is a source and the part of the locator before its first comma: ``d16, para. 2`` lies in document d16.
    Where neither the passage nor its source says when it was made, the document is in ``n_undated``.
    """

    documents: Mapping[tuple[str, int], int]
    n_undated: int


def measure_exposure(study: Study) -> Exposure:
    """Count the documents that the researcher read: the effort that counts of events depend on."""
    seen: dict[tuple[str, str, str], int | None] = {}
    for passage in study.passages:
        source = study.source_by_id.get(passage.source)
        made = passage.made or (source and (source.made or source.sent))
        days = made.stated() if made else None
        year = gregorian_day(days.first).year if days and days.first is not None else None
        if days and days.last is not None and year != gregorian_day(days.last).year:
            year = None
        key = (study.speaker(passage), passage.source, passage.locator.partition(",")[0])
        seen[key] = seen.get(key) or year
    counts = Counter((side, year) for (side, _, _), year in seen.items() if year is not None)
    return Exposure(counts, sum(year is None for year in seen.values()))
