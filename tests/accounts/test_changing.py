"""What members change about themselves, each with the proof that it needs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import LoginSession, Member
from core.application import Atrium
from core.database import db
from core.events import LoggedEvent
from tests.accounts.conftest import link_in
from tests.people import PASSWORD, Person

NEW = "copper gauges after rain"
Browser = Callable[[Person], FlaskClient]


def reread(person: Person) -> Member:
    db.session.expire_all()
    return db.session.get_one(Member, person.id)


def test_profile_is_kept_and_shown(client_of: Browser, alice: Person, client: FlaskClient) -> None:
    given = {"name": "Alice Anders", "location": "Bergen", "about": "I *mend* barometers."}
    assert client_of(alice).post("/account", data=given).status_code == 303
    page = client.get(f"/members/{alice.id}").text
    assert "Alice Anders" in page
    assert "Bergen" in page
    assert "<em>mend</em>" in page


def test_name_of_another_is_refused_and_what_was_typed_is_kept(client_of: Browser, alice: Person, bob: Person) -> None:
    answer = client_of(alice).post("/account", data={"name": "BOB", "location": "Bergen", "about": ""})
    assert answer.status_code == 422
    assert 'value="Bergen"' in answer.text
    assert reread(alice).name == "Alice"


def test_own_name_may_change_its_case(client_of: Browser, alice: Person) -> None:
    client_of(alice).post("/account", data={"name": "ALICE", "location": "", "about": ""})
    assert reread(alice).name == "ALICE"


def test_two_members_take_one_name_at_once(
    app: Atrium, client_of: Browser, alice: Person, bob: Person, charlie: Person
) -> None:
    browsers = [client_of(person) for person in (alice, bob, charlie) for _tab in range(3)]
    with ThreadPoolExecutor(9) as threads:
        codes = list(
            threads.map(lambda client: client.post("/account", data={"name": "The One"}).status_code, browsers)
        )
    assert set(codes) <= {303, 422}
    assert [member.name for member in db.session.scalars(select(Member))].count("The One") == 1


@pytest.mark.once
@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}"]
)
def test_no_field_of_the_profile_becomes_markup(
    client_of: Browser, client: FlaskClient, alice: Person, text: str
) -> None:
    client_of(alice).post("/account", data={"name": "Alice", "location": text, "about": text})
    for page in (client.get(f"/members/{alice.id}").text, client.get("/members").text):
        assert "<script>alert" not in page
        assert 'href="javascript' not in page
        assert "<img src=x" not in page
        assert ">49<" not in page


@pytest.mark.parametrize(("field", "size"), [("name", 51), ("location", 101), ("about", 2001)])
def test_every_text_has_its_end(client_of: Browser, alice: Person, field: str, size: int) -> None:
    given = {"name": "Alice", "location": "", "about": ""} | {field: "a" * size}
    assert client_of(alice).post("/account", data=given).status_code == 422


def test_fields_that_are_not_offered_change_nothing(client_of: Browser, alice: Person) -> None:
    before = reread(alice)
    kept = (before.email, before.roles_held, before.active, before.password)
    given = {
        "name": "Alice",
        "email": "a@b.org",
        "roles_held": "16",
        "roles": "16",
        "active": "0",
        "password": "x",
        "id": "9",
    }
    client_of(alice).post("/account", data=given)
    after = reread(alice)
    assert (after.email, after.roles_held, after.active, after.password) == kept


def test_password_needs_the_present_one_and_ends_other_sessions(client_of: Browser, app: Atrium, alice: Person) -> None:
    here, there = client_of(alice), client_of(alice)
    with here.session_transaction() as session:
        before = session["_user_id"]
    wrong = here.post("/account/password", data={"current": "not it at all", "password": NEW})
    assert "not your present password" in wrong.text
    assert here.post("/account/password", data={"current": PASSWORD, "password": NEW}).status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    with here.session_transaction() as session:
        assert session["_user_id"] != before
    assert app.test_client().post("/login", data={"email": alice.email, "password": NEW}).status_code == 303


def test_owner_is_told_of_the_new_password(
    client_of: Browser, alice: Person, mails: Callable[[], list[EmailMessage]]
) -> None:
    client_of(alice).post("/account/password", data={"current": PASSWORD, "password": NEW})
    assert [str(mail["To"]) for mail in mails()] == [alice.email]


@pytest.mark.once
@pytest.mark.limits
def test_asking_for_the_password_again_is_limited_too(client_of: Browser, alice: Person) -> None:
    client = client_of(alice)
    tries = [
        client.post("/account/password", data={"current": f"guess no {n} of many", "password": NEW}) for n in range(12)
    ]
    assert [answer.status_code for answer in tries] == [422] * 10 + [429] * 2


def test_address_changes_by_link_and_both_are_told(
    client_of: Browser, client: FlaskClient, alice: Person, mails: Callable[[], list[EmailMessage]]
) -> None:
    given = {"email": "Alice@New.example.org", "current": PASSWORD}
    assert client_of(alice).post("/account/email", data=given).status_code == 303
    assert reread(alice).email == alice.email
    sent = {str(mail["To"]): mail for mail in mails()}
    assert set(sent) == {alice.email, "alice@new.example.org"}
    link = link_in(sent["alice@new.example.org"])
    assert client.get(link).status_code == 200
    assert reread(alice).email == alice.email
    assert client.post(link).status_code == 303
    assert reread(alice).email == "alice@new.example.org"
    assert "is no longer used" in mails()[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert str(mails()[-1]["To"]) == alice.email
    assert client.post(link).status_code == 410


def test_address_needs_the_password(client_of: Browser, alice: Person, mails: Callable[[], list[EmailMessage]]) -> None:
    answer = client_of(alice).post("/account/email", data={"email": "thief@example.org", "current": "not it at all"})
    assert answer.status_code == 422
    assert mails() == []


def test_address_of_another_is_answered_the_same_and_not_taken(
    client_of: Browser, alice: Person, bob: Person, mails: Callable[[], list[EmailMessage]]
) -> None:
    client = client_of(alice)
    known = client.post("/account/email", data={"email": bob.email, "current": PASSWORD})
    fresh = client.post("/account/email", data={"email": "fresh@example.org", "current": PASSWORD})
    assert (known.status_code, known.location) == (fresh.status_code, fresh.location)
    told = [mail.get_body(("plain",)).get_content() for mail in mails() if mail["To"] == bob.email]  # type: ignore[union-attr]
    assert len(told) <= 1
    assert not any("/change-email/" in text for text in told)


def test_address_that_was_taken_meanwhile_is_refused(
    client_of: Browser, client: FlaskClient, alice: Person, bob: Person, mails: Callable[[], list[EmailMessage]]
) -> None:
    client_of(alice).post("/account/email", data={"email": "shared@example.org", "current": PASSWORD})
    link = link_in(next(mail for mail in mails() if mail["To"] == "shared@example.org"))
    reread(bob).email = "shared@example.org"
    db.session.commit()
    assert client.post(link).status_code == 422
    assert reread(alice).email == alice.email


def test_link_that_was_sent_to_one_address_does_not_open_another(
    client_of: Browser, client: FlaskClient, alice: Person, mails: Callable[[], list[EmailMessage]]
) -> None:
    """Guards against CVE-2021-37693: a link that proves one address, used for another that was never proved."""
    browser = client_of(alice)
    browser.post("/account/email", data={"email": "own@example.org", "current": PASSWORD})
    link = link_in(next(mail for mail in mails() if mail["To"] == "own@example.org"))
    browser.post("/account/email", data={"email": "somebody.else@example.org", "current": PASSWORD})
    assert client.post(link).status_code == 410, "even before the worker has written the second mail"
    assert reread(alice).email == alice.email


def test_moderator_has_no_way_to_change_the_address_of_another(
    client_of: Browser, moderator: Person, alice: Person
) -> None:
    """Guards against CVE-2025-69289: taking an account over by giving it another address."""
    client = client_of(moderator)
    client.post("/account/email", data={"email": "x@example.org", "current": PASSWORD, "member_id": str(alice.id)})
    assert reread(alice).pending_email is None
    assert client.get(f"/members/{alice.id}/roles").status_code == 403


def test_what_was_done_is_logged(client_of: Browser, alice: Person) -> None:
    client = client_of(alice)
    client.post("/account", data={"name": "Alice", "about": "New words"})
    client.post("/account/password", data={"current": PASSWORD, "password": NEW})
    names = set(db.session.scalars(select(LoggedEvent.name).where(LoggedEvent.actor_id == alice.id)))
    assert {"ProfileEdited", "PasswordChanged"} <= names


def test_signed_out_reader_is_asked_to_sign_in(client: FlaskClient) -> None:
    for path in ("/account", "/account/email", "/account/password", "/account/sessions"):
        assert client.get(path).location == f"/login?next={path}"
    assert client.post("/account/sessions/end-others", headers={"Accept": "application/json"}).status_code == 401
    assert db.session.scalars(select(LoginSession)).all() == []
