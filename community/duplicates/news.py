"""Tells members that their question was asked before, what whoever asked says of it, and where it went."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from accounts.models import Member
from community.events import DuplicateJudged, DuplicateMarked
from community.models import DuplicateLink, Question
from contributions.events import ThreadsMerged
from contributions.models import Contribution, Follow
from contributions.telling import Tidings, queue_mails, tell
from core.database import db
from core.outbox import Delivery

LANE = "duplicates"
EVENTS = (DuplicateMarked, DuplicateJudged, ThreadsMerged)


def tell_of_duplicates(deliveries: Sequence[Delivery]) -> None:
    """Tell each of those whom it concerns, once for each question; the handler of the lane."""
    for delivery in deliveries:
        payload, key = delivery.payload, delivery.payload["contribution_id"]
        if delivery.event == DuplicateMarked.name() and payload["original_id"] is not None:
            author = select(Contribution.author_id).where(Contribution.id == key)
            _tell(delivery, key, "duplicate", "duplicate", Member.id == author.scalar_subquery())
        elif delivery.event == DuplicateJudged.name() and not payload["agreed"]:
            marked = select(DuplicateLink.marked_by_id).where(DuplicateLink.question_id == key)
            _tell(delivery, key, "objected", "objected", Member.id.in_(marked))
        elif delivery.event == ThreadsMerged.name() and not payload["undone"] and is_question(key):
            followers = select(Follow.member_id).where(Follow.contribution_id == key)
            _tell(delivery, payload["thread_id"], f"merged:{key}", "joined", Member.id.in_(followers))


def is_question(key: int) -> bool:
    """Whether a thread that was merged is a question."""
    return db.session.scalar(select(Question.__table__.c.id).where(Question.__table__.c.id == key)) is not None


def _tell(delivery: Delivery, about: int, occasion: str, reason: str, whom: ColumnElement[bool]) -> None:
    tell(Tidings(about, occasion, reason, "own", delivery.actor_id, delivery.created_at), whom)
    queue_mails(about, occasion, delivery.created_at)
