"""A chronology's rows become events, passages and testimony; each row is imported, or listed."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from detente.model import vocabulary
from detente.model.calendars import gregorian_day
from detente.model.dates import is_edtf, parse_date
from detente.model.study import Study
from detente.study.columns import table_of
from detente.study.imports.additions import Additions
from detente.study.imports.citations import NO_PAGE, Citation, Citations
from detente.study.imports.days import UNKNOWN, Day, Years, read_day, settled_order
from detente.study.imports.grid import EMPTY, Cell, Grid, Line
from detente.study.imports.layout import Layout
from detente.study.imports.memory import Answers, fingerprint
from detente.study.imports.parties import Parties
from detente.study.imports.remarks import ImportFileError, Remarks, short
from detente.study.imports.words import fold, slug, unused
from detente.study.imports.workbook import day_of_serial
from detente.study.together import together
from detente.study.write import Value

_ID: Final = re.compile(r"\w[\w.:-]{0,199}")
_FOOTNOTE: Final = re.compile(r"\[?(\d{1,4})[\]).:]*\s+(\S.{4,})", re.DOTALL)
_STOP: Final = frozenset(
    (
        *("the", "and", "for", "with", "from", "that", "this", "are", "was", "were", "has", "had", "its", "into"),
        *("over", "dhe", "per", "nga", "nje", "und", "der", "die", "les", "des"),
    )
)
_WORDS: Final = {
    "action": {fold(word): word for word in vocabulary.QUAD},
    "domain": {fold(word): word for word in vocabulary.DOMAINS},
    "weight": {fold(word): word for word in vocabulary.WEIGHTS},
}
_DOUBTS: Final = {
    "either": "dates of which day and month may be exchanged, kept as one of two days",
    "part": "dates found in a longer text, which stands in date_written",
    "short": "years of two digits, read as the study's period has them",
}
_LIKE: Final = 0.8
"""How like a former text a row of the same date must be to count as its correction."""
_GUESSED: Final = "rows that name no actor: taken from the text, as drafts"
_NOBODY: Final = "rows in which nobody is named: actor `unnamed`, as drafts"
_NOT_IMPORTED: Final = "rows that are no event, not imported"


class When(NamedTuple):
    """A row's date: EDTF, as it was written, and its first day [ordinal] if that is known."""

    edtf: str
    written: str = ""
    day: int | None = None


@dataclass(slots=True)
class Imported:
    """What an import comes to: what to add, what to say, which rows became which events."""

    additions: Additions = field(default_factory=Additions)
    remarks: Remarks = field(default_factory=Remarks)
    rows: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


def years_of(study: Study) -> Years:
    """Return the years of a study's period; the twentieth century if it names none."""
    bounds = study.period.bounds() if study.period else None
    if bounds is None or bounds.first is None or bounds.last is None:
        return Years(1900, 1999)
    return Years(gregorian_day(bounds.first).year, gregorian_day(bounds.last).year)


def date_order(grid: Grid, layout: Layout) -> tuple[str, int]:
    """Return what the date column settles (`day`, `month`, `mixed` or nothing) and how many dates hang on it."""
    column = layout.index("date")
    cells = [] if column is None else [line.cell(column) for line in layout.below(grid)]
    texts = [cell.text for cell in cells if not cell.date and not cell.is_merged]
    period = Years(1900, 1999)
    return settled_order(texts), sum(1 for text in texts if read_day(text, period).doubt == "either")


def n_without_date(grid: Grid, layout: Layout) -> int:
    """Return how many rows say what happened and have an empty cell for its date, below one that has a date."""
    date, summary = layout.index("date"), layout.index("summary")
    if date is None or summary is None:
        return 0
    return sum(1 for line in layout.below(grid) if line.cell(summary).text and not line.cell(date).text)


def import_chronology(grid: Grid, layout: Layout, study: Study, answers: Answers, known: Mapping[str, str]) -> Imported:
    """Turn the rows below a header into entries.

    Parameters
    ----------
    answers
        What was decided about this file, with the rows that it gave earlier.
    known
        The rows that any earlier import took: fingerprint to event.
    """
    for wanted, what in ((("summary",), "what happened"), (("date", "year"), "when it happened")):
        if all(layout.index(name) is None for name in wanted):
            message = f"{grid.file}: no column says {what}"
            raise ImportFileError(message, "answer the questions, or edit `columns` in import.yaml")
    return _Import(grid, layout, study, answers, known).run()


class _Import:
    """One import under way: what the rows above say about the row at hand."""

    def __init__(self, grid: Grid, layout: Layout, study: Study, answers: Answers, known: Mapping[str, str]) -> None:
        self.grid, self.layout, self.study, self.answers, self.known = grid, layout, study, answers, known
        self.lines = layout.below(grid)
        self.period = years_of(study)
        self.order = answers.dates if answers.dates in ("day", "month") else ""
        self.parties = Parties.of(study.actors)
        self.citations = Citations.of(study.sources, grid.file)
        self.done = Imported()
        self.done.remarks.extend(grid.remarks)
        self.remarks = Remarks()
        self.taken = {*study.statement_by_id, *(event.id for event in study.events)}
        self.passages = {(p.source, p.locator, p.quote): p.id for p in study.passages}
        self.passage_ids = {passage.id for passage in study.passages}
        self.new_passages: dict[str, dict[str, Value]] = {}
        self.prints = {line.number: fingerprint(line, layout) for line in self.lines}
        self.present = set(self.prints.values())
        self.earlier = {event: print_ for print_, event in answers.rows.items()}
        gone = [e for e in study.events if e.id in self.earlier and self.earlier[e.id] not in self.present]
        self.gone_by_summary = {event.summary: event.id for event in gone}
        self.gone_by_date = together(gone, lambda event: str(event.date))
        self.year: int | None = None
        self.last = When("")
        self.footnotes = dict(self._footnotes())
        self.extra = self._extra_columns()

    def run(self) -> Imported:
        for line in self.lines:
            self.remarks = self.parties.remarks = self.citations.remarks = Remarks()
            if not self._is_passed_over(line):
                self._take(line)
                continue
            self.done.remarks.extend(self.remarks)
        self._finish()
        return self.done

    # One row

    def _cell(self, line: Line, field: str) -> Cell:
        index = self.layout.index(field)
        return EMPTY if index is None else line.cell(index)

    def _text(self, line: Line, field: str) -> str:
        return self._cell(line, field).text

    def _is_passed_over(self, line: Line) -> bool:
        """Whether a row is a heading, a note or a repeated header; a year's heading counts for the rows below it."""
        named = {column.name for column in self.layout.columns}
        filled = [cell for cell in line.cells if cell.text and not cell.is_merged]
        summary = self._text(line, "summary")
        if filled and all(cell.text in named for cell in filled):
            self._list(line, "header repeated")
            return True
        is_alone = len(filled) == 1
        if not filled or (is_alone and (not summary or re.fullmatch(r"\d{4}", summary))):
            year = re.fullmatch(r"\D{0,12}(\d{4})\D{0,12}", filled[0].text if filled else "")
            self.year = int(year[1]) if year and 1000 <= int(year[1]) <= 2100 else self.year
            self._list(line, "")
            return True
        if not summary or (is_alone and _FOOTNOTE.fullmatch(summary) and self.footnotes):
            self._list(line, "no text of what happened" if not summary else "")
            return True
        return False

    def _list(self, line: Line, reason: str) -> None:
        texts = " | ".join(cell.text for cell in line.cells if cell.text and not cell.is_merged)
        self.remarks.add(_NOT_IMPORTED, f"`{' '.join(texts.split())}`" + (f", {reason}" if reason else ""), line.place)
        self.done.counts["listed"] += 1

    def _take(self, line: Line) -> None:
        print_ = self.prints[line.number]
        when = self._when(line)
        citations = self._citations(line)
        if print_ in self.known:
            self.done.counts["known"] += 1
            return
        if print_ in self.done.rows:
            kind = "rows that say the same as one above, not imported again"
            self.done.remarks.add(kind, short(self._text(line, "summary")), line.place)
            self.done.counts["listed"] += 1
            return
        summary = " ".join(self._text(line, "summary").split())
        name, state = self._name(line, when, summary)
        if state == "changed":
            kind = "rows that changed in the file since their import, left as the study has them"
            self.done.remarks.add(kind, f"`{name}`", line.place)
            self.done.counts["changed"] += 1
            return
        self.done.rows[print_] = name
        if state == "there":
            self.done.counts["known"] += 1
            return
        self._add(line, name, when, summary, citations)
        self.done.remarks.extend(self.remarks)

    def _add(self, line: Line, name: str, when: When, summary: str, citations: Sequence[Citation]) -> None:
        self.taken.add(name)
        actors, targets, is_guess = self._who(line, when, summary)
        words, notes = self._words(line)
        is_draft = not citations or is_guess or when.edtf == UNKNOWN
        event: dict[str, Value] = {
            "id": name,
            "date": when.edtf,
            "date_written": when.written,
            "actors": actors,
            "targets": targets,
            "summary": summary,
            **words,
            "status": "draft" if is_draft else "",
            "note": "\n".join(notes),
            **self._extra(line),
        }
        self.done.additions.add("events", event)
        for citation in citations:
            passage = self._passage(line, citation, name, summary)
            self.done.additions.add("testimony", {"statement": name, "passage": passage, "stance": "attests"})

    def _name(self, line: Line, when: When, summary: str) -> tuple[str, str]:
        """Return the event's id, and whether it is `new`, `there` already, or `changed` in the file since."""
        if former_id := self._former(when, summary):
            return former_id, "changed"
        given = self._text(line, "id")
        base = given if _ID.fullmatch(given) else event_id(when.edtf, summary)
        name, n = base, 1
        while name in self.taken:
            former = self.earlier.get(name)
            if former is not None and former not in self.present:
                return name, "changed"
            event = self.study.statement_by_id.get(name)
            is_same = getattr(event, "summary", None) == summary and str(getattr(event, "date", "")) == when.edtf
            if is_same and former is None and name not in self.done.rows.values():
                return name, "there"
            n += 1
            name = f"{base}-{n}"
        return name, "new"

    def _former(self, when: When, summary: str) -> str:
        """Return the event of a row that is no longer in the file and said nearly the same, empty if there is none."""
        if (name := self.gone_by_summary.get(summary)) is not None:
            return name
        likenesses = [
            (SequenceMatcher(None, event.summary, summary).ratio(), event.id)
            for event in self.gone_by_date.get(when.edtf, ())[:50]
        ]
        ratio, name = max(likenesses, default=(0.0, ""))
        return name if ratio >= _LIKE else ""

    # When

    def _when(self, line: Line) -> When:
        cell = self._cell(line, "date")
        cell = cell if cell.text else Cell(self._from_parts(line))
        if not cell.text and self.answers.empty_dates == "above" and self.last.edtf:
            self.remarks.add("rows without a date, given the date above", f"{self.last.edtf}", line.place)
            return self.last
        if not cell.text:
            kind = "rows without a date: drafts of an unknown date (XXXX)"
            self.remarks.add(kind, short(self._text(line, "summary")), line.place)
            return When(UNKNOWN)
        read = self._read(cell, line)
        edtf = self._with_end(read.edtf, line)
        self.last = self._checked(edtf, cell.text, line)
        return self.last

    def _from_parts(self, line: Line) -> str:
        year, month, day = (self._text(line, name) for name in ("year", "month", "day"))
        if not year:
            return ""
        if month.isdigit() and day.isdigit():
            return f"{day}.{month}.{year}"
        return f"{year}-{int(month):02d}" if month.isdigit() else " ".join(part for part in (day, month, year) if part)

    def _read(self, cell: Cell, line: Line) -> Day:
        if cell.date:
            return self._read_typed(cell, line)
        is_serial = re.fullmatch(r"\d{5}(?:\.0+)?", cell.text)
        number = float(cell.text) if cell.number is None and is_serial else cell.number
        if number is not None and 10_000 <= number < 100_000 and (day := day_of_serial(number)):
            self.remarks.add("numbers read as the days that Excel counts", f"`{cell.text}` is {day}", line.place)
            return Day(day)
        if number is not None and (month := re.fullmatch(r"(1[5-9]\d\d|20\d\d)\.(\d{1,2})", cell.text)):
            return self._read_decimal(month, line)
        heading = self._text(line, "year")
        year = int(heading) if re.fullmatch(r"\d{4}", heading) else self.year
        read = read_day(cell.text, self.period, order=self.order, year=year)
        if not cell.is_merged:
            self._say_doubt(cell.text, read, line)
        return read

    def _read_typed(self, cell: Cell, line: Line) -> Day:
        year = int(cell.day[:4])
        place = "" if cell.is_merged else line.place
        if cell.number is not None and not self._is_near(year) and self._is_near(int(cell.number)):
            kind = "years that a date format had turned into days, read as years"
            self.remarks.add(kind, f"`{cell.day}` is {int(cell.number)}", place)
            return Day(str(int(cell.number)))
        if not self._is_near(year) and self._is_near(year - 100) and year >= 2000:
            self.remarks.add("years that a spreadsheet put a century too late", f"`{cell.day}`", place)
            return Day(f"{year - 100}{cell.date[4:]}")
        if cell.date != cell.day and not cell.is_merged:
            kind = "cells that show only a month or a year: the day that Excel had added is left out"
            self.remarks.add(kind, f"{cell.date}, stored as {cell.day}", line.place)
        return Day(cell.date)

    def _read_decimal(self, match: re.Match[str], line: Line) -> Day:
        """`1949.1` may have been 1949.01 or 1949.10: a number keeps no zero at its end."""
        year, month = match[1], match[2]
        texts = [f"{year}-0{month}", f"{year}-{month}0"] if len(month) == 1 else [f"{year}-{month}"]
        meant = [text for text in texts if is_edtf(text)]
        kind = "numbers read as year and month"
        self.remarks.add(kind, f"`{match[0]}` is {' or '.join(meant) or 'none'}", line.place)
        return Day(f"[{','.join(meant)}]" if len(meant) > 1 else meant[0] if meant else "")

    def _is_near(self, year: int) -> bool:
        return self.period.first - 30 <= year <= self.period.last + 30

    def _say_doubt(self, text: str, read: Day, line: Line) -> None:
        if not read.edtf:
            kind = "dates that cannot be read, kept in date_written: drafts of an unknown date (XXXX)"
            self.remarks.add(kind, f"`{text}`", line.place)
        elif read.doubt:
            self.remarks.add(_DOUBTS[read.doubt], f"`{short(text)}` as {read.edtf}", line.place)

    def _with_end(self, edtf: str, line: Line) -> str:
        end = self._cell(line, "date_end")
        if not edtf or not end.text:
            return edtf
        last = self._read(end, line).edtf
        if last in ("", edtf):
            return edtf
        if is_edtf(f"{edtf}/{last}"):
            return f"{edtf}/{last}"
        self.remarks.add("ends that do not fit their beginnings, left out", f"`{edtf}` to `{end.text}`", line.place)
        return edtf

    def _checked(self, edtf: str, text: str, line: Line) -> When:
        if not edtf:
            return When(UNKNOWN, text)
        first = parse_date(edtf).bounds().first
        year = None if first is None else gregorian_day(first).year
        if year is not None and not self._is_near(year):
            self.remarks.add("dates more than 30 years from the study's period", f"`{text}` is {edtf}", line.place)
        return When(edtf, text if text != edtf else "", first)

    # Who

    def _who(self, line: Line, when: When, summary: str) -> tuple[list[str], list[str], bool]:
        actors, targets = self.parties.read(self._text(line, "actors"), when.day, line.place)
        more, beyond = self.parties.read(self._text(line, "targets"), when.day, line.place)
        targets = list(dict.fromkeys((*targets, *more, *beyond)))
        if actors:
            return actors, targets, False
        named = self.parties.mentioned(summary, when.day)
        named = [code for code in named if code not in targets]
        kind = _GUESSED if named else _NOBODY
        example = f"{', '.join(named)} in `{short(summary)}`" if named else f"`{short(summary)}`"
        self.remarks.add(kind, example, line.place)
        if not named:
            return [self.parties.unnamed()], targets, True
        return named[:1], targets or named[1:], True

    # Sources

    def _footnotes(self) -> Iterator[tuple[str, str]]:
        """Yield the notes that stand in rows of their own below the last event."""
        for line in reversed(self.lines):
            filled = [cell for cell in line.cells if cell.text]
            match = _FOOTNOTE.fullmatch(" ".join(cell.text for cell in filled)) if len(filled) <= 2 else None
            if match is None and len(filled) > 2:
                return
            if match is not None and not is_edtf(match[1]):
                yield match[1], match[2]

    def _citations(self, line: Line) -> list[Citation]:
        text, page, url = (self._text(line, name) for name in ("source", "locator", "url"))
        if (number := re.fullmatch(r"\[?(\d{1,4})\]?", text)) and number[1] in self.footnotes:
            text = self.footnotes[number[1]]
        if not text and not url and self.answers.source:
            return [Citation(self.answers.source, page or NO_PAGE)]
        return self.citations.read(text, page, url, line.place)

    def _passage(self, line: Line, citation: Citation, event: str, summary: str) -> str:
        quote, language = self._text(line, "quote"), self._text(line, "language")
        key = (citation.source, citation.locator, quote)
        if citation.locator != NO_PAGE and key in self.passages:
            name = self.passages[key]
            if name in self.new_passages:
                self.new_passages[name]["gist"] = f"{self.new_passages[name]['gist']}; {summary}"
            return name
        base = f"{citation.source}-{slug(citation.locator, 3)}" if citation.locator != NO_PAGE else f"p-{event}"
        name = unused(base, self.passage_ids)
        self.passage_ids.add(name)
        self.passages[key] = name
        self.new_passages[name] = {
            "id": name,
            "source": citation.source,
            "locator": citation.locator,
            "url": citation.url,
            "gist": summary,
            "quote": quote,
            "language": language if quote else "",
        }
        return name

    # What else a row holds

    def _words(self, line: Line) -> tuple[dict[str, Value], list[str]]:
        """Return the words of closed lists that a row holds, and its notes with whatever fits nowhere else."""
        words: dict[str, Value] = {}
        notes: list[str] = []
        for column in self.layout.columns:
            cell = line.cell(column.index)
            if column.field in _WORDS and (word := _WORDS[column.field].get(fold(cell.text))):
                words[column.field] = word
            elif column.field == "note" and cell.text:
                notes.append(cell.text)
            elif cell.text and (self.extra.get(column.name) == "" or self._is_lost(column.field, cell.text)):
                notes.append(f"{column.name}: {cell.text}")
            if cell.comment:
                notes.append(f"comment on {column.name}: {cell.comment}")
        return words, notes

    def _is_lost(self, field: str, text: str) -> bool:
        """Whether the field that a text was meant for cannot hold it."""
        is_of_no_quote = field == "language" and self.layout.index("quote") is None
        return field in _WORDS or is_of_no_quote or (field == "id" and not _ID.fullmatch(text))

    def _extra_columns(self) -> dict[str, str]:
        """Return, for each column that no field takes, the column of events.csv that keeps it; empty for the note."""
        own = {column.name for column in table_of("events").columns}
        kept = [column.name for column in self.layout.columns if column.field == "extra"]
        return {name: "" if name in own or n >= 60 else name for n, name in enumerate(kept)}

    def _extra(self, line: Line) -> dict[str, Value]:
        cells = {column.name: line.cell(column.index).text for column in self.layout.columns if column.field == "extra"}
        return {self.extra[name]: text for name, text in cells.items() if text and self.extra[name]}

    def _finish(self) -> None:
        additions = self.done.additions
        events, passages = additions.entries.get("events", []), [*self.new_passages.values()]
        cited = {passage["source"] for passage in passages}
        acting = {name for event in events for name in (*event["actors"], *event["targets"])}
        additions.add("passages", *passages)
        additions.add("sources", *(source for id_, source in self.citations.added.items() if id_ in cited))
        additions.add("actors", *(actor for name, actor in self.parties.added.items() if name in acting))


def event_id(edtf: str, summary: str) -> str:
    """Return a readable id: the first date and the first words.

    >>> event_id("1949-04-10/1949-04-12", "The trade agreement is signed"), event_id("XXXX", "Purge")
    ('1949-04-10-trade-agreement-signed', 'undated-purge')
    """
    first = re.search(r"\d{3}[\dX](?:-[\dX]{2}){0,2}", edtf)
    words = [word for word in slug(summary, 12).split("-") if len(word) > 2 and word not in _STOP][:3]
    return "-".join([first[0] if first else "undated", *(words or ["event"])])


def remembered(answers: Answers, layout: Layout, rows: Mapping[str, str]) -> Answers:
    """Return the answers with what the import has taken."""
    return replace(answers, columns={column.name: column.field for column in layout.columns}, rows=rows)
