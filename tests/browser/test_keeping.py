"""Keeping the house: what moderators, staff and administrators do, and what the others see of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role
from tests.browser.serving import Site
from tests.browser.visiting import answer_of, menu, said, scripted
from tests.people import Person

pytestmark = [pytest.mark.once, pytest.mark.browser]


def test_a_moderator_hides_and_puts_back(
    visit: Callable[..., Page], community: Site, question: int, answer: int, helper: Person
) -> None:
    page, reader = visit(community, community.one_with(Role.MODERATOR)), visit(community)
    page.goto(f"/questions/{question}")
    scripted(page, "confirm")
    answer_of(page, helper.name).get_by_role("button", name="Hide").click()
    page.get_by_role("dialog").get_by_role("button", name="Yes, go on").click()
    expect(said(page)).to_contain_text("taken off the page")
    reader.goto(f"/questions/{question}")
    expect(answer_of(reader, helper.name)).to_have_count(0)

    answer_of(page, helper.name).get_by_role("button", name="Restore").click()
    expect(said(page)).to_contain_text("back where it was")
    reader.reload()
    expect(answer_of(reader, helper.name)).to_be_visible()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_staff_stand_behind_an_answer(
    visit: Callable[..., Page], community: Site, question: int, answer: int, helper: Person, phone: bool
) -> None:
    page, reader = visit(community, community.one_with(Role.STAFF), phone=phone), visit(community, phone=phone)
    page.goto(f"/questions/{question}")
    answer_of(page, helper.name).get_by_role("button", name="Make official").click()
    expect(answer_of(page, helper.name).locator(".plate-official")).to_be_visible()

    reader.goto(f"/questions/{question}")
    expect(answer_of(reader, helper.name).locator(".plate-official")).to_be_visible()


def test_an_administrator_opens_a_space_for_a_group(visit: Callable[..., Page], community: Site) -> None:
    page = visit(community, community.one_with(Role.ADMINISTRATOR))
    page.goto("/")
    menu(page, "Your menu").click()
    page.get_by_role("link", name="Groups").filter(visible=True).click()
    page.get_by_label("Name").fill("Kite flyers")
    page.get_by_role("button", name="Create").click()
    page.get_by_role("link", name="Kite flyers").click()
    page.get_by_label("Name or e-mail address").fill("Dana Petrescu")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("link", name="Dana Petrescu")).to_be_visible()

    menu(page, "Your menu").click()
    page.get_by_role("link", name="Open a space").filter(visible=True).click()
    page.get_by_label("Name").fill("Kites")
    page.get_by_label("What belongs here").fill("Wind aloft, measured by hand.")
    page.get_by_label("One group").check()
    page.get_by_label("Group", exact=True).select_option(label="Kite flyers")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kites")

    for name, status in (("Dana Petrescu", 200), ("Tom Ashby", 404)):
        response = visit(community, community.person(name)).goto("/spaces/kites")
        assert response is not None
        assert response.status == status


def test_an_administrator_gives_a_role_and_closes_an_account(
    visit: Callable[..., Page], community: Site, question: int, answer: int, helper: Person
) -> None:
    person = community.person("Jack Thornton")
    page, other = visit(community, community.one_with(Role.ADMINISTRATOR)), visit(community, person)
    page.goto(f"/members/{person.id}")
    page.get_by_role("link", name="Roles").click()
    page.get_by_label("Moderator").check()
    page.get_by_role("button", name="Save").click()
    expect(said(page)).to_contain_text("Saved")
    other.goto(f"/questions/{question}")
    expect(answer_of(other, helper.name).get_by_role("button", name="Hide")).to_be_visible()

    scripted(page, "confirm")
    page.get_by_role("button", name="Close this account").click()
    page.get_by_role("dialog").get_by_role("button", name="Yes, go on").click()
    expect(page.get_by_role("button", name="Open this account again")).to_be_visible()
    other.goto("/account")
    expect(other.get_by_role("heading", level=1)).to_have_text("Sign in")
