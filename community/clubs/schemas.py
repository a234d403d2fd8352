"""What may be sent to an owners' club."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from contributions.schemas import Stamp, Title, clean_text, one_line
from core.forms import Schema

Step = Annotated[int, Field(ge=1, le=7)]
# The address or number of a thread.
ThreadName = Annotated[str, BeforeValidator(one_line), Field(max_length=300)]


class ReviewDraft(Schema):
    """A review."""

    rating: Annotated[int, Field(ge=1, le=5)]
    title: Title
    body: Annotated[str, BeforeValidator(clean_text), Field(min_length=20, max_length=10_000)]
    begun: Stamp = ""


class NoteDraft(Schema):
    """A short word of an owner, with more where they like."""

    about: Literal["reason", "use"]
    title: Title
    body: Annotated[str, BeforeValidator(clean_text), Field(max_length=5000)] = ""
    begun: Stamp = ""


class SurveyDraft(Schema):
    """Answers to the two questions, from 1 (not at all) to 7 (completely)."""

    sure: Step
    again: Step


class StarterDraft(Schema):
    """The threads of a starter pack, in their order."""

    first: ThreadName = ""
    second: ThreadName = ""
    third: ThreadName = ""
