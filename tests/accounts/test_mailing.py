"""Mails about accounts: sent by the worker, tried again, never lost, and nothing in them that a stranger typed."""

import smtplib
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.mailing import MOST_ATTEMPTS, queue_mail, send_waiting
from accounts.models import AccountMail
from core.application import Atrium
from core.database import db
from core.mail import Mail
from tests.accounts.conftest import JOINING
from tests.people import Person


class DeadServer:
    """A mail server that is away for as long as it is told to be."""

    def __init__(self, error: Exception) -> None:
        self.error: Exception | None = error
        self.sent: list[Mail] = []

    def send(self, mail: Mail) -> None:
        """Take a mail, or fail."""
        if self.error:
            raise self.error
        self.sent.append(mail)


def test_request_sends_nothing_itself(client: FlaskClient, app: Atrium) -> None:
    client.post("/register", data=JOINING)
    assert not (app.extensions["settings"].home / "mail").exists()
    row = db.session.scalars(select(AccountMail)).one()
    assert (row.purpose, row.address) == ("confirm", JOINING["email"])


@pytest.mark.parametrize("error", [OSError("no route"), smtplib.SMTPServerDisconnected("gone")])
def test_mail_waits_for_a_server_that_is_away(
    app: Atrium, alice: Person, worker: Callable[[], None], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    server = DeadServer(error)
    monkeypatch.setitem(app.extensions, "mail", server)
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-01T12:00:00Z")
    queue_mail("help", alice.email)
    db.session.commit()
    worker()
    assert db.session.scalars(select(AccountMail.attempts)).one() == 1
    server.error = None
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-01T12:05:00Z")
    send_waiting()
    db.session.commit()
    assert [mail.to for mail in server.sent] == [alice.email]
    assert db.session.scalars(select(AccountMail)).all() == []


def test_one_that_cannot_be_sent_does_not_hold_up_the_next(
    app: Atrium, alice: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Picky(DeadServer):
        def send(self, mail: Mail) -> None:
            if mail.to == alice.email:
                raise OSError("not this one")
            self.sent.append(mail)

    server = Picky(OSError())
    monkeypatch.setitem(app.extensions, "mail", server)
    queue_mail("help", alice.email)
    queue_mail("help", bob.email)
    send_waiting()
    assert [mail.to for mail in server.sent] == [bob.email]


def test_gives_up_after_a_day(app: Atrium, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "mail", DeadServer(OSError("gone for good")))
    queue_mail("help", alice.email)
    row = db.session.scalars(select(AccountMail)).one()
    row.attempts = MOST_ATTEMPTS - 1
    send_waiting()
    assert db.session.scalars(select(AccountMail)).all() == []


def test_nothing_that_a_stranger_typed_is_in_a_mail(
    client: FlaskClient, mails: Callable[[], list[EmailMessage]]
) -> None:
    """Guards against CVE-2022-31184: words of a stranger in mails to others."""
    client.post("/register", data=JOINING | {"name": "Win money at evil.example now"})
    assert "evil" not in mails()[-1].as_string()


def test_mail_is_text_and_html_and_says_the_same(client: FlaskClient, mails: Callable[[], list[EmailMessage]]) -> None:
    client.post("/register", data=JOINING)
    mail = mails()[-1]
    text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    link = next(word for word in text.split() if "/confirm/" in word)
    assert link in page
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "<script" not in page


@pytest.mark.once
def test_site_name_is_escaped_and_breaks_no_header(
    client: FlaskClient, app: Atrium, mails: Callable[[], list[EmailMessage]], monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = "Rain & <b>Gauge</b>\r\nBcc: thief@example.org"
    monkeypatch.setitem(app.extensions, "settings", app.extensions["settings"].model_copy(update={"site_name": odd}))
    client.post("/register", data=JOINING)
    mail = mails()[-1]
    assert mail["Bcc"] is None
    assert "<b>Gauge" not in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]


@pytest.mark.once
@pytest.mark.parametrize(
    "address",
    [
        "a@b.org\r\nBcc: c@d.org",
        "a@b.org,c@d.org",
        "A <a@b.org>",
        "=?utf-8?q?a?=@b.org",
        "a@b.org\x00",
        '"a b"@c.org',
        "a@b",
        "@",
        "a@[127.0.0.1]",
    ],
)
def test_address_is_one_plain_address(
    client: FlaskClient, address: str, mails: Callable[[], list[EmailMessage]]
) -> None:
    """Guards against CVE-2024-45051: an address in an encoding that is read as another one further on."""
    for path, data in (("/register", JOINING | {"email": address}), ("/reset", {"email": address})):
        assert client.post(path, data=data).status_code == 422
    assert mails() == []


def test_letters_for_nobody_are_dropped(alice: Person, mails: Callable[[], list[EmailMessage]]) -> None:
    for purpose in ("confirm", "change-email", "help"):
        queue_mail(purpose, "nobody@example.org")
    db.session.commit()
    assert mails() == []
    assert db.session.scalars(select(AccountMail)).all() == []
