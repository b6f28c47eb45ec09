"""A day's work in the room, in Debian's Chromium, on the reference study and a volume of Foreign Relations.

A document is found, cited, made an event of, seen in the chronology, weighed under a hypothesis; the verdict moves, and
all is taken back. Done once with a mouse and once by keyboard alone.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from detente.build import Options, digest_of
from detente.corpus.add import add_files
from detente.corpus.incoming import find_files
from detente.corpus.index import build_index
from detente.corpus.store import open_writer
from tests.chromium import DESK, open_browser
from tests.shared import SHARED
from tests.web.serving import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

STUDY = Path(__file__).parents[2] / "studies" / "albania-ussr"
VOLUME = SHARED / "texts" / "frus" / "frus1955-57v25.xml"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not VOLUME.is_file(), reason="the volume is not beside the checkout"),
]
SET = "h1-interest"
FIRST, LAST = "regime in", "achieved a similar success, on a much smaller scale"


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a room on a copy of the study, and its folder; one volume is installed."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        patch.setenv("DETENTE_HOME", str(home))
        with open_writer() as store:
            assert add_files(store, find_files(VOLUME, "", "").files).documents == 292
            build_index(store)
        folder = tmp_path_factory.mktemp("story") / "study"
        shutil.copytree(STUDY, folder)
        with serve(folder) as address:
            yield address, folder


@pytest.fixture
def page(browser: "Browser", room: tuple[str, Path]) -> "Iterator[Page]":
    with browser.new_context(base_url=room[0], viewport=DESK) as context:
        page = context.new_page()
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page
        assert not said


def fill(page: "Page", **values: str) -> None:
    for name, value in values.items():
        field = page.locator(f".entry-form [name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def save(page: "Page") -> None:
    page.get_by_role("button", name="Save").click()


def select_words(page: "Page", first: str, last: str) -> None:
    """Select words of the document with the mouse, from where ``first`` begins to where ``last`` ends."""
    places = page.evaluate(
        """words => words.map((words, n) => {
            const piece = [...document.querySelectorAll(".reader [data-at]")].find(p => p.textContent.includes(words));
            if (!n) piece.scrollIntoView({ block: "center" });
            const range = document.createRange();
            const at = piece.textContent.indexOf(words) + (n ? words.length - 1 : 0);
            range.setStart(piece.firstChild, at);
            range.setEnd(piece.firstChild, at + 1);
            const box = range.getBoundingClientRect();
            return [n ? box.right - 0.5 : box.left + 0.5, (box.top + box.bottom) / 2];
        })""",
        [first, last],
    )
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=5)
    page.mouse.up()


def verdict(page: "Page") -> str:
    """The sentence of a board."""
    return page.locator("#left .lead").inner_text()


def test_from_a_document_to_a_verdict_and_back(page: "Page", room: tuple[str, Path]) -> None:
    folder = room[1]
    before = digest_of(folder, Options())

    page.goto("/")
    page.get_by_label("Search documents, passages").fill("Hoxha Albania")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("Staff Study")).first.click()
    assert "frus1955-57v25/d76" in page.url

    select_words(page, FIRST, LAST)
    page.get_by_role("link", name="Cite it as a passage").click()
    assert page.locator("[name=quote]").input_value() == f"{FIRST} Albania {LAST}"
    fill(page, gist="Of the satellites only the Albanian regime had made its own revolution.")
    save(page)
    page.wait_for_url("**/documents/frus1955-57v25/d76**")
    assert page.locator("mark.cited", has_text="on a much smaller scale").count() == 1

    cited = page.locator(".para li.cite", has_text="only the Albanian regime")
    cited.get_by_role("link", name=re.compile("^event")).click()
    summary = "The Security Council's staff count Albania's as a revolution of its own."
    fill(page, date="1956-07-06", actors="USA", action="CONSULT", domain="politics", summary=summary)
    save(page)
    page.wait_for_url("**/chronology/1956.html#*")
    event = page.locator("article.event", has_text=summary)
    assert "on a much smaller scale" in event.inner_text()

    with page.context.expect_page() as opened:  # the board stands open in a second tab, and follows
        page.evaluate(f"open('/board/{SET}')")
    board = opened.value
    stood = verdict(board)
    event.get_by_role("link", name=re.compile("^weigh it")).click()
    page.get_by_role("link", name="What did the Soviet Union want").click()
    fill(page, **{"judgement-1": "not-more", "reason-1": "It says nothing of the coast."})
    fill(page, **{"judgement-2": "much-more", "reason-2": "Who needs no army is worth little until it has ports."})
    fill(page, **{"judgement-3": "much-less", "reason-3": "A member that made itself is held less."}, analyst="first")
    save(page)
    page.wait_for_url(f"**/board/{SET}")
    page.wait_for_function("stood => document.querySelector('#left .lead').innerText !== stood", arg=stood)
    assert page.locator("#left").get_by_text("event:1956-07-06-").count() == 1
    board.wait_for_function("stood => document.querySelector('#left .lead').innerText !== stood", arg=stood)
    assert verdict(board) == verdict(page)

    for _ in range(3):
        page.keyboard.press("u")
        page.get_by_role("button", name=re.compile("Take back the last")).click()
        page.get_by_role("status").get_by_text("undone:").wait_for()
    board.wait_for_function("stood => document.querySelector('#left .lead').innerText === stood", arg=stood)
    page.goto("/chronology/1956.html")
    assert not page.get_by_text(summary).count()
    (folder / "anchors.csv").unlink()  # begun by the citing; its header stays
    assert digest_of(folder, Options()) == before


def type_into(page: "Page", name: str, keys: str) -> None:
    """Tab to a field and type; a list takes the entry that begins so."""
    for _ in range(80):
        if page.evaluate("document.activeElement.name") == name:
            return page.keyboard.type(keys)
        page.keyboard.press("Tab")
    raise AssertionError(name)


def test_the_keyboard_alone_does_the_same(page: "Page", room: tuple[str, Path]) -> None:
    folder = room[1]
    before = digest_of(folder, Options())
    press = page.keyboard.press
    page.goto("/")
    press("/")
    page.keyboard.type('"regime in Albania" edition:frus')
    press("Enter")
    page.wait_for_url("**/search?**")
    press("j")
    press("Tab")
    press("Enter")
    page.wait_for_url("**/documents/frus1955-57v25/d76**")
    press("q")  # the paragraph to which the search led
    page.wait_for_url("**/chosen?**")
    page.locator("a:focus").wait_for()
    press("Enter")
    page.wait_for_url("**/new/passages?**")
    type_into(page, "gist", "Albania made its own revolution.")
    press("Control+Enter")
    page.wait_for_url("**/documents/frus1955-57v25/d76**")
    press("m")
    page.wait_for_url("**/new/events?**")
    type_into(page, "date", "1956-07-06")
    type_into(page, "actors", "USA")
    type_into(page, "action", "CONS")
    type_into(page, "domain", "pol")
    type_into(page, "summary", "Washington counts revolutions.")
    press("Control+Enter")
    page.wait_for_url("**/chronology/1956.html#*")
    press("w")
    page.wait_for_url("**/weigh?**")
    page.locator("a:focus").wait_for()
    press("Enter")
    page.wait_for_url("**/weigh?set=**")
    for n, judgement in ((1, "not"), (2, "much-m"), (3, "much-l")):
        type_into(page, f"judgement-{n}", judgement)
    type_into(page, "analyst", "first")
    press("Control+Enter")
    page.wait_for_url("**/board/*")
    page.locator("#left").get_by_text("event:1956-07-06-washington").wait_for()
    for _ in range(3):
        press("u")
        page.locator("button:focus", has_text="Take back").wait_for()
        press("Enter")
        page.get_by_role("status").get_by_text("undone:").wait_for()
    (folder / "anchors.csv").unlink()
    assert digest_of(folder, Options()) == before


def test_the_second_to_save_an_entry_is_shown_both_versions(
    browser: "Browser", page: "Page", room: tuple[str, Path]
) -> None:
    address, folder = room
    form = "/edit/events/1961-12-diplomatic-break"
    with browser.new_context(base_url=address) as context:
        other = context.new_page()
        for each in (page, other):
            each.goto(form)
        fill(other, note="What the second meant to say.")
        fill(page, note="What the first says.")
        save(page)
        page.wait_for_url("**/chronology/**")
        other.get_by_text("The study has changed since this page was shown.").wait_for()
        assert other.locator("[name=note]").input_value() == "What the second meant to say."
        save(other)
        other.get_by_text("Not written").wait_for()
        assert other.locator("[name=note]").input_value() == "What the second meant to say."
        assert "What the first says." in other.locator(".theirs").inner_text()
        assert "What the first says." in (folder / "events.csv").read_text("utf-8")
        assert "What the second meant" not in (folder / "events.csv").read_text("utf-8")
        save(other)
        other.wait_for_url("**/chronology/**")
        assert "What the second meant to say." in (folder / "events.csv").read_text("utf-8")


def test_what_an_editor_saves_is_seen_at_once(page: "Page", room: tuple[str, Path]) -> None:
    file = room[1] / "events.csv"
    text = file.read_text("utf-8")
    page.goto("/chronology/1961.html")
    summary = next(line.inner_text() for line in page.locator("article .what").all() if '"' not in line.inner_text())
    assert text.count(summary) == 1
    file.write_text(text.replace(summary, "An editor was here."), "utf-8")
    page.get_by_text("An editor was here.").wait_for()
    file.write_text(text, "utf-8")
    page.get_by_text(summary).first.wait_for()
