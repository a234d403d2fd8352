"""What is logged of decisions about ideas."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class IdeaMoved(Event):
    """Staff moved an idea in its pipeline; `phase` is what that means, `response_id` the comment that it rides on."""

    contribution_id: int
    before: str
    after: str
    phase: str
    move_id: int
    response_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class IdeaAnswered(Event):
    """Staff gave the official response to an idea, which stays where it was; `response_id` is the comment."""

    contribution_id: int
    response_id: int


@dataclass(frozen=True, kw_only=True)
class IdeaKept(Event):
    """Somebody of staff looks after an idea from now on, or nobody (null); `what` may also be its target."""

    contribution_id: int
    what: str
    keeper_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PipelineChanged(Event):
    """Staff gave an area statuses of its own, or (own false) those of the house again."""

    area_id: int
    own: bool
