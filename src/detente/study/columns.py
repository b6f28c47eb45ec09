"""The one table of a study's files and columns.

Headers of new files, the reference page, the JSON Schema and the reader all come from here. A column's name is the name
of the record's field (`detente.model.records`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from detente.model import records
from detente.model import vocabulary as words

FORMAT: Final = 1


class Kind(StrEnum):
    """What a column holds."""

    ID = "id"
    TEXT = "text"
    WORD = "word"
    """One of a closed list."""
    DATE = "date"
    """EDTF, levels 0 to 2."""
    NUMBER = "number"
    FLAG = "flag"
    """`yes`, or empty."""
    LIST = "list"
    """Ids apart by `;`."""
    MAP = "map"
    """YAML only: keys and texts."""
    INTERVAL = "interval"
    """YAML only: a low and a high number."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, what it means, and to which files its ids refer."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    words: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One file: the collection of `Study` that it fills, its record, its columns.

    ``key`` is the entry of the YAML file that holds the list; empty for CSV. A ``*`` in the file's name stands for any
    name: every such file is read. ``is_made``: the program writes it.
    """

    file: str
    collection: str
    record: type[records.Record]
    meaning: str
    columns: tuple[Column, ...]
    key: str = ""
    is_made: bool = False

    def column(self, name: str) -> Column | None:
        """Return the column of that name, or None."""
        return _columns(self).get(name)

    def holds(self, file: str) -> bool:
        """Return whether a file of this name is read as this table.

        >>> table_of("cells").holds("comparisons/dyads.csv"), table_of("cells").holds("comparisons/../dyads.csv")
        (True, False)
        """
        before, star, after = self.file.partition("*")
        name = file.removeprefix(before).removesuffix(after)
        return file == self.file or (bool(star) and file == before + name + after and bool(name) and "/" not in name)

    @property
    def header(self) -> str:
        """The first line of a new file."""
        return ",".join(column.name for column in self.columns)


@cache
def _columns(table: Table) -> Mapping[str, Column]:
    return {column.name: column for column in table.columns}


def _id(meaning: str = "a name of its own, of letters, digits, `-`, `_`, `.`, `:`") -> Column:
    return Column("id", Kind.ID, meaning, required=True)


def _text(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Kind.TEXT, meaning, required)


def _word(name: str, choices: tuple[str, ...], meaning: str, *, required: bool = False) -> Column:
    return Column(name, Kind.WORD, meaning, required, words=choices)


def _date(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Kind.DATE, meaning, required)


def _ref(name: str, to: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Kind.TEXT, meaning, required, refers_to=tuple(to.split()))


def _refs(name: str, to: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Kind.LIST, meaning, required, refers_to=tuple(to.split()))


_NOTE: Final = _text("note", "anything else")
_STATUS: Final = _word("status", words.STATUSES, "`draft` silences the rules of completeness; empty counts as accepted")
_RESTRICTED: Final = Column("restricted", Kind.FLAG, "`yes` keeps it out of everything that is built")
_ACTORS: Final = "states actors"
_STATEMENTS: Final = "events figures claims"

TABLES: Final[tuple[Table, ...]] = (
    Table(
        "study.yaml",
        "perspectives",
        records.Perspective,
        "the sides that testify",
        (
            _id("the side's code, as used in `speaker` and `publisher_side`"),
            _text("label", "its name in print", required=True),
            _ref("state", "states", "the state that it belongs to, if to one"),
            _text("group", "the sides with which it is heard together: `Western`, `scholarship`"),
            _NOTE,
        ),
        key="perspectives",
    ),
    Table(
        "study.yaml",
        "questions",
        records.Question,
        "what the study asks",
        (
            _id(),
            _text("text", "the question", required=True),
            _refs("claims", "claims", "the claims that answer it"),
            _refs("results", "results", "the computed results that answer it"),
            _text("answer", "the answer in the author's words"),
        ),
        key="questions",
    ),
    Table(
        "study.yaml",
        "waivers",
        records.Waiver,
        "findings that the study lets stand",
        (
            _text("code", "the rule, as in `detente explain`", required=True),
            _text("about", "the record that the finding is about; empty for all"),
            _text("reason", "why it may stand"),
        ),
        key="waivers",
    ),
    Table(
        "sources.yaml",
        "sources",
        records.Source,
        "a source, in CSL, and who speaks through it",
        (
            _id(),
            _text("title", "as on the title page", required=True),
            _text("type", "the CSL type: book, article-journal, speech, manuscript, dataset, ...", required=True),
            _ref("speaker", "perspectives", "the side that speaks in it"),
            _ref("publisher_side", "perspectives", "the side that put it before the public"),
            _text("holder", "the archive that keeps the original"),
            Column("archival", Kind.MAP, "repository, fond, inventory, file, folio"),
            _word("consulted_as", words.CONSULTED, "in what form it was read"),
            _ref("cited_in", "sources", "the source through which it is known, if it was not seen itself"),
            _word("proximity", words.PROXIMITIES, "how near it stands to what it tells"),
            _word(
                "reliability", words.RELIABILITIES, "Admiralty letter: A reliable ... E unreliable, F cannot be judged"
            ),
            _text("reliability_reason", "why that letter"),
            _refs("depends_on", "sources", "the sources that it repeats or draws on"),
            _ref("version_of", "sources", "the document of which it is a draft, edition, minute or translation"),
            _date("made", "when it was made"),
            _date("sent", "when it was sent"),
            _date("received", "when it was received"),
            _date("published", "when it was published"),
            _date("declassified", "when it was opened"),
            _date("acquired", "when the researcher got it"),
            _text("document", "its text: a file under `documents/`, or the id of a document or volume of the corpus"),
            _RESTRICTED,
        ),
        key="references",
    ),
    Table(
        "actors.csv",
        "actors",
        records.Actor,
        "a party, organ, army, mission, organisation or person, under its state",
        (
            _id(),
            _ref("state", "states", "the state that it belongs to"),
            _word("kind", words.ACTOR_KINDS, "what it is", required=True),
            _text("name", "its name in print", required=True),
            _text("names", "other names by language: `sq=...; ru=...`"),
            _date("start", "first day of its life or existence"),
            _date("end", "last day"),
            _NOTE,
        ),
    ),
    Table(
        "offices.csv",
        "offices",
        records.Office,
        "who held which office when",
        (
            _id(),
            _ref("person", "actors", "who", required=True),
            _text("office", "the title", required=True),
            _ref("body", _ACTORS, "of what: a state, party, organ, mission"),
            _date("start", "first day"),
            _date("end", "last day"),
            _ref("passage", "passages", "where it says so"),
            _NOTE,
        ),
    ),
    Table(
        "passages.csv",
        "passages",
        records.Passage,
        "a place in a source that was read",
        (
            _id(),
            _ref("source", "sources", "where", required=True),
            _text("locator", "document, page, folio, paragraph", required=True),
            _text("url", "an address that leads to it"),
            _text("gist", "what it says, in the researcher's words"),
            _text("quote", "its own words, where they matter"),
            _text("language", "the quote's language: en, sq, ru, ..."),
            _text("translation", "the quote in the study's language"),
            _ref("speaker", "perspectives", "the side that speaks here, where it is not the source's"),
            _ref("publisher_side", "perspectives", "who published it, where it is not the source's"),
            _text("holder", "the archive that keeps it, where it is not the source's"),
            _word(
                "credibility", words.CREDIBILITIES, "Admiralty figure: 1 confirmed ... 5 improbable, 6 cannot be judged"
            ),
            _text("checked_by", "who has compared it with the source"),
            _date("made", "when the words were said or written, where it is not the source's date"),
            _RESTRICTED,
            _NOTE,
        ),
    ),
    Table(
        "events.csv",
        "events",
        records.Event,
        "a dated act",
        (
            _id(),
            _date("date", "when, in EDTF", required=True),
            _text("date_written", "the date as the source writes it"),
            _word("calendar", words.CALENDARS, "the calendar of `date`: `julian` is converted; empty is gregorian"),
            _refs("actors", _ACTORS, "who acted", required=True),
            _refs("targets", _ACTORS, "towards whom; empty for an internal act"),
            _word("action", tuple(words.QUAD), "the PLOVER event; empty for an internal event"),
            _text("mode", "the PLOVER mode"),
            _word("domain", words.DOMAINS, "the field"),
            _text("summary", "what happened, in one sentence", required=True),
            _word("behaviour", words.BEHAVIOURS, "what it was between great and small, where it plainly was so"),
            _word("weight", words.WEIGHTS, "major or minor"),
            _STATUS,
            _RESTRICTED,
            _NOTE,
        ),
    ),
    Table(
        "indicators.csv",
        "figures",
        records.Figure,
        "a figure",
        (
            _id(),
            _text("indicator", "what is measured", required=True),
            _ref("actor", _ACTORS, "of whom, or who gives", required=True),
            _ref("target", _ACTORS, "to whom"),
            _date("date", "when or over what span", required=True),
            Column("value", Kind.NUMBER, "the figure, with a decimal point"),
            Column("low", Kind.NUMBER, "the lower end, where an interval is known"),
            Column("high", Kind.NUMBER, "the upper end"),
            _text("data", "instead of a number, a column of a data set in `data/`: `nmc:cinc`"),
            _text("unit", "of what: `million`, `tonnes`, `share`, `persons`", required=True),
            _text("currency", "of money"),
            _text("price_base", "the year of its prices"),
            _word("kind", words.FIGURE_KINDS, "observed, promised, delivered or planned"),
            _STATUS,
            _RESTRICTED,
            _NOTE,
        ),
    ),
    Table(
        "claims.csv",
        "claims",
        records.Claim,
        "an interpretation",
        (
            _id(),
            _word("kind", words.CLAIM_KINDS, "fact, motive, cause or counterfactual", required=True),
            _text("text", "the claim, in one sentence", required=True),
            _word("confidence", words.CONFIDENCES, "the author's confidence"),
            _STATUS,
            _RESTRICTED,
            _NOTE,
        ),
    ),
    Table(
        "testimony.csv",
        "testimony",
        records.Testimony,
        "what ties a passage to a statement",
        (
            _ref("statement", _STATEMENTS, "the event, figure or claim", required=True),
            _ref("passage", "passages", "the passage", required=True),
            _word("stance", words.STANCES, "what the passage does to the statement", required=True),
            _date("date_claimed", "the date that this passage gives, where it differs"),
            _text("value_claimed", "the figure or fact that this passage gives, where it differs"),
            _text("preferred_because", "filled for the version that the study follows: the reason"),
            _NOTE,
        ),
    ),
    Table(
        "periods.csv",
        "periods",
        records.Period,
        "a stage that somebody proposes",
        (
            _text("scheme", "whose division", required=True),
            _text("label", "the stage's name", required=True),
            _date("start", "first date of the stage", required=True),
            _date("end", "last date; empty while the stage lasts"),
            _ref("passage", "passages", "where it is proposed"),
            _NOTE,
        ),
    ),
    Table(
        "searches.csv",
        "searches",
        records.Search,
        "where one looked for what, and came back empty-handed",
        (
            _id(),
            _ref("side", "perspectives", "whose testimony was sought", required=True),
            _text("place", "the archive, edition or data set", required=True),
            _text("sought", "what", required=True),
            _refs("about", _STATEMENTS, "the statements that it would have borne on"),
            _date("years", "the years searched"),
            _word("outcome", words.SEARCH_OUTCOMES, "how it ended", required=True),
            _text("expected", "what one would have expected to find"),
            _date("date", "when the search was made"),
            _NOTE,
        ),
    ),
    Table(
        "results.csv",
        "results",
        records.Result,
        "what a measure is said to find; the build computes it",
        (
            _id(),
            _text("says", "what is found, in one sentence", required=True),
            _word("measure", words.MEASURES, "what is measured", required=True),
            _text(
                "of",
                "events: `cooperation`, `conflict`, a domain, a behaviour or a PLOVER event, empty for all; figures: "
                "their indicator, or `part/whole` for turning points of a share",
            ),
            _ref("actor", _ACTORS, "whose acts or figures; empty for both of the dyad"),
            _ref("target", _ACTORS, "towards whom; empty for the other of the dyad, in figures for none"),
            _ref("side", "perspectives", "only what this side attests"),
            _date("years", "the years that count; empty for the study's period"),
            Column("low", Kind.NUMBER, "the number found is at least this"),
            Column("high", Kind.NUMBER, "and at most this"),
            _word("step", tuple(words.STEPS), "what turning points are looked for in; empty for years"),
            _NOTE,
        ),
    ),
    Table(
        "hypotheses.yaml",
        "hypotheses",
        records.HypothesisSet,
        "a question with rival answers under `rivals`; the list `reliability` beside it may weigh testimony anew",
        (_id(), _text("question", "what the rivals answer", required=True)),
        key="sets",
    ),
    Table(
        "assessments.csv",
        "assessments",
        records.Assessment,
        "how much evidence was to be expected under one rival",
        (
            _ref("set", "hypotheses", "the set of rivals", required=True),
            _text(
                "evidence",
                "`passage:`, `claim:`, `event:`, `figure:`, `absence:` or `result:` and an id; several joined by `+` "
                "are weighed as one",
                required=True,
            ),
            _text("rival", "the rival judged", required=True),
            _text("against", "the rival compared with; empty for the set's first"),
            _text("analyst", "who judges"),
            _word("judgement", words.JUDGEMENTS, "how much more it was to be expected than under `against`"),
            _word("term", sum(words.ICD_203_TERMS, ()), "or how probable it was under the rival, as a term of ICD 203"),
            Column("low", Kind.NUMBER, "or how probable it was at least: above 0"),
            Column("high", Kind.NUMBER, "and how probable at most: below 1"),
            _word(
                "basis",
                words.BASES,
                "`report`: that the source says it; `fact`: that it is so, weighed by how reliable the testimony is; "
                "empty is `fact` for statements, `report` for all else",
            ),
            _text("reason", "why"),
            _date("date", "when"),
            _refs("given", "", "evidence that it is conditioned on"),
            _date("predicted", "when it was put down, if that was before the document was read"),
            _word("fared", words.FARES, "how the prediction fared; empty follows from the judgement"),
            _NOTE,
        ),
    ),
    Table(
        "codebook.yaml",
        "codes",
        records.Code,
        "a code",
        (
            _id(),
            _text("label", "its name in print", required=True),
            _text("definition", "what it means"),
            _text("include", "what falls under it"),
            _text("exclude", "what does not"),
            _ref("parent", "codes", "the code above it"),
        ),
        key="codes",
    ),
    Table(
        "codings.csv",
        "codings",
        records.Coding,
        "a passage, or a place in it, under a code",
        (
            _ref("passage", "passages", "what is coded", required=True),
            _ref("code", "codes", "the code; empty says that the coder read the passage and none applies"),
            _text("coder", "who coded", required=True),
            Column("start", Kind.NUMBER, "where in the passage's quote, or else in its document: characters, from 0"),
            Column("end", Kind.NUMBER, "where it has ended: the first character after it"),
            _text("words", "the words that stand there, by which they are found again when the text has changed"),
            _date("date", "when"),
            _text("memo", "why"),
            _word("settled", words.CODINGS_SETTLED, "how it was decided when the coders talked; each keeps his row"),
        ),
    ),
    Table(
        "recodings.csv",
        "recodings",
        records.Recoding,
        "what a second coder, who does not look at the first one's value, puts into a column of a record",
        (
            _ref("record", "events passages sources", "the event, passage or source", required=True),
            _word("column", tuple(words.RECODED), "the column that is coded again", required=True),
            _text("value", f"one of the column's words; `{words.NONE}` where it should be empty", required=True),
            _text("coder", "who", required=True),
            _date("date", "when"),
            _text("memo", "why"),
            _text("first", f"the first coder's value, or `{words.NONE}`, if the record was changed since"),
            _text("settled", "filled when they have talked: why the record holds what it holds"),
        ),
    ),
    Table(
        "comparisons/*.csv",
        "cells",
        records.Cell,
        "what one case answers to one question asked of every case; a file is a comparison, and its name the "
        "comparison's",
        (
            _text("case", "the case: a dyad, a state, an episode", required=True),
            _text("field", "the question asked of every case", required=True),
            _text("answer", "the answer, in one sentence; empty while it is not known"),
            Column("value", Kind.NUMBER, "a degree from 0 to 1, or a whole number for one of several kinds: for QCA"),
            _refs("passages", "passages", "the passages that bear the answer"),
            _NOTE,
        ),
    ),
    Table(
        "anchors.csv",
        "anchors",
        records.Anchored,
        "a quote bound to the text of its document, so that it is found again when the text changes; "
        "`detente reanchor` writes it",
        (
            _ref("passage", "passages", "the passage", required=True),
            _text("document", "the text: a file under `documents/` or the id of an installed document"),
            _word("found", words.CERTAINTIES, "how sure it is that it stands there", required=True),
            Column("start", Kind.NUMBER, "its first character in the text, counted in Unicode code points from 0"),
            Column("end", Kind.NUMBER, "the character after its last"),
            _text("exact", "its words as the text has them"),
            _text("prefix", "what stands before it"),
            _text("suffix", "what stands after it"),
            _text("digest", "the SHA-256 of the text; empty where it was never found"),
            _text("note", "what speaks against it"),
        ),
        is_made=True,
    ),
)

#: Keys of each of the `rivals` of a set in `hypotheses.yaml`.
RIVAL: Final[tuple[Column, ...]] = (
    _id(),
    _text("label", "the rival in a few words", required=True),
    _refs("claims", "claims", "the claims of which it is made"),
    Column("steps", Kind.LIST, "its causal steps, in order"),
    Column("expected", Kind.LIST, "what one should see if it were so"),
    Column("unexpected", Kind.LIST, "what one should not see if it were so"),
    Column("prior", Kind.INTERVAL, "how probable beforehand: `[low, high]` in decibels over even; empty is even"),
)

#: Keys of `study.yaml` beside its lists: name to what it holds and means.
SETTINGS: Final[tuple[Column, ...]] = (
    Column("format", Kind.NUMBER, f"the version of this table: {FORMAT}", required=True),
    _text("title", "the study's title", required=True),
    _text("subtitle", "its subtitle"),
    Column("authors", Kind.LIST, "who answers for it"),
    _text("abstract", "what it is about"),
    _text("language", "the language of the report: en, sq, ..."),
    Column("dyad", Kind.LIST, "the two states studied", required=True, refers_to=("states",)),
    Column("context", Kind.LIST, "the states around them", refers_to=("states",)),
    _date("period", "the period studied, an EDTF interval", required=True),
)

#: Files and folders that a study may hold beside its tables.
OTHER_FILES: Final = (
    *("report.md", "documents", "data", "build"),
    *("README.md", "LICENSE", "import.yaml", "import-report.md", "proposals.csv"),
)


def tables_of(file: str) -> tuple[Table, ...]:
    """Return the tables that a file holds."""
    return tuple(table for table in TABLES if table.holds(file))


def table_of(collection: str) -> Table:
    """Return the table that fills a collection of `Study`."""
    return next(table for table in TABLES if table.collection == collection)


def json_schema(table: Table) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one row or entry of a table; unknown columns are allowed."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.record.__name__,
        "description": table.meaning,
        "type": "object",
        "properties": {column.name: _column_schema(column, table.key) for column in table.columns} | _rivals(table),
        "required": [column.name for column in table.columns if column.required],
    }


def _rivals(table: Table) -> dict[str, Any]:
    if table.record is not records.HypothesisSet:
        return {}
    rival = {
        "type": "object",
        "properties": {column.name: _column_schema(column, table.key) for column in RIVAL},
        "required": [column.name for column in RIVAL if column.required],
    }
    return {"rivals": {"description": "the rival answers", "type": "array", "items": rival}}


def _column_schema(column: Column, key: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"description": column.meaning}
    if column.kind is Kind.MAP:
        return schema | {"type": "object", "additionalProperties": {"type": "string"}}
    if column.kind is Kind.INTERVAL:
        return schema | {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    if column.kind is Kind.LIST and key:
        return schema | {"type": "array", "items": {"type": "string"}}
    if column.words:
        return schema | {"enum": [*column.words] if column.required else ["", *column.words]}
    if column.kind is Kind.FLAG:
        return schema | {"enum": ["", "yes", True, False]}
    return schema | {"type": ["string", "number"] if column.kind in (Kind.NUMBER, Kind.DATE) else "string"}
