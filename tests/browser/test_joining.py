"""Joining: an account is asked for, confirmed with the link of a mail, left and entered again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Site
from tests.browser.visiting import menu, said, sign_in
from tests.people import PASSWORD, Person

pytestmark = [pytest.mark.once, pytest.mark.browser]


@pytest.mark.parametrize(("name", "phone"), [("Linnet Desk", False), ("Linnet Hand", True)])
def test_from_the_door_to_the_first_page(visit: Callable[..., Page], community: Site, name: str, phone: bool) -> None:
    email = f"{name.casefold().replace(' ', '.')}@example.org"
    page = visit(community, phone=phone)
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="Join").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill("short")
    page.locator("main").get_by_role("button", name="Join").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")

    page.goto(community.link_in_letter(email))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Open my account").click()
    expect(said(page)).to_have_text("Welcome. Your account is open.")

    menu(page, "Menu" if phone else "Your menu").click()
    page.get_by_role("button", name="Sign out").filter(visible=True).click()
    expect(page.get_by_role("banner").get_by_role("link", name="Join")).to_be_visible()
    sign_in(page, Person(0, name, email, 0, PASSWORD))  # type: ignore[arg-type]
    expect(page.get_by_role("banner").get_by_role("link", name="Notifications")).to_be_visible()


def test_a_password_can_be_looked_at_while_it_is_typed(visit: Callable[..., Page], community: Site) -> None:
    page = visit(community)
    page.goto("/login")
    page.get_by_label("Password", exact=True).fill("brass")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "password")


def test_ending_the_session_of_another_browser(visit: Callable[..., Page], community: Site) -> None:
    person = community.person("Mirela Popa")
    here, there = visit(community), visit(community)
    sign_in(there, person)
    sign_in(here, person)
    here.goto("/account/sessions")
    expect(here.locator("main li")).to_have_count(2)
    here.get_by_role("button", name="End the session of").click()
    expect(here.locator("main li")).to_have_count(1)

    there.goto("/account")
    expect(there.get_by_role("heading", level=1)).to_have_text("Sign in")
    here.reload()
    expect(here.get_by_role("heading", level=1)).to_have_text("Your account")
