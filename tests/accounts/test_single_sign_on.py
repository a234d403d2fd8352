"""Single sign-on through a real provider on this machine: what opens an account, and what never does."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.models import LoginSession, Member, Role
from accounts.sign_on import discovery
from accounts.sign_on.models import ProvidedIdentity
from accounts.sign_on.providers import Provider, read_providers
from core.application import Atrium
from core.clock import now
from core.database import db
from core.settings import SettingsError
from tests.people import PASSWORD, Person

pytest.importorskip("authlib", reason="authlib is not installed: the extra `oidc` brings it")
pytest.importorskip("joserfc", reason="joserfc is not installed: the extra `oidc` brings it")
from tests.accounts import oidc_provider
from tests.accounts.oidc_provider import CLIENT, SECRET, OidcProvider

Browser = Callable[[Person], FlaskClient]
Setup = Callable[..., Provider]


@pytest.fixture(scope="module")
def running() -> Iterator[OidcProvider]:
    started = OidcProvider()
    yield started
    started.close()


@pytest.fixture
def oidc(running: OidcProvider, app: Atrium, monkeypatch: pytest.MonkeyPatch) -> OidcProvider:
    """The provider, known here as `company`, with nothing left of earlier tests."""
    running.person, running.tamper, running.forge, running.calls_itself = {"sub": "s-1"}, len, None, ""
    discovery.KNOWN.clear()
    configure(app, monkeypatch, running)
    return running


def configure(app: Atrium, monkeypatch: pytest.MonkeyPatch, oidc: OidcProvider, **more: Any) -> None:
    known = {"name": "company", "label": "Company", "issuer": oidc.issuer, "client_id": CLIENT, "client_secret": SECRET}
    monkeypatch.setitem(app.extensions, "sign on", {"company": Provider(**known | more)})


def go(client: FlaskClient, oidc: OidcProvider, target: str = "/questions") -> dict[str, str]:
    """Go to the provider and come back; returns what the page of the way back would send."""
    leaving = client.get(f"/login/with/company?next={target}")
    assert leaving.status_code == 303
    way_back = urlsplit(oidc.sign_in(leaving.headers["Location"]))
    assert way_back.path == "/login/with/company/back"
    page = client.get(f"{way_back.path}?{way_back.query}")
    assert page.status_code == 200
    assert signed_in(client) is None or page.headers["Cache-Control"] == "no-store"
    return dict(parse_qsl(way_back.query))


def finish(client: FlaskClient, sent: dict[str, str]) -> str:
    """Send the page of the way back; returns where that leads."""
    answer = client.post("/login/with/company/back", data=sent)
    return str(answer.headers.get("Location", answer.status_code))


def come(client: FlaskClient, oidc: OidcProvider) -> str:
    return finish(client, go(client, oidc))


def signed_in(client: FlaskClient) -> str | None:
    page = client.get("/account")
    if page.status_code != 200:
        return None
    row = db.session.scalars(select(LoginSession).order_by(LoginSession.id.desc())).first()
    return db.session.get(Member, row.member_id).name if row else None


def test_somebody_new_joins_and_comes_back(client: FlaskClient, oidc: OidcProvider, app: Atrium) -> None:
    assert 'href="/login/with/company' in client.get("/login").text
    oidc.person = {"sub": "s-9", "email": "Nora@Example.org", "email_verified": True, "name": "Nora New"}

    assert come(client, oidc) == "/login/with/company/new"
    page = client.get("/login/with/company/new")
    assert "nora@example.org" in page.text
    assert 'value="Nora New"' in page.text
    assert client.post("/login/with/company/join", data={"name": "Atrium"}).status_code == 422
    assert client.post("/login/with/company/join", data={"name": "Nora"}).headers["Location"] == "/questions"
    assert signed_in(client) == "Nora"
    member = db.session.scalars(select(Member)).one()
    assert (member.email, member.password, member.confirmed_at is not None) == ("nora@example.org", None, True)

    # The same person at another address is the same member: nothing but issuer and subject counts.
    oidc.person = {"sub": "s-9", "email": "other@example.org", "email_verified": True}
    again = app.test_client()
    assert come(again, oidc) == "/questions"
    assert signed_in(again) == "Nora"
    # It is their only way in, so it stays.
    key = db.session.scalars(select(ProvidedIdentity.id)).one()
    again.post(f"/account/safety/identities/{key}")
    assert db.session.scalar(select(func.count()).select_from(ProvidedIdentity)) == 1


def test_an_address_alone_opens_no_account(client: FlaskClient, oidc: OidcProvider, alice: Person) -> None:
    """Guards against CVE-2022-39356: an account taken over by its address."""
    oidc.person = {"sub": "s-2", "email": alice.email, "email_verified": True}
    assert come(client, oidc) == "/login/with/company/new"
    assert signed_in(client) is None
    assert client.post("/login/with/company/join", data={"name": "Mallory"}).status_code == 403
    wrong = client.post("/login/with/company/connect", data={"password": "a wrong guess"})
    assert (wrong.status_code, signed_in(client)) == (422, None)
    assert client.post("/login/with/company/connect", data={"password": PASSWORD}).headers["Location"] == "/questions"
    assert signed_in(client) == "Alice"
    assert db.session.scalars(select(ProvidedIdentity.member_id)).all() == [alice.id]


@pytest.mark.parametrize("verified", [False, "true", None])
def test_an_address_that_was_not_confirmed_counts_for_nothing(
    client: FlaskClient, oidc: OidcProvider, alice: Person, verified: object
) -> None:
    oidc.person = {"sub": "s-3", "email": alice.email, "email_verified": verified}
    assert come(client, oidc) == "/login/with/company/new"
    assert "has not confirmed an address" in client.get("/login/with/company/new").text
    assert client.post("/login/with/company/connect", data={"password": PASSWORD}).status_code == 422
    assert client.post("/login/with/company/join", data={"name": "Mallory"}).status_code == 403
    assert signed_in(client) is None


def test_a_member_connects_by_confirming_and_disconnects(
    client_of: Browser, oidc: OidcProvider, app: Atrium, alice: Person, bob: Person
) -> None:
    browser = client_of(alice)
    oidc.person = {"sub": "s-4", "name": "A. at work"}
    assert come(browser, oidc) == "/account/safety/connect/company"
    assert db.session.scalar(select(func.count()).select_from(ProvidedIdentity)) == 0
    assert "A. at work" in browser.get("/account/safety/connect/company").text
    assert browser.post("/account/safety/connect/company").status_code == 303
    assert "Disconnect Company" in browser.get("/account/safety").text
    fresh = app.test_client()
    assert come(fresh, oidc) == "/questions"
    # Nobody else can connect the same.
    other = client_of(bob)
    come(other, oidc)
    assert other.post("/account/safety/connect/company").status_code == 422
    key = db.session.scalars(select(ProvidedIdentity.id)).one()
    assert other.post(f"/account/safety/identities/{key}").status_code == 404
    browser.post(f"/account/safety/identities/{key}")
    assert come(app.test_client(), oidc) == "/login/with/company/new"


def test_only_the_browser_that_began_comes_back_and_once(client: FlaskClient, oidc: OidcProvider, app: Atrium) -> None:
    """Guards against CVE-2022-36076: a way back that another browser began."""
    sent = go(client, oidc)
    assert finish(app.test_client(), sent) == "/login"
    stranger = app.test_client()
    go(stranger, oidc)
    assert finish(stranger, sent) == "/login"
    assert finish(client, sent | {"iss": "https://elsewhere.example"}) == "/login"
    sent = go(client, oidc)
    assert finish(client, sent) == "/login/with/company/new"
    assert finish(client, sent) == "/login"


def test_an_answer_that_took_too_long_is_none(
    client: FlaskClient, oidc: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = go(client, oidc)
    monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(minutes=11)).isoformat())
    assert finish(client, sent) == "/login"


WRONG: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "issuer": ("InvalidClaimError", lambda claims: claims.update(iss="https://elsewhere.example")),
    "audience": ("InvalidClaimError", lambda claims: claims.update(aud="another client")),
    "azp": ("InvalidClaimError", lambda claims: claims.update(aud=[CLIENT, "other"], azp="other")),
    "expired": ("ExpiredTokenError", lambda claims: claims.update(exp=claims["iat"] - 600, iat=claims["iat"] - 900)),
    "no expiry": ("MissingClaimError", lambda claims: claims.pop("exp")),
    "nonce": ("InvalidClaimError", lambda claims: claims.update(nonce="of another sign-in")),
    "no nonce": ("MissingClaimError", lambda claims: claims.pop("nonce")),
    "subject": ("ValueError", lambda claims: claims.update(sub="")),
    "long subject": ("ValueError", lambda claims: claims.update(sub="x" * 300)),
    "no subject": ("MissingClaimError", lambda claims: claims.pop("sub")),
}


@pytest.mark.once
@pytest.mark.parametrize("name", WRONG)
def test_a_token_with_anything_wrong_is_refused(
    name: str, client: FlaskClient, oidc: OidcProvider, caplog: pytest.LogCaptureFixture
) -> None:
    reason, oidc.tamper = WRONG[name]
    assert come(client, oidc) == "/login"
    assert f"company refused: {reason}" in caplog.text


FORGERIES = [
    ("unsigned", "UnsupportedAlgorithmError"),
    ("with_shared_secret", "UnsupportedAlgorithmError"),
    ("with_public_key", "UnsupportedAlgorithmError"),
    ("with_another_key", "BadSignatureError"),
]


@pytest.mark.once
@pytest.mark.parametrize(("forge", "reason"), FORGERIES)
def test_a_token_that_the_provider_did_not_sign_is_refused(
    forge: str, reason: str, client: FlaskClient, oidc: OidcProvider, caplog: pytest.LogCaptureFixture
) -> None:
    oidc.forge = getattr(oidc_provider, forge)
    assert come(client, oidc) == "/login"
    assert f"company refused: {reason}" in caplog.text


@pytest.mark.once
@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_way_back_stays_on_this_site(target: str, client: FlaskClient, oidc: OidcProvider) -> None:
    oidc.person = {"sub": "s-5", "email": "far@example.org", "email_verified": True}
    sent = go(client, oidc, target)
    finish(client, sent)
    assert client.post("/login/with/company/join", data={"name": "Farah"}).headers["Location"] == "/"


@pytest.mark.once
def test_a_provider_that_is_not_what_it_says_is_not_used(client: FlaskClient, oidc: OidcProvider, app: Atrium) -> None:
    assert client.get("/login/with/nobody").status_code == 404
    oidc.calls_itself = "https://elsewhere.example"
    assert client.get("/login/with/company").headers["Location"] == "/login"
    assert "did not work" in client.get("/login").text
    provider = app.extensions["sign on"]["company"]
    for address in ("http://127.0.0.1:1/", "file:///etc/passwd", "http://10.0.0.1/", "https://elsewhere.example/keys"):
        assert not provider.may_ask(address)


def test_a_second_factor_of_ones_own_is_asked_for_all_the_same(
    client_of: Browser, oidc: OidcProvider, app: Atrium, alice: Person
) -> None:
    from tests.accounts.test_second_factors import add_app

    browser = client_of(alice)
    oidc.person = {"sub": "s-6", "amr": ["pwd", "mfa"]}
    come(browser, oidc)
    browser.post("/account/safety/connect/company")
    _secret, codes = add_app(browser, alice)
    again = app.test_client()
    assert come(again, oidc) == "/login/second?next=/questions"
    assert signed_in(again) is None
    assert again.post("/login/second", data={"code": codes[0]}).status_code == 303
    newest = db.session.scalars(select(LoginSession).order_by(LoginSession.id.desc())).first()
    assert (newest.provided, newest.two_factors) == (True, True)


def test_roles_come_from_a_claim_and_sleep_without_the_provider(
    client_of: Browser,
    oidc: OidcProvider,
    app: Atrium,
    staff: Person,
    administrator: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    configure(app, monkeypatch, oidc, roles_claim="groups", roles={"helpers": "moderator", "bosses": "administrator"})
    browser = client_of(staff)
    oidc.person = {"sub": "s-7", "groups": ["helpers", "others"]}
    come(browser, oidc)
    browser.post("/account/safety/connect/company")
    provided = app.test_client()
    come(provided, oidc)
    assert db.session.get(Member, staff.id).roles_held == Role.STAFF | Role.MODERATOR

    strict = app.extensions["settings"].model_copy(update={"sign_on_staff": "required"})
    monkeypatch.setitem(app.extensions, "settings", strict)
    assert provided.get("/moderation").status_code == 200
    assert browser.get("/moderation").headers["Location"].startswith("/account/safety")
    assert "counts only when you sign in through one of these: Company" in browser.get("/account/safety").text
    oidc.person = {"sub": "s-7", "groups": []}
    come(app.test_client(), oidc)
    db.session.expire_all()
    assert db.session.get(Member, staff.id).roles_held == Role.STAFF


def test_the_last_administrator_and_a_closed_account(
    client_of: Browser, oidc: OidcProvider, app: Atrium, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(app, monkeypatch, oidc, roles_claim="groups", roles={"bosses": "administrator"})
    browser = client_of(administrator)
    come(browser, oidc)
    browser.post("/account/safety/connect/company")
    come(app.test_client(), oidc)
    assert db.session.get(Member, administrator.id).roles_held == Role.ADMINISTRATOR
    db.session.get(Member, administrator.id).active = False
    db.session.commit()
    closed = app.test_client()
    assert come(closed, oidc) == "422"
    assert signed_in(closed) is None


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[{}]", "0.name: Field required"),
        ("[1", "give JSON"),
        ("/nowhere/at/all.json", "give JSON, or the path"),
        ('[{"name": "a", "label": "A", "issuer": "http://far.example", "client_id": "c"}]', "https address"),
        (
            '[{"name": "a", "label": "A", "issuer": "https://x.example", "client_id": "c", "roles": {"x": "king"}}]',
            "roles",
        ),
    ],
)
def test_a_setting_that_is_wrong_says_so(app: Atrium, text: str, reason: str) -> None:
    settings = app.extensions["settings"].model_copy(update={"sign_on": text})
    with pytest.raises(SettingsError, match=reason):
        read_providers(settings)
