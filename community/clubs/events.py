"""What is logged of owners' clubs beyond what every contribution has."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class StarterPackChanged(Event):
    """Staff chose the threads that a new owner of a product is shown."""

    product_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewRated(Event):
    """An owner changed the stars of a review."""

    contribution_id: int
    product_id: int
    rating: int


@dataclass(frozen=True, kw_only=True)
class DoubtFound(Event):
    """A post seems to doubt a product, and so many owners were asked to reply."""

    contribution_id: int
    product_id: int
    asked: int
