"""On a phone, in a train: the site is installed, another language chosen, and what was read is there without a network."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.serving import Site
from tests.browser.watching import Watch

pytestmark = [pytest.mark.once, pytest.mark.browser]
READY = "() => navigator.serviceWorker.ready.then((worker) => worker.active.state)"
KEPT_THIS = """async () => (await (await caches.open("pages")).keys()).some((kept) => kept.url === location.href)"""
KEPT = """async () => (await (await caches.open("pages")).keys()).map((request) => new URL(request.url).pathname)"""


def test_a_reader_takes_the_site_along(visit: Callable[..., Page], community: Site, watch: Watch) -> None:
    page = visit(community, phone=True)
    page.goto("/questions")
    page.locator(".card-title a").first.click()
    heading = page.get_by_role("heading", level=1)
    title = heading.inner_text()
    assert page.evaluate(READY) in {"activating", "activated"}
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.reload()
    page.wait_for_function(KEPT_THIS)
    address = page.url

    # Only what anybody may read is kept.
    page.goto("/login")
    assert all(path.startswith("/questions/") for path in page.evaluate(KEPT))

    page.context.set_offline(True)
    page.goto(address)
    expect(heading).to_have_text(title)
    page.goto("/members")
    expect(heading).to_have_text("The line is quiet")
    expect(page.locator("[data-kept] a")).to_have_text([title])
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page)
    assert found == []
    page.locator("[data-kept] a").click()
    expect(heading).to_have_text(title)
    page.context.set_offline(False)
    # The browser says so whenever it asks without a network, also where the worker knew the answer.
    watch.troubles[:] = [trouble for trouble in watch.troubles if "ERR_INTERNET_DISCONNECTED" not in trouble]

    page.goto("/questions")
    page.locator("footer button[lang=ar-XB]").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.url.endswith("/questions")
    assert violations(page) == []
    page.locator("footer button[lang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
