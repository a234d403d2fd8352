"""Every page can be used by everybody: light and dark, on a desk and in a hand, and nothing leads sideways."""

import hashlib
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, ViewportSize

from access import ACCESS
from accounts.guard import Access
from accounts.models import Role
from tests.browser.axe import DIGEST, SCRIPT, violations
from tests.browser.landmarks import AUTHOR
from tests.browser.no_pages import NO_PAGES
from tests.browser.pages import ADMINISTRATOR, MEMBER, MODERATOR, PAGES, SIGNED_OUT, STAFF, Shown
from tests.browser.serving import Site
from tests.browser.visiting import DESKTOP, NARROWEST, PHONE
from tests.modest import EVERYTHING
from tests.people import Person

pytestmark = [pytest.mark.once, pytest.mark.browser]
ROLES = {MODERATOR: Role.MODERATOR, STAFF: Role.STAFF, ADMINISTRATOR: Role.ADMINISTRATOR}
MAY = {
    Access.ANYONE: {SIGNED_OUT, MEMBER, STAFF, MODERATOR, ADMINISTRATOR},
    Access.SIGNED_OUT: {SIGNED_OUT},
    Access.MEMBER: {MEMBER, STAFF, MODERATOR, ADMINISTRATOR},
    Access.STAFF: {STAFF},
    Access.MODERATOR: {MODERATOR, ADMINISTRATOR},
    Access.CURATOR: {ADMINISTRATOR},
    Access.PRODUCT_MANAGER: {ADMINISTRATOR},
    Access.ADMINISTRATOR: {ADMINISTRATOR},
}
SEND = """form => {
  for (const field of form.querySelectorAll("input:not([type=hidden]), textarea")) field.value = "";
  form.submit();
}"""
SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = (element) => element.getBoundingClientRect().right > width;
  return [...document.querySelectorAll("body *")].filter(wide).map((element) => element.outerHTML.slice(0, 100));
}"""


# An ordinary run looks at each address once, in turn on a desk and in a hand; a whole run at what it shows to
# others and when it refuses, too, and everywhere.
LOOKED_AT = PAGES if EVERYTHING else list({shown.endpoint: shown for shown in reversed(PAGES)}.values())


@pytest.mark.parametrize("shown", LOOKED_AT, ids=str)
def test_everybody_can_use_it(look: Callable[..., Page], request: pytest.FixtureRequest, shown: Shown) -> None:
    site: Site = request.getfixturevalue("empty" if shown.empty else "community")
    page = look(site, reader_of(site, shown))
    show(page, site, shown)

    # The next page begins as this one ends: to lay out an old page anew would be work for nothing.
    steps = (DESK, HAND, NARROW) if page.viewport_size == DESKTOP else (HAND, NARROW, DESK)
    if not EVERYTHING:
        left_out = DESK if LOOKED_AT.index(shown) % 2 else HAND
        steps = tuple(step for step in steps if step is not left_out)
    assert [fault for step in steps for fault in seen(page, step)] == []
    assert page.title()


def sideways(page: Page) -> list[str]:
    return list(page.evaluate(SIDEWAYS))


Step = tuple[ViewportSize, Literal["dark", "light"], Callable[[Page], list[str]]]
DESK: Step = (DESKTOP, "light", violations)
HAND: Step = (PHONE, "dark", violations)
# When the scripts of the page have surely done their part: what they add must not lead sideways either.
NARROW: Step = (NARROWEST, "dark", sideways)


def seen(page: Page, step: Step) -> list[str]:
    """Return the faults of a page in one size and in one light."""
    viewport, scheme, faults = step
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(viewport)
    return [f"{scheme}, {viewport['width']} wide: {fault}" for fault in faults(page)]


def reader_of(site: Site, shown: Shown) -> Person | None:
    if shown.reader == SIGNED_OUT:
        return None
    return site.person(AUTHOR) if shown.reader == MEMBER else site.one_with(ROLES[shown.reader])


def show(page: Page, site: Site, shown: Shown) -> None:
    """Open a page, and send its form empty where it is the errors that count."""
    response = page.goto(shown.path.format(**site.landmarks))
    if shown.sends:
        with page.expect_navigation() as sent:
            page.locator(shown.sends).first.evaluate(SEND)
        response = sent.value
    assert response is not None
    assert response.status == shown.status


def test_every_page_is_looked_at(community: Site) -> None:
    readable = {rule.endpoint for rule in community.app.url_map.iter_rules() if "GET" in (rule.methods or set())}

    assert sorted(readable - {shown.endpoint for shown in PAGES} - set(NO_PAGES)) == []
    assert sorted(set(NO_PAGES) - readable) == []


def test_every_entry_is_what_it_says(community: Site) -> None:
    addresses = community.app.url_map.bind("127.0.0.1")
    for shown in PAGES:
        if shown.status == 200:
            path = shown.path.format(**community.landmarks).partition("?")[0]
            assert addresses.match(path, method="GET")[0] == shown.endpoint
            assert shown.reader in MAY[ACCESS[shown.endpoint]]


def test_whoever_may_keep_something_has_a_page_for_it() -> None:
    for access, readers in MAY.items():
        if access not in {Access.ANYONE, Access.MODERATOR}:
            assert {shown.reader for shown in PAGES if ACCESS.get(shown.endpoint) is access} & readers


def test_axe_is_as_it_was_published() -> None:
    assert hashlib.sha256(SCRIPT.read_bytes()).hexdigest() == DIGEST
