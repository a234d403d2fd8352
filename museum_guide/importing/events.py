"""What the import writes into the event log."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class CollectionImported(Event):
    """Rows of a file became artefacts, rooms or places, or changed them."""

    museum_id: int | None
    kind: str
    stored: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class MuseumFounded(Event):
    """A museum opened its room in this house."""

    museum_id: int


@dataclass(frozen=True, kw_only=True)
class KeepersChanged(Event):
    """Somebody keeps a museum from now on, or no longer."""

    museum_id: int
    member_id: int
    added: bool
