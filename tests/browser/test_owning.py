"""Owning something: from a claim to a review that everybody reads, and two questions on the way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role
from tests.browser.axe import violations
from tests.browser.serving import Site
from tests.browser.visiting import PHONE, said

pytestmark = [pytest.mark.once, pytest.mark.browser]


def test_a_claim_becomes_a_review_that_nobody_buries(visit: Callable[..., Page], community: Site) -> None:
    owner, reader = visit(community, community.person("Dana Petrescu")), visit(community)
    owner.goto("/products/fulmar-mast/own")
    expect(owner.get_by_text("You are not yet verified.")).to_be_visible()
    staff = visit(community, community.one_with(Role.STAFF))
    staff.goto("/products/fulmar-mast")
    staff.get_by_role("link", name="Claims and codes").click()
    staff.get_by_label("Codes, one a line").fill("MAST-0001-77\nMAST-0001-78")
    staff.get_by_role("button", name="Load codes").click()
    expect(said(staff)).to_contain_text("2 new codes are loaded.")

    owner.get_by_label("Serial number or code").fill("mast 0001 78")
    owner.get_by_role("button", name="Say that I own it").click()
    expect(said(owner)).to_contain_text("Your purchase is verified.")
    owner.goto("/products/fulmar-mast/club")
    owner.get_by_role("group", name="How sure are you").get_by_label("3").check()
    owner.get_by_role("group", name="Would you choose it").get_by_label("2").check()
    assert violations(owner) == []
    owner.get_by_role("button", name="Answer").click()
    expect(owner.get_by_role("heading", name="Two questions")).to_have_count(0)

    owner.goto("/products/fulmar-mast/reviews")
    owner.get_by_label("Stars", exact=True).select_option(label="1: bad")
    owner.get_by_label("In one sentence").fill("Pointless in an inner courtyard")
    owner.get_by_label("What you would tell a friend").fill("There is no wind here, so there is nothing to measure.")
    owner.get_by_role("button", name="Keep the review").click()
    expect(owner.get_by_role("heading", level=1)).to_have_text("Pointless in an inner courtyard")

    reader.set_viewport_size(PHONE)
    reader.goto("/products/fulmar-mast")
    reader.get_by_role("link", name="Reviews").click()
    expect(reader.locator(".brief-title").first).to_have_text("Pointless in an inner courtyard")
    assert violations(reader) == []
