"""A device that is remembered is not asked for a code at sign-in, and that is all that it is good for."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from accounts.factors.models import RememberedDevice
from accounts.models import LoginSession
from core.application import Atrium
from core.database import db
from tests.accounts.test_second_factors import add_app, begin, clock, code_now
from tests.people import PASSWORD, Person

Browser = Callable[[Person], FlaskClient]
__all__ = ["clock"]


@pytest.fixture
def kept(
    app: Atrium, client_of: Browser, alice: Person, clock: Callable[..., datetime]
) -> tuple[FlaskClient, str, list[str]]:
    """A browser of Alice that is remembered and signed out, the secret of her app, and her recovery codes."""
    secret, codes = add_app(client_of(alice), alice)
    clock(60)
    browser = begin(app, alice)
    answer = browser.post("/login/second", data={"code": code_now(secret), "remember": "yes", "next": "/drafts"})
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("atrium-device="))
    assert "HttpOnly; Path=/; SameSite=Lax" in cookie
    assert "Max-Age=2592000" in cookie
    assert browser.post("/logout").headers["Clear-Site-Data"] == '"cache"'
    return browser, secret, codes


def sign_in(browser: FlaskClient, person: Person, password: str = PASSWORD) -> str:
    answer = browser.post("/login", data={"email": person.email, "password": password, "next": "/drafts"})
    return str(answer.headers.get("Location", answer.status_code))


def test_it_is_asked_for_no_code_until_its_time_is_over(
    kept: tuple[FlaskClient, str, list[str]], app: Atrium, alice: Person, bob: Person, clock: Callable[..., datetime]
) -> None:
    browser, secret, _codes = kept
    assert sign_in(app.test_client(), alice) == "/login/second?next=/drafts"
    assert sign_in(browser, alice, "a wrong guess") == "422"
    assert sign_in(browser, alice) == "/drafts"
    assert "Devices that are not asked for a code" in browser.get("/account/sessions").text
    newest = db.session.scalars(select(LoginSession).order_by(LoginSession.id.desc())).first()
    assert (newest.two_factors, newest.remembered) == (True, True)
    token = db.session.scalars(select(RememberedDevice.token_digest)).one()
    assert token not in str(browser.get_cookie("atrium-device"))

    # For what is dangerous the password is not enough, nor is a code alone.
    asked = browser.post("/account/safety/app/remove")
    assert 'name="proof_code"' in asked.text
    for proof in (
        {"proof": PASSWORD},
        {"proof": PASSWORD, "proof_code": "000000"},
        {"proof": "x", "proof_code": code_now(secret)},
    ):
        assert browser.post("/account/safety/app/remove", data=proof).status_code == 422
    clock(120)
    both = {"proof": PASSWORD, "proof_code": code_now(secret)}
    assert browser.post("/account/safety/codes", data=both).status_code == 200
    assert browser.post("/account/safety/codes").status_code == 200
    browser.post("/logout")
    clock(30 * 86400 + 61)
    assert sign_in(browser, alice) == "/login/second?next=/drafts"


def test_it_is_forgotten_where_anything_about_the_account_changes(
    kept: tuple[FlaskClient, str, list[str]],
    app: Atrium,
    alice: Person,
    bob: Person,
    client_of: Browser,
    clock: Callable[..., datetime],
) -> None:
    browser, _secret, codes = kept
    key = db.session.scalars(select(RememberedDevice.id)).one()
    other = client_of(bob)
    assert other.post(f"/account/devices/{key}/forget").status_code == 404
    new = "other brass barometers hum"
    owner = client_of(alice)

    ends: dict[str, Callable[[], object]] = {
        "it is forgotten": lambda: owner.post(f"/account/devices/{key}/forget"),
        "all others end": lambda: owner.post("/account/sessions/end-others"),
        "a recovery code is used": lambda: begin(app, alice).post("/login/second", data={"code": codes[0]}),
        "the password changes": lambda: owner.post("/account/password", data={"current": PASSWORD, "password": new}),
    }
    for name, end in ends.items():
        row = db.session.scalars(select(RememberedDevice)).one()
        columns = {column.name: getattr(row, column.name) for column in RememberedDevice.__table__.columns}
        db.session.rollback()
        assert end().status_code in {200, 303}, name
        expected = new if name == "the password changes" else PASSWORD
        assert sign_in(browser, alice, expected) == "/login/second?next=/drafts", name
        db.session.rollback()
        if not db.session.scalars(select(RememberedDevice)).all():
            db.session.add(RememberedDevice(**columns))
            db.session.commit()
            key = columns["id"]
    # A row of somebody else opens nothing either.
    db.session.execute(update(RememberedDevice).values(member_id=bob.id))
    db.session.commit()
    assert sign_in(browser, alice, new) == "/login/second?next=/drafts"
