"""What is logged of guides."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class GuideDecided(Event):
    """A card of a guide was issued, renewed, suspended, resumed or revoked; `deed` says which."""

    museum_id: int
    guide_id: int
    deed: str


@dataclass(frozen=True, kw_only=True)
class GuidePricesChanged(Event):
    """What a guide asks for changed."""

    museum_id: int
    guide_id: int


@dataclass(frozen=True, kw_only=True)
class GuideReviewed(Event):
    """A visit wrote of a tour, or (hidden true) a moderator hid what it wrote."""

    guide_id: int
    review_id: int
    hidden: bool
