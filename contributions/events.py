"""What is logged when something is done with a contribution."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ContributionPosted(Event):
    """A member posted something new."""

    contribution_id: int
    kind: str
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class ContributionEdited(Event):
    """The words, tags or place of a contribution changed; `tags_lost` are the ids of tags that it carries no longer."""

    contribution_id: int
    thread_id: int
    tags_lost: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class ContributionStateChanged(Event):
    """A contribution was deleted, hidden or put back; what stands under it goes and comes with it."""

    contribution_id: int
    thread_id: int
    before: str
    after: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ThreadsMerged(Event):
    """The posts of one thread moved into another, or (undone true) back again."""

    contribution_id: int
    thread_id: int
    undone: bool


@dataclass(frozen=True, kw_only=True)
class GatesOpened(Event):
    """What stood behind gates in a thread was opened to all who may read the thread."""

    contribution_id: int
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class ContributionsImported(Event):
    """An import stored contributions with ids from the first to the last."""

    first_id: int
    last_id: int
    count: int


@dataclass(frozen=True, kw_only=True)
class VoteCast(Event):
    """A member voted, changed a vote or (value 0) took it back."""

    contribution_id: int
    value: int


@dataclass(frozen=True, kw_only=True)
class ThreadFollowed(Event):
    """A member began or ceased to follow a thread."""

    contribution_id: int
    following: bool


@dataclass(frozen=True, kw_only=True)
class SpaceChanged(Event):
    """A space was opened, renamed, or its doors changed."""

    space_id: int


@dataclass(frozen=True, kw_only=True)
class NewsQueued(Event):
    """News waits to be sent, by mail or to devices."""

    count: int


@dataclass(frozen=True, kw_only=True)
class VoteCastOnBehalf(Event):
    """Staff voted for something in the name of a customer."""

    contribution_id: int
    member_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RingFound(Event):
    """So many accounts seem to vote as one; nothing follows from it until a person decides."""

    ring_id: int
    members: int


@dataclass(frozen=True, kw_only=True)
class RingDecided(Event):
    """Staff decided whether accounts voted as one: `before` and `after` are open, agreed or dismissed."""

    ring_id: int
    before: str
    after: str
    reason: str
