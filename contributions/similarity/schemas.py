"""What may be sent for comparison."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from contributions.schemas import LONGEST_BODY, clean_text, one_line
from core.forms import Schema


class Writing(Schema):
    """What somebody has written so far; either part may be empty."""

    kind: Literal["question", "idea", "discussion"] = "question"
    title: Annotated[str, BeforeValidator(one_line), Field(max_length=1000)] = ""
    body: Annotated[str, BeforeValidator(clean_text), Field(max_length=LONGEST_BODY)] = ""
