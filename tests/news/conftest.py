"""What tests of news need beside people and places: a question, and the mails that were sent."""

import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from community.models import Question
from contributions.models import Space
from core.application import Atrium
from tests import factories
from tests.people import Person


@pytest.fixture
def question(alice: Person, public_space: Space) -> Question:
    """A question that Alice asked in public."""
    return factories.ask(alice, public_space)


def mails_in(home: Path) -> list[EmailMessage]:
    """Return every mail that lies in the folder of a site, in the order in which they were written."""
    files = sorted((home / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]


@pytest.fixture
def mails(app: Atrium, worker: Callable[[], None]) -> Callable[..., list[EmailMessage]]:
    """Let the worker run, and return the mails to a person: `mails(alice)`."""

    def read(person: Person) -> list[EmailMessage]:
        worker()
        return [mail for mail in mails_in(app.extensions["settings"].home) if mail["To"] == person.email]

    return read


def text_of(mail: EmailMessage) -> str:
    """Return the plain text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def page_of(mail: EmailMessage) -> str:
    """Return the HTML of a mail."""
    body = mail.get_body(("html",))
    assert body is not None
    return str(body.get_content())
