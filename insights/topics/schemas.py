"""What product managers may send about a topic."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from contributions.schemas import RowKey, one_line
from core.forms import Schema


class TopicDraft(Schema):
    """What a topic is called, and whether it is pinned; without a name its words name it."""

    name: Annotated[str, BeforeValidator(one_line), Field(max_length=100)] = ""
    pinned: bool = False


class MergeDraft(Schema):
    """The topic that another becomes part of."""

    into: RowKey
