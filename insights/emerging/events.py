"""What is logged of alarms."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class EmergingAnswered(Event):
    """Staff said what was heard of something that emerged, and what is done; the contribution is that post."""

    alarm_id: int
    contribution_id: int
