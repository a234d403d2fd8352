"""What is logged when an area is kept."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class AreaChanged(Event):
    """An area of ideas was opened, or what is said of it, its statuses or its versions changed."""

    area_id: int
