"""What may be sent about merging."""

from typing import Annotated

from pydantic import BeforeValidator

from contributions.schemas import RowKey
from core.forms import Schema
from ideas.fields import read_idea


class Into(Schema):
    """Into which idea another one goes: its number or its address."""

    into: Annotated[RowKey, BeforeValidator(read_idea)]
