"""What is logged of merged ideas beyond the merge itself."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class CarriedVoteRefused(Event):
    """A member said that their vote for a merged idea is no vote for the one that it went into."""

    contribution_id: int


@dataclass(frozen=True, kw_only=True)
class DuplicateDeclined(Event):
    """Staff said of two ideas that seemed to be the same that they are not."""

    contribution_id: int
    other_id: int
