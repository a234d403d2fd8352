"""What pages read of topics: those of the run that is shown, as far as enough members talk of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, case, func, select
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.visibility import listed_to
from core.database import read
from core.paging import AnySelect, Cursor, Order, Page, page_of
from insights.running import latest_run_id
from insights.topics.models import Topic, TopicFound, TopicThread
from insights.topics.naming import FEWEST_VOICES

PAGE = 40
ON_THE_MAP = 150
PEOPLE = 12
ORDERS = {
    "size": Order((TopicFound.threads, TopicFound.topic_id)),
    "growth": Order((TopicFound.growth, TopicFound.topic_id)),
}
CLOSEST = Order((TopicThread.closeness, TopicThread.contribution_id))


def topics_shown() -> AnySelect:
    """Select the topics of the run that is shown, which enough members talk of, with what people called them."""
    columns = [column for column in TopicFound.__table__.c if column.name != "run_id"]
    return (
        select(*columns, Topic.name, Topic.pinned, Topic.split_from_id)
        .join(Topic, Topic.id == TopicFound.topic_id)
        .where(
            TopicFound.run_id == latest_run_id(),
            TopicFound.authors >= FEWEST_VOICES,
            TopicFound.threads > 0,
            Topic.merged_into_id.is_(None),
        )
    )


def topics_page(order: str, cursor: Cursor | None) -> Page[Any]:
    """Return a page of topics by size or by growth."""
    rows = read(ORDERS[order].apply(topics_shown(), cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.threads if order == "size" else row.growth, row.topic_id))


def pinned_topics() -> Sequence[Any]:
    """Return the pinned topics, the largest first."""
    pinned = topics_shown().where(Topic.pinned)
    return read(pinned.order_by(TopicFound.threads.desc(), TopicFound.topic_id).limit(PAGE)).all()


def largest_topics(limit: int = ON_THE_MAP) -> Sequence[Any]:
    """Return the largest topics."""
    return read(topics_shown().order_by(TopicFound.threads.desc(), TopicFound.topic_id).limit(limit)).all()


def topic_row(topic_id: int) -> Any:
    """Return a topic of the run that is shown. Raises NotFound."""
    row = read(topics_shown().where(TopicFound.topic_id == topic_id)).one_or_none()
    if row is None:
        raise NotFound
    return row


def merged_into(topic_id: int) -> int | None:
    """Return the topic that this one was merged into."""
    found: int | None = read(select(Topic.merged_into_id).where(Topic.id == topic_id)).scalar()
    return found


def merged_here(topic_id: int) -> Sequence[Any]:
    """Return the topics that were merged into this one, with their labels in the run that is shown."""
    label = and_(TopicFound.topic_id == Topic.id, TopicFound.run_id == latest_run_id())
    return read(
        select(Topic.id, Topic.name, TopicFound.label)
        .outerjoin(TopicFound, label)
        .where(Topic.merged_into_id == topic_id)
        .order_by(Topic.id)
    ).all()


def threads_of(viewer: Viewer, topic_id: int, cursor: Cursor | None) -> Page[Any]:
    """Return a page of the threads of a topic that a viewer may see, those nearest to its middle first."""
    wanted = ("id", "kind", "title", "excerpt", "language", "score", "reply_count", "created_at")
    columns = [Contribution.__table__.c[name] for name in wanted]
    statement = (
        select(*columns, TopicThread.closeness)
        .join(TopicThread, TopicThread.contribution_id == Contribution.id)
        .where(TopicThread.run_id == latest_run_id(), TopicThread.topic_id == topic_id, listed_to(viewer))
    )
    rows = read(CLOSEST.apply(statement, cursor, PAGE // 2), {"viewer_id": viewer.id}).all()
    return page_of(rows, cursor, PAGE // 2, lambda row: (row.closeness, row.id))


def people_of(viewer: Viewer, topic_id: int) -> Sequence[Any]:
    """Return who wrote most in the threads of a topic, as far as a viewer may see what they wrote."""
    own = select(TopicThread.contribution_id)
    own = own.where(TopicThread.run_id == latest_run_id(), TopicThread.topic_id == topic_id)
    opened = func.sum(case((Contribution.thread_id.is_(None), 1), else_=0))
    root = func.coalesce(Contribution.thread_id, Contribution.id)
    return read(
        select(
            Member.id,
            Member.name,
            Member.roles_held.label("roles"),
            func.count().label("posts"),
            opened.label("threads"),
        )
        .join(Contribution, Contribution.author_id == Member.id)
        .where(root.in_(own), listed_to(viewer), Member.erased_at.is_(None))
        .group_by(Member.id, Member.name, Member.roles_held)
        .order_by(func.count().desc(), Member.id)
        .limit(PEOPLE),
        {"viewer_id": viewer.id},
    ).all()
