"""A study: its settings, its records in the order of their files, and the ways to look them up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Final, Protocol, TypeVar

from detente.model.dates import Date
from detente.model.diagnostics import Span
from detente.model.records import (
    Actor,
    Anchored,
    Assessment,
    Cell,
    Claim,
    Code,
    Coding,
    Event,
    Figure,
    HypothesisSet,
    Office,
    Passage,
    Period,
    Perspective,
    Question,
    Recoding,
    Record,
    Result,
    Search,
    Source,
    Statement,
    Testimony,
    Waiver,
)

R = TypeVar("R", bound=Record)
_SETTINGS: Final = Span("study.yaml")


class Places(Protocol):
    """Finds where in a file one value of a record stands."""

    def place(self, record: Record, column: str, part: str = "") -> Span:
        """Return the span of a value, or of one part of a list; of the whole record if it has no such value."""
        ...


class Texts(Protocol):
    """Gives the texts of documents, so that checking need not know how they are read."""

    def text_of(self, source: Source, locator: str = "") -> str | None:
        """Return the text of a source's document, or None where there is none to compare with.

        ``locator`` is a passage's: in a volume of documents it says which.
        """
        ...

    def holds(self, volume: str) -> bool:
        """Whether a volume of documents is installed, so that what it lacks does not exist."""
        ...


class NoTexts:
    """The texts of a study whose documents nobody has."""

    def text_of(self, source: Source, locator: str = "") -> str | None:
        """Return None."""
        return None

    def holds(self, volume: str) -> bool:
        """Return False."""
        return False


class Results(Protocol):
    """Computes what a study says of its own numbers, so that argument need not know how anything is measured."""

    def rests_on(self, result: str) -> frozenset[str]:
        """Return the passages on which a result rests."""
        ...

    def holds(self, result: str, gone: frozenset[str]) -> bool:
        """Whether a result is found when some passages are gone. One that cannot be computed is not."""
        ...


class NoResults:
    """The results of a study that was not measured: none holds."""

    def rests_on(self, result: str) -> frozenset[str]:
        """Return nothing."""
        return frozenset()

    def holds(self, result: str, gone: frozenset[str]) -> bool:
        """Return that it does not hold."""
        return False


class Nowhere:
    """The places of a study that was made in memory."""

    def place(self, record: Record, column: str, part: str = "") -> Span:
        """Return the record's own span."""
        return record.span


@dataclass(frozen=True, eq=False)
class Study:
    """Everything that a study's folder says.

    Collections keep the order of the files and may hold rows whose ids clash or are missing, since checking must see
    them; the ``by_id`` views hold the first of each. ``dyad`` and ``context`` are state codes. ``reliabilities`` are
    the study's own weights of testimony, under Admiralty letter and figure (``B2``), where it has any.
    """

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    abstract: str = ""
    language: str = "en"
    dyad: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    period: Date | None = None
    span: Span = _SETTINGS
    perspectives: tuple[Perspective, ...] = ()
    questions: tuple[Question, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    offices: tuple[Office, ...] = ()
    passages: tuple[Passage, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    claims: tuple[Claim, ...] = ()
    testimony: tuple[Testimony, ...] = ()
    periods: tuple[Period, ...] = ()
    searches: tuple[Search, ...] = ()
    results: tuple[Result, ...] = ()
    hypotheses: tuple[HypothesisSet, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    reliabilities: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    codes: tuple[Code, ...] = ()
    codings: tuple[Coding, ...] = ()
    recodings: tuple[Recoding, ...] = ()
    cells: tuple[Cell, ...] = ()
    anchors: tuple[Anchored, ...] = ()
    report: str = ""
    withheld: tuple[str, ...] = ()
    places: Places = field(default_factory=Nowhere)

    @cached_property
    def source_by_id(self) -> Mapping[str, Source]:
        """Each source under its id."""
        return by_id(self.sources)

    @cached_property
    def passage_by_id(self) -> Mapping[str, Passage]:
        """Each passage under its id."""
        return by_id(self.passages)

    @cached_property
    def actor_by_id(self) -> Mapping[str, Actor]:
        """Each actor of ``actors.csv`` under its id."""
        return by_id(self.actors)

    @cached_property
    def claim_by_id(self) -> Mapping[str, Claim]:
        """Each claim under its id."""
        return by_id(self.claims)

    @cached_property
    def result_by_id(self) -> Mapping[str, Result]:
        """Each result that the study states, under its id."""
        return by_id(self.results)

    @cached_property
    def perspective_by_id(self) -> Mapping[str, Perspective]:
        """Each perspective under its id."""
        return by_id(self.perspectives)

    @cached_property
    def statement_by_id(self) -> Mapping[str, Statement]:
        """Each event, figure and claim under its id: they share one space of names."""
        statements: dict[str, Statement] = {}
        kinds: tuple[Sequence[Statement], ...] = (self.events, self.figures, self.claims)
        for kind in kinds:
            for statement in kind:
                if statement.id:
                    statements.setdefault(statement.id, statement)
        return statements

    @cached_property
    def testimony_of(self) -> Mapping[str, Sequence[Testimony]]:
        """The testimony on each statement, in the order of the file. A statement without any has no key."""
        return grouped(self.testimony, "statement")

    @cached_property
    def testimony_from(self) -> Mapping[str, Sequence[Testimony]]:
        """The testimony that rests on each passage."""
        return grouped(self.testimony, "passage")

    @cached_property
    def passages_of(self) -> Mapping[str, Sequence[Passage]]:
        """The passages of each source."""
        return grouped(self.passages, "source")

    @cached_property
    def searches_of(self) -> Mapping[str, Sequence[Search]]:
        """The searches for each side's testimony."""
        return grouped(self.searches, "side")

    @cached_property
    def comparisons(self) -> Mapping[str, Sequence[Cell]]:
        """The cells of each structured comparison, in the order of its file."""
        return grouped(self.cells, "comparison")

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """The perspectives that speak in some passage or whose testimony was sought, in the study's order."""
        heard = {self.speaker(passage) for passage in self.passages} | self.searches_of.keys()
        return tuple(side.id for side in self.perspectives if side.id in heard)

    def speaker(self, passage: Passage) -> str:
        """Return the side that speaks in a passage: its own, else its source's, else its source's original's."""
        return passage.speaker or self.inherited(passage.source, "speaker")

    def publisher_side(self, passage: Passage) -> str:
        """Return the side that put a passage before the public."""
        return passage.publisher_side or self.inherited(passage.source, "publisher_side")

    def holder(self, passage: Passage) -> str:
        """Return the archive that keeps the original of a passage."""
        return passage.holder or self.inherited(passage.source, "holder")

    def sides_of(self, statement: str, stances: Iterable[str] = ("attests", "differs")) -> frozenset[str]:
        """Return the speakers' sides that testify to a statement in one of the stances."""
        wanted = tuple(stances)
        passages = self.passage_by_id
        return frozenset(
            side
            for row in self.testimony_of.get(statement, ())
            if row.stance in wanted and (passage := passages.get(row.passage)) is not None
            if (side := self.speaker(passage))
        )

    def inherited(self, source_id: str, column: str) -> str:
        """Return a source's speaker, publisher's side or holder, or that of the document of which it is a version."""
        seen: set[str] = set()
        while source_id and source_id not in seen:
            seen.add(source_id)
            source = self.source_by_id.get(source_id)
            if source is None:
                return ""
            value: str = getattr(source, column)
            if value:
                return value
            source_id = source.version_of
        return ""


def by_id(records: Iterable[R]) -> Mapping[str, R]:
    """Return the first record under each id; records without one are left out."""
    index: dict[str, R] = {}
    for record in records:
        if record.id:
            index.setdefault(record.id, record)
    return index


def grouped(records: Iterable[R], column: str) -> Mapping[str, Sequence[R]]:
    """Return the records that share a value of a column; the empty value is left out."""
    groups: dict[str, list[R]] = {}
    for record in records:
        value = getattr(record, column)
        if value:
            groups.setdefault(value, []).append(record)
    return groups
