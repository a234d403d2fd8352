"""What is logged when ideas are drawn from others, and written together."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class IdeaRemixed(Event):
    """A new idea was mixed from others."""

    contribution_id: int
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class IdeaDrawn(Event):
    """A new idea was drawn from what somebody wrote."""

    contribution_id: int
    thread_id: int
    origin_id: int


@dataclass(frozen=True, kw_only=True)
class CoAuthorAsked(Event):
    """An author asked a member to have an idea together."""

    contribution_id: int
    thread_id: int
    member_id: int


@dataclass(frozen=True, kw_only=True)
class CoAuthorChanged(Event):
    """A member began (`accepted`) to have an idea together with its author, or does no longer, or never wanted to."""

    contribution_id: int
    thread_id: int
    member_id: int
    accepted: bool
