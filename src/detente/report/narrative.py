"""The study's own report on the site: with citations as notes, and with links to its statements."""

import json
from html import escape
from typing import Final

from detente.cache import cached
from detente.model.records import Claim, Event, Figure, Statement
from detente.report.account import Account
from detente.report.elements import Blocks, Inlines, document
from detente.report.exhibits import exhibit_of
from detente.report.manuscript import read_manuscript
from detente.report.places import Places
from detente.report.references import cite, csl_items
from detente.report.safe_html import clean_html, mark
from detente.report.wording import Wording

_KINDS: Final = {"ev": Event, "fig": Figure, "cl": Claim}


def render_narrative(account: Account, at: Places, say: Wording) -> str:
    """Return the report as safe HTML: ``[@source, p. 4]`` cited in notes, ``[ev:id]`` linked, other markup as text."""
    study = account.study
    links: list[str] = []

    def evidence(kind: str, name: str) -> Inlines:
        if kind == "res":
            return result(name)
        statement = study.statement_by_id.get(name)
        if statement is None or not isinstance(statement, _KINDS[kind]):
            return []
        title, place = escape(say.statement(statement)), escape(at.of(statement))
        words = escape(_reference(statement, say))
        links.append(f'<a class="statement" href="{place}" title="{title}">[{words}]</a>')
        return marked()

    def result(name: str) -> Inlines:
        found = next((finding for finding in account.results if finding.result.id == name), None)
        if found is None:
            return []
        title, place = escape(found.result.says), escape(at.of(found.result))
        said = escape(found.number.sentence or found.sentence)
        links.append(f'<a class="statement" href="{place}" title="{title}">[{said}]</a>')
        return marked()

    def exhibit(kind: str, name: str, subject: str) -> Blocks:
        made = exhibit_of(account, say, kind, name, subject)
        if made is None or made.drawing is None:
            return made.blocks if made else []
        links.append(
            f'<span class="drawing">{made.drawing.svg}<span class="caption">{escape(made.drawing.label)}</span></span>'
        )
        return [{"t": "Para", "c": marked()}]

    def marked() -> Inlines:
        return [{"t": "Str", "c": mark(len(links) - 1)}]

    blocks = read_manuscript(study.report, study.source_by_id, evidence, exhibit)
    tree = document(blocks, {"suppress-bibliography": {"t": "MetaBool", "c": True}})
    items = json.dumps(csl_items(study.sources), ensure_ascii=False)
    how = ("--to=html", "--wrap=none", "--id-prefix=r-")
    return clean_html(cached("narrative", [tree, items], lambda: cite(tree, items, *how)).decode(), links)


def _reference(statement: Statement, say: Wording) -> str:
    match statement:
        case Event():
            return say.date(statement.date)
        case Figure():
            return f"figure, {say.date(statement.date)}"
        case Claim():
            return "claim"
