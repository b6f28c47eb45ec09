"""Every kind of page of the room in Chromium: for screen readers, on a phone, by night, on paper, with its help."""

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import pytest

from detente.corpus.add import add_files
from detente.corpus.incoming import find_files
from detente.corpus.index import build_index
from detente.corpus.store import open_writer
from detente.web.forms import EDITABLE
from detente.web.room import Room
from tests.chromium import DESK, PHONE, axe, open_browser
from tests.cli.test_code import TEXT, coded
from tests.report.conftest import FILES, write_study
from tests.web.serving import serve
from tests.web.test_reader import DRAFT, MEMO

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.browser
SOURCES = f"""{FILES["sources.yaml"].rstrip()}
        - {{id: memo, type: manuscript, title: A memorandum, speaker: SUN, document: v/memo}}
        - {{id: own, type: manuscript, title: Own notes, speaker: ALB, document: documents/notes.txt}}
"""
PASSAGES = f"""{FILES["passages.csv"].rstrip()}
        m1,memo,para. 2,,It was generous.,the credit <was> "generous",en,,,,,,
        m2,own,para. 1,,Deference.,felt deference,en,,,,,,
        m3,own,para. 2,,Lost.,words that stand nowhere,en,,,,,,
"""
CODINGS = f"""{FILES["codings.csv"].rstrip()}
        m2,grain,AE,,
"""
KINDS = (
    *("/index.html", "/chronology/1949.html", "/hypotheses.html", "/diagnostics.html", "/network.html"),
    *("/sources.html", "/select?actor=SUN&show=table", "/search?q=credit", "/search?q=credit&show=lines"),
    *("/search?q=(((", "/documents?edition=v", "/documents/v/memo?words=credit"),
    *("/documents/v/memo?with=v/draft", "/documents/documents/file", "/capture"),
    *("/chosen?document=v/memo&start=22&end=60", "/board/why?without=speaker:SUN"),
    *("/weigh?set=why&evidence=event:trade", "/undo", "/help", "/lines/events.csv?line=3", "/nowhere.html"),
    *("/edit/events/untold", "/new/sources", "/proposals", "/proposals/one?order=place"),
)
WITH_TABLES = (
    *("/chronology.html", "/relation.html", "/network.html", "/figures.html", "/periods.html", "/results.html"),
    *("/comparisons.html", "/hypotheses.html", "/coverage.html", "/balance.html", "/actors.html", "/codebook.html"),
    *("/diagnostics.html", "/select", "/search", "/documents/v/memo", "/board/why", "/proposals"),
)
PLACES = (
    *KINDS,
    *("/select", "/select?certainty=one-sided", "/search", "/documents", "/documents/v/none", "/read/p1", "/weigh"),
    *("/documents/documents/notes.txt", "/board/why", "/board/none", "/edit/testimony/@2", "/edit/events/none"),
    *(f"/new/{collection}" for collection in EDITABLE),
)
Address = tuple[str, tuple[str, ...]]
"""A room's address, and those of its pages in it."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A room on a study that holds some of everything, and the addresses of its pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DETENTE_HOME", str(tmp_path_factory.mktemp("home")))
        texts = tmp_path_factory.mktemp("texts")
        (texts / "memo.txt").write_text(MEMO, "utf-8")
        (texts / "draft.txt").write_text(DRAFT, "utf-8")
        with open_writer() as store:
            add_files(store, find_files(texts, "v", "").files)
            build_index(store)
        files = {**FILES, "sources.yaml": SOURCES, "passages.csv": PASSAGES, "codings.csv": CODINGS}
        folder = write_study(tmp_path_factory.mktemp("room") / "study", files)
        (folder / "documents" / "file").mkdir(parents=True)
        (folder / "documents" / "file" / "f. 1.png").write_bytes(picture())
        (folder / "documents" / "notes.txt").write_text("Tirana felt deference was asked of it.\n\nNo more.\n", "utf-8")
        (folder / "documents" / "cable.txt").write_text(TEXT, "utf-8")
        name = coded(folder)["COERCE"]["id"]
        proposals = folder / "proposals.csv"
        proposals.write_text(proposals.read_text("utf-8").replace(name, "one"), "utf-8")
        pages = [f"/{path}" for path in Room(folder).standing.site.files() if path.endswith(".html")]
        with serve(folder) as found:
            yield found, (*pages, *PLACES)


def picture() -> bytes:
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="400"/>')
    return drawn


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with open_browser() as browser:
        yield browser


def open_all(page: "Page") -> None:
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")


def faults(page: "Page", place: str, **options: object) -> Iterator[str]:
    found = axe.Axe().run(page, options={"preload": False, **options})
    if found.response["violations"]:
        yield f"{place}: {found.generate_report()}"
    if page.evaluate("document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"):
        yield f"{place}: wider than the window"
    if page.locator("details.about").count() != 1:
        yield f"{place}: no help"


def test_axe_finds_nothing_on_any_kind_of_page_and_none_scrolls_sideways(browser: "Browser", address: Address) -> None:
    """By day at a desk all rules; by night on a phone those that colour and width bear on."""
    amiss: list[str] = []
    with browser.new_context(base_url=address[0], bypass_csp=True, viewport=DESK) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: amiss.append(str(error)))
        for place in KINDS:
            page.emulate_media(color_scheme="light")
            page.set_viewport_size(DESK)
            page.goto(place)
            open_all(page)
            amiss += faults(page, place)
            page.emulate_media(color_scheme="dark")
            page.set_viewport_size(PHONE)
            amiss += faults(
                page, f"{place} by night", runOnly=["color-contrast", "target-size", "scrollable-region-focusable"]
            )
    assert not amiss, "\n".join(amiss)


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "size"), [("light", DESK), ("dark", DESK), ("light", PHONE), ("dark", PHONE)])
def test_axe_finds_nothing_on_any_page(
    browser: "Browser", address: Address, scheme: Literal["light", "dark"], size: "ViewportSize"
) -> None:
    amiss: list[str] = []
    with browser.new_context(base_url=address[0], bypass_csp=True, color_scheme=scheme, viewport=size) as context:
        page = context.new_page()
        for place in address[1]:
            page.goto(place)
            open_all(page)
            amiss += faults(page, place)
    assert not amiss, "\n".join(amiss)


def test_the_page_of_two_versions_is_for_everyone(browser: "Browser", address: Address) -> None:
    with browser.new_context(base_url=address[0], bypass_csp=True, viewport=PHONE) as context:
        pages = [context.new_page(), context.new_page()]
        for page in pages:
            page.goto("/edit/claims/cl-first")
        for n, page in enumerate(pages):
            page.locator("[name=note]").fill(f"What {n} says, at some length and without a break: {'x' * 60}")
            page.get_by_role("button", name="Save").click()
        page.get_by_text("Not written").wait_for()
        assert not axe.Axe().run(page, options={"preload": False}).response["violations"]
        assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]


def test_paper_shows_what_is_folded_and_no_tools(browser: "Browser", address: Address) -> None:
    with browser.new_context(base_url=address[0], viewport=DESK) as context:
        page = context.new_page()
        page.goto("/chronology/1949.html")
        page.emulate_media(media="print", color_scheme="dark")
        for tool in (".seek", ".work", ".amends", ".news"):
            assert not page.locator(tool).first.is_visible(), tool
        assert page.locator("article.event").first.is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgba(0, 0, 0, 0)"
        assert page.evaluate("getComputedStyle(document.body).color") != "rgb(232, 227, 216)"


def test_every_table_can_be_taken_along_and_every_chart(browser: "Browser", address: Address) -> None:
    with browser.new_context(base_url=address[0], viewport=DESK) as context:
        page = context.new_page()
        for place in [place for place in address[1] if place.split("?")[0] in WITH_TABLES]:
            page.goto(place)
            open_all(page)
            for frame in page.locator("main .scroll:has(table)").all():
                following = frame.locator("xpath=following-sibling::*[1]")
                whole = frame.locator("table[data-whole]").count()
                assert whole or "Download as CSV" in following.inner_text(), (place, frame.get_attribute("aria-label"))
            for drawing in page.locator("main figure.drawing").all():
                offered = {link.inner_text().partition(":")[0].strip() for link in drawing.locator(".download a").all()}
                assert offered == {"SVG", "PNG"}, place
        page.goto("/board/why")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download as CSV: Clues and rivals").click()
        rows = [*csv.reader(download.value.path().read_text("utf-8-sig").splitlines())]
        assert rows[0] == ["Evidence", "Fear", "Faith", "Test"]
        assert len(rows) == page.locator("[aria-label='Clues and rivals'] tr").count()


def test_focus_is_seen_wherever_the_keyboard_leads(browser: "Browser", address: Address) -> None:
    with browser.new_context(base_url=address[0], viewport=DESK) as context:
        page = context.new_page()
        for place in ("/new/events", "/documents/v/memo", "/board/why", "/weigh?set=why", "/search?q=credit"):
            page.goto(place)
            for _ in range(60):
                page.keyboard.press("Tab")
                style = "getComputedStyle(document.activeElement).outlineStyle"
                where = "document.activeElement.outerHTML"
                assert page.evaluate("document.activeElement === document.body") or page.evaluate(style) == "solid", (
                    page.evaluate(where)
                )
