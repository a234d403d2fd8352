"""What may be sent about questions and answers, by form and by program."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from community.products.schemas import nothing
from contributions.schemas import LONGEST_BODY, RowKey, Stamp, ThreadDraft, clean_text
from core.forms import Schema


class QuestionDraft(ThreadDraft):
    """A new question, and where it says so the product that it is about."""

    product: Annotated[RowKey | None, BeforeValidator(nothing)] = None


class DiscussionDraft(ThreadDraft):
    """A new discussion."""


class AnswerDraft(Schema):
    """A new answer."""

    body: Annotated[str, BeforeValidator(clean_text), Field(min_length=10, max_length=LONGEST_BODY)]
    begun: Stamp = ""
