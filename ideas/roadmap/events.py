"""What is logged about promises."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class PromiseMoved(Event):
    """A promise was made, changed or settled; `move_id` is the row of its history, `made` whether it is the first."""

    contribution_id: int
    move_id: int
    outcome: str
    made: bool


@dataclass(frozen=True, kw_only=True)
class ExpectationGiven(Event):
    """A member said what they expect of a promise, or (wave got) what they got."""

    contribution_id: int
    wave: str


@dataclass(frozen=True, kw_only=True)
class PromiseDoubted(Event):
    """More is expected of a promise that is still open than its evidence carries."""

    contribution_id: int
