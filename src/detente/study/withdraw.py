"""Smaller studies: what is left when an archive, a side, a source or a passage is taken away, or was not yet known."""

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from detente.model.dates import Date, DateError, parse_date
from detente.model.records import Assessment, Cell, Passage, Source, parts_of
from detente.model.study import Study

KINDS: Final = ("speaker", "publisher", "archive", "source", "passage", "analyst")
BEARING: Final = ("attests", "differs")
_FACTS: Final = ("claim", "event", "figure")


class WithdrawError(ValueError):
    """What should be taken away is not in the study, or is not named as ``kind:id``."""


def without(study: Study, what: str) -> Study:
    """Return the study with one thing taken away, and all that rests on it alone.

    Parameters
    ----------
    what
        ``speaker:ALB``, ``publisher:ALB``, ``archive:AQSH``, ``source:x``, ``passage:x`` or ``analyst:x``.

    A source that is known only through a withdrawn one goes too. A statement goes when the last testimony that bears it
    out goes; one that never had any stays, as it stood on nothing before. The cell of a comparison whose last passage
    goes is unanswered. What a search of a withdrawn speaker's papers did not find is no longer evidence. An assessment
    goes with its evidence, and with the evidence that it is given.

    Raises
    ------
    WithdrawError
        When the kind or the id is unknown, so that a slip of the pen is not taken for a robust result.
    """
    kind, _, name = what.partition(":")
    if kind not in KINDS or not name:
        raise WithdrawError(f"`{what}` is not of the form kind:id, with a kind of {', '.join(KINDS)}")
    if kind == "analyst":
        if not any(row.analyst == name for row in study.assessments):
            raise WithdrawError(f"no assessment is by the analyst `{name}`")
        rest = _assessments_left(study.assessments, lambda row: row.analyst == name, frozenset())
        return replace(study, assessments=rest, withheld=(*study.withheld, what))
    of = ways_to_withdraw(study)[kind]
    known = study.source_by_id if kind == "source" else set(map(of, study.passages))
    if name not in known:
        is_named = kind in ("source", "passage")
        raise WithdrawError(f"no {kind} is named `{name}`" if is_named else f"no passage has the {kind} `{name}`")
    sources = known_through(study.sources, name) if kind == "source" else set()
    gone = sources or {name}
    silent = {search.id for search in study.searches if kind == "speaker" and search.side == name}
    silences = frozenset(f"absence:{id}" for id in silent)
    return _reduced(study, lambda passage: of(passage) not in gone, sources, what, silences=silences)


def ways_to_withdraw(study: Study) -> Mapping[str, Callable[[Passage], str]]:
    """Return, under each kind but an analyst, the name by which a passage is withdrawn."""
    return {
        **{"speaker": study.speaker, "publisher": study.publisher_side, "archive": study.holder},
        **{"source": lambda passage: passage.source, "passage": lambda passage: passage.id},
    }


def as_known(study: Study, date: Date) -> Study:
    """Return the study as it could have been written on a date: only with sources open to readers by then.

    A source is open from its first day of ``published``, ``declassified`` or CSL ``issued``, whichever is known and
    earliest. One of which none is known cannot be shown to have been open, and is left out.
    """
    last = date.bounds().last
    opened = {source.id: open_since(source) for source in study.sources}
    late = {name for name, day in opened.items() if day is None or (last is not None and day > last)}
    return _reduced(study, lambda passage: passage.source not in late, late, f"as known on {date}")


def without_passages(study: Study, gone: frozenset[str]) -> Study:
    """Return what is left to measure without some passages: testimony, events and figures, and nothing else anew."""
    testimony = tuple(row for row in study.testimony if row.passage not in gone)
    borne = {row.statement for row in testimony if row.stance in BEARING}
    fallen = {row.statement for row in study.testimony if row.passage in gone and row.stance in BEARING} - borne
    return replace(
        study,
        passages=tuple(passage for passage in study.passages if passage.id not in gone),
        testimony=testimony,
        events=tuple(event for event in study.events if event.id not in fallen),
        figures=tuple(figure for figure in study.figures if figure.id not in fallen),
    )


def unrestricted(study: Study) -> Study:
    """Return the study without what is restricted and what rests on that alone."""
    closed = {source.id for source in study.sources if source.restricted}
    statements = frozenset(name for name, statement in study.statement_by_id.items() if statement.restricted)
    if not closed and not statements and not any(passage.restricted for passage in study.passages):
        return study
    closed |= {name for source in closed for name in known_through(study.sources, source)}
    return _reduced(study, lambda p: not p.restricted and p.source not in closed, closed, "", statements)


def open_since(source: Source) -> int | None:
    """Return the first day [ordinal] on which a source may have been open to readers, or None if nothing says."""
    days = [day.bounds().first for day in (source.published, source.declassified) if day is not None]
    issued = source.csl.get("issued")
    if isinstance(issued, str) and issued:
        with contextlib.suppress(DateError):
            days.append(parse_date(issued).bounds().first)
    known = [day for day in days if day is not None]
    return min(known) if known else None


def known_through(sources: Iterable[Source], name: str) -> set[str]:
    """Return a source and those that are known only through it."""
    everything = tuple(sources)
    gone = {name}
    while True:
        more = {source.id for source in everything if source.cited_in in gone} - gone
        if not more:
            return gone
        gone |= more


def _reduced(
    study: Study,
    keep: Callable[[Passage], bool],
    sources: set[str],
    what: str,
    statements: frozenset[str] = frozenset(),
    silences: frozenset[str] = frozenset(),
) -> Study:
    passages = tuple(passage for passage in study.passages if keep(passage))
    gone = {passage.id for passage in study.passages} - {passage.id for passage in passages}
    testimony = tuple(row for row in study.testimony if row.passage not in gone)
    borne = {row.statement for row in testimony if row.stance in BEARING}
    fallen = statements | ({row.statement for row in study.testimony if row.stance in BEARING} - borne)
    lost = sources | ({p.source for p in study.passages} - {p.source for p in passages})
    left_out = {*gone, *lost, *fallen}

    def standing(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in ids if name not in fallen)

    return replace(
        study,
        sources=tuple(
            replace(
                source,
                speaker=study.inherited(source.id, "speaker"),
                publisher_side=study.inherited(source.id, "publisher_side"),
                holder=study.inherited(source.id, "holder"),
                depends_on=tuple(name for name in source.depends_on if name not in lost),
                version_of="" if source.version_of in lost else source.version_of,
                cited_in="" if source.cited_in in lost else source.cited_in,
            )
            for source in study.sources
            if source.id not in lost
        ),
        passages=passages,
        testimony=tuple(row for row in testimony if row.statement not in fallen),
        events=tuple(event for event in study.events if event.id not in fallen),
        figures=tuple(figure for figure in study.figures if figure.id not in fallen),
        claims=tuple(claim for claim in study.claims if claim.id not in fallen),
        questions=tuple(replace(question, claims=standing(question.claims)) for question in study.questions),
        searches=tuple(replace(search, about=standing(search.about)) for search in study.searches),
        hypotheses=tuple(
            replace(group, rivals=tuple(replace(rival, claims=standing(rival.claims)) for rival in group.rivals))
            for group in study.hypotheses
        ),
        assessments=_assessments_left(
            study.assessments,
            lambda row: False,
            silences | {f"passage:{name}" for name in gone} | {f"{kind}:{name}" for kind in _FACTS for name in fallen},
        ),
        offices=tuple(replace(row, passage="") if row.passage in gone else row for row in study.offices),
        periods=tuple(row for row in study.periods if row.passage not in gone),
        codings=tuple(row for row in study.codings if row.passage not in gone),
        recodings=tuple(row for row in study.recodings if row.record not in left_out),
        cells=tuple(_cell_left(cell, gone) for cell in study.cells),
        anchors=tuple(row for row in study.anchors if row.passage not in gone),
        withheld=(*study.withheld, what) if what else study.withheld,
    )


def _cell_left(cell: Cell, gone: set[str]) -> Cell:
    """Return a cell with the passages that stay. One that loses its last has no answer any more, which is not a zero.

    One that never had any stays, as it stood on nothing before.
    """
    if gone.isdisjoint(cell.passages):
        return cell
    left = tuple(name for name in cell.passages if name not in gone)
    return replace(cell, passages=left) if left else replace(cell, passages=(), answer="", value=None, note="")


def _assessments_left(
    rows: tuple[Assessment, ...], goes: Callable[[Assessment], bool], gone: frozenset[str]
) -> tuple[Assessment, ...]:
    """Return the rows that stay: those that neither weigh nor are given what is gone, or what is weighed no longer."""
    left = tuple(
        row
        for row in rows
        if not goes(row) and gone.isdisjoint(row.parts) and all(gone.isdisjoint(parts_of(g)) for g in row.given)
    )
    if len(left) == len(rows) or not any(row.given for row in left):
        return left
    before = {(row.set, row.parts) for row in rows}
    while True:
        unweighed = before - {(row.set, row.parts) for row in left}
        rest = tuple(row for row in left if all((row.set, parts_of(g)) not in unweighed for g in row.given))
        if len(rest) == len(left):
            return rest
        left = rest
