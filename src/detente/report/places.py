"""Where on the site each record stands: pages and anchors that no id, whatever it holds, can break."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from detente.analysis.relations import time_of
from detente.model.records import Event, Record, Source
from detente.model.study import Study

UNDATED: Final = "undated"
MAX_PASSAGES: Final = 2000
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_.:-]")


def safe_id(text: str) -> str:
    """Return an id as it may stand in an anchor; different ids stay different.

    >>> safe_id("1949-04-10-trade"), safe_id('a" b')
    ('1949-04-10-trade', 'a~22~~20~b')
    """
    return _UNSAFE.sub(lambda match: f"~{ord(match[0]):x}~", text)


def year_of(event: Event) -> str:
    """Return the year under which the chronology has an event; `undated` if its date leaves that open."""
    return time_of(event.date, "year") or UNDATED


def year_page(year: str) -> str:
    """Return the page of a year."""
    return f"chronology/{year}.html"


class Places:
    """Gives each record its page and anchor, such as ``chronology/1949.html#ev-1949-04-10-trade``.

    The first record of an id has the plain anchor; rows with the same id, or none, are numbered.
    """

    def __init__(self, study: Study, sources: Sequence[Source]) -> None:
        self._study = study
        self._of: dict[int, str] = {}
        self._named: dict[tuple[str, str], str] = {}
        self._used: Counter[str] = Counter()
        self.source_pages = _in_pages(study, sources)
        for page, group in self.source_pages.items():
            self._put("source", page, "s", group)
            for source in group:
                self._put("passage", page, "p", study.passages_of.get(source.id, ()))
        for event in study.events:
            self._put("event", year_page(year_of(event)), "ev", (event,))
        self._put("figure", "figures.html", "fig", study.figures)
        self._put("claim", "claims.html", "cl", study.claims)
        self._put("question", "claims.html", "q", study.questions)
        self._put("result", "results.html", "res", study.results)
        self._put("search", "coverage.html", "search", study.searches)
        self._put("set", "hypotheses.html", "set", study.hypotheses)
        for group_ in study.hypotheses:
            self._put(f"rival {group_.id}", "hypotheses.html", f"rival-{safe_id(group_.id)}-", group_.rivals)
        self._put("code", "codebook.html", "code", study.codes)
        self._put("actor", "actors.html", "actor", study.actors)

    def _put(self, kind: str, page: str, prefix: str, records: Iterable[Record]) -> None:
        for record in records:
            if id(record) in self._of:
                continue
            anchor = f"{prefix}-{safe_id(record.id)}"
            self._used[anchor] += 1
            if (n := self._used[anchor]) > 1 or not record.id:
                anchor = f"{anchor}~~{n}"
            self._of[id(record)] = place = f"{page}#{anchor}"
            if record.id:
                self._named.setdefault((kind, record.id), place)

    def of(self, record: Record) -> str:
        """Return a record's page and anchor."""
        return self._of.get(id(record), "")

    def anchor(self, record: Record) -> str:
        """Return a record's anchor on its page."""
        return self.of(record).rpartition("#")[2]

    def find(self, kind: str, name: str) -> str:
        """Return the page and anchor of the record of a kind with this id, or an empty text."""
        return self._named.get((kind, name), "")

    def statement(self, name: str) -> str:
        """Return where the event, figure or claim of this id stands, or an empty text."""
        statement = self._study.statement_by_id.get(name)
        return self.of(statement) if statement is not None else ""

    def evidence(self, text: str) -> str:
        """Return where a piece of evidence stands: `passage:x`, `claim:x`, `event:x`, `figure:x`, `absence:x`."""
        kind, _, name = text.partition(":")
        return self.find("search" if kind == "absence" else kind, name)


def _in_pages(study: Study, sources: Sequence[Source]) -> Mapping[str, Sequence[Source]]:
    """Spread sources over pages that hold some `MAX_PASSAGES` passages each."""
    pages: dict[str, list[Source]] = {"sources.html": []}
    n_passages, page = 0, "sources.html"
    for source in sources:
        n = len(study.passages_of.get(source.id, ()))
        if n_passages and n_passages + n > MAX_PASSAGES:
            page, n_passages = f"sources-{len(pages) + 1}.html", 0
        pages.setdefault(page, []).append(source)
        n_passages += n
    return pages
