"""What is logged when changes of a version are decided about."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ChangeDecided(Event):
    """Staff accepted a change that was asked for, or declined it."""

    contribution_id: int
    thread_id: int
    accepted: bool
