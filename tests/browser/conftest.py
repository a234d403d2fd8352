"""Browsers, and the sites that they visit. Every browser of a test is watched, whatever the test looks at."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.landmarks import prepare
from tests.browser.serving import Site, serving
from tests.browser.visiting import Visitors
from tests.browser.watching import Watch

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page asks for, nothing leaves the machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PATIENCE = 60_000


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of the run."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("Chromium is not there")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def community(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site on which the demo community lives; tests add to it and leave what they find."""
    with serving(tmp_path_factory.mktemp("community")) as site:
        prepare(site)
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


@pytest.fixture
def visit(visitors: Visitors) -> Callable[..., Page]:
    """Open a browser of its own: `visit(site, person, phone=True)`."""
    return visitors.come
