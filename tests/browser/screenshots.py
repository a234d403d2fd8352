"""Takes pictures of the pages that people see first: `python -m tests.browser.screenshots FOLDER`."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.landmarks import AUTHOR, prepare
from tests.browser.serving import Site, serving
from tests.browser.starting import launch
from tests.browser.visiting import Visitors
from tests.browser.watching import Watch

QUESTION = "Do plants need watering when the soil sensor says 30 %?"
BODY = """The sensor in the raised bed has said **30 %** since Thursday, and the courgettes look no worse than I do.

- bed of 40 cm, half compost, half what was there
- probe at finger depth, beside the stem
- last rain on Tuesday, 4.2 mm on the gauge

Is there a number at which one *always* waters?"""


@dataclass(frozen=True)
class Picture:
    """A page to be shown, as a member sees it where that is worth more."""

    name: str
    path: str
    signed_in: bool = False


PICTURES = (
    Picture("home", "/"),
    Picture("questions", "/questions"),
    Picture("question", "/questions/{question}"),
    Picture("ask", "/questions/ask", signed_in=True),
    Picture("search", "/search?q=barometer+reading"),
    Picture("tags", "/tags"),
    Picture("member", "/members/{author}", signed_in=True),
    Picture("discussion", "/discussions/{discussion}", signed_in=True),
    Picture("history", "/contributions/{asked}/history/2"),
    Picture("not-found", "/no-such-room"),
)


def main(folder: Path) -> None:
    """Take every picture on a desk and in a hand, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as site, sync_playwright() as playwright:
        prepare(site)
        browser = launch(playwright)
        for phone in (False, True):
            for theme in ("light", "dark"):
                _take_all(browser, site, folder, phone=phone, theme=theme)
        browser.close()


def _take_all(browser: Browser, site: Site, folder: Path, *, phone: bool, theme: str) -> None:
    visitors = Visitors(browser, Watch(), {})
    scale = 2 if phone else 1
    options: dict[str, Any] = {"phone": phone, "color_scheme": theme, "device_scale_factor": scale}
    pages = {False: visitors.come(site, **options), True: visitors.come(site, site.person(AUTHOR), **options)}
    for picture in PICTURES:
        page = pages[picture.signed_in]
        page.goto(picture.path.format(**site.landmarks), wait_until="networkidle")
        if picture.name == "ask":
            _write(page)
        page.screenshot(path=folder / f"{picture.name}-{'phone' if phone else 'desktop'}-{theme}.png")
    visitors.leave()


def _write(page: Page) -> None:
    page.get_by_label("Your question in one sentence").fill(QUESTION)
    page.locator("textarea[name=body]").fill(BODY)
    page.get_by_label("Tags").fill("soil, watering")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
