"""What is logged of rounds. That somebody voted is logged, never how."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class RoundChanged(Event):
    """A round was made, changed, announced or opened, or (phase empty) discarded."""

    round_id: int
    phase: str


@dataclass(frozen=True, kw_only=True)
class BallotCast(Event):
    """A member sent a ballot, changed it, or (withdrawn true) took it back."""

    round_id: int
    withdrawn: bool


@dataclass(frozen=True, kw_only=True)
class RoundClosed(Event):
    """A round takes no more ballots, and is to be counted."""

    round_id: int


@dataclass(frozen=True, kw_only=True)
class RoundCounted(Event):
    """A round was counted."""

    round_id: int
