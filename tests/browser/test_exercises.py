"""An exercise from its beginning to its merged answer: at the desk of staff and on the phones of two members."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role
from tests.browser.axe import violations
from tests.browser.serving import Site
from tests.browser.visiting import scripted, words

pytestmark = [pytest.mark.once, pytest.mark.browser]
SQUARE = "Let customers try it early, Telecom"


def test_a_grid_fills(visit: Callable[..., Page], community: Site) -> None:
    leader = visit(community, community.one_with(Role.STAFF))
    leader.goto("/exercises")
    leader.get_by_label("Space").select_option(label="Lounge")
    leader.get_by_role("button", name="Begin it now").click()
    expect(leader.get_by_role("heading", level=1)).to_have_text(
        "Five tasks of a good service, in three lines of business"
    )
    expect(leader.get_by_role("columnheader")).to_have_text(["Bank", "Telecom", "Retail"])
    grid = leader.url

    first = visit(community, community.person("Oskar Nilsson"), phone=True, color_scheme="dark")
    first.goto(grid)
    assert first.evaluate("document.documentElement.scrollWidth <= innerWidth"), "one column of cards"
    first.get_by_role("link", name=SQUARE).focus()
    first.keyboard.press("Enter")
    expect(first.get_by_role("heading", level=1)).to_have_text("Let customers try it early")
    scripted(first, "draft")
    words(first).fill("They let me try the new tariff for a week.")
    expect(first.locator("[data-save-note]")).to_contain_text("Saved")
    first.goto(grid)
    first.get_by_role("link", name=f"Go on with your draft : {SQUARE}").click()
    first.get_by_role("button", name="Post your answer").click()
    expect(first.get_by_role("article")).to_have_count(1)

    second = visit(community, community.person("Chloe Martin"), phone=True)
    second.goto(grid)
    second.get_by_role("link", name=SQUARE).click()
    expect(second.get_by_text("Your own thoughts first")).to_be_visible()
    expect(second.get_by_text("new tariff")).to_have_count(0)
    words(second).fill("Mine sends me everything when it is too late.")
    second.get_by_role("button", name="Post your answer").click()
    expect(second.get_by_text("new tariff")).to_be_visible()
    second.get_by_role("button", name="This helps").click()
    expect(second.get_by_role("button", name="This helps")).to_have_attribute("aria-pressed", "true")

    leader.get_by_role("link", name=SQUARE).click()
    leader.get_by_role("link", name="Merge the answers").click()
    words(leader).fill("A week to try, before the contract.")
    leader.get_by_label("Oskar Nilsson").check()
    assert violations(leader) == []
    leader.get_by_role("button", name="Save the merged answer").click()
    expect(leader.locator(".credits")).to_contain_text("Oskar Nilsson")
    for page in (first, second, leader):
        for address in (page.url, grid):
            page.goto(address)
            assert violations(page) == [], address
