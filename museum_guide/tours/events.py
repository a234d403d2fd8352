"""What is logged of tours."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class TourChanged(Event):
    """Those who keep a museum made or changed a tour, or (gone true) took it away."""

    museum_id: int
    tour_id: int
    gone: bool
