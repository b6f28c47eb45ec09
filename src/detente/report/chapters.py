"""The chapters of the printed account, in order, as blocks of pandoc's document tree."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from detente.analysis.comparison import build_comparison
from detente.analysis.relations import time_of
from detente.argument.leave_out import Left
from detente.argument.verdict import Loss, Verdict
from detente.argument.words import db, percent
from detente.model.dates import sort_key
from detente.model.records import (
    Assessment,
    Cell,
    Claim,
    Event,
    Figure,
    HypothesisSet,
    Period,
    Search,
    Statement,
    Testimony,
)
from detente.report.account import Account
from detente.report.elements import (
    SPACE,
    Blocks,
    Inlines,
    anchor,
    bullets,
    emphasis,
    heading,
    joined,
    link,
    new_page,
    para,
    paras,
    picture,
    raised,
    run,
    strong,
    styled,
    table,
    text_of,
    words,
)
from detente.report.evidence import Evidence
from detente.report.exhibits import exhibit_of
from detente.report.manuscript import read_manuscript
from detente.report.notes import ONE_SIDED, Notes, sentence
from detente.report.pictures import Picture, picture_of
from detente.report.verdicts import board_of, what_in_words
from detente.report.wording import CONFIDENCES, JUDGEMENTS, Wording, counted
from detente.study.together import together

#: Sides that have a column of their own: as many as a page is wide.
MAX_SIDES: Final = 6
#: Figures of one indicator that make a table of their own.
MIN_FIGURES: Final = 4
_KINDS: Final = {"ev": Event, "fig": Figure, "cl": Claim}
_STANDS: Final = (("For", ("attests", "differs")), ("Against", ("denies",)), ("Context", ("context",)))


class Chapters:
    """Writes one account."""

    def __init__(self, account: Account, *, is_anonymous: bool) -> None:
        self.account, self.study, self.is_anonymous = account, account.study, is_anonymous
        self.say = Wording(self.study)
        self.notes = Notes(account, self.say)
        self.evidence = Evidence(account, self.say, is_anonymous=is_anonymous)
        self.pictures: list[Picture] = []
        self.claim_number = {claim.id: n for n, claim in enumerate(self.study.claims, 1) if claim.id}

    def all(self) -> Blocks:
        """Return everything between the title and the archives."""
        chapters: tuple[Callable[[], Blocks], ...] = (
            self.edition,
            self.narrative,
            self.questions,
            self.relation,
            self.chronology,
            self.figures,
            self.results,
            self.claims,
            self.periods,
            self.comparisons,
            self.hypotheses,
            self.silences,
        )
        return [block for chapter in chapters for block in chapter()]

    def edition(self) -> Blocks:
        """Return what was taken away from the study, and from what this was made."""
        gone = [
            "an analyst’s assessments" if self.is_anonymous and what.startswith("analyst:") else self.say.withheld(what)
            for what in self.study.withheld
        ]
        lines = [f"Taken away from this edition: {', '.join(gone)}."] if gone else []
        lines.append(
            f"{counted(len(self.study.events), 'event')}, {counted(len(self.study.figures), 'figure')} and "
            f"{counted(len(self.study.claims), 'claim')} on {counted(len(self.study.passages), 'passage')} from "
            f"{counted(len(self.study.sources), 'source')}. Compiled by Detente {self.account.version} from the study "
            f"{self.account.digest}."
        )
        return [*(styled("Edition", [para(line)]) for line in lines), new_page()]

    def narrative(self) -> Blocks:
        """Return the author's own account."""
        blocks = read_manuscript(self.study.report, self.study.source_by_id, self._references, self._exhibit)
        first = blocks[0] if blocks else {"t": ""}
        if first["t"] == "Header" and text_of(first["c"][2]).casefold() == self.study.title.strip().casefold():
            blocks = _raised(blocks[1:])
        return [heading(1, "Narrative"), *blocks] if blocks else []

    def _exhibit(self, kind: str, name: str, subject: str = "") -> Blocks:
        exhibit = exhibit_of(self.account, self.say, kind, name, subject)
        drawn = picture_of(exhibit.drawing) if exhibit and exhibit.drawing else None
        if drawn is not None:
            self.pictures.append(drawn)
            return [picture(drawn.label, drawn.address)]
        return exhibit.blocks if exhibit else []

    def _references(self, kind: str, name: str) -> Inlines:
        if kind == "res":
            found = next((f for f in self.account.results if f.result.id == name), None)
            return words(f"[{found.number.sentence or found.sentence}]") if found else []
        if not isinstance(self.study.statement_by_id.get(name), _KINDS[kind]):
            return []
        if number := self.claim_number.get(name):
            return run("[", link(f"C{number}", f"#claim-{number}"), "]")
        return self.evidence.references(name)

    def questions(self) -> Blocks:
        """Return what the study asks, and the claims that answer it."""
        blocks: Blocks = []
        for question in self.study.questions:
            blocks += [heading(2, question.text or question.id), *paras(question.answer)]
            claims = [claim for name in question.claims if (claim := self.study.claim_by_id.get(name)) is not None]
            if claims:
                blocks.append(bullets(self._claim_line(claim) for claim in claims))
            found = [f for f in self.account.results if f.result.id in question.results]
            if found:
                blocks.append(bullets(words(f"{sentence(f.result.says)} {f.sentence}") for f in found))
            if not claims and not found and not question.answer.strip():
                blocks.append(para("No claim answers it yet."))
        return [heading(1, "Questions and answers"), *blocks] if blocks else []

    def _claim_line(self, claim: Claim) -> Inlines:
        number = self.claim_number[claim.id]
        facts = f"({self._claim_facts(claim)}; "
        return run(sentence(claim.text), SPACE, facts, link(f"C{number}", f"#claim-{number}"), ")")

    def _claim_facts(self, claim: Claim) -> str:
        facts = [claim.kind, CONFIDENCES.get(claim.confidence, claim.confidence), _status(claim)]
        return "; ".join(fact for fact in facts if fact)

    def relation(self) -> Blocks:
        """Return the events between the dyad, by year and direction, and what each side tells of them."""
        if len(self.study.dyad) < 2:
            return []
        relation = self.account.dyad.relations[0]
        a, b = self.say.state(relation.a), self.say.state(relation.b)
        pair = f"{a}–{b}"
        years = sorted({row.time for row in relation.rows})
        if not years:
            return []
        rows = {(row.time, row.direction): row for row in relation.rows}
        ways = (f"{relation.a}>{relation.b}", f"{relation.b}>{relation.a}")
        body = []
        for year in years:
            cells = [year]
            for way in ways:
                row = rows.get((year, way))
                cells += [str(row.cooperation), str(row.conflict)] if row is not None else ["–"] * 2
            body.append(cells)
        columns = [("Year", 12)]
        for one, other in ((a, b), (b, a)):
            columns += [(f"{one} → {other}: {kind}", -22) for kind in ("cooperation", "conflict")]
        n = relation.n_undated
        undated = f" {counted(n, 'event')} could not be placed in one year." if n else ""
        return [
            heading(1, "The relation by year"),
            para(
                f"Events of cooperation and of conflict in the dyad {pair}, as PLOVER divides them. A joint act counts "
                "in both directions; drafts are left out. A dash means that the study holds no event, not that nothing "
                f"happened.{undated}"
            ),
            *self._exhibit("figure", "relation"),
            table(f"Events of the dyad {pair}, by year and direction", columns, body),
            *self._telling(),
        ]

    def _telling(self) -> Blocks:
        """Return how many events of each year each side tells of."""
        coverage = self.account.coverage
        told = {side: sum(coverage.told.get((side, year), 0) for year in coverage.years) for side in coverage.sides}
        most = sorted((side for side in coverage.sides if told[side]), key=lambda side: -told[side])[:MAX_SIDES]
        sides = [side for side in coverage.sides if side in most]
        years = [year for year in coverage.years if coverage.events.get(year)]
        if not sides or not years:
            return []
        width = 80 // len(sides)
        columns = [("Year", 9), ("Events", -11), *((self.say.side(side), -width) for side in sides)]
        body = [
            [str(year), str(coverage.events[year]), *(str(coverage.told.get((side, year), 0)) for side in sides)]
            for year in years
        ]
        least = " Only the sides that tell most have a column." if len(most) < sum(map(bool, told.values())) else ""
        n = coverage.n_one_sided
        alone = f"On the testimony of one side alone {'stands' if n == 1 else 'stand'} {counted(n, 'event')}. "
        table_says = (
            "The table counts the events that each side attests, denies or dates otherwise. A nought is a gap in this "
            "study’s testimony, not proof that a side was silent."
        )
        return [
            para(f"{alone}{table_says}{least}"),
            table("Events told of, by year and side", columns, body),
        ]

    def chronology(self) -> Blocks:
        """Return the events by year."""
        if not self.study.events:
            return []
        blocks = [heading(1, "Chronology"), para(self._how_to_read())]
        year = ""
        for event in sorted(self.study.events, key=_by_date):
            now = time_of(event.date, "year") or ""
            if now != year:
                year = now
                blocks.append(heading(2, year.lstrip("0") or "Not of one year"))
            blocks.append(styled("Chronicle", [para(self._event(event))]))
        return blocks

    def _how_to_read(self) -> str:
        several = len(self.study.perspectives) > 1
        mark = f" {ONE_SIDED} marks an event that one side alone attests; its note says which." if several else ""
        return (
            "Each note names the sources of one event, with the side that speaks in them in brackets; what denies or "
            f"differs is said to do so.{mark}"
        )

    def _event(self, event: Event) -> Inlines:
        date = self.say.date(event.date)
        act = self.say.act(event)
        marks = [raised(ONE_SIDED)] if self.notes.is_one_sided(event) else []
        status = f" ({status})" if (status := _status(event)) else ""
        written = [f"in the source: {event.date_written}"] if event.date_written.strip() else []
        written += [f"the source’s date is {event.calendar}"] if event.calendar == "julian" else []
        untold = [] if self.study.testimony_of.get(event.id) else ["no testimony is given for it"]
        who = [emphasis(sentence(act)), SPACE] if act else []
        told = sentence(event.summary or event.id) + status
        return run(strong(sentence(date)), marks, SPACE, who, told, self.notes.of(event, *written, *untold))

    def figures(self) -> Blocks:
        """Return the figures: a table for each indicator of which there are several, and one for all others."""
        ordered = sorted(self.study.figures, key=lambda figure: (figure.indicator.casefold(), _by_date(figure)))
        groups = together(ordered, lambda figure: figure.indicator)
        columns = [("Of whom, to whom", 20), ("When", 15), ("Figure", -13), ("Unit", 17), ("Evidence and note", 35)]
        blocks = [
            table(_title(name), columns, [self._figure(figure) for figure in figures])
            for name, figures in groups.items()
            if len(figures) >= MIN_FIGURES
        ]
        others = [figure for figures in groups.values() if len(figures) < MIN_FIGURES for figure in figures]
        if others:
            columns = [("What", 16), ("Of whom, to whom", 16), ("When", 13), ("Figure", -11)]
            columns += [("Unit", 14), ("Evidence and note", 30)]
            rows = [[_title(figure.indicator), *self._figure(figure)] for figure in others]
            blocks.append(table("Other figures" if blocks else "Figures", columns, rows))
        intro = (
            "What was promised or planned is kept apart from what was delivered. An interval in brackets is what the "
            "sources allow. E and a number lead to the passage in the last chapter."
        )
        return [heading(1, "Figures"), para(intro), *blocks] if blocks else []

    def _figure(self, figure: Figure) -> list[str | Inlines]:
        marks = [raised(ONE_SIDED)] if self.notes.is_one_sided(figure) else []
        kind = figure.kind if figure.kind != "observed" else ""
        unit = "; ".join(part for part in (self.say.unit(figure), kind, _status(figure)) if part)
        return [
            self.say.figure_act(figure),
            self.say.date(figure.date),
            run(self.say.value(figure), marks),
            unit,
            self._figure_note(figure),
        ]

    def _figure_note(self, figure: Figure) -> Inlines:
        parts: dict[str, list[Inlines]] = {}
        for row in self.study.testimony_of.get(figure.id, ()):
            if reference := self.evidence.reference(row.passage):
                parts.setdefault(self.notes.stance(row, figure), []).append(reference)
        says = [joined([stance, joined(references)], " ") for stance, references in parts.items()]
        evidence = run(joined(says, "; "), ".") if says else "No testimony."
        return joined([evidence, sentence(figure.note) if figure.note.strip() else ""], " ")

    def results(self) -> Blocks:
        """Return what the study says of its own numbers, and what was found."""
        found = self._exhibit("table", "results")
        intro = "Each is computed from the statements in these pages, and again without each side’s testimony."
        return [heading(1, "Results of the study’s own numbers"), para(intro), *found] if found else []

    def claims(self) -> Blocks:
        """Return the claims, with the testimony for and against each."""
        blocks: Blocks = []
        for n, claim in enumerate(self.study.claims, 1):
            says = f"{sentence(claim.text)} ({self._claim_facts(claim)})"
            text = run(anchor([strong(f"C{n}")], f"claim-{n}"), SPACE, says)
            note = sentence(claim.note) if claim.note.strip() else ""
            blocks.append(styled("Claim", [para(joined([text, note], " "))]))
            rows = self.study.testimony_of.get(claim.id, ())
            items = [
                self._bearing(label, row)
                for label, stances in _STANDS
                for row in rows
                if row.stance in stances and row.passage in self.study.passage_by_id
            ]
            blocks.append(bullets(items) if items else para("No testimony is given for it."))
        return [heading(1, "Claims, with the testimony for and against"), *blocks] if blocks else []

    def _bearing(self, label: str, row: Testimony) -> Inlines:
        passage = self.study.passage_by_id[row.passage]
        side = self.study.speaker(passage)
        says = passage.gist.strip() or passage.quote.strip() or self.evidence.short(passage.source)
        source = "; ".join(filter(None, (self.evidence.short(passage.source), self.say.side(side) if side else "")))
        remark = f" {sentence(row.note)}" if row.note.strip() else ""
        told, number = f"{sentence(says)} ({source}; ", self.evidence.reference(passage.id)
        return run(emphasis(f"{label}."), SPACE, told, number, f"){remark}")

    def periods(self) -> Blocks:
        """Return the stages that somebody proposes, a table for each scheme."""
        schemes = together(self.study.periods, lambda period: period.scheme)
        columns = [("Stage", 46), ("From", 27), ("To", 27)]
        blocks = [table(_title(name), columns, map(self._stage, stages)) for name, stages in schemes.items()]
        intro = "Stages into which somebody has divided the relation. They are proposals, and not found by measurement."
        return [heading(1, "Periods"), para(intro), *blocks] if blocks else []

    def _stage(self, stage: Period) -> list[str | Inlines]:
        label = run(stage.label, self.notes.passage(stage.passage, stage.note))
        return [label, self.say.date(stage.start), self.say.date(stage.end) if stage.end else "still open"]

    def comparisons(self) -> Blocks:
        """Return each comparison as a table of cases and answers for each of its questions."""
        blocks: Blocks = []
        columns = [("Case", 24), ("Answer", 56), ("Value", -8), ("Evidence", 12)]
        for name, cells in self.study.comparisons.items():
            blocks += [heading(2, name), para(build_comparison(self.study, name).sentence)]
            for field in dict.fromkeys(cell.field for cell in cells):
                rows = [self._answer(cell) for cell in cells if cell.field == field]
                blocks.append(table(field, columns, rows))
        intro = "The same questions asked of every case. A question without an answer is open; it is not a zero."
        return [heading(1, "Comparisons"), para(intro), *blocks] if blocks else []

    def _answer(self, cell: Cell) -> list[str | Inlines]:
        note = f" ({cell.note})" if cell.note.strip() else ""
        value = str(cell.value) if cell.value is not None else ""
        references = joined(map(self.evidence.reference, cell.passages), "; ")
        return [cell.case, f"{cell.answer or 'Not known.'}{note}", value, references]

    def hypotheses(self) -> Blocks:
        """Return the rivals, the verdict on each set and what it hangs on."""
        blocks = [block for group in self.study.hypotheses for block in self._set(group)]
        intro = (
            "Rival answers, and what the evidence says of each. A verdict holds for the rivals that are named and for "
            "the judgements as their analysts made them; “cannot tell” is a verdict."
        )
        return [heading(1, "Hypotheses"), para(intro), *self._exhibit("table", "sides"), *blocks] if blocks else []

    def _set(self, group: HypothesisSet) -> Blocks:
        blocks = [heading(2, group.question or group.id)]
        label = {rival.id: rival.label or rival.id for rival in group.rivals}
        for rival in group.rivals:
            blocks.append(styled("Lead", [para([strong(sentence(label[rival.id]))])]))
            claims = [claim for name in rival.claims if (claim := self.study.claim_by_id.get(name)) is not None]
            items = [run(emphasis("Claim."), SPACE, self._claim_line(claim)) for claim in claims]
            for label_, texts in (("Step.", rival.steps), ("To be expected.", rival.expected)):
                items += [run(emphasis(label_), SPACE, sentence(text)) for text in texts if text.strip()]
            blocks += [bullets(items)] if items else []
        if (verdict := self.account.verdicts.get(group.id)) is not None:
            return [*blocks, *self._verdict(verdict)]
        rows = [row for row in self.study.assessments if row.set == group.id]
        if rows:
            columns = [("Evidence", 20), ("Under", 18), ("Than under", 18), ("It was", 18), ("Because", 26)]
            first = group.rivals[0].id if group.rivals else ""
            body: list[list[str | Inlines]] = [
                [
                    joined([self._assessed(part) for part in sorted(row.parts)], "; "),
                    label.get(row.rival, row.rival),
                    label.get(row.against or first, row.against) if row.judgement else "–",
                    _expected(row),
                    self._reason(row.reason, row.analyst),
                ]
                for row in rows
            ]
            blocks.append(table("How much the evidence was to be expected", columns, body))
        return blocks

    def _verdict(self, verdict: Verdict) -> Blocks:
        board = board_of(verdict, self.study)
        lead = [verdict.sentence, verdict.confidence_sentence]
        lead += [verdict.something_else.sentence] if verdict.something_else else []
        rivals = [
            (rival.label, percent(rival.outer), percent(rival.inner), db(rival.posterior_db))
            for rival in verdict.rivals
        ]
        columns = [("Rival", 46), ("Range", -16), ("In nearly all readings", -18), ("Weight against the first", -20)]
        stand = table("How the rivals stand", columns, rivals)
        blocks = [heading(3, "What the evidence says"), *map(para, lead), stand]
        blocks += self._loss("What would turn it", verdict.turning)
        if verdict.shaking.sentence != verdict.turning.sentence:
            blocks += self._loss("What would leave it in doubt", verdict.shaking)
        sides = [left for left in board.sides if not (self.is_anonymous and left.what.startswith("analyst:"))]
        blocks += self._left("What is left without one side, archive or analyst", sides)
        blocks += self._left("What is left with one side’s testimony alone", verdict.only)
        ledger: list[list[str | Inlines]] = [
            [
                joined([self._assessed(part) for part in each.id.split("+")], "; "),
                sentence(each.sentence),
                next((sentence(row.reason) for row in each.rows if row.reason.strip()), ""),
            ]
            for each in board.evidence
        ]
        columns = [("Evidence", 22), ("What it weighs", 40), ("Because", 38)]
        return [*blocks, table("The evidence, the weightiest first", columns, ledger)]

    def _loss(self, title: str, loss: Loss) -> Blocks:
        if not loss.sets:
            return [heading(3, title), para(sentence(loss.sentence))]
        items = [joined([self._assessed(part) for part in name.split("+")], "; ") for name in loss.sets[0]]
        more = len(loss.sets) - 1
        least = "" if loss.turning.is_complete else "At least "
        others = f" ({least}{counted(more, 'other set', 'other sets')} of that size would do the same.)" if more else ""
        size = loss.turning.size or len(items)
        together = f", {len(items)} with those that count as one with another" if len(items) > size else ""
        said = f"The loss of {counted(size, 'independent piece', 'independent pieces')} of evidence{together}:"
        return [heading(3, title), para(said + others), bullets(items)]

    def _left(self, title: str, lefts: Sequence[Left]) -> Blocks:
        columns = [("Put aside", 28), ("Pieces left", -10), ("Verdict", 11), ("What is left", 51)]
        rows = [
            (
                *(what_in_words(left.what, self.say), str(left.n_evidence)),
                *("turned" if left.turns else "stands" if left.is_clear else "in doubt", sentence(left.sentence)),
            )
            for left in lefts
        ]
        return [table(title, columns, rows)] if rows else []

    def _reason(self, reason: str, analyst: str) -> str:
        return " ".join(part for part in (reason, f"({analyst})" if analyst and not self.is_anonymous else "") if part)

    def _assessed(self, evidence: str) -> Inlines:
        """Name what is assessed, and lead to it."""
        kind, _, name = evidence.partition(":")
        if kind == "passage" and (reference := self.evidence.reference(name)):
            return reference
        if kind == "claim" and (number := self.claim_number.get(name)):
            return [link(f"C{number}", f"#claim-{number}")]
        statement: Statement | None = self.study.statement_by_id.get(name)
        if statement is not None:
            return joined([self.say.statement(statement), self.evidence.references(name)], " ")
        search = next((search for search in self.study.searches if kind == "absence" and search.id == name), None)
        return words(f"Silence: {search.sought}" if search is not None else evidence)

    def silences(self) -> Blocks:
        """Return where one looked and found nothing, by side."""
        blocks: Blocks = []
        for side, searches in together(self.study.searches, lambda search: search.side).items():
            blocks += [heading(2, self.say.side(side)), bullets(self._search(search) for search in searches)]
        intro = (
            "Where testimony was looked for and not found. A silence counts only for what one would have expected to "
            "hear."
        )
        return [heading(1, "Silences"), para(intro), *blocks] if blocks else []

    def _search(self, search: Search) -> Inlines:
        years = f", {self.say.date(search.years)}" if search.years is not None else ""
        told = [
            f"Expected: {search.expected.strip()}" if search.expected.strip() else "",
            f"Searched {self.say.date(search.date)}" if search.date is not None else "",
            search.note,
        ]
        facts = (part for fact in told if fact.strip() for part in (SPACE, sentence(fact)))
        sought = f"{years}: {search.sought.strip().rstrip('.')}. "
        return run(emphasis(search.place), sought, strong(sentence(self.say.silence(search.outcome))), *facts)


def _raised(blocks: Blocks) -> Blocks:
    """Put headings a level up, where none is as high as can be."""
    headings = [block for block in blocks if block["t"] == "Header"]
    if any(block["c"][0] <= 2 for block in headings):
        return blocks
    return [heading(block["c"][0] - 1, block["c"][2]) if block in headings else block for block in blocks]


def _by_date(record: Event | Figure) -> tuple[bool, int, tuple[bool, int, bool, int, str]]:
    """Order by the year in which a date begins as it is stated, then by day; what has no one year comes last."""
    year = time_of(record.date, "year")
    key = sort_key(record.date) if record.date is not None else (False, 0, False, 0, "")
    return year is None, int(year or 0), key


def _expected(row: Assessment) -> str:
    """Say how much evidence was to be expected: as a comparison, in a term, or between two probabilities."""
    ends = " to ".join(str(end) for end in (row.low, row.high) if end is not None)
    return "; ".join(part for part in (JUDGEMENTS.get(row.judgement, row.judgement), row.term, ends) if part)


def _status(record: Statement) -> str:
    return record.status if record.status in ("draft", "disputed") else ""


def _title(name: str) -> str:
    """Return a name in words, where it is written as an id.

    >>> _title("security-council-vote"), _title("Share of trade")
    ('Security council vote', 'Share of trade')
    """
    text = name.replace("-", " ").replace("_", " ") if re.fullmatch(r"[a-z0-9_-]+", name) else name
    return text[:1].upper() + text[1:]
