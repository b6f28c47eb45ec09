"""The site in a real browser, opened from disk: by day and by night, on a phone, by keyboard, for screen readers."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from tests.chromium import DESK, PHONE, axe, open_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(
    site: Mapping[str, bytes], site_without_albania: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    root = tmp_path_factory.mktemp("site")
    for name, files in (("whole", site), ("less", site_without_albania)):
        for path, data in files.items():
            target = root / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    return root


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with open_browser() as browser:
        yield browser


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: "Browser", folder: Path, scheme: Literal["light", "dark"]) -> None:
    for size in (PHONE, DESK):
        with browser.new_context(bypass_csp=True, color_scheme=scheme, viewport=size) as context:
            page = context.new_page()
            for path in pages(folder):
                page.goto(path.as_uri())
                page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
                found = axe.Axe().run(page, options={"preload": False})
                assert not found.response["violations"], (path, found.generate_report())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_and_none_complains(
    browser: "Browser", folder: Path, scheme: Literal["light", "dark"]
) -> None:
    said: list[str] = []
    for size in (PHONE, DESK):
        with browser.new_context(color_scheme=scheme, viewport=size) as context:
            page = context.new_page()
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on("requestfailed", lambda request: said.append(request.url))
            for path in pages(folder):
                page.goto(path.as_uri())
                page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
                width = page.evaluate("document.scrollingElement.scrollWidth")
                assert width <= size["width"], path
                assert not said, path


def test_the_style_is_loaded_from_disk_under_the_pages_own_policy(browser: "Browser", folder: Path) -> None:
    grounds = []
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        with browser.new_context(color_scheme=scheme) as context:
            page = context.new_page()
            page.goto((folder / "whole" / "chronology" / "1949.html").as_uri())
            grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len({*grounds, "rgba(0, 0, 0, 0)"}) == 3


def test_the_skip_link_leads_past_the_menu(browser: "Browser", folder: Path) -> None:
    with browser.new_context(viewport=DESK) as context:
        page = context.new_page()
        page.goto((folder / "whole" / "index.html").as_uri())
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_focus_is_seen(browser: "Browser", folder: Path) -> None:
    with browser.new_context(viewport=DESK) as context:
        page = context.new_page()
        page.goto((folder / "whole" / "chronology.html").as_uri())
        for _ in range(25):
            page.keyboard.press("Tab")
            style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert style == "solid", page.evaluate("document.activeElement.outerHTML")


def test_a_link_to_a_passage_opens_what_it_stands_in(browser: "Browser", folder: Path) -> None:
    with browser.new_context(viewport=DESK) as context:
        page = context.new_page()
        page.goto((folder / "whole" / "chronology" / "1949.html").as_uri())
        page.get_by_role("link", name="p. 4", exact=True).first.click()
        page.wait_for_url("**/sources.html#p-p1")
        assert page.locator("#p-p1").is_visible()


def test_everything_is_there_without_javascript(browser: "Browser", folder: Path) -> None:
    with browser.new_context(viewport=PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((folder / "whole" / "figures.html").as_uri())
        testimony = page.locator("tbody#fig-g49 details")
        assert not testimony.locator(".voices").is_visible()
        testimony.locator("summary").first.click()
        assert testimony.locator(".voices").is_visible()


@pytest.mark.parametrize("name", ["relation.html", "periods.html", "figures.html"])
def test_a_chart_lies_within_its_frame(browser: "Browser", folder: Path, name: str) -> None:
    for size in (PHONE, DESK):
        with browser.new_context(viewport=size) as context:
            page = context.new_page()
            page.goto((folder / "whole" / name).as_uri())
            outside = page.evaluate(
                """() => [...document.querySelectorAll("svg.chart")].filter(s => s.checkVisibility()).flatMap(svg => {
                    const frame = svg.getBoundingClientRect();
                    return [...svg.querySelectorAll("text")].filter(text => {
                        const box = text.getBoundingClientRect();
                        return box.left < frame.left - 1 || box.right > frame.right + 1
                            || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
                    }).map(text => text.textContent);
                })"""
            )
            assert outside == []
            assert page.locator("svg.chart:visible").count() >= 1
