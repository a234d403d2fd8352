"""What was offered to a member, and what they solved before that is like it."""

from typing import Any

from sqlalchemy import Exists, exists, func, select
from sqlalchemy.orm import aliased

from accounts.viewers import Viewer
from community.clubs.models import Doubt
from community.models import Question
from community.routing.models import Offer
from community.routing.offering import Answer, Asked, Here, There
from contributions.models import Contribution, Space, Tag
from contributions.visibility import listed_to
from core.database import read
from core.paging import Cursor, Order, Page, page_of

PAGE = 20
REASONS = 3
LATEST = Order((Offer.offered_at, Offer.question_id))


def offers_page(viewer: Viewer, page_key: str | None) -> Page[Any]:
    """Return one page of the questions that were offered to a viewer and not declined: one statement."""
    cursor = Cursor.decode(page_key, 2) if page_key else None
    statement = (
        select(
            Contribution.id,
            Contribution.kind,
            Contribution.title,
            Contribution.excerpt,
            Contribution.reply_count,
            Space.name.label("space_name"),
            Offer.offered_at,
            _doubted().label("doubted"),
        )
        .join(Offer, Offer.question_id == Contribution.id)
        .join(Space, Space.id == Contribution.space_id)
        .where(Offer.member_id == viewer.id, Offer.declined_at.is_(None), listed_to(viewer))
    )
    rows = read(LATEST.apply(statement, cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.offered_at, row.id))


def _doubted() -> Exists:
    """Whether somebody doubted a product in the thread of a question."""
    post = aliased(Contribution, flat=True)
    there = (post.id == Contribution.id) | (post.thread_id == Contribution.id)
    return exists().where(Doubt.contribution_id == post.id, there)


def reasons_for(viewer: Viewer, keys: list[int]) -> dict[int, list[dict[str, str]]]:
    """Return what the reader solved that is like each question, shared tags first, as far as they still see it."""
    question: Any = Question.__table__
    common = (
        select(func.aggregate_strings(Tag.name, " "))
        .join(Here, Here.tag_id == Tag.id)
        .join(There, There.tag_id == Tag.id)
        .where(Here.contribution_id == Asked.id, There.contribution_id == Contribution.id)
        .scalar_subquery()
    )
    place = func.row_number().over(partition_by=Asked.id, order_by=(common.is_(None), Contribution.id.desc()))
    found = (
        select(Asked.id.label("asked"), Answer.id, Contribution.title, common.label("tags"), place.label("place"))
        .select_from(question)
        .join(Contribution, Contribution.id == question.c.id)
        .join(Answer, Answer.id == question.c.accepted_answer_id)
        .join(Asked, Asked.id.in_(keys))
        .where(Answer.author_id == viewer.id, Contribution.id != Asked.id, listed_to(viewer))
        .where((Contribution.space_id == Asked.space_id) | common.is_not(None))
        .subquery()
    )
    reasons: dict[int, list[dict[str, str]]] = {}
    for row in read(select(found).where(found.c.place <= REASONS).order_by(found.c.asked, found.c.place)):
        solved = {"url": f"/contributions/{row.id}", "title": row.title, "tags": row.tags or ""}
        reasons.setdefault(row.asked, []).append(solved)
    return reasons
