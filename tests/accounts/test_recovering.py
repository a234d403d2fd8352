"""Choosing a new password by mail: links that work once, for an hour, the newest alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pytest
from flask.testing import FlaskClient

from accounts.models import Member
from core.application import Atrium
from core.database import db
from tests.accounts.conftest import link_in
from tests.people import PASSWORD, Person

NEW = {"password": "copper gauges after rain"}


def ask(client: FlaskClient, person: Person) -> None:
    assert client.post("/reset", data={"email": person.email}).status_code == 303


def signs_in(app: Atrium, person: Person, password: str) -> bool:
    data = {"email": person.email, "password": password}
    return app.test_client().post("/login", data=data).status_code == 303


def test_new_password_replaces_the_old_one(
    app: Atrium, client: FlaskClient, alice: Person, newest_link: Callable[[], str]
) -> None:
    ask(client, alice)
    assert client.post(newest_link(), data=NEW).location == "/login"
    assert not signs_in(app, alice, PASSWORD)
    assert signs_in(app, alice, NEW["password"])


def test_link_works_once(app: Atrium, client: FlaskClient, alice: Person, newest_link: Callable[[], str]) -> None:
    """Guards against CVE-2024-41888: a link for a new password that works again after it was used."""
    ask(client, alice)
    link = newest_link()
    client.post(link, data=NEW)
    assert client.get(link).status_code == 410
    assert client.post(link, data={"password": "another try with it"}).status_code == 410
    assert signs_in(app, alice, NEW["password"])


def test_older_links_are_dead(client: FlaskClient, alice: Person, mails: Callable[[], list[EmailMessage]]) -> None:
    """Guards against CVE-2024-41890: a link for a new password that outlives a newer one."""
    ask(client, alice)
    first = link_in(mails()[-1])
    ask(client, alice)
    second = link_in(mails()[-1])
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_link_is_bound_to_the_old_password(
    client: FlaskClient, alice: Person, newest_link: Callable[[], str], client_of: Callable[[Person], FlaskClient]
) -> None:
    """Guards against the link of FlaskBB for a new password, which no change of the password ends."""
    ask(client, alice)
    link = newest_link()
    changed = client_of(alice).post("/account/password", data={"current": PASSWORD, **NEW})
    assert changed.status_code == 303
    assert client.get(link).status_code == 410


def test_link_is_good_for_an_hour(
    client: FlaskClient, alice: Person, newest_link: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-01T12:00:00Z")
    ask(client, alice)
    link = newest_link()
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-01T12:59:00Z")
    assert client.get(link).status_code == 200
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-01T13:01:00Z")
    assert client.get(link).status_code == 410


def test_link_of_one_purpose_serves_no_other(
    client: FlaskClient, alice: Person, newest_link: Callable[[], str]
) -> None:
    """Guards against CVE-2021-37693: a link that was sent for one thing, used for another."""
    ask(client, alice)
    token = newest_link().rpartition("/")[2]
    assert client.get(f"/confirm/{token}").status_code == 410
    assert client.get(f"/change-email/{token}").status_code == 410


@pytest.mark.parametrize("token", ["x", "WyJyZXNldCIsIngiLDFd.AAAA", "a.b.c", "é"])
def test_made_up_links_are_dead(client: FlaskClient, token: str) -> None:
    assert client.get(f"/reset/{token}").status_code == 410


def test_two_uses_of_one_link_at_once_set_one_password(
    app: Atrium, client: FlaskClient, alice: Person, newest_link: Callable[[], str]
) -> None:
    ask(client, alice)
    link = newest_link()
    with ThreadPoolExecutor(8) as threads:
        choices = [f"copper gauges number {word}" for word in ("one", "two", "three", "four", "five", "six")]
        codes = list(
            threads.map(lambda chosen: app.test_client().post(link, data={"password": chosen}).status_code, choices)
        )
    assert codes.count(303) == 1
    assert sum(signs_in(app, alice, chosen) for chosen in choices) == 1


def test_every_session_ends(
    client: FlaskClient, alice: Person, newest_link: Callable[[], str], client_of: Callable[[Person], FlaskClient]
) -> None:
    signed_in = client_of(alice)
    ask(client, alice)
    client.post(newest_link(), data=NEW)
    assert signed_in.get("/account").status_code == 303


def test_unknown_address_gets_the_same_answer_and_no_mail(
    client: FlaskClient, alice: Person, mails: Callable[[], list[EmailMessage]]
) -> None:
    """Guards against the form of FlaskBB that tells whether an address is known."""
    known = client.post("/reset", data={"email": alice.email})
    unknown = client.post("/reset", data={"email": "nobody@example.org"})
    assert (known.status_code, known.location, known.text) == (unknown.status_code, unknown.location, unknown.text)
    assert [str(mail["To"]) for mail in mails()] == [alice.email]


def test_closed_account_gets_no_link(
    client: FlaskClient, alice: Person, mails: Callable[[], list[EmailMessage]]
) -> None:
    db.session.get_one(Member, alice.id).active = False
    db.session.commit()
    ask(client, alice)
    assert mails() == []


def test_owner_is_told_of_the_new_password(
    client: FlaskClient, alice: Person, mails: Callable[[], list[EmailMessage]]
) -> None:
    ask(client, alice)
    client.post(link_in(mails()[-1]), data=NEW)
    assert "was changed" in mails()[-1]["Subject"]


@pytest.mark.once
@pytest.mark.parametrize("password", ["short", "Password123!", "alice@example.org", "AliceAliceAlice", "x" * 129])
def test_bad_password_is_refused_and_the_link_still_works(
    client: FlaskClient, alice: Person, newest_link: Callable[[], str], password: str
) -> None:
    ask(client, alice)
    link = newest_link()
    assert client.post(link, data={"password": password}).status_code == 422
    assert client.post(link, data=NEW).status_code == 303


@pytest.mark.once
@pytest.mark.limits
def test_mails_to_one_address_are_few(
    client: FlaskClient, alice: Person, mails: Callable[[], list[EmailMessage]]
) -> None:
    """Guards against CVE-2022-31184: a site that can be made to send mail after mail to a stranger."""
    codes = [client.post("/reset", data={"email": alice.email}).status_code for _try in range(7)]
    assert codes == [303] * 5 + [429] * 2
