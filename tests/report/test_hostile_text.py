"""Whatever a study's files hold is shown as text: it makes no element, no attribute, no link and no formula."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from detente.build import Options, account_of
from detente.model.dates import parse_date
from detente.model.diagnostics import Diagnostic, Severity, Span
from detente.model.records import Rival
from detente.model.study import Study
from detente.report.places import safe_id
from detente.report.safe_html import clean_html
from detente.report.site import render_site
from detente.report.tables import write_csv
from detente.study.columns import TABLES, Column, Kind
from detente.study.export import neutral
from tests.report.pages import VOID, Page, pages_of

EVIL = "\"'>&<evil onevil=1></script><script>evil()</script><img src=x onerror=evil()> javascript:evil() {{ 7*7 }}"
#: What the site has no use for: keys that serve the compiler.
UNSEEN = {"recodings.column", "sources.document", "sources.type", "sources.cited_in", "waivers.about"}
#: The site's own elements.
KNOWN = VOID | {
    *("html", "head", "title", "script", "body", "header", "nav", "main", "footer", "article", "section", "div"),
    *(
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "a",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "figure",
        "figcaption",
        "pre",
    ),
    *("b", "em", "strong", "cite", "code", "span", "sup", "details", "summary"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("svg", "g", "path", "line", "text"),
    *("label", "output"),  # of the slider over years; its input is void
}


def value(column: Column, name: str) -> Any:
    match column.kind:
        case Kind.LIST:
            return (EVIL,)
        case Kind.MAP:
            return {EVIL: f"{EVIL} {name}"}
        case Kind.DATE:
            return parse_date("1949-04")
        case Kind.NUMBER:
            return Decimal(1)
        case Kind.FLAG:
            return False
        case _ if column.refers_to or column.kind is Kind.ID:
            return EVIL
    return f"{EVIL} {name}"


def hostile_study() -> Study:
    """A study of one record in every table, every text of which is an attack; all ids and references are alike."""
    collections: dict[str, Any] = {}
    for table in TABLES:
        fields = {column.name: value(column, f"{table.collection}.{column.name}") for column in table.columns}
        collections[table.collection] = (table.record(**{"id": "", "span": Span(EVIL, 1, 1, 1, 1), **fields}),)
    source = collections["sources"][0]
    csl = {"author": [{"family": EVIL, "given": EVIL}], "URL": "javascript:evil()", "note": EVIL, "publisher": EVIL}
    collections["sources"] = (replace(source, csl=csl, version_of="", type="book"),)
    rival = Rival(EVIL, Span(EVIL), EVIL, (EVIL,), (EVIL,), (EVIL,))
    collections["hypotheses"] = (replace(collections["hypotheses"][0], rivals=(rival,)),)
    testimony = collections["testimony"][0]
    stances = ("attests", "denies", "differs", "context")
    collections["testimony"] = (testimony, *(replace(testimony, stance=stance) for stance in stances))
    search = collections["searches"][0]
    collections["searches"] = (search, replace(search, side="ALB", outcome="nothing"))
    figure = collections["figures"][0]
    years = (parse_date("1949"), parse_date("1950"), parse_date("1951"))
    collections["figures"] = (figure, *(replace(figure, id=f"{EVIL}{year}", date=year) for year in years))
    event = replace(collections["events"][0], action="AID", actors=("ALB",), targets=("SUN",))
    collections["events"] = (*collections["events"], replace(event, id=f"{EVIL}2"), replace(event, date=None, id=""))
    collections["recodings"] = (replace(collections["recodings"][0], column="behaviour"),)
    side = collections["perspectives"][0]
    collections["perspectives"] = (side, replace(side, id="ALB", label=EVIL))
    return Study(
        title=EVIL,
        subtitle=EVIL,
        authors=(EVIL,),
        abstract=f"{EVIL}\n\n{EVIL}",
        language=EVIL,
        dyad=("ALB", "SUN"),
        context=(EVIL,),
        period=parse_date("1949/1951"),
        report=f"# {EVIL}\n\n{EVIL} [ev:{EVIL}] [@x]\n\n[x](javascript:evil())\n\n```{{=html}}\n{EVIL}\n```\n\n$x$\n",
        withheld=(f"speaker:{EVIL}", EVIL),
        **collections,
    )


@pytest.fixture(scope="module")
def pages() -> Mapping[str, Page]:
    found = Diagnostic(EVIL, Severity.ERROR, f"`{EVIL}`", Span(EVIL, 1), EVIL, EVIL, EVIL)
    return pages_of(render_site(account_of(hostile_study(), (found,), Options(), "0" * 12)))


def test_no_text_makes_an_element_or_an_attribute(pages: Mapping[str, Page]) -> None:
    for page in pages.values():
        for name, attributes in page.elements:
            assert name in KNOWN, (page.path, name)
            assert not any(key.startswith("on") for key in attributes), (page.path, name, attributes)
            assert attributes.get("lang", "en") == "en", page.path
            assert name != "script" or set(attributes) == {"src", "defer"}
            address = attributes.get("href", "").lower()
            assert not address.startswith(("javascript", "data", "vbscript")), page.path


def test_every_link_still_resolves(pages: Mapping[str, Page]) -> None:
    for page in pages.values():
        assert len(page.anchors) == len(set(page.anchors)), page.path
        for path, anchor in page.targets:
            if path.endswith(".html"):
                assert not anchor or anchor in pages[path].anchors, (page.path, path, anchor)


@pytest.mark.parametrize(
    "name",
    [
        f"{table.collection}.{column.name}"
        for table in TABLES
        if not table.is_made  # what only the program reads is on no page
        for column in table.columns
        if column.kind in (Kind.TEXT, Kind.WORD, Kind.MAP) and not column.refers_to
        if f"{table.collection}.{column.name}" not in UNSEEN
    ],
)
def test_a_column_is_shown_as_text(pages: Mapping[str, Page], name: str) -> None:
    """Whole and unchanged, in some page; in a bibliography entry pandoc may set capitals."""
    wanted = f"{EVIL} {name}".casefold()
    assert any(wanted in page.text.casefold() for page in pages.values())


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")'])
def test_a_formula_is_neutralised_in_csv(text: str) -> None:
    data = write_csv(("a", text), [(text, (text,))]).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(data, newline="")):
        assert all(cell == "a" or cell.startswith("'") for cell in row)


@pytest.mark.parametrize("text", ["-1", "+2.5", "1e3", "-.5", "text", "", "1949-04-10"])
def test_numbers_and_texts_stay_as_they_are_in_csv(text: str) -> None:
    assert neutral(text) == text


def test_ids_stay_apart_in_anchors() -> None:
    ids = ["a b", "a~20~b", "a.b", "a\tb", "ë", "", '"', "A", "a"]
    assert len({safe_id(name) for name in ids}) == len(ids)


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<p onclick="x" style="y" id="ok">a</p>', '<p id="ok">a</p>'),
        ("<script>evil()</script>a", "a"),
        ('<a href="JaVaScRiPt:x">a</a>', "<a>a</a>"),
        ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
        ('<a href="//elsewhere">a</a>', "<a>a</a>"),
        ('<a href="https://x.org/">a</a>', '<a href="https://x.org/" rel="noreferrer">a</a>'),
        ('<img src="x" alt="<b>">', "&lt;b&gt;"),
        ("<h1>a</h1><h4>b</h4><h2>c</h2>", "<h2>a</h2><h3>b</h3><h2>c</h2>"),
        ("<em>a<p>b", "<em>a<p>b</p></em>"),
        ("</div>a", "a"),
        ("<svg><a href='javascript:x'>a</a></svg>b", "b"),
    ],
)
def test_html_is_cut_down_to_what_is_safe(html: str, clean: str) -> None:
    assert clean_html(html) == clean
