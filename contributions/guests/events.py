"""What is logged of guest staff."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class GuestNamed(Event):
    """Staff asked a member to be guest staff until a moment (ISO 8601)."""

    term_id: int
    member_id: int
    until: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class GuestAnswered(Event):
    """A member agreed to be guest staff, or (accepted false) declined."""

    term_id: int
    member_id: int
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class GuestEnded(Event):
    """A term of guest staff was ended before its time, by staff or by the guest."""

    term_id: int
    member_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class GuestActed(Event):
    """A guest did something under their role; `act` is replied, official or unofficial."""

    term_id: int
    contribution_id: int
    act: str
