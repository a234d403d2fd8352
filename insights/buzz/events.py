"""What is logged of talk that turned."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class BoomerangTaken(Event):
    """A product manager took the task to respond."""

    boomerang_id: int


@dataclass(frozen=True, kw_only=True)
class BoomerangAnswered(Event):
    """A product manager recorded what was answered."""

    boomerang_id: int
