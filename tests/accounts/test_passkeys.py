"""Passkeys at the door of the program: each challenge is good once, for one browser, one site and one member."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from accounts.factors.models import Passkey, PendingStep
from accounts.models import Member
from core.application import Atrium
from core.clock import now
from core.database import db, unit_of_work
from tests.people import PASSWORD, Person

Browser = Callable[[Person], FlaskClient]
ORIGIN = "http://localhost"
PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


class Device:
    """A phone that keeps one key (WebAuthn level 2, sections 6.1 and 6.5; ES256, no attestation)."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.count = 0

    def make(self, options: dict[str, Any], **otherwise: Any) -> dict[str, Any]:
        """Answer what a site asks of a new key."""
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        flags = otherwise.get("flags", PRESENT | VERIFIED) | ATTESTED
        about = self._about(flags, otherwise.get("host", "localhost"))
        about += bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        statement = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": about})
        sent = {"attestationObject": text(statement)}
        return self._answer(sent, self._client("webauthn.create", options, otherwise))

    def sign(self, options: dict[str, Any], **otherwise: Any) -> dict[str, Any]:
        """Answer what a site asks of whoever wants in."""
        self.count = otherwise.get("count", self.count + 1)
        about = self._about(otherwise.get("flags", PRESENT | VERIFIED), otherwise.get("host", "localhost"))
        client = self._client("webauthn.get", options, otherwise)
        signed = self.key.sign(about + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({"authenticatorData": text(about), "signature": text(signed)}, client)

    def _about(self, flags: int, host: str) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, options: dict[str, Any], otherwise: dict[str, Any]) -> bytes:
        origin, challenge = otherwise.get("origin", ORIGIN), otherwise.get("challenge", options["challenge"])
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def _answer(self, sent: dict[str, str], client: bytes) -> dict[str, Any]:
        response = sent | {"clientDataJSON": text(client)}
        return {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response}


def add(browser: FlaskClient, device: Device, **otherwise: Any) -> TestResponse:
    options = browser.post("/account/safety/passkeys/options", json={}).get_json()
    given = {"credential": device.make(options, **otherwise), "name": "Phone"}
    return browser.post("/account/safety/passkeys", json=given)


def ask(browser: FlaskClient) -> dict[str, Any]:
    options: dict[str, Any] = browser.post("/login/passkey/options", json={}).get_json()
    return options


def enter(browser: FlaskClient, credential: dict[str, Any], **fields: str) -> int:
    return browser.post("/login/passkey", json={"credential": credential, **fields}).status_code


@pytest.fixture
def device(client_of: Browser, alice: Person) -> Device:
    """The phone of Alice, with her key."""
    made = Device()
    assert add(client_of(alice), made).status_code == 200
    return made


def test_a_passkey_alone_lets_in_and_leads_on(app: Atrium, device: Device) -> None:
    browser = app.test_client()
    options = ask(browser)
    assert options["rpId"] == "localhost"
    assert options["userVerification"] == "required"
    assert not options.get("allowCredentials")
    answer = browser.post("/login/passkey", json={"credential": device.sign(options), "next": "https://example.org/"})
    assert answer.get_json() == {"url": "/"}
    assert browser.get("/drafts").status_code == 200


def test_a_challenge_is_good_once(app: Atrium, device: Device) -> None:
    """Guards against CVE-2025-53102: a challenge that is not used up by its answer."""
    browser = app.test_client()
    credential = device.sign(ask(browser))
    assert enter(browser, credential) == 200
    browser.post("/logout")
    assert enter(browser, credential) == 422
    assert db.session.scalar(select(func.count()).select_from(PendingStep)) == 0


@pytest.mark.once
def test_a_challenge_belongs_to_the_browser_that_asked(app: Atrium, device: Device) -> None:
    here, there = app.test_client(), app.test_client()
    credential = device.sign(ask(here))
    ask(there)
    assert enter(there, credential) == 422
    assert enter(app.test_client(), credential) == 422
    assert enter(here, credential) == 200


def test_a_challenge_ends(app: Atrium, device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = app.test_client()
    credential = device.sign(ask(browser))
    monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(minutes=11)).isoformat())
    assert enter(browser, credential) == 422


WRONG: list[dict[str, Any]] = [
    {"origin": "http://localhost.example.org"},
    {"origin": "https://localhost"},
    {"host": "example.org"},
    {"challenge": text(b"another challenge, long enough")},
    {"flags": PRESENT},
    {"flags": VERIFIED},
]


@pytest.mark.once
@pytest.mark.parametrize("wrong", WRONG)
def test_what_was_signed_for_something_else_opens_nothing(app: Atrium, device: Device, wrong: dict[str, Any]) -> None:
    """ASVS 6.6: bound to this site, this challenge, and somebody who was there and known to the device."""
    browser = app.test_client()
    assert enter(browser, device.sign(ask(browser), **wrong)) == 422
    assert browser.get("/drafts").status_code == 303


@pytest.mark.once
@pytest.mark.parametrize("wrong", WRONG[:5])
def test_a_key_made_for_something_else_is_not_kept(client_of: Browser, alice: Person, wrong: dict[str, Any]) -> None:
    assert add(client_of(alice), Device(), **wrong).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Passkey)) == 0


def test_a_copied_key_is_noticed(app: Atrium, device: Device) -> None:
    browser = app.test_client()
    assert enter(browser, device.sign(ask(browser), count=7)) == 200
    copy = app.test_client()
    assert enter(copy, device.sign(ask(copy), count=6)) == 422


def test_another_key_does_not_stand_in(app: Atrium, device: Device) -> None:
    false = Device()
    false.id = device.id
    browser = app.test_client()
    assert enter(browser, false.sign(ask(browser))) == 422


def test_as_second_factor_it_must_be_the_members_own(
    app: Atrium, client_of: Browser, device: Device, bob: Person, alice: Person
) -> None:
    other = Device()
    add(client_of(bob), other)
    browser = app.test_client()
    assert browser.post("/login", data={"email": alice.email, "password": PASSWORD}).status_code == 303
    options = ask(browser)
    assert [key["id"] for key in options["allowCredentials"]] == [text(device.id)]
    assert enter(browser, other.sign(options)) == 422
    assert enter(browser, device.sign(ask(browser))) == 200


def test_a_closed_account_is_not_opened_by_its_key(app: Atrium, device: Device, alice: Person) -> None:
    with unit_of_work():
        db.session.get_one(Member, alice.id).active = False
    browser = app.test_client()
    assert enter(browser, device.sign(ask(browser))) == 422


def test_a_suspended_member_does_not_come_in_by_their_key(
    app: Atrium, client_of: Browser, device: Device, alice: Person, moderator: Person
) -> None:
    """Guards against CVE-2026-25700: a suspension holds at every door."""
    sent = {"kind": "suspension", "hours": 24, "reason": "Three warnings"}
    assert client_of(moderator).post(f"/members/{alice.id}/sanctions", data=sent).status_code == 303
    browser = app.test_client()
    assert enter(browser, device.sign(ask(browser))) == 422
    assert browser.get("/drafts").status_code == 303


def test_a_key_is_kept_once_and_removed_by_its_owner_alone(
    client_of: Browser, device: Device, alice: Person, bob: Person
) -> None:
    assert add(client_of(bob), device).status_code == 422
    key = db.session.scalars(select(Passkey.id)).one()
    assert client_of(bob).post(f"/account/safety/passkeys/{key}/remove").status_code == 404
    assert client_of(alice).post(f"/account/safety/passkeys/{key}/remove").status_code == 303
    assert db.session.scalars(select(Passkey)).all() == []


ODD: list[Any] = [
    None,
    {},
    {"credential": {}},
    {"credential": {"id": 5}},
    {"credential": {"id": "x" * 5000}},
    {"credential": []},
]


@pytest.mark.once
@pytest.mark.parametrize("sent", ODD)
def test_odd_answers_are_refused(app: Atrium, client_of: Browser, device: Device, alice: Person, sent: Any) -> None:
    browser = app.test_client()
    ask(browser)
    assert browser.post("/login/passkey", json=sent).status_code == 422
    own = client_of(alice)
    own.post("/account/safety/passkeys/options", json={})
    assert own.post("/account/safety/passkeys", json=sent).status_code == 422


@pytest.mark.once
@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
@pytest.mark.parametrize("value", ["", "AAAA", "!!", "x" * 3000])
def test_garbled_answers_are_refused(app: Atrium, device: Device, part: str, value: str) -> None:
    browser = app.test_client()
    credential = device.sign(ask(browser))
    credential["response"][part] = value
    assert enter(browser, credential) == 422


@pytest.mark.once
@pytest.mark.parametrize("part", ["clientDataJSON", "attestationObject"])
@pytest.mark.parametrize("value", ["", "AAAA", "o2M", "!!", "x" * 3000])
def test_garbled_keys_are_refused(client_of: Browser, alice: Person, part: str, value: str) -> None:
    browser = client_of(alice)
    made = Device().make(browser.post("/account/safety/passkeys/options", json={}).get_json())
    made["response"][part] = value
    assert browser.post("/account/safety/passkeys", json={"credential": made}).status_code == 422


def test_the_number_of_a_member_is_not_told_to_devices(client_of: Browser, alice: Person) -> None:
    options = client_of(alice).post("/account/safety/passkeys/options", json={}).get_json()
    handle = urlsafe_b64decode(options["user"]["id"] + "==")
    assert len(handle) == 32
    assert str(alice.id).encode() not in handle


@pytest.mark.once
@pytest.mark.limits
def test_challenges_are_limited(app: Atrium) -> None:
    codes = [app.test_client().post("/login/passkey/options", json={}).status_code for _number in range(32)]
    assert codes == [200] * 30 + [429] * 2
