"""Signing in and out: one answer for all who may not, one way back, and nothing to learn from the time it takes."""

import statistics
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts import passwords
from accounts.models import LoginSession, Member
from accounts.redirects import is_own_path
from accounts.setup import ARGON2
from application import create_app
from core.application import Atrium
from core.database import db
from core.settings import load_settings
from tests.people import PASSWORD, Person

Counting = Callable[[], AbstractContextManager[Any]]
WRONG = "E-mail address and password do not match."


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **fields: str) -> tuple[int, str]:
    answer = client.post("/login", data={"email": email, "password": password, **fields})
    return answer.status_code, answer.location or answer.text


def test_signs_in_and_out(client: FlaskClient, alice: Person) -> None:
    assert sign_in(client, "Alice@Example.org") == (303, "/")
    assert client.get("/account").status_code == 200
    answer = client.post("/logout")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies"'
    assert client.get("/account").location == "/login?next=/account"
    assert db.session.scalar(select(func.count(LoginSession.id))) == 0


def test_cookie_that_was_copied_is_worthless_after_sign_out(client: FlaskClient, app: Atrium, alice: Person) -> None:
    sign_in(client, alice.email)
    copied = client.get_cookie("atrium")
    assert copied is not None
    client.post("/logout")
    thief = app.test_client()
    thief.set_cookie("atrium", copied.value)
    assert thief.get("/account").status_code == 303


def test_signing_out_needs_a_post(client: FlaskClient, alice: Person) -> None:
    """Guards against the sign-out of FlaskBB, which any picture on any page could call."""
    sign_in(client, alice.email)
    assert client.get("/logout").status_code == 405
    assert client.get("/account").status_code == 200


def test_answer_is_the_same_for_known_and_unknown(app: Atrium, alice: Person) -> None:
    """Guards against forms of FlaskBB that tell which addresses are known."""
    known = sign_in(app.test_client(), alice.email, "not the password")
    unknown = sign_in(app.test_client(), "alicf@example.org", "not the password")
    assert known[0] == unknown[0] == 422
    assert WRONG in known[1]
    assert known[1].replace("alice@", "alicf@") == unknown[1]


def test_imported_member_without_a_password_cannot_sign_in(client: FlaskClient, alice: Person) -> None:
    db.session.get_one(Member, alice.id).password = None
    db.session.commit()
    assert sign_in(client, alice.email, "nobody has this password")[0] == 422


def times_of(attempt: Callable[[str], object], known: str) -> float:
    """Return how much longer an attempt takes for a known address than for an unknown one: a ratio of medians.

    The attempts alternate, each address was tried once before, and a clock counts that stands still while others
    have the processor: on a busy machine no other tells a few milliseconds apart.
    """
    taken: dict[str, list[float]] = {known: [], "nobody@example.org": []}
    for number in range(16):
        for address, times in taken.items():
            before = time.thread_time()
            attempt(address)
            if number:
                times.append(time.thread_time() - before)
    longer, shorter = (statistics.median(times) for times in taken.values())
    return longer / shorter


def statements_of(counting: Counting, attempt: Callable[[str], object], address: str) -> list[str]:
    """Return the SQL statements of an attempt."""
    with counting() as statements:
        attempt(address)
    return [text.partition("(")[0] for text in statements.texts]


@pytest.mark.once
def test_time_is_the_same_for_known_and_unknown(client: FlaskClient, alice: Person, count_queries: Counting) -> None:
    """Guards against the sign-in of FlaskBB: 118 ms for an address that is known, 0.03 ms for any other."""

    def attempt(address: str) -> None:
        assert sign_in(client, address, "not the password")[0] == 422

    assert times_of(attempt, alice.email) == pytest.approx(1, abs=0.35)
    known, unknown = (statements_of(count_queries, attempt, address) for address in (alice.email, "nobody@example.org"))
    assert known == unknown


def test_time_is_the_same_when_help_is_asked_for(client: FlaskClient, alice: Person, count_queries: Counting) -> None:
    """Guards against forms that tell by their time whether an address is known, as that of FlaskBB does in words."""

    def attempt(address: str) -> None:
        assert client.post("/reset", data={"email": address}).location == "/mail-sent"

    assert times_of(attempt, alice.email) == pytest.approx(1, abs=0.5)
    known, unknown = (statements_of(count_queries, attempt, address) for address in (alice.email, "nobody@example.org"))
    assert known == unknown


def test_closed_account_is_told_only_to_who_knows_the_password(client: FlaskClient, alice: Person) -> None:
    db.session.get_one(Member, alice.id).active = False
    db.session.commit()
    assert WRONG in sign_in(client, alice.email, "not the password")[1]
    assert "This account is closed" in sign_in(client, alice.email)[1]


@pytest.mark.once
@pytest.mark.limits
def test_guessing_is_slowed_for_known_and_unknown_alike(app: Atrium, alice: Person) -> None:
    """Guards against the lockout of FlaskBB, which only accounts that exist run into."""
    for email in (alice.email, "nobody@example.org"):
        app.extensions["limits"].storage.reset()
        data, codes = {"email": email, "password": "not the password"}, []
        for number in range(12):
            # From another network each time, so that it is the account that is counted.
            browser, origin = app.test_client(), {"REMOTE_ADDR": f"198.51.{number}.7"}
            codes.append(browser.post("/login", data=data, environ_base=origin).status_code)
        assert codes == [422] * 10 + [429] * 2


@pytest.mark.once
@pytest.mark.limits
def test_right_password_does_not_help_once_the_limit_is_reached(client: FlaskClient, alice: Person) -> None:
    for _try in range(11):
        sign_in(client, alice.email, "not the password")
    before = time.perf_counter()
    assert sign_in(client, alice.email)[0] == 429
    assert time.perf_counter() - before < 0.5


@pytest.mark.once
@pytest.mark.limits
def test_limit_holds_for_a_network_across_accounts(app: Atrium) -> None:
    codes = [sign_in(app.test_client(), f"nobody{number}@example.org", "wrong")[0] for number in range(12)]
    assert codes == [422] * 10 + [429] * 2


def test_session_is_new_at_each_sign_in(
    app: Atrium, client: FlaskClient, client_of: Callable[[Person], FlaskClient], alice: Person, bob: Person
) -> None:
    """Guards against CVE-2025-27794: a session that somebody else chose, in a cookie of a neighbouring site."""
    client.get("/login")
    with client.session_transaction() as session:
        session["_user_id"] = "chosen by somebody else"
        session["left behind"] = "by somebody else"
    sign_in(client, alice.email)
    with client.session_transaction() as session:
        assert session["_user_id"] != "chosen by somebody else"
        assert len(session["_user_id"]) == 43
        assert "left behind" not in session
    thief, victim = client_of(bob), app.test_client()
    planted = thief.get_cookie("atrium")
    assert planted is not None
    victim.set_cookie("atrium", planted.value)
    victim.post("/logout")
    victim.set_cookie("atrium", planted.value)
    assert sign_in(victim, alice.email)[0] == 303
    assert "Alice" in victim.get("/account").text
    assert thief.get("/account").status_code == 303
    for address, name in (("https://example.org", "__Host-atrium"), ("http://127.0.0.1:8000", "atrium")):
        made = create_app(load_settings({}, home=app.extensions["settings"].home / "other", base_url=address))
        assert made.config["SESSION_COOKIE_NAME"] == name, "no neighbour sets a cookie with this beginning"


def test_only_a_digest_of_the_token_is_kept(client: FlaskClient, alice: Person) -> None:
    sign_in(client, alice.email)
    with client.session_transaction() as session:
        token = session["_user_id"]
    row = db.session.scalars(select(LoginSession)).one()
    assert token not in (row.token_digest, row.agent, row.network)


def test_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient, alice: Person) -> None:
    """Guards against the cookies of FlaskBB, which scripts can read."""
    answer = client.post("/login", data={"email": alice.email, "password": PASSWORD})
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 1
    assert cookies[0].startswith("atrium=")
    assert "HttpOnly" in cookies[0]
    assert "SameSite=Lax" in cookies[0]


def test_looking_at_the_form_sets_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/login").headers
    assert "Set-Cookie" not in client.get("/register").headers


def test_goes_back_to_where_one_came_from(client: FlaskClient, alice: Person) -> None:
    assert 'value="/members?name=a"' in client.get("/login?next=/members?name%3Da").text
    assert sign_in(client, alice.email, next="/members?name=a")[1] == "/members?name=a"


@pytest.mark.once
@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example",
        "https:evil.example", "http:///evil.example", "javascript:alert(1)", "evil.example", "/\t/evil.example",
        "\t//evil.example", " //evil.example", "/\n/evil.example", "/%0d%0aX: y\r\nX: y", "/a\\b", "data:text/html,x",
        "//evil.example@localhost/", "/\u2028/evil", "", "?next=//evil", "@evil.example", "https://localhost.evil.example",
    ],
)  # fmt: skip
def test_never_goes_to_another_site(client: FlaskClient, alice: Person, target: str) -> None:
    assert sign_in(client, alice.email, next=target) == (303, "/")
    assert not is_own_path(target)


def test_write_from_another_site_is_refused(client: FlaskClient, alice: Person) -> None:
    data = {"email": alice.email, "password": PASSWORD}
    foreign = client.post("/login", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert client.post("/login", data=data, headers={"Origin": "https://evil.example"}).status_code == 403


def test_private_pages_are_kept_by_no_cache(client: FlaskClient, alice: Person) -> None:
    sign_in(client, alice.email)
    for path in ("/account", "/account/email", "/account/password", "/account/sessions"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_passwords_are_hashed_with_the_agreed_cost(app: Atrium) -> None:
    assert passwords.hashed("any").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert ARGON2["argon2__memory_cost"] == 19456


def test_hash_of_an_earlier_cost_is_renewed_at_sign_in(client: FlaskClient, alice: Person) -> None:
    from argon2 import PasswordHasher

    db.session.get_one(Member, alice.id).password = PasswordHasher(1, 8192, 1).hash(PASSWORD)
    db.session.commit()
    assert sign_in(client, alice.email)[0] == 303
    renewed = db.session.get_one(Member, alice.id).password
    assert renewed is not None
    assert "m=19456" in renewed


def test_password_is_used_as_it_was_typed(client: FlaskClient, alice: Person) -> None:
    db.session.get_one(Member, alice.id).password = passwords.hashed("  spaces and Ünicode 🌻 ")
    db.session.commit()
    assert sign_in(client, alice.email, "spaces and Ünicode 🌻")[0] == 422
    assert sign_in(client, alice.email, "  spaces and U\u0308nicode 🌻 ")[0] == 303


def test_signed_in_member_is_sent_on(client: FlaskClient, alice: Person) -> None:
    sign_in(client, alice.email)
    assert client.get("/login").location == "/"
    assert client.get("/register").location == "/account"


def test_old_keys_still_open_sessions(
    client: FlaskClient, app: Atrium, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, alice.email)
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [app.config["SECRET_KEY"]])
    monkeypatch.setitem(app.config, "SECRET_KEY", "a new key of the house, long enough")
    assert client.get("/account").status_code == 200


def test_reader_is_shown_in_the_header(client: FlaskClient, sign_in: Callable[..., FlaskClient], staff: Person) -> None:
    page = sign_in(client, staff).get("/members").text
    assert "Stella Staff" in page
    assert "Sign out" in page
