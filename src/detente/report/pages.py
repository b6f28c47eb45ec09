"""What each page of the site shows: a template, and what it is filled with. Tables are made along with their page."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from markupsafe import Markup

from detente.analysis.comparison import build_comparison
from detente.analysis.relations import Relation
from detente.argument.balance_of_sources import shares_of_weight, silences_by_year
from detente.argument.words import db, percent
from detente.coding.coefficients import Coefficient
from detente.coding.retrieval import Coded, retrieve
from detente.model.dates import sort_key
from detente.model.diagnostics import Severity
from detente.model.records import Event, Source, Statement, Testimony
from detente.report.account import Account
from detente.report.charts import (
    chart_breaks,
    chart_months,
    chart_periods,
    chart_schemes,
    chart_series,
    chart_sides,
    chart_years,
)
from detente.report.drawing import Drawing
from detente.report.entries import entries_by_line
from detente.report.network import MOST_YEARS, networks_of
from detente.report.onesided import list_one_sided, standing_of
from detente.report.places import UNDATED, Places, year_of, year_page
from detente.report.safe_html import clean_html, plain_text
from detente.report.schemes import schemes_of, years_of_schemes
from detente.report.series import MAX_CHARTS, group_figures
from detente.report.tables import study_tables, write_csv
from detente.report.verdicts import Board, board_of, chart_shifts, left_by_group, what_in_words
from detente.report.wording import Wording
from detente.study.together import together

MAX_LISTED: Final = 1000
"""How many events of a short chronology, one-sided statements or findings a list shows; the CSV beside it has all."""

Page = tuple[str, str, Mapping[str, Any]]
"""A path, a template, and what it is filled with."""


class Pages:
    """The pages of one account, a method a page or a few alike; ``tables`` grows as they are made.

    ``live`` pages are those of the reading room, which can also change the study.
    """

    def __init__(self, account: Account, *, live: bool = False) -> None:
        study = account.study
        self.account, self.study, self.live = account, study, live
        self.say = Wording(study)
        self.references = {source.id: _clean(account.references[source.id].html) for source in study.sources}
        sources = sorted(study.sources, key=lambda s: (plain_text(self.references[s.id]).casefold(), s.id))
        self.at = Places(study, sources)
        statements: Iterable[Statement] = (*study.events, *study.figures, *study.claims)
        self.standings = {id(statement): standing_of(study, statement) for statement in statements}
        self.years = _by_year(study.events)
        self.tables = study_tables(study)

    @property
    def parts(self) -> Mapping[str, Callable[[], Iterator[Page]]]:
        """What makes the pages whose names begin alike."""
        return {
            **{"index": self._index, "report": self._report, "chronology": self._chronology},
            **{"relation": self._relation, "network": self._network, "figures": self._figures},
            **{"coverage": self._coverage, "balance": self._balance},
            **{"results": self._results, "claims": self._claims, "hypotheses": self._hypotheses},
            **{"comparisons": self._comparisons, "periods": self._periods, "actors": self._actors},
            **{"codebook": self._codebook, "sources": self._sources, "diagnostics": self._diagnostics},
        }

    def _index(self) -> Iterator[Page]:
        counts = Counter(finding.severity for finding in self.account.diagnostics)
        yield "index.html", "index.html", {"severities": [(kind.value, counts[kind]) for kind in Severity]}

    def _report(self) -> Iterator[Page]:
        if self.study.report.strip():
            from detente.report.narrative import render_narrative

            html = Markup(render_narrative(self.account, self.at, self.say))  # noqa: S704
            yield "report.html", "report.html", {"html": html}

    def _chronology(self) -> Iterator[Page]:
        rows = []
        for year, events in self.years.items():
            n_one_sided = sum(self.standings[id(event)].n_sides == 1 for event in events)
            speaking: Counter[str] = Counter()
            for event in events:
                speaking.update(self.study.sides_of(event.id))
            rows.append((year, events, n_one_sided, [(side, speaking[side]) for side in sorted(speaking)]))
        self.tables["tables/chronology.csv"] = write_csv(
            ("year", "n_events", "n_one_sided", "sides_that_attest"),
            ((year, len(events), n, [f"{side}:{k}" for side, k in sides]) for year, events, n, sides in rows),
        )
        is_short = len(self.study.events) <= MAX_LISTED
        yield "chronology.html", "chronology.html", {"rows": rows, "is_short": is_short, "page_of": year_page}
        around: dict[str, list[str]] = {year: ["", ""] for year in self.years}
        for before, after in pairwise(self.years):
            around[before][1], around[after][0] = after, before
        for year, events in self.years.items():
            before, after = around[year]
            context = {"year": year, "events": events, "before": before, "after": after, "page_of": year_page}
            yield year_page(year), "year.html", context

    def _relation(self) -> Iterator[Page]:
        together, *by_side = self.account.dyad.relations
        years = self.account.coverage.years
        is_told = bool(together.rows and years)
        told = [relation for relation in by_side if relation.rows]
        charts: dict[str, Drawing | None] = {"by_year": None, "by_side": None, "by_month": None}
        if is_told:
            charts["by_year"] = chart_years(together, years, self.say)
            charts["by_month"] = chart_months(self.account.dyad.by_month, years, self.say)
        if is_told and told:
            charts["by_side"] = chart_sides(told, years, self.say)
        header = ("time", "direction", "n", "cooperation", "conflict", "net")
        everything = (together, *by_side)
        self.tables["tables/relation-by-year.csv"] = write_csv(("side", *header), _cells(everything))
        self.tables["tables/relation-by-month.csv"] = write_csv(("side", *header), _cells([self.account.dyad.by_month]))
        dyad = self.account.dyad
        self.tables["tables/behaviour.csv"] = write_csv(
            ("side", "direction", "behaviour", "n"),
            ((side, s.direction, s.word, s.n) for side, shares in dyad.behaviour.items() for s in shares),
        )
        spread = ("time", "direction", "n_sides", "n_low", "n_high", "net_low", "net_high")
        self.tables["tables/spread.csv"] = write_csv(
            spread, ([getattr(row, name) for name in spread] for row in dyad.spread)
        )
        self.tables["tables/documents-read.csv"] = write_csv(
            ("side", "year", "documents"), ((*key, n) for key, n in sorted(dyad.exposure.documents.items()))
        )
        ways = [f"{together.a}>{together.b}", f"{together.b}>{together.a}"] if together.a and together.b else []
        index = {(r.side, row.time, row.direction): row for r in everything for row in r.rows}
        context = {"charts": charts, "ways": ways, "rows": index, "together": together, "by_side": by_side}
        times = [f"{year:04}" for year in years]
        context |= {"told": told, "times": times, "year_href": self._year_href}
        yield "relation.html", "relation.html", context

    def _network(self) -> Iterator[Page]:
        networks = networks_of(self.study, self.say)
        if not networks:
            return
        self.tables["tables/network.csv"] = write_csv(
            ("year", "a", "b", "sign", "share_strained"),
            (
                (own.year, a, b, sign, None if own.balance is None or not sign else own.strained.get((a, b), 0.0))
                for own in networks
                for a, b, sign in own.ties
            ),
        )
        shown = [own for own in networks if own.signed][:MOST_YEARS]
        n_more = sum(1 for own in networks if own.signed) - len(shown)
        yield "network.html", "network.html", {"networks": shown, "n_more": n_more, "year_href": self._year_href}

    def _figures(self) -> Iterator[Page]:
        left, groups = MAX_CHARTS, []
        for group in group_figures(self.study, self.say):
            shown, left = group.series[:left], max(0, left - len(group.series))
            groups.append((group, [(series.title, chart_series(series)) for series in shown]))
        yield "figures.html", "figures.html", {"groups": groups}

    def _coverage(self) -> Iterator[Page]:
        coverage = self.account.coverage
        most = max(coverage.told.values(), default=0)

        def shade(n: int) -> int:
            return 0 if not n else 1 + int(4 * (n - 1) / max(most - 1, 1))

        header = ("year", "events", *(f"{side}_{what}" for side in coverage.sides for what in ("events", "passages")))
        told = coverage.told, coverage.passages
        self.tables["tables/coverage.csv"] = write_csv(
            header,
            (
                (year, coverage.events.get(year, 0), *(t.get((s, year), 0) for s in coverage.sides for t in told))
                for year in coverage.years
            ),
        )
        lists = list_one_sided((*self.study.events, *self.study.figures), self.standings)
        self.tables["tables/one-sided.csv"] = write_csv(
            ("by", "side", "statement", "words"),
            (
                (way, side, statement.id, self.say.statement(statement))
                for way, sides in lists.items()
                for side, found in sides.items()
                for statement in found
            ),
        )
        context = {"coverage": coverage, "shade": shade, "lists": lists, "most": MAX_LISTED}
        yield "coverage.html", "coverage.html", {**context, "year_href": self._year_href}

    def _balance(self) -> Iterator[Page]:
        study = self.study
        naming = {"speaker": study.speaker, "publisher": study.publisher_side, "archive": study.holder}
        read = {way: Counter(map(name, study.passages)).most_common() for way, name in naming.items()}
        shares = {id: shares_of_weight(study, verdict) for id, verdict in self.account.verdicts.items()}
        self.tables["tables/balance-of-passages.csv"] = write_csv(
            ("by", "name", "passages"), ((way, *pair) for way, counts in read.items() for pair in counts)
        )
        self.tables["tables/balance-of-weight.csv"] = write_csv(
            ("set", "by", "name", "share"),
            (
                (id, way, name, round(share, 4))
                for id, own in shares.items()
                for way in naming
                for name, share in getattr(own, way).items()
            ),
        )
        silences = silences_by_year(study)
        years = sorted({year for own in silences.values() for year in own})
        ways = [(way, way.capitalize()) for way in naming]
        context = {"read": read, "shares": shares, "ways": ways, "silences": silences, "silent_years": years}
        yield "balance.html", "balance.html", context

    def _year_href(self, time: str) -> str:
        """Return the page of the year of a year or month, if it has one."""
        year = time[:-3] if "-" in time[1:] else time
        return year_page(year) if year in self.years else ""

    def _results(self) -> Iterator[Page]:
        if not self.account.results:
            return
        found = self.account.results
        self.tables["tables/results-found.csv"] = write_csv(
            ("result", "says", "value", "low", "high", "n", "holds", "found"),
            (
                (
                    f.result.id,
                    f.result.says,
                    f.number.value,
                    f.number.low,
                    f.number.high,
                    f.number.n,
                    f.holds,
                    f.sentence,
                )
                for f in found
            ),
        )
        sides = [side.id for side in self.study.perspectives]
        heard = {side for without in self.account.results_without.values() for side in without}
        context = {"results": found, "without": self.account.results_without}
        yield "results.html", "results.html", {**context, "sides": [side for side in sides if side in heard]}

    def _claims(self) -> Iterator[Page]:
        kinds = together(self.study.claims, lambda claim: claim.kind)
        yield "claims.html", "claims.html", {"kinds": kinds, "by_side": self._by_side}

    def _by_side(self, rows: Iterable[Testimony]) -> Mapping[str, Sequence[Testimony]]:
        passages = self.study.passage_by_id
        return together(rows, lambda row: self.study.speaker(passages[row.passage]) if row.passage in passages else "")

    def _hypotheses(self) -> Iterator[Page]:
        assessed = together(self.study.assessments, lambda row: row.set)
        self.tables["tables/rivals.csv"] = write_csv(
            ("set", "question", "rival", "label", "claims", "steps", "expected"),
            (
                (group.id, group.question, rival.id, rival.label, rival.claims, rival.steps, rival.expected)
                for group in self.study.hypotheses
                for rival in group.rivals
            ),
        )
        boards: dict[str, Board] = {}
        charts: dict[str, Drawing | None] = {}
        for n, (name, verdict) in enumerate(self.account.verdicts.items(), 1):
            boards[name] = board = board_of(verdict, self.study)
            whats = {shift.what: what_in_words(shift.what, self.say) for shift in board.shifts}
            charts[name] = chart_shifts(board, whats) if whats else None
            self.tables[f"tables/evidence-{n}.csv"] = write_csv(
                ("evidence", *(f"{rival.id}_{end}_db" for rival in verdict.rivals for end in ("low", "high")), "test"),
                (
                    (each.id, *(round(end, 3) for weight in each.weights_db.values() for end in weight), each.test)
                    for each in board.evidence
                ),
            )
        groups, left = left_by_group(self.account.verdicts.values(), self.study)
        context = {"assessed": assessed, "boards": boards, "charts": charts, "db": db, "percent": percent}
        context |= {"groups": groups, "left_by_group": left}
        yield "hypotheses.html", "hypotheses.html", {**context, "in_words": lambda w: what_in_words(w, self.say)}

    def _periods(self) -> Iterator[Page]:
        schemes = schemes_of(self.study)
        years = years_of_schemes(self.study, schemes, self.account.coverage.years)
        dated = [scheme for scheme in schemes if any(abs(stage.first) < 9999 for stage in scheme.stages)]
        self.tables["tables/schemes-by-year.csv"] = write_csv(
            ("year", *(scheme.name for scheme in schemes)),
            ((year, *([s.record.label for s in scheme.in_year(year)] for scheme in schemes)) for year in years),
        )
        found = self.account.dyad.periods
        chart: Drawing | None = None
        if dated and years:
            ends = years[0], years[-1]
            chart = chart_periods(found, dated, *ends) if found.p_break else chart_schemes(dated, *ends)
        elif found.p_break:
            chart = chart_breaks(found)
        self.tables["tables/turning-points.csv"] = write_csv(
            ("time", "probability", "is_claimed"), ((t, p, t in found.is_break) for t, p in found.p_break.items())
        )
        context = {"schemes": schemes, "years": years, "chart": chart, "found": found}
        yield "periods.html", "periods.html", context

    def _comparisons(self) -> Iterator[Page]:
        tables = [build_comparison(self.study, name) for name in self.study.comparisons]
        for n, table in enumerate(tables, 1):
            self.tables[f"tables/comparison-{n}.csv"] = write_csv(
                ("case", "field", "answer", "value", "sides", "passages", "note"),
                (
                    (*place, cell.answer, cell.value, table.sides.get(place, ()), cell.passages, cell.note)
                    for place, cell in table.cells.items()
                ),
            )
        if tables:
            yield "comparisons.html", "comparisons.html", {"comparisons": tables}

    def _actors(self) -> Iterator[Page]:
        if self.study.actors or self.study.offices:
            yield "actors.html", "actors.html", {}

    def _codebook(self) -> Iterator[Page]:
        if self.study.codes or self.study.codings or self.study.recodings:
            coded: dict[str, list[Coded]] = {}
            for each in retrieve(self.study):
                coded.setdefault(each.code, []).append(each)
            yield "codebook.html", "codebook.html", {"coded": coded, "agreed": _agreed}

    def _sources(self) -> Iterator[Page]:
        coded = together((row for row in self.study.codings if row.code), lambda row: row.passage)
        labels = {code.id: code.label for code in self.study.codes}
        pages = [(path, self._range_of(sources)) for path, sources in self.at.source_pages.items()]
        context = {"pages": pages, "coded": coded, "labels": labels, "statement": self._statement}
        context["entry"] = lambda source: Markup(self.references[source.id])  # noqa: S704
        for path, sources in self.at.source_pages.items():
            yield path, "sources.html", {**context, "sources": sources}

    def _statement(self, name: str) -> str:
        statement = self.study.statement_by_id.get(name)
        return self.say.statement(statement) if statement is not None else ""

    def _range_of(self, sources: Sequence[Source]) -> str:
        names = [self.account.references[source.id].short for source in sources]
        return f"{names[0]} – {names[-1]}" if names else ""

    def _diagnostics(self) -> Iterator[Page]:
        findings = self.account.diagnostics
        files = together(findings[:MAX_LISTED], lambda finding: finding.span.file)
        self.tables["tables/diagnostics.csv"] = write_csv(
            ("code", "severity", "message", "file", "line", "column", "help", "about"),
            (finding.as_json().values() for finding in findings),
        )
        entries = entries_by_line(self.study) if self.live else {}
        context = {"files": files, "n_more": max(0, len(findings) - MAX_LISTED), "entries": entries}
        yield "diagnostics.html", "diagnostics.html", context


@lru_cache(maxsize=20_000)
def _clean(html: str) -> str:
    """Return a reference made safe; an edit leaves most references as they were."""
    return clean_html(html)


def _agreed(found: Coefficient) -> str:
    """Return a coefficient and its interval, to two decimals; a dash where it is not defined."""
    if found.value is None:
        return "–"
    span = f" ({found.low:.2f} to {found.high:.2f})" if found.low is not None and found.high is not None else ""
    return f"{found.value:.2f}{span}"


def _by_year(events: Iterable[Event]) -> Mapping[str, Sequence[Event]]:
    """Return events by year, in order of time; those of no one year come last."""
    years = together(events, year_of)
    for found in years.values():
        found.sort(key=lambda e: (*sort_key(e.date), e.id) if e.date else (True, 0, True, 0, "", e.id))
    return {year: years[year] for year in sorted(years, key=lambda y: (y == UNDATED, int(y) if y != UNDATED else 0))}


def _cells(relations: Iterable[Relation]) -> Iterator[tuple[Any, ...]]:
    for relation in relations:
        for row in relation.rows:
            yield relation.side, row.time, row.direction, row.n, row.cooperation, row.conflict, row.net
