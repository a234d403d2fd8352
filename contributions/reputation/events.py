"""What is logged of points, of what they open, and of levels."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ReputationChanged(Event):
    """Entries were added to the ledger of points."""

    entries: int


@dataclass(frozen=True, kw_only=True)
class VotesDiscounted(Event):
    """A moderator took every vote of a member out of the count, or (discounted false) let them count again."""

    member_id: int
    votes: int
    discounted: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class CommunitySizeChosen(Event):
    """An administrator chose which thresholds hold: those of a small, a medium or a large community."""

    before: str
    after: str
