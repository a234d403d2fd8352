"""What is logged of analyses."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class AnalysisEnded(Event):
    """An analysis of the community ended; `state` is done, failed or cancelled."""

    run_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class TopicChanged(Event):
    """A product manager changed a topic; `deed` is changed, merged, unmerged or split."""

    topic_id: int
    deed: str
