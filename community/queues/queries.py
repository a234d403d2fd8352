"""Questions that wait, the longest first: those without any answer, and those to which no staff has said anything."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, exists, select, type_coerce
from sqlalchemy.orm import aliased

from accounts.models import EMPLOYEES, Member
from accounts.viewers import Viewer
from community.models import Question
from contributions.models import Contribution, Space, State, Tag, Tagging
from contributions.rows import tag_column
from contributions.visibility import listed_to
from core.clock import now
from core.database import Key, read
from core.paging import Cursor, Order, Page, page_of

PAGE = 30
LONGEST_FIRST = Order((Contribution.created_at, Contribution.id), descending=False)
UNANSWERED, NO_STAFF = "unanswered", "no-staff"


class Chosen(NamedTuple):
    """What a queue is limited to; hours that a question has waited at least."""

    queue: str = UNANSWERED
    space: int | None = None
    tag: str = ""
    hours: int = 0


def by_staff(roles: Any) -> ColumnElement[bool]:
    """Whether roles, held when something was written, are those of staff."""
    held: ColumnElement[bool] = type_coerce(roles, Key).bitwise_and(int(EMPLOYEES)) != 0
    return held


def staff_has_written() -> ColumnElement[bool]:
    """Whether staff has said something in a thread that stands."""
    post = aliased(Contribution, flat=True)
    return exists().where(
        post.thread_id == Contribution.id,
        post.state == State.PUBLISHED,
        post.concealed.is_(False),
        by_staff(post.author_roles),
    )


def queue_page(
    viewer: Viewer, chosen: Chosen, cursor: Cursor | None, also: ColumnElement[bool] | None = None
) -> Page[Row[Any]]:
    """Return one page of a queue, limited by a further condition where one is given: one statement."""
    question: Any = Question.__table__
    statement = (
        select(
            Contribution.id,
            Contribution.kind,
            Contribution.title,
            Contribution.created_at,
            Contribution.reply_count,
            Contribution.author_id,
            Contribution.author_roles,
            Member.name.label("author_name"),
            Space.name.label("space_name"),
            Space.slug.label("space_slug"),
            tag_column().label("tags"),
        )
        .join(question, question.c.id == Contribution.id)
        .join(Space, Space.id == Contribution.space_id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where(Contribution.kind == "question", listed_to(viewer), *_limits(chosen, now()))
        .where(question.c.duplicate_of_id.is_(None))
    )
    if chosen.queue == NO_STAFF:
        unsolved = question.c.accepted_answer_id.is_(None)
        statement = statement.where(unsolved, ~staff_has_written(), ~by_staff(Contribution.author_roles))
    if also is not None:
        statement = statement.where(also)
    rows = read(LONGEST_FIRST.apply(statement, cursor, PAGE), {"viewer_id": viewer.id}).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.created_at, row.id))


def _limits(chosen: Chosen, at: datetime) -> list[ColumnElement[bool]]:
    limits: list[ColumnElement[bool]] = []
    if chosen.queue == UNANSWERED:
        limits.append(Contribution.reply_count == 0)
    if chosen.space is not None:
        limits.append(Contribution.space_id == chosen.space)
    if chosen.tag:
        tagged = select(Tagging.contribution_id).join(Tag, Tag.id == Tagging.tag_id).where(Tag.name == chosen.tag)
        limits.append(Contribution.id.in_(tagged))
    if chosen.hours:
        limits.append(Contribution.created_at <= at - timedelta(hours=chosen.hours))
    return limits
