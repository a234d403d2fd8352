"""What is logged when a museum is kept."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class MuseumChanged(Event):
    """A museum was opened, or what is said of it, its rooms or its floors changed; `what` says which."""

    museum_id: int
    what: str
