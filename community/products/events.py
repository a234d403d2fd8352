"""What is logged of products."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ProductChanged(Event):
    """Staff registered a product, or changed what is said of it."""

    product_id: int
