"""What may be sent about merging."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from core.database import LARGEST_KEY
from core.forms import Schema
from ideas.deciding.schemas import read_idea


class Into(Schema):
    """Into which idea another one goes: its number or its address."""

    into: Annotated[int, Field(ge=1, le=LARGEST_KEY), BeforeValidator(read_idea)]
