"""Where members say yes or no to statements, for whoever looks for groups of opinion: each room tells its own."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from core.pages import places

CONVERSATIONS = "conversations"


class Statement(NamedTuple):
    """What is voted on. `contribution_id` where it is one: then its words are read there, by whoever may see it."""

    number: int
    text: str = ""
    contribution_id: int | None = None


class Opinion(NamedTuple):
    """What a member says to a statement: 1 agrees, -1 disagrees, 0 passes."""

    member: int
    statement: int
    value: int


class Conversation(NamedTuple):
    """Votes of many on many statements, in a space that every member may read; `key` names it in every run."""

    key: str
    title: str
    url: str
    space_id: int | None
    statements: Sequence[Statement]
    opinions: Sequence[Opinion]


def conversations_until(moment: datetime) -> Iterator[Conversation]:
    """Yield the conversations that had ended by a moment. Erased members have no opinion in them."""
    for provider in places().of(CONVERSATIONS):
        yield from provider(moment)
