"""Notifications: followers of a thread hear of what is new in it, for as long as they may see it."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, and_, case, func, or_, select, update
from sqlalchemy.orm import aliased

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.events import ContributionEdited, ContributionPosted
from contributions.mentioning import tell_mentioned
from contributions.models import Contribution, Follow, Notification, Space
from contributions.sentences import MODERATED
from contributions.telling import Tidings, queue_mails, tell
from contributions.visibility import listed_to, member_may_see, visible_to
from core.clock import now
from core.database import db, read
from core.outbox import Delivery
from core.paging import Cursor, Order, Page, page_of

LANE = "notifications"
EVENTS = (ContributionPosted, ContributionEdited)
PAGE = 30
Parent = aliased(Contribution, flat=True)
# Say of a post whether a room tells of it itself, to more members than its followers.
TOLD_ELSEWHERE: list[Callable[[int], bool]] = []


def notify_followers(deliveries: Sequence[Delivery]) -> None:
    """Tell those who are named, then every follower of the thread, each once; and let mail go to those who want it."""
    for delivery in deliveries:
        key, thread = delivery.payload["contribution_id"], delivery.payload["thread_id"]
        tell_mentioned(key, delivery.actor_id, delivery.created_at)
        if (
            delivery.event == ContributionPosted.name()
            and key != thread
            and not any(told(key) for told in TOLD_ELSEWHERE)
        ):
            _tell_followers(delivery, key, thread)
        queue_mails(key, "posted", delivery.created_at)


def _tell_followers(delivery: Delivery, key: int, thread: int) -> None:
    followers = select(Follow.member_id).where(Follow.contribution_id == thread, Follow.since <= delivery.created_at)
    opener = select(Contribution.author_id).where(Contribution.id == thread).scalar_subquery()
    replied_to = select(Parent.author_id).where(Parent.id == Contribution.parent_id).scalar_subquery()
    own = (Member.id == opener) | (Member.id == replied_to)
    kind = case((own, "own"), else_="followed")
    told = Tidings(key, "posted", delivery.payload["kind"], kind, delivery.actor_id, delivery.created_at)
    tell(told, Member.id.in_(followers))


def unread_of_member() -> ScalarSelect[int]:
    """The number of unread notifications of the member of an enclosing statement."""
    own = and_(Notification.reason == MODERATED, Contribution.author_id == Member.id)
    decided = and_(own, Contribution.concealed.is_(False))
    unread = (
        select(func.count(Notification.id))
        .join(Contribution, Contribution.id == Notification.contribution_id)
        .join(Space, Space.id == Contribution.space_id)
        .where(Notification.member_id == Member.id, Notification.read_at.is_(None), or_(member_may_see(), decided))
    )
    return unread.correlate(Member).scalar_subquery()


def told_to(viewer: Viewer) -> ColumnElement[bool]:
    """Notifications that may be shown: of what stands, and of decisions about what the viewer wrote.

    What stands under something hidden is left out even then, as the words of its thread are shown beside it.
    """
    decided = and_(Notification.reason == MODERATED, visible_to(viewer), Contribution.concealed.is_(False))
    return or_(listed_to(viewer), decided)


def notifications_page(viewer: Viewer, after: str | None, limit: int = PAGE) -> Page[Row[Any]]:
    """Return a viewer's notifications, the latest first; those of what they may no longer see are left out."""
    cursor = Cursor.decode(after, 1) if after else None
    root = Contribution.__table__.alias("root")
    statement = (
        select(
            Notification.id,
            Notification.reason,
            Notification.read_at,
            Notification.created_at,
            Contribution.id.label("contribution_id"),
            Contribution.excerpt,
            Contribution.state,
            Contribution.state_reason,
            root.c.title.label("thread_title"),
            Member.id.label("actor_id"),
            Member.name.label("actor_name"),
        )
        .join(Contribution, Contribution.id == Notification.contribution_id)
        .outerjoin(root, root.c.id == func.coalesce(Contribution.thread_id, Contribution.id))
        .outerjoin(Member, Member.id == Notification.actor_id)
        .where(Notification.member_id == viewer.id, told_to(viewer))
    )
    rows = read(Order((Notification.id,)).apply(statement, cursor, limit)).all()
    return page_of(rows, cursor, limit, lambda row: (row.id,))


def mark_read(viewer: Viewer, key: int | None = None) -> int | None:
    """Mark one notification (or, without a key, all) as read; returns the contribution that the one was about."""
    own = Notification.member_id == viewer.id
    which = own & (Notification.id == key) if key is not None else own
    unread = which & Notification.read_at.is_(None)
    db.session.execute(update(Notification).where(unread).values(read_at=now()))
    return db.session.scalar(select(Notification.contribution_id).where(which)) if key is not None else None
