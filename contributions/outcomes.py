"""What became of contributions, for whoever looks at all of them: each room says what was accepted and what moved."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from core.pages import places

ACCEPTED = "accepted contributions"
MOVED = "contributions that moved"


class Moved(NamedTuple):
    """That a contribution came to a phase (open, active, delivered or closed) at a moment."""

    contribution_id: int
    at: datetime
    phase: str


def accepted_until(moment: datetime) -> frozenset[int]:
    """Return the contributions that were accepted as the answer to something by a moment, and still are."""
    return frozenset(key for provider in places().of(ACCEPTED) for key in provider(moment))


def moves_until(moment: datetime) -> Iterator[Moved]:
    """Yield the moves until a moment, those of one contribution in the order in which they were made."""
    for provider in places().of(MOVED):
        yield from provider(moment)
