"""What is logged of flags, holds and decisions."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class FlagRaised(Event):
    """A member flagged a contribution."""

    contribution_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class FlagWithdrawn(Event):
    """A member took a flag back before a moderator had looked."""

    contribution_id: int


@dataclass(frozen=True, kw_only=True)
class ContributionHeld(Event):
    """A contribution waits unseen for a moderator; `cause` says why, such as flags, spam or speed."""

    contribution_id: int
    thread_id: int
    cause: str


@dataclass(frozen=True, kw_only=True)
class ReviewDecided(Event):
    """A moderator decided about a flagged or held contribution: keep, hide or delete.

    `flags` is agreed or disagreed, `changed` whether the state of the contribution changed with it.
    """

    contribution_id: int
    review_id: int
    decision: str
    flags: str
    changed: bool
    reason: str = ""
