"""News on devices: asked for, told once, never to whom it is no longer for, and gone with the browser."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update

from accounts.models import LoginSession, Member
from contributions import taking_down
from contributions.models import Notification, Space
from contributions.push import sending
from contributions.push.models import PushChoice, PushNote, PushSubscription
from core import webpush
from core.application import Atrium
from core.clock import now
from core.database import db, unit_of_work
from core.fetching import Answer, Unreachable
from core.webpush import padless
from tests import factories
from tests.people import Person

Open = Callable[[Person], FlaskClient]
DEVICE = ec.derive_private_key(7, webpush.CURVE)
SECRET = b"sixteen bytes it"


class Service:
    """A push service of somebody else, which answers as it is told."""

    def __init__(self) -> None:
        self.status = 201
        self.got: list[tuple[str, dict[str, str], bytes]] = []

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Take a message."""
        if self.status == 0:
            raise Unreachable("nobody answers")
        self.got.append((url, dict(headers), body))
        return Answer(self.status)

    def read(self) -> list[bytes]:
        """Return what the device reads."""
        return [_decrypted(body) for _url, _headers, body in self.got]


def _decrypted(body: bytes) -> bytes:
    salt, length = body[:16], body[20]
    point, sealed = body[21 : 21 + length], body[21 + length :]
    shared = DEVICE.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(webpush.CURVE, point))
    own = webpush.public_point(DEVICE)
    material = webpush._derived(shared, SECRET, b"WebPush: info\0" + own + point, 32)
    key = webpush._derived(material, salt, b"Content-Encoding: aes128gcm\0", 16)
    plain = AESGCM(key).decrypt(webpush._derived(material, salt, b"Content-Encoding: nonce\0", 12), sealed, None)
    return plain.removesuffix(b"\2")


@pytest.fixture
def service(app: Atrium) -> Any:
    """The way out leads to a push service that remembers."""
    before, app.extensions["outgoing"] = app.extensions["outgoing"], Service()
    yield app.extensions["outgoing"]
    app.extensions["outgoing"] = before


def browser(number: int = 1, **changed: str) -> dict[str, str]:
    given = {
        "endpoint": f"https://push.example.net/send/{number}",
        "key": padless(webpush.public_point(DEVICE)),
        "secret": padless(SECRET),
    }
    return given | changed


@pytest.fixture
def asker(client_of: Open, alice: Person) -> FlaskClient:
    """Alice's browser, which takes news."""
    client = client_of(alice)
    assert client.post("/account/push/browsers", json=browser()).status_code == 200
    return client


def count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_an_answer_comes_to_the_device_once_and_says_little(
    service: Service, asker: FlaskClient, alice: Person, bob: Person, public_space: Space, worker: Any
) -> None:
    asked = factories.ask(alice, public_space, "Why does the needle tremble?")
    answer = factories.answer(bob, asked, "A long answer that stays at home.")
    for _again in range(3):
        worker()
        sending.send_due()

    assert service.read() == [
        f'{{"title":"Bob answered: Why does the needle tremble?","url":"/contributions/{answer.id}"}}'.encode()
    ]
    url, headers, body = service.got[0]
    assert url == browser()["endpoint"]
    assert headers["Authorization"].startswith("vapid t=")
    assert {name: headers[name] for name in ("TTL", "Urgency", "Topic", "Content-Encoding")} == {
        "TTL": "86400", "Urgency": "normal", "Topic": f"thread-{asked.id}", "Content-Encoding": "aes128gcm",
    }  # fmt: skip
    assert b"needle" not in body
    assert b"stays at home" not in service.read()[0]


def test_nothing_is_sent_that_nobody_asked_for(
    service: Service, client_of: Open, asker: FlaskClient, alice: Person, bob: Person, public_space: Space, worker: Any
) -> None:
    bobs = factories.ask(bob, public_space, "Where does the wind begin?")
    factories.answer(alice, bobs)
    worker()
    assert service.got == [], "Bob has no device here"
    assert asker.post("/account/push", data={"mention": "yes"}).status_code == 303
    asked = factories.ask(alice, public_space)
    factories.answer(bob, asked)
    worker()
    assert service.got == [], "Alice wants to hear of mentions alone"
    factories.answer(bob, bobs, "As @Alice said, at the sea.")
    worker()
    assert len(service.got) == 1
    page = asker.get("/account/push").text
    assert 'name="mention" value="yes" checked' in page
    assert 'name="own" value="yes" checked' not in page


@pytest.mark.parametrize("what", ["hidden", "read", "space", "inactive", "signed out", "not wanted", "erased"])
def test_what_is_no_longer_for_its_receiver_is_not_sent(
    service: Service, app: Atrium, asker: FlaskClient, alice: Person, bob: Person, moderator: Person, public_space: Space, worker: Any, what: str,
) -> None:  # fmt: skip
    asked = factories.ask(alice, public_space)
    answer = factories.answer(bob, asked)
    service.status = 503
    worker()
    assert len(service.got) == 1
    own = Member.id == alice.id
    with unit_of_work():
        if what == "hidden":
            taking_down.hide(moderator.viewer, answer.id, "Unkind")
        elif what == "read":
            db.session.execute(update(Notification).values(read_at=now()))
        elif what == "space":
            db.session.execute(update(Space).values(visibility="staff"))
        elif what in {"inactive", "erased"}:
            changed = {"active": False} if what == "inactive" else {"erased_at": now()}
            db.session.execute(update(Member).where(own).values(**changed))
        elif what == "not wanted":
            db.session.execute(delete(PushChoice))
        db.session.execute(update(PushNote).values(due_at=now()))
    if what == "signed out":
        asker.post("/logout")
        assert count(PushSubscription) == count(PushNote) == 0
    service.status = 201
    sending.send_due()
    assert len(service.got) == 1
    assert not db.session.scalar(select(PushNote.id).where(PushNote.due_at.is_not(None)))


@pytest.mark.parametrize("status", [0, 201, 400, 404, 410, 403, 413, 429, 500])
def test_what_a_service_says_is_heeded(
    service: Service, asker: FlaskClient, alice: Person, bob: Person, public_space: Space, worker: Any, status: int
) -> None:
    service.status = status
    factories.answer(bob, factories.ask(alice, public_space))
    worker()
    assert count(PushSubscription) == (0 if status in {403, 404, 410} else 1)
    due = db.session.scalar(select(func.count()).where(PushNote.due_at.is_not(None)))
    assert due == (1 if status in {0, 429, 500} else 0)
    if due:
        for attempt in range(2, sending.MOST_ATTEMPTS + 2):
            with unit_of_work():
                db.session.execute(update(PushNote).values(due_at=now()))
            sending.send_due()
            assert len(service.got) == (min(attempt, sending.MOST_ATTEMPTS) if status else 0)
        assert not db.session.scalar(select(PushNote.id).where(PushNote.due_at.is_not(None)))


def test_one_browser_is_one_members_and_few_are_kept(
    client_of: Open, asker: FlaskClient, alice: Person, bob: Person
) -> None:
    assert client_of(bob).post("/account/push/browsers", json=browser()).status_code == 200
    rows = db.session.execute(select(PushSubscription.member_id, PushSubscription.endpoint_digest)).all()
    assert rows == [(bob.id, hashlib.sha256(browser()["endpoint"].encode()).hexdigest())]
    for number in range(2, 16):
        asker.post("/account/push/browsers", json=browser(number))
    own = select(PushSubscription.id).where(PushSubscription.member_id == alice.id).order_by(PushSubscription.id)
    keys = db.session.scalars(own).all()
    assert len(keys) == 10
    assert client_of(bob).post(f"/account/push/browsers/{keys[0]}/end").status_code == 404
    assert asker.post(f"/account/push/browsers/{keys[0]}/end").status_code == 303
    assert len(db.session.scalars(own).all()) == 9
    with unit_of_work():
        db.session.execute(delete(LoginSession).where(LoginSession.member_id == alice.id))
    assert db.session.scalars(own).all() == []


@pytest.mark.once
@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example.net/x"}, {"endpoint": "https://127.0.0.1/x"}, {"endpoint": "https://localhost/"},
        {"endpoint": "https://push.example.net:22/"}, {"endpoint": "https://push.example.net/" + "x" * 1000}, {"endpoint": ""},
        {"key": "AAAA"}, {"key": "§"}, {"key": padless(b"\4" + b"\1" * 64)}, {"secret": "AAAA"}, {"secret": "x" * 41},
    ],
)  # fmt: skip
def test_a_browser_that_cannot_be_one_is_refused(client_of: Open, alice: Person, wrong: dict[str, str]) -> None:
    client = client_of(alice)
    assert client.post("/account/push/browsers", json=browser(**wrong)).status_code == 422
    assert count(PushSubscription) == 0
