"""What is logged about the changelog."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ReleasePublished(Event):
    """Staff wrote an entry of the changelog; those who care for the ideas that it names hear of it."""

    contribution_id: int
    ideas: int
