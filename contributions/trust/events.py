"""What is logged of trust levels."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class TrustLevelChanged(Event):
    """A member reached a trust level or lost one: by figures, or (with an actor) by hand."""

    member_id: int
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class MembersWelcomed(Event):
    """Members reached the first trust level by what they wrote, as after an import."""

    members: int
