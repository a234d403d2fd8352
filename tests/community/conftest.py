"""What tests of the forum need beside people and places: a question, and one with answers."""

import pytest

from community.models import Answer, Question
from contributions.models import Space
from tests import factories
from tests.people import Person


@pytest.fixture
def question(alice: Person, public_space: Space) -> Question:
    """A question that Alice asked in public."""
    return factories.ask(alice, public_space)


@pytest.fixture
def answers(question: Question, bob: Person, charlie: Person) -> tuple[Answer, Answer]:
    """Two answers to it: by Bob, and later by Charlie."""
    return factories.answer(bob, question), factories.answer(charlie, question)
