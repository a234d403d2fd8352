"""Notifications: followers of a thread hear of what is new in it, for as long as they may see it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Insert, Row, ScalarSelect, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.events import ContributionPosted
from contributions.models import Contribution, Follow, Notification
from contributions.visibility import listed_to, visible_to
from core.clock import now
from core.database import db, read
from core.outbox import Delivery
from core.paging import Cursor, Order, Page, page_of
from core.translation import gettext as _

LANE = "notifications"
# What a moderator decided is told about posts that stand nowhere any more, too.
MODERATED = "moderated"
EVENTS = (ContributionPosted,)
PAGE = 30


def notify_followers(deliveries: Sequence[Delivery]) -> None:
    """Leave a notification with every follower of the threads in which something was posted, each once."""
    for delivery in deliveries:
        key, thread = delivery.payload["contribution_id"], delivery.payload["thread_id"]
        if key == thread:
            continue
        followers = select(Follow.member_id).where(
            Follow.contribution_id == thread,
            Follow.member_id != (delivery.actor_id or 0),
            Follow.since <= delivery.created_at,
        )
        rows = [
            {
                "member_id": member,
                "contribution_id": key,
                "reason": delivery.payload["kind"],
                "actor_id": delivery.actor_id,
                "created_at": delivery.created_at,
            }
            for member in db.session.scalars(followers)
        ]
        if rows:
            db.session.execute(_insert_once(), rows)


def _insert_once() -> Insert:
    """Insert a notification, or do nothing where it is there already."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement: Any = dialect.insert(Notification)
    once: Insert = statement.on_conflict_do_nothing()
    return once


def unread_of_member() -> ScalarSelect[int]:
    """The number of unread notifications of the member of an enclosing statement."""
    unread = select(func.count()).where(Notification.member_id == Member.id, Notification.read_at.is_(None))
    return unread.correlate(Member).scalar_subquery()


def notifications_page(viewer: Viewer, after: str | None) -> Page[Row[Any]]:
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
        .where(Notification.member_id == viewer.id)
        .where(or_(listed_to(viewer), and_(Notification.reason == MODERATED, visible_to(viewer))))
    )
    rows = read(Order((Notification.id,)).apply(statement, cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.id,))


def mark_read(viewer: Viewer, key: int | None = None) -> int | None:
    """Mark one notification (or, without a key, all) as read; returns the contribution that the one was about."""
    own = Notification.member_id == viewer.id
    which = own & (Notification.id == key) if key is not None else own
    unread = which & Notification.read_at.is_(None)
    db.session.execute(update(Notification).where(unread).values(read_at=now()))
    return db.session.scalar(select(Notification.contribution_id).where(which)) if key is not None else None


def sentence(reason: str, actor: str, state: str = "published") -> str:
    """Say in words what happened; `state` is that of the contribution now."""
    if reason == MODERATED:
        return decision_sentence(state)
    sentences = {
        "answer": _("%(name)s answered", name=actor),
        "comment": _("%(name)s commented", name=actor),
    }
    return sentences.get(reason) or _("%(name)s wrote", name=actor)


def decision_sentence(state: str) -> str:
    """Say in words what a moderator decided about the reader's own post."""
    sentences = {
        "published": _("A moderator has looked at your post. It is on the page"),
        "hidden": _("A moderator has hidden your post"),
        "deleted": _("A moderator has deleted your post"),
    }
    return sentences.get(state) or _("A moderator has looked at your post")
