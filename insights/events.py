"""What is logged of analyses."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class AnalysisEnded(Event):
    """An analysis of the community ended; `state` is done, failed or cancelled."""

    run_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class LeadUserJudged(Event):
    """Somebody who knows the market said whether a member is a lead user."""

    member_id: int
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class ProfilingChosen(Event):
    """A member chose whether they may be ranked and drawn."""

    member_id: int
    allowed: bool


@dataclass(frozen=True, kw_only=True)
class TopicChanged(Event):
    """A product manager changed a topic; `deed` is changed, merged, unmerged or split."""

    topic_id: int
    deed: str
