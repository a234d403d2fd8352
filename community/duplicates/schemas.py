"""What may be sent about duplicates."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from contributions.addresses import key_named
from contributions.schemas import one_line
from core.database import LARGEST_KEY
from core.forms import Schema
from core.translation import gettext as _


def read_question(value: Any) -> Any:
    """Read which question is meant: its number, or an address of it."""
    if not isinstance(value, str):
        return value
    key = key_named(one_line(value)[:2000], "questions")
    if key is None:
        raise ValueError(_("Paste the address of a question, such as the one in your browser when you read it."))
    return key


class Original(Schema):
    """Which question was asked before: its number or its address."""

    of: Annotated[int, Field(ge=1, le=LARGEST_KEY), BeforeValidator(read_question)]
