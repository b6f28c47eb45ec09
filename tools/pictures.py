"""Takes the documentation's pictures from a build of the reference study.

usage: pictures.py        writes docs/pictures/*.png; needs Chromium, and for the document that volume installed
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from detente.build import Options, build_study

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
#: Picture, page, the element at its top, width and height [pixels].
SHOTS = (
    ("chronology.png", "chronology/1961.html", "article", 1180, 820),
    ("relation.png", "relation.html", "main", 1180, 700),
    ("coverage.png", "coverage.html", "main", 1180, 820),
)
#: The same of the reading room; the document shows only where `frus1955-57v25` is installed.
ROOM_SHOTS = (
    ("room-selection.png", "/select?actor=SUN&certainty=one-sided", "main", 1180, 760),
    ("room-board.png", "/board/h3-break-1960-1961?without=speaker:ALB-RETRO", "main", 1180, 820),
    ("room-document.png", "/read/frus1955-57v25-d45", "main", 1180, 620),
)


@contextmanager
def reading_room(study: Path) -> Iterator[str]:
    """Open a study's reading room, and yield its address."""
    detente = Path(sys.executable).parent / "detente"
    with subprocess.Popen([detente, "serve", study, "--port", "0"], stdout=subprocess.PIPE, text=True) as room:
        yield (room.stdout.readline() if room.stdout else "").strip().rstrip("/")
        room.terminate()


def main() -> None:
    """Build the study and photograph its pages."""
    browser_path = next(p for name in ("chromium", "google-chrome") if (p := shutil.which(name)))
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        site = Path(name) / "site"
        build_study(ROOT / "studies" / "albania-ussr", site, Options())
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for picture, address, top, width, height in SHOTS:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"file://{site / address}")
            page.locator(top).first.scroll_into_view_if_needed()
            page.screenshot(path=PICTURES / picture)
            page.close()
        with reading_room(ROOT / "studies" / "albania-ussr") as address:
            for picture, place, top, width, height in ROOM_SHOTS:
                page = browser.new_page(viewport={"width": width, "height": height})
                answer = page.goto(address + place)
                if answer is not None and answer.ok:
                    page.locator(top).first.scroll_into_view_if_needed()
                    page.screenshot(path=PICTURES / picture)
                else:
                    print(f"{picture} is left as it is: {place} cannot be shown", file=sys.stderr)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
