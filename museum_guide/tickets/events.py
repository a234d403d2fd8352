"""What is logged of tickets; codes never are."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class TicketTypeChanged(Event):
    """Those who keep a museum offered a kind of ticket, or (offered false) offer it no longer."""

    museum_id: int
    type_id: int
    offered: bool


@dataclass(frozen=True, kw_only=True)
class TicketsMade(Event):
    """Tickets of a kind were made for a day (ISO 8601)."""

    museum_id: int
    batch_id: int
    amount: int
    day: str


@dataclass(frozen=True, kw_only=True)
class TicketSettled(Event):
    """A ticket was released, so that it starts a visit once more, or refunded; `deed` says which."""

    museum_id: int
    batch_id: int
    deed: str


@dataclass(frozen=True, kw_only=True)
class BatchTakenBack(Event):
    """So many tickets of a batch that nobody had used were taken back."""

    museum_id: int
    batch_id: int
    count: int
