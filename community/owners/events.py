"""What is logged of ownership."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class OwnershipChanged(Event):
    """An ownership was claimed, verified, refused or ended, or its owner chose anew; `what` says which of these."""

    ownership_id: int
    product_id: int
    what: str


@dataclass(frozen=True, kw_only=True)
class CodesLoaded(Event):
    """Staff loaded codes that prove purchases of a product; `count` are new."""

    product_id: int
    count: int
