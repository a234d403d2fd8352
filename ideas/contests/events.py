"""What is logged of contests beyond what every contribution has."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ContestPhaseBegan(Event):
    """A phase of a contest began by its dates, or its dates were changed (`phase` is then empty)."""

    contribution_id: int
    phase: str


@dataclass(frozen=True, kw_only=True)
class ContestDecided(Event):
    """The winners of a contest were named, or named anew."""

    contribution_id: int


@dataclass(frozen=True, kw_only=True)
class TeamChanged(Event):
    """Somebody was asked to be an author of an entry (`change` invited), accepted, or left."""

    contribution_id: int
    thread_id: int
    member_id: int
    change: str


@dataclass(frozen=True, kw_only=True)
class JuryScored(Event):
    """A juror scored an entry; what they gave stands in the rows, which nobody else sees until the jury ends."""

    contribution_id: int
    thread_id: int
