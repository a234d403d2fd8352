"""What is logged of exercises beyond what every contribution has."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class AnswersMerged(Event):
    """Staff put answers of a square together; `credited` are the ids of those that went in."""

    contribution_id: int
    thread_id: int
    credited: Sequence[int]
