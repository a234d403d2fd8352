"""A visitor before a work: the label opens it, it is read and heard, and the next one is a number away."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from museum_guide.artefacts.codes import keypad_number
from tests.browser.serving import Site
from tests.browser.visiting import scripted

pytestmark = [pytest.mark.once, pytest.mark.browser]
LIGHTEST = 120_000


def test_from_the_label_to_the_next_work(community: Site, visit: Callable[..., Page]) -> None:
    page = visit(community, phone=True)
    sizes: list[int] = []
    page.on(
        "response",
        lambda answer: (
            sizes.append(int(answer.headers.get("content-length", 0)))
            if answer.request.resource_type != "image"
            else None
        ),
    )
    page.goto("/A/7K3MZ8Q")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lamp of the Linnet")
    expect(page.get_by_text("came home without her mate")).to_be_visible()
    assert sum(sizes) < LIGHTEST
    assert page.context.cookies() == []

    page.get_by_text("In depth").click()
    expect(page.get_by_text("the type that Argand drew")).to_be_visible()
    scripted(page, "sound")
    page.get_by_label("Speed").select_option("1.5")
    page.get_by_role("link", name="Dawn").click()
    expect(page).to_have_url(f"{community.address}/A/7K3MZ8Q")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.5

    page.get_by_label("Standing before something else?").fill(keypad_number(18))
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Net needle")
    expect(page.get_by_text("There is more to read and to hear here.")).to_be_visible()
