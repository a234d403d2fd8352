"""Browsers, and the sites that they visit. Every browser of a test is watched, whatever the test looks at."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import select

from community.models import Question
from contributions.models import Space
from core.database import db
from tests import factories
from tests.browser import axe
from tests.browser.furnishing import LANDMARKS, furnish
from tests.browser.serving import Site, serving
from tests.browser.starting import installed, launch
from tests.browser.visiting import NO_WORKER, Regulars, Visitors
from tests.browser.watching import Watch
from tests.people import Person

PATIENCE = 30_000


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of the run."""
    if installed() is None:
        pytest.skip("Chromium is not there")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def community(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site on which the demo community lives; tests add to it and leave what they find."""
    base = tmp_path_factory.getbasetemp()
    furnished = furnish(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)
    home = tmp_path_factory.mktemp("community") / "home"
    shutil.copytree(furnished, home)
    with serving(home) as site:
        site.landmarks = json.loads((home / LANDMARKS).read_text(encoding="utf-8"))
        yield site


@pytest.fixture(scope="session")
def empty(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that has just been opened."""
    with serving(tmp_path_factory.mktemp("empty"), empty=True) as site:
        yield site


@pytest.fixture(scope="session")
def cookies() -> dict[tuple[str, str], Any]:
    """The cookies of whoever has signed in before, by site and address."""
    return {}


@pytest.fixture(autouse=True)
def watch() -> Iterator[Watch]:
    """Fail a test in whose browsers anything went wrong."""
    watching = Watch()
    yield watching
    assert watching.troubles == []


@pytest.fixture
def visitors(chromium: Browser, cookies: dict[tuple[str, str], Any], watch: Watch) -> Iterator[Visitors]:
    """Open browsers, and close them with the test."""
    opened = Visitors(chromium, watch, cookies)
    yield opened
    opened.leave()


@pytest.fixture(scope="session")
def regulars(chromium: Browser, cookies: dict[tuple[str, str], Any]) -> Iterator[Regulars]:
    """Whoever looks at one page after the other."""
    visitors = Visitors(chromium, Watch(), cookies, scripts=(axe.script(), NO_WORKER))
    yield Regulars(visitors)
    visitors.leave()


@pytest.fixture
def look(regulars: Regulars, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Open a page that is kept for the next test of the same reader: `look(site, person)`."""
    yield regulars.come
    troubles = regulars.visitors.watch.troubles
    watch.troubles += troubles
    troubles.clear()


@pytest.fixture
def visit(visitors: Visitors) -> Callable[..., Page]:
    """Open a browser of its own: `visit(site, person, phone=True)`."""
    return visitors.come


@pytest.fixture
def asker(community: Site) -> Person:
    """Whoever asked the question of the test."""
    return community.person("Ruth Adler")


@pytest.fixture
def helper(community: Site) -> Person:
    """Whoever answers."""
    return community.person("Emeka Obi")


@pytest.fixture
def question(community: Site, asker: Person) -> int:
    """A question of its own for a test, not yet answered."""
    with community.app.app_context():
        space = db.session.scalars(select(Space).where(Space.slug == "stations-and-sensors")).one()
        return factories.ask(asker, space, "Why does the needle tremble at noon?").id


@pytest.fixture
def answer(community: Site, helper: Person, question: int) -> int:
    """An answer to it."""
    with community.app.app_context():
        asked = db.session.get_one(Question, question)
        return factories.answer(helper, asked, "Because the shutter lets the sun in.").id
