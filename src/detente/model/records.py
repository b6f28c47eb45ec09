"""The records of a study: sources and passages, statements and the testimony that carries them.

Field names are the column names of the study's files (`detente.study.columns`), so that the name in a
message, in a spreadsheet and in the code is one. An empty text means "not said"; ``None`` likewise. Nothing here
is ever a zero that nobody wrote.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from detente.model.dates import Date
from detente.model.diagnostics import Span


class _Nothing(Mapping[str, Any]):
    """A mapping without keys, that can be a default."""

    __slots__ = ()

    def __getitem__(self, key: str) -> Any:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __hash__(self) -> int:
        return 0


NOTHING: Final[Mapping[str, Any]] = _Nothing()


@dataclass(frozen=True, slots=True)
class Record:
    """What every record has: its id (empty where rows have none), its place, and columns unknown to this program."""

    id: str
    span: Span
    extra: Mapping[str, str] = field(default=NOTHING, kw_only=True)


@dataclass(frozen=True, slots=True)
class Source(Record):
    """A book, document, speech, newspaper or data set, as CSL describes it, and who speaks through it.

    ``speaker`` and ``publisher_side`` are perspectives of the study; ``holder`` is the archive that keeps the original.
    ``csl`` holds what belongs to the Citation Style Language and goes to pandoc untouched.
    """

    title: str = ""
    type: str = ""
    speaker: str = ""
    publisher_side: str = ""
    holder: str = ""
    archival: Mapping[str, str] = NOTHING
    consulted_as: str = ""
    cited_in: str = ""
    proximity: str = ""
    reliability: str = ""
    reliability_reason: str = ""
    depends_on: tuple[str, ...] = ()
    version_of: str = ""
    made: Date | None = None
    sent: Date | None = None
    received: Date | None = None
    published: Date | None = None
    declassified: Date | None = None
    acquired: Date | None = None
    document: str = ""
    restricted: bool = False
    csl: Mapping[str, Any] = NOTHING


@dataclass(frozen=True, slots=True)
class Actor(Record):
    """A party, organ, army, mission, organisation or person, under its state."""

    state: str = ""
    kind: str = ""
    name: str = ""
    names: str = ""
    start: Date | None = None
    end: Date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Office(Record):
    """Who held which office when."""

    person: str = ""
    office: str = ""
    body: str = ""
    start: Date | None = None
    end: Date | None = None
    passage: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Passage(Record):
    """A place in a source that was read, in the researcher's words and, where it matters, in its own."""

    source: str = ""
    locator: str = ""
    url: str = ""
    gist: str = ""
    quote: str = ""
    language: str = ""
    translation: str = ""
    speaker: str = ""
    publisher_side: str = ""
    holder: str = ""
    credibility: str = ""
    checked_by: str = ""
    made: Date | None = None
    restricted: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event(Record):
    """A dated act of somebody, towards somebody or not. ``action`` is a PLOVER event; empty for an internal event."""

    date: Date | None = None
    date_written: str = ""
    calendar: str = ""
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    action: str = ""
    mode: str = ""
    domain: str = ""
    summary: str = ""
    behaviour: str = ""
    weight: str = ""
    status: str = ""
    restricted: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure(Record):
    """A number that a source gives: a value, or an interval ``low`` to ``high``, in ``unit``.

    ``data`` names the column of a data set that the number was taken from, as in ``nmc:cinc``.
    """

    indicator: str = ""
    actor: str = ""
    target: str = ""
    date: Date | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    data: str = ""
    unit: str = ""
    currency: str = ""
    price_base: str = ""
    kind: str = ""
    status: str = ""
    restricted: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Claim(Record):
    """An interpretation in one sentence."""

    kind: str = ""
    text: str = ""
    confidence: str = ""
    status: str = ""
    restricted: bool = False
    note: str = ""


Statement = Event | Figure | Claim


@dataclass(frozen=True, slots=True)
class Testimony(Record):
    """What ties a passage to a statement: the second entry of the double entry.

    ``preferred_because`` is filled for the version that the study follows where versions differ: it is the reason.
    """

    statement: str = ""
    passage: str = ""
    stance: str = ""
    date_claimed: Date | None = None
    value_claimed: str = ""
    preferred_because: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Period(Record):
    """One stage of a scheme that somebody proposes. ``start`` is the first date of the stage, ``end`` its last."""

    scheme: str = ""
    label: str = ""
    start: Date | None = None
    end: Date | None = None
    passage: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Search(Record):
    """Where one looked for what and came back empty-handed: the record behind a silence."""

    side: str = ""
    place: str = ""
    sought: str = ""
    about: tuple[str, ...] = ()
    years: Date | None = None
    outcome: str = ""
    expected: str = ""
    date: Date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Result(Record):
    """What a study says that a measure of it finds: the build computes it, and it holds or does not.

    ``step`` is what turning points are looked for in; empty for years. ``low`` and ``high`` bound the number that is
    said to be found; None where it is open at that end.
    """

    says: str = ""
    measure: str = ""
    of: str = ""
    actor: str = ""
    target: str = ""
    side: str = ""
    years: Date | None = None
    step: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rival(Record):
    """One answer to a set's question, made of claims; ``expected`` is what one should see if it were so.

    ``prior`` is how probable it was before this evidence, in decibels [dB] over even: a low and a high end.
    """

    label: str = ""
    claims: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    prior: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class HypothesisSet(Record):
    """A question and its rival answers."""

    question: str = ""
    rivals: tuple[Rival, ...] = ()


def parts_of(evidence: str) -> frozenset[str]:
    """Return the pieces of evidence that ``+`` joins.

    >>> sorted(parts_of("passage:a + event:b"))
    ['event:b', 'passage:a']
    """
    return frozenset(part for piece in evidence.split("+") if (part := piece.strip()))


@dataclass(frozen=True, slots=True)
class Assessment(Record):
    """How much a piece of evidence was to be expected under one rival, and why.

    It is said in one of three ways: as a ``judgement``, rather than under ``against``; as a ``term`` of ICD 203; or as
    a probability between ``low`` and ``high``. ``basis`` says of what: that the source reports it, or that it is so.
    """

    set: str = ""
    evidence: str = ""
    rival: str = ""
    against: str = ""
    analyst: str = ""
    judgement: str = ""
    term: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    basis: str = ""
    reason: str = ""
    date: Date | None = None
    given: tuple[str, ...] = ()
    predicted: Date | None = None
    fared: str = ""
    note: str = ""

    @property
    def parts(self) -> frozenset[str]:
        """The pieces of evidence that are weighed as one: most often a single piece."""
        return parts_of(self.evidence)

    @property
    def judged_as(self) -> str:
        """Whether it was judged that a source reports the evidence, or that it is a fact: its basis, said or not."""
        is_fact = any(part.startswith(("claim:", "event:", "figure:")) for part in self.parts)
        return self.basis or ("fact" if is_fact else "report")


@dataclass(frozen=True, slots=True)
class Cell(Record):
    """What one case answers to one question that is asked of every case, and the passages that bear the answer.

    ``value`` is a degree [0, 1], or a whole number for one of several kinds; None where no number was given.
    """

    case: str = ""
    field: str = ""
    answer: str = ""
    value: Decimal | None = None
    passages: tuple[str, ...] = ()
    note: str = ""

    @property
    def comparison(self) -> str:
        """The comparison to which it belongs: the name of its file."""
        return self.span.file.rpartition("/")[2].removesuffix(".csv")

    @property
    def is_answered(self) -> bool:
        """Whether the question has an answer."""
        return bool(self.answer) or self.value is not None


@dataclass(frozen=True, slots=True)
class Code(Record):
    """A word of the codebook: when it applies and when it does not."""

    label: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Coding(Record):
    """A passage, or a place in it, under a code, by one coder. Without a code: the coder read it and none applies.

    ``start`` and ``end`` count code points of the passage's quote or, where it has none, of its document's text; the
    end is excluded. ``settled`` says how it was decided after the coders had talked; each keeps his row.
    """

    passage: str = ""
    code: str = ""
    coder: str = ""
    start: Decimal | None = None
    end: Decimal | None = None
    words: str = ""
    date: Date | None = None
    memo: str = ""
    settled: str = ""

    @property
    def place(self) -> tuple[int, int] | None:
        """Where it stands, or None where it is the whole passage."""
        return None if self.start is None or self.end is None else (int(self.start), int(self.end))


@dataclass(frozen=True, slots=True)
class Recoding(Record):
    """What another coder says that one column of a record should hold.

    The first coder's value is the record's own, or ``first`` where the two talked and the record was changed.
    """

    record: str = ""
    column: str = ""
    value: str = ""
    coder: str = ""
    date: Date | None = None
    memo: str = ""
    first: str = ""
    settled: str = ""


@dataclass(frozen=True, slots=True)
class Anchored(Record):
    """A passage's quote bound to the text of a document, as W3C selectors; places are code points, the end excluded.

    ``digest`` is the SHA-256 of the text in which it stood at ``start`` to ``end``; empty where it never was found.
    """

    passage: str = ""
    document: str = ""
    found: str = ""
    start: Decimal | None = None
    end: Decimal | None = None
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    digest: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Perspective(Record):
    """A side that testifies: a state's authorities of the time, its memoirists, a school of scholarship."""

    label: str = ""
    state: str = ""
    group: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question(Record):
    """A question of the study, with the claims and results that answer it."""

    text: str = ""
    claims: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Waiver(Record):
    """A finding that the study lets stand: which rule, about what, and why."""

    code: str = ""
    about: str = ""
    reason: str = ""
