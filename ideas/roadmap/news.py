"""Tells members of promises: of new ones for ideas that they care for, of changes, and staff of dreamy ones."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from accounts.models import Member
from contributions.models import Contribution, Follow
from contributions.telling import Tidings, queue_mails, tell
from core.outbox import Delivery
from ideas.links import cared_for, kind_of_news
from ideas.roadmap.events import PromiseDoubted, PromiseMoved
from ideas.roadmap.models import Expectation, Outcome, Promise

LANE = "promises"
EVENTS = (PromiseMoved, PromiseDoubted)


def tell_of_promises(deliveries: Sequence[Delivery]) -> None:
    """Tell each of those whom it concerns once; the handler of the lane."""
    for delivery in deliveries:
        key = delivery.payload["contribution_id"]
        if delivery.event == PromiseDoubted.name():
            _tell_author(delivery, key)
        elif delivery.payload["made"]:
            _tell_carers(delivery, key)
        else:
            _tell_waiting(delivery, key, f"moved:{delivery.payload['move_id']}")


def _tell_author(delivery: Delivery, key: int) -> None:
    author = select(Contribution.author_id).where(Contribution.id == key).scalar_subquery()
    tell(Tidings(key, "dreamy", "dreamy", "own", None, delivery.created_at), Member.id == author)
    queue_mails(key, "dreamy", delivery.created_at)


def _tell_carers(delivery: Delivery, key: int) -> None:
    idea = select(Promise.idea_id).where(Promise.id == key, Promise.idea_id.is_not(None))
    told = Tidings(key, "promised", "promised", kind_of_news(idea), delivery.actor_id, delivery.created_at)
    tell(told, cared_for(idea))
    queue_mails(key, "promised", delivery.created_at)


def _tell_waiting(delivery: Delivery, key: int, occasion: str) -> None:
    follows = select(Follow.member_id).where(Follow.contribution_id == key)
    expects = select(Expectation.member_id).where(Expectation.promise_id == key)
    reason = "moved" if delivery.payload["outcome"] == Outcome.OPEN else delivery.payload["outcome"]
    told = Tidings(key, occasion, f"promise {reason}", "followed", delivery.actor_id, delivery.created_at)
    tell(told, or_(Member.id.in_(follows), Member.id.in_(expects)))
    queue_mails(key, occasion, delivery.created_at)
