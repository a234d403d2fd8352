"""Tells members what happened to their answers."""

from collections.abc import Sequence

from sqlalchemy import select

from accounts.models import Member
from contributions.models import Contribution
from contributions.telling import Tidings, queue_mails, tell
from core.outbox import Delivery

LANE = "accepted answers"


def tell_accepted(deliveries: Sequence[Delivery]) -> None:
    """Tell authors that their answer was accepted, each answer once; one's own acceptance is no news."""
    for delivery in deliveries:
        key = delivery.payload["contribution_id"]
        if delivery.payload["accepted"]:
            author = select(Contribution.author_id).where(Contribution.id == key).scalar_subquery()
            told = Tidings(key, "accepted", "accepted", "accepted", delivery.actor_id, delivery.created_at)
            tell(told, Member.id == author)
            queue_mails(key, "accepted", delivery.created_at)
