"""What is logged of initiatives and services beyond what every contribution has."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class InitiativeChanged(Event):
    """The figures, the status or the claims of an initiative changed."""

    contribution_id: int
    what: str


@dataclass(frozen=True, kw_only=True)
class ServiceChanged(Event):
    """Somebody joined a service, took a step of its training, became a provider, or wrote about themselves."""

    contribution_id: int
    member_id: int
    what: str
