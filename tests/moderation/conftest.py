"""What tests of order need: a question of Alice's with an answer of Bob's, and browsers."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from community.models import Answer, Question
from contributions.models import Space
from tests import factories
from tests.people import Person

Open = Callable[[Person], FlaskClient]


@pytest.fixture
def question(alice: Person, public_space: Space) -> Question:
    """A question that Alice asked in public."""
    return factories.ask(alice, public_space)


@pytest.fixture
def answer(question: Question, bob: Person) -> Answer:
    """An answer of Bob's to it."""
    return factories.answer(bob, question)


@pytest.fixture
def flag(client_of: Open) -> Callable[..., int]:
    """Flag a post: `flag(charlie, answer.id, "spam")`; returns the status."""

    def raise_flag(person: Person, key: int, reason: str = "spam", words: str = "") -> int:
        sent = {"reason": reason, "words": words}
        return client_of(person).post(f"/contributions/{key}/flag", data=sent).status_code

    return raise_flag


@pytest.fixture
def cases(client_of: Open, moderator: Person) -> Callable[..., list[int]]:
    """Return the numbers of the cases that the queue shows, from top to bottom: `cases("?show=held")`."""

    def shown(query: str = "", person: Person | None = None) -> list[int]:
        page = client_of(person or moderator).get(f"/moderation{query}")
        assert page.status_code == 200
        return [int(key) for key in re.findall(r'data-case="(\d+)"', page.text)]

    return shown
