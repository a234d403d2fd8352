"""Passkeys and codes, as a browser with a key of its own uses them (Chromium's virtual authenticator)."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.factors.models import Authenticator, Passkey
from accounts.factors.one_time_codes import code_at, step_at
from core.clock import now
from core.database import db
from tests.browser.serving import Site
from tests.browser.visiting import sign_in
from tests.people import Person, make_person

pytestmark = [pytest.mark.once, pytest.mark.browser]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_key(page: Page) -> tuple[Any, str]:
    """Give a browser a key; returns the way to it and its name."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    return tools, tools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]


def somebody(site: Site, name: str) -> Person:
    with site.app.app_context():
        return make_person(name)


def sign_out(page: Page) -> None:
    page.context.clear_cookies()
    page.goto("/login")


def test_a_passkey_is_made_and_opens_the_door(visit: Callable[..., Page], empty: Site) -> None:
    person = somebody(empty, "Petra Passkey")
    page = visit(empty)
    tools, key = with_key(page)
    sign_in(page, person)
    page.goto("/account/safety")
    page.get_by_label("What you call it").fill("My laptop")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("Your passkey is ready.")).to_be_visible()
    expect(page.get_by_text("My laptop")).to_be_visible()

    sign_out(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Notifications")).to_be_visible()
    with empty.app.app_context():
        kept = db.session.query(Passkey).filter_by(member_id=person.id).one()
        assert (kept.sign_count > 0, kept.used_at is not None) == (True, True)

    sign_out(page)
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(person.password)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Notifications")).to_be_visible()

    page.goto("/account/safety")
    page.get_by_role("button", name="Remove My laptop").click()
    page.get_by_role("dialog").get_by_role("button").last.click()
    expect(page.get_by_text("My laptop")).to_have_count(0)
    assert tools.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]


def test_a_key_that_does_not_know_its_owner_opens_nothing(visit: Callable[..., Page], empty: Site) -> None:
    person = somebody(empty, "Uma Unverified")
    page = visit(empty)
    tools, key = with_key(page)
    sign_in(page, person)
    page.goto("/account/safety")
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.locator("[data-passkey-problem]")).to_contain_text("Nothing was made.")
    with empty.app.app_context():
        assert db.session.query(Passkey).filter_by(member_id=person.id).count() == 0


def test_an_app_is_added_and_asked_for_without_scripts(visit: Callable[..., Page], empty: Site) -> None:
    person = somebody(empty, "Anton App")
    page = visit(empty, java_script_enabled=False)
    sign_in(page, person)
    page.goto("/account/safety/app")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("img", name="The secret for your app")).to_be_visible()
    with empty.app.app_context():
        secret = db.session.get_one(Authenticator, person.id).secret
    page.get_by_label("The code that the app shows now").fill(code_at(secret, step_at(now()) - 1))
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("main li code")).to_have_count(10)
    sign_out(page)
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(person.password)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(code_at(secret, step_at(now())))
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Notifications")).to_be_visible()
