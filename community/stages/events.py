"""What is logged of stages beyond the posts and purchases that move them."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class StageCorrected(Event):
    """A member said themselves how far they are in buying a product."""

    product_id: int
    stage: str


@dataclass(frozen=True, kw_only=True)
class StagesChosen(Event):
    """A member chose whether stages are kept of them, and whether staff sees these by name."""

    kept: bool
    named: bool
