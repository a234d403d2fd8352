"""What may be sent about questions and answers, by form and by program."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from contributions.schemas import LONGEST_BODY, Stamp, ThreadDraft, clean_text
from core.forms import Schema


class QuestionDraft(ThreadDraft):
    """A new question."""


class DiscussionDraft(ThreadDraft):
    """A new discussion."""


class AnswerDraft(Schema):
    """A new answer."""

    body: Annotated[str, BeforeValidator(clean_text), Field(min_length=10, max_length=LONGEST_BODY)]
    begun: Stamp = ""
