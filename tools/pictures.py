"""Takes the documentation's pictures from a build of the reference study.

usage: pictures.py        writes docs/pictures/*.png; needs Chromium
"""

import shutil
import tempfile
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
        browser.close()


if __name__ == "__main__":
    main()
