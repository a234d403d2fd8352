"""A visitor is led on: what to see next with a reason, "not for me" in place, and a tour that is left half-way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.database import db
from museum_guide.suggestions.learning import learn
from tests.browser.axe import violations
from tests.browser.serving import Site

pytestmark = [pytest.mark.once, pytest.mark.browser]


def test_a_visitor_is_led_on_and_leaves(visit: Callable[..., Page], community: Site) -> None:
    with community.app.app_context():
        learn()
        db.session.commit()
        community.app.extensions["suggestions"].forget()
    museum = f"/museums/{community.landmarks['museum']}"
    phone = visit(community, phone=True, color_scheme="dark")
    phone.goto(museum)
    phone.get_by_role("button", name="Begin without a ticket").click()
    phone.goto(f"{museum}/{community.landmarks['work']}")
    phone.get_by_role("heading", name="What to see next").scroll_into_view_if_needed()
    needle = phone.get_by_role("link", name="Net needle")
    expect(needle).to_be_visible()
    expect(phone.locator(".next-why").first).not_to_be_empty()
    assert violations(phone) == []
    phone.get_by_role("button", name="Not for me: Net needle").click()
    expect(phone.locator("[data-onward]")).to_contain_text("You have seen everything")
    expect(needle).to_have_count(0)

    phone.goto(f"{museum}/tours/{community.landmarks['tour']}")
    phone.get_by_role("link", name="Begin").click()
    expect(phone.get_by_text("Stop 1 of 1")).to_be_visible()
    assert violations(phone) == []
    phone.get_by_role("link", name="The tour ends here").click()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
