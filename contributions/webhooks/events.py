"""What is logged of webhooks."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class WebhookChanged(Event):
    """A webhook was made, rotated, stopped, started or removed; `deed` says which."""

    webhook_id: int
    deed: str


@dataclass(frozen=True, kw_only=True)
class DeliveriesQueued(Event):
    """Deliveries to webhooks wait to be sent."""

    count: int
