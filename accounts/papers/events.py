"""What is logged about terms and privacy notes."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class PaperPublished(Event):
    """An administrator published a new version of the terms or the privacy notes."""

    kind: str
    version: int


@dataclass(frozen=True, kw_only=True)
class PaperAgreed(Event):
    """A member agreed to a version of a paper."""

    paper_id: int
