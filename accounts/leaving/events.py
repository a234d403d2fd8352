"""What is logged when somebody takes a copy of what is theirs, or leaves."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class TakeoutAsked(Event):
    """A member asked for a copy of everything that is theirs."""

    takeout_id: int
    member_id: int


@dataclass(frozen=True, kw_only=True)
class ErasureAsked(Event):
    """A member is to be erased; `due` is when, in ISO 8601."""

    member_id: int
    due: str


@dataclass(frozen=True, kw_only=True)
class ErasureCalledOff(Event):
    """A member who was to be erased stays."""

    member_id: int


@dataclass(frozen=True, kw_only=True)
class ErasureBegun(Event):
    """The account of a member is closed for good; what names them goes next."""

    member_id: int


@dataclass(frozen=True, kw_only=True)
class MemberErased(Event):
    """A member was erased; what they wrote stays without a name."""

    member_id: int
