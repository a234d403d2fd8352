"""Takes pictures of the pages that people see first: `python -m tests.browser.screenshots FOLDER`."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from community.models import Discussion, Question
from contributions import editing
from contributions.schemas import ThreadEdit
from contributions.tagging import tags_of
from core.database import db, unit_of_work
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
    Picture("question", "/questions/{shown}"),
    Picture("ask", "/questions/ask", signed_in=True),
    Picture("search", "/search?q=barometer+reading"),
    Picture("tags", "/tags"),
    Picture("member", "/members/{member}", signed_in=True),
    Picture("discussion", "/discussions/{discussion}", signed_in=True),
    Picture("history", "/contributions/{edited}/history/2"),
    Picture("not-found", "/no-such-room"),
)


def main(folder: Path) -> None:
    """Take every picture on a desk and in a hand, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as site, sync_playwright() as playwright:
        _prepare(site)
        browser = launch(playwright)
        for phone in (False, True):
            for theme in ("light", "dark"):
                _take_all(browser, site, folder, phone=phone, theme=theme)
        browser.close()


def _prepare(site: Site) -> None:
    """Find what is worth showing, and let a member put their question more exactly."""
    author = site.person("Callum Reid")
    with site.app.app_context():
        shown = _titled("Two classes, 57 children, one coach: how would you split the day?")
        edited = _titled("Pressure is 8 hPa lower than the airport. Is my barometer faulty?")
        discussion = db.session.scalars(select(Discussion.id).order_by(Discussion.comment_count.desc()).limit(1)).one()
        site.landmarks = {"shown": str(shown.id), "edited": str(edited.id), "discussion": str(discussion)}
        site.landmarks["member"] = str(author.id)
        body = edited.body.replace("about 65 m", "about 65 m (67 by the map)") + "\n\nFirmware 4.3 on the Hub."
        change = ThreadEdit(
            title=edited.title, body=body, tags=tags_of(edited.id), comment="Added the firmware version"
        )
        with unit_of_work():
            editing.edit(author.viewer, edited.id, change)
    site.work()


def _titled(title: str) -> Question:
    return db.session.scalars(select(Question).where(Question.title == title)).one()


def _take_all(browser: Browser, site: Site, folder: Path, *, phone: bool, theme: str) -> None:
    visitors = Visitors(browser, Watch(), {})
    scale = 2 if phone else 1
    options: dict[str, Any] = {"phone": phone, "color_scheme": theme, "device_scale_factor": scale}
    pages = {False: visitors.come(site, **options), True: visitors.come(site, site.person("Callum Reid"), **options)}
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
    page.get_by_label("Space").select_option(label="Stations and sensors")
    page.locator("#tags").fill("soil, watering")
    page.locator("#tags").blur()
    page.evaluate("scrollTo(0, 0)")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
