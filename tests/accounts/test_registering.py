"""Registering and confirming, as someone at a browser does it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.models import AccountMail, LoginSession, Member
from accounts.registering import sweep_registrations
from core.application import Atrium
from core.database import db
from core.events import LoggedEvent
from tests.accounts.conftest import JOINING, link_in
from tests.people import Person


def member_named(name: str) -> Member:
    return db.session.scalars(select(Member).where(Member.name == name)).one()


def test_joins_confirms_and_is_signed_in(join: Callable[..., FlaskClient]) -> None:
    client = join()
    member = member_named("Doro Dial")
    assert (member.email, member.confirmed_at is not None) == ("doro@example.org", True)
    assert client.get("/account").status_code == 200


def test_form_is_shown_and_names_its_fields_for_password_managers(client: FlaskClient) -> None:
    page = client.get("/register").text
    assert 'autocomplete="new-password"' in page
    assert 'autocomplete="username"' in page


def test_mistakes_are_told_beside_the_field_and_what_was_typed_is_kept(client: FlaskClient) -> None:
    answer = client.post("/register", data=JOINING | {"email": "nowhere", "password": "short"})
    assert answer.status_code == 422
    assert "That does not look like an e-mail address." in answer.text
    assert "at least 10 characters" in answer.text
    assert 'value="Doro Dial"' in answer.text
    assert "short" not in answer.text.replace("short time", "")


def test_nothing_is_open_before_the_address_is_confirmed(client: FlaskClient) -> None:
    client.post("/register", data=JOINING)
    assert client.post("/login", data=JOINING).status_code == 422
    member = member_named("Doro Dial")
    assert member.email is None
    assert client.get(f"/members/{member.id}").status_code == 404
    assert "Doro" not in client.get("/members").text


def test_opening_the_link_changes_nothing(client: FlaskClient, newest_link: Callable[[], str]) -> None:
    client.post("/register", data=JOINING)
    link = newest_link()
    assert client.get(link).status_code == 200
    assert client.get(link).status_code == 200
    assert member_named("Doro Dial").confirmed_at is None


def test_link_needs_the_password_that_was_chosen(client: FlaskClient, newest_link: Callable[[], str]) -> None:
    client.post("/register", data=JOINING)
    link = newest_link()
    assert client.post(link, data={"password": "brass needles at ten"}).status_code == 422
    assert client.post(link, data={"password": JOINING["password"]}).status_code == 303


def test_link_works_once(client: FlaskClient, newest_link: Callable[[], str], app: Atrium) -> None:
    client.post("/register", data=JOINING)
    link = newest_link()
    client.post(link, data={"password": JOINING["password"]})
    assert app.test_client().get(link).status_code == 410
    assert app.test_client().post(link, data={"password": JOINING["password"]}).status_code == 410


def test_only_the_newest_link_works(client: FlaskClient, mails: Callable[[], list[EmailMessage]]) -> None:
    client.post("/register", data=JOINING)
    first = link_in(mails()[-1])
    client.post("/reset", data={"email": JOINING["email"]})
    second = link_in(mails()[-1])
    assert first != second
    assert client.get(first).status_code == 410
    assert client.post(second, data={"password": JOINING["password"]}).status_code == 303


def test_link_is_good_for_two_days(
    client: FlaskClient, newest_link: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-01T12:00:00Z")
    client.post("/register", data=JOINING)
    link = newest_link()
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-03T11:59:00Z")
    assert client.get(link).status_code == 200
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-03T12:01:00Z")
    assert client.get(link).status_code == 410


@pytest.mark.parametrize(
    "name",
    ["alice", "ALICE", "  Alice ", "\uff21\uff4c\uff49\uff43\uff45", "\u0410lice", "A1ice", "AIice", "Al\u200bice"],
)
def test_name_that_looks_like_another_is_taken(client: FlaskClient, alice: Person, name: str) -> None:
    answer = client.post("/register", data=JOINING | {"name": name})
    assert answer.status_code == 422
    assert "Somebody here has that name" in answer.text or "Please use letters" in answer.text
    assert 'value="doro@example.org"' in answer.text


@pytest.mark.once
@pytest.mark.parametrize(
    "name",
    [
        "Atrium",
        "Admin",
        "\u0430dmin",
        "Moderator",
        "x",
        "@doro",
        "http://a.b",
        "<b>",
        "a\x00b",
        "..",
        "é\u0301\u0301\u0301\u0301\u0301",
    ],
)
def test_name_that_misleads_is_refused(client: FlaskClient, name: str) -> None:
    assert client.post("/register", data=JOINING | {"name": name}).status_code == 422


@pytest.mark.parametrize(
    "name", ["José Ñandú", "山田 太郎", "O'Neill-Smith, Jr.", "Анна Ковальчук", "محمد", "R2 D2", "Zoë 🌻"]
)
def test_names_of_all_scripts_are_welcome(client: FlaskClient, name: str) -> None:
    assert client.post("/register", data=JOINING | {"name": name}).status_code == 303
    assert member_named(name).is_pending


def test_known_address_is_answered_as_a_fresh_one_and_its_owner_is_told(
    client: FlaskClient, alice: Person, mails: Callable[[], list[EmailMessage]]
) -> None:
    known = client.post("/register", data=JOINING | {"name": "Knocker", "email": alice.email.upper()})
    fresh = client.post("/register", data=JOINING)
    assert (known.status_code, known.location, known.text) == (fresh.status_code, fresh.location, fresh.text)
    to = {str(mail["To"]): mail.get_body(("plain",)).get_content() for mail in mails()}  # type: ignore[union-attr]
    assert "You have one already" in to[alice.email]
    assert "/confirm/" not in to[alice.email]
    assert "/confirm/" in to["doro@example.org"]
    assert db.session.get_one(Member, alice.id).name == "Alice"


def test_name_tried_with_a_known_address_is_taken_like_any_other(client: FlaskClient, alice: Person) -> None:
    client.post("/register", data=JOINING | {"name": "Knocker", "email": alice.email})
    again = client.post("/register", data=JOINING | {"name": "Knocker"})
    assert "Somebody here has that name" in again.text


def test_nobody_takes_an_account_of_an_address_before_its_owner_does(
    client: FlaskClient, mails: Callable[[], list[EmailMessage]]
) -> None:
    client.post("/register", data=JOINING | {"name": "Thief", "password": "a plan of the thief"})
    client.post("/register", data=JOINING)
    thief, owner = (link_in(mail) for mail in mails()[-2:])
    assert client.post(thief, data={"password": JOINING["password"]}).status_code == 422
    assert client.post(owner, data={"password": JOINING["password"]}).status_code == 303
    assert member_named("Doro Dial").email == JOINING["email"]
    assert member_named("Thief").email is None


def test_address_that_is_written_otherwise_is_the_same(
    client: FlaskClient, alice: Person, mails: Callable[[], list[EmailMessage]]
) -> None:
    """Guards against CVE-2024-45051: an address in an encoding that is read as another one further on."""
    same = ("ALICE@Example.ORG", " alice@example.org ", "alice@ｅxample.org", "alice@example。org")
    for number, written in enumerate(same):
        answer = client.post("/register", data=JOINING | {"name": f"Knocker {number}", "email": written})
        assert answer.status_code == 303, written
    sent = mails()
    assert [str(mail["To"]) for mail in sent] == [alice.email] * len(same)
    assert not any("/confirm/" in mail.as_string() for mail in sent)
    refused = ('"alice"@example.org', "alice(x)@example.org", "=?utf-8?q?alice=40example.org?=@x.org", "a\u200b@b.org")
    for written in (*refused, "alice@exam\u00adple.org", "alice@example.org\u200b", "alice@example.org,a@x.org"):
        assert client.post("/register", data=JOINING | {"email": written}).status_code == 422, written


def test_second_registration_of_an_address_cannot_be_confirmed_after_the_first(
    client: FlaskClient, app: Atrium, mails: Callable[[], list[EmailMessage]]
) -> None:
    """Guards against CVE-2022-39356: coming into an account that stands by a link that was sent for another."""
    client.post("/register", data=JOINING)
    client.post("/register", data=JOINING | {"name": "Doro Again"})
    first, second = (link_in(mail) for mail in mails()[-2:])
    assert client.post(first, data={"password": JOINING["password"]}).status_code == 303
    late = app.test_client().post(second, data={"password": JOINING["password"]})
    assert late.status_code == 422
    assert "has an account already" in late.text


def test_closed_registration_says_so(client: FlaskClient, app: Atrium, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = app.extensions["settings"].model_copy(update={"registration": "closed"})
    monkeypatch.setitem(app.extensions, "settings", closed)
    assert "not being opened" in client.get("/register").text
    assert client.post("/register", data=JOINING).status_code == 403
    assert db.session.scalar(select(func.count(Member.id))) == 0


def test_fifty_at_once_under_one_name_and_address_are_one(app: Atrium) -> None:
    """Guards against CVE-2024-26578: two members of one name, registered at once."""
    db.session.commit()
    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(lambda _i: app.test_client().post("/register", data=JOINING), range(50)))
    assert sorted(answer.status_code for answer in answers) == [303] + [422] * 49
    assert db.session.scalar(select(func.count(Member.id))) == 1
    assert db.session.scalar(select(func.count(AccountMail.id))) == 1


def test_two_confirmations_of_one_address_at_once_open_one_account(
    app: Atrium, client: FlaskClient, mails: Callable[[], list[EmailMessage]]
) -> None:
    for number in range(8):
        client.post("/register", data=JOINING | {"name": f"Doro No {number + 2}"})
    links = [link_in(mail) for mail in mails()]
    db.session.commit()

    def confirm(link: str) -> int:
        return app.test_client().post(link, data={"password": JOINING["password"]}).status_code

    with ThreadPoolExecutor(16) as threads:
        codes = list(threads.map(confirm, links * 2))
    assert codes.count(303) == 1
    assert set(codes) <= {303, 422, 410}
    assert db.session.scalar(select(func.count(Member.id)).where(Member.email.is_not(None))) == 1
    assert db.session.scalar(select(func.count(LoginSession.id))) == 1


def test_what_was_never_confirmed_is_swept_away(
    client: FlaskClient, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-01T12:00:00Z")
    client.post("/register", data=JOINING)
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-09T12:00:00Z")
    sweep_registrations()
    db.session.commit()
    assert list(db.session.scalars(select(Member.name))) == ["Alice"]


def test_log_holds_no_address_name_or_secret(join: Callable[..., FlaskClient]) -> None:
    join()
    written = " ".join(str(payload) for payload in db.session.scalars(select(LoggedEvent.payload)))
    assert not any(word in written for word in ("doro", "Doro", "brass", "http"))
    assert db.session.scalar(select(func.count(AccountMail.id))) == 0


@pytest.mark.once
@pytest.mark.limits
def test_an_address_gets_five_mails_an_hour(client: FlaskClient, mails: Callable[[], list[EmailMessage]]) -> None:
    """Guards against CVE-2022-31184: a site that can be made to send mail after mail to a stranger."""
    codes = [client.post("/register", data=JOINING | {"name": f"Doro {word}"}).status_code for word in "abcdefg"]
    assert codes == [303] * 5 + [429] * 2
    assert len(mails()) == 5
