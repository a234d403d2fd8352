"""What answers about questions are made of."""

from accounts.api.shapes import Answered, Number
from contributions.api.shapes import Card, Post, Thread


class QuestionCard(Card):
    """A question in a list. `status` is open, answered or solved; `having` counts members who have it too."""

    status: str
    official: bool
    having: int


class QuestionShown(Thread):
    """A question, with the numbers of the answers that were accepted and made official."""

    status: str
    accepted_answer: Number | None
    official_answer: Number | None
    having: int
    have_this: bool


class AnswerShown(Post):
    """An answer."""

    accepted: bool
    official: bool


class Chosen(Answered):
    """How a question stands after an answer was accepted or made official."""

    question: Number
    accepted_answer: Number | None
    official_answer: Number | None


class Shared(Answered):
    """How many members have a question too."""

    number: Number
    having: int
