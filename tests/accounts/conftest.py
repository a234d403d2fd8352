"""What tests of accounts need beside people and browsers: the mails that the site sent, and a person who joins."""

import email
import email.policy
import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask.testing import FlaskClient

from core.application import Atrium

JOINING = {"name": "Doro Dial", "email": "doro@example.org", "password": "brass needles at noon"}


@pytest.fixture
def mails(app: Atrium, worker: Callable[[], None]) -> Callable[[], list[EmailMessage]]:
    """Let the worker run, and return every mail that was sent so far, in order."""

    def read() -> list[EmailMessage]:
        worker()
        folder = app.extensions["settings"].home / "mail"
        files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]

    return read


@pytest.fixture
def newest_link(mails: Callable[[], list[EmailMessage]]) -> Callable[[], str]:
    """Return the path of the link in the newest mail."""
    return lambda: link_in(mails()[-1])


@pytest.fixture
def join(client: FlaskClient, newest_link: Callable[[], str]) -> Callable[..., FlaskClient]:
    """Register somebody and confirm their address: `join()`, `join(name="Emil")`."""

    def joined(**fields: str) -> FlaskClient:
        given = JOINING | fields
        assert client.post("/register", data=given).status_code == 303
        assert client.post(newest_link(), data={"password": given["password"]}).status_code == 303
        return client

    return joined


def link_in(mail: EmailMessage) -> str:
    """Return the path of the link in the plain text of a mail."""
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    found = re.search(r"http://localhost(/\S+/\S+)", text)
    assert found, text
    return found[1]
