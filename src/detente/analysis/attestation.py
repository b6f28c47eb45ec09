"""Who says what of a statement, side by side, and what kind of silence the others keep."""

from dataclasses import dataclass
from typing import Final

from detente.model.dates import Date
from detente.model.records import Claim, Event, Figure, Search, Statement, Testimony
from detente.model.study import Study

#: What a side that says nothing of a statement is known to be: `nothing` was found, the archive `refused`, is `closed`
#: or `lost`, its sources are `not-read`, or nobody looked.
NOT_LOOKED_FOR: Final = "not-looked-for"


@dataclass(frozen=True, slots=True)
class Voice:
    """One side's part in one statement.

    ``testimony`` holds its rows; where there are none, ``silence`` says why: the outcome of the searches that name the
    statement, else of those whose years hold its date, else `not-looked-for`. ``searches`` are those searches.
    """

    side: str
    testimony: tuple[Testimony, ...]
    silence: str
    searches: tuple[Search, ...]

    @property
    def bears_out(self) -> bool:
        """Whether the side attests the statement, if with another date or figure."""
        return any(row.stance in ("attests", "differs") for row in self.testimony)


def voices(study: Study, statement: Statement) -> tuple[Voice, ...]:
    """Return each side's part in a statement, in the study's order; unnamed sides come last under ``""``.

    A perspective that speaks nowhere in the study and whose testimony nobody sought (one that only publishes) has none.
    """
    rows: dict[str, list[Testimony]] = {side: [] for side in study.speakers}
    for row in study.testimony_of.get(statement.id, ()):
        passage = study.passage_by_id.get(row.passage)
        rows.setdefault(study.speaker(passage) if passage else "", []).append(row)
    return tuple(_voice(study, statement, side, tuple(own)) for side, own in rows.items())


def _voice(study: Study, statement: Statement, side: str, own: tuple[Testimony, ...]) -> Voice:
    if own:
        return Voice(side, own, "", ())
    by_side = study.searches_of.get(side, ())
    named = tuple(search for search in by_side if statement.id in search.about)
    when = date_of(statement)
    searches = named or tuple(search for search in by_side if not search.about and _covers(search, when))
    return Voice(side, (), searches[0].outcome if searches else NOT_LOOKED_FOR, searches)


def _covers(search: Search, when: Date | None) -> bool:
    if search.years is None or when is None:
        return False
    years, day = search.years.bounds(), when.bounds()
    return (years.first is None or day.first is None or years.first <= day.first) and (
        years.last is None or day.last is None or day.last <= years.last
    )


def date_of(statement: Statement) -> Date | None:
    """Return the date of an event or figure; a claim has none."""
    match statement:
        case Event() | Figure():
            return statement.date
        case Claim():
            return None
