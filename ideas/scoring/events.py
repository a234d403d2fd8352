"""What is logged of judging ideas."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class IdeaJudged(Event):
    """Staff gave an idea an estimate, or one of the jury rated it; `how` says which."""

    contribution_id: int
    how: str


@dataclass(frozen=True, kw_only=True)
class ScreeningChanged(Event):
    """A screening was opened or closed, or a judge laid lemons in it; `deed` says which."""

    screening_id: int
    deed: str
