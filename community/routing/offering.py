"""Offers a new question to the few members who solved most of its kind, are about, and were not asked too often."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, and_, cast, exists, func, or_, select, update
from sqlalchemy.orm import aliased
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.viewers import Viewer
from community.models import Question
from community.routing.models import Offer
from contributions.events import ContributionPosted
from contributions.models import Contribution, Space, State, Tagging
from contributions.news.models import NewsHabit
from contributions.telling import Tidings, queue_mails, tell
from contributions.visibility import member_may_see
from core.clock import now
from core.database import db, once, read
from core.outbox import Delivery
from core.paging import AnySelect

LANE = "offers"
EVENTS = (ContributionPosted,)
YEAR, LATELY, WEEK = timedelta(days=365), timedelta(days=60), timedelta(days=7)
MOST_A_WEEK = 5
OFFERED_TO = 3
# A solved question with a tag in common says more than one that merely stood in the same space.
SHARED_TAG = 3
# Made once: an alias makes a copy of every column that is asked of it.
Asked, Other, Answer, Written = (aliased(Contribution, flat=True) for _number in range(4))
Here, There, Offered = aliased(Tagging), aliased(Tagging), aliased(Offer)


def offer_questions(deliveries: Sequence[Delivery]) -> None:
    """Offer every new question once; the handler of the lane."""
    for delivery in deliveries:
        if delivery.payload["kind"] == "question":
            _offer(delivery.payload["contribution_id"], delivery.actor_id, delivery.created_at)


def _offer(key: int, actor_id: int | None, at: datetime) -> None:
    if db.session.scalar(select(Offer.question_id).where(Offer.question_id == key).limit(1)) is not None:
        return
    chosen = [row.id for row in read(_fitting(key, at))]
    if not chosen:
        return
    rows = [{"question_id": key, "member_id": member, "offered_at": at} for member in chosen]
    db.session.execute(once(Offer).values(rows))
    tell(Tidings(key, "offered", "offer", "offer", actor_id, at), Member.id.in_(chosen))
    queue_mails(key, "offered", at)


def _fitting(key: int, at: datetime) -> AnySelect:
    """Members who may see a question and solved its kind in the last year, those who solved most of it first."""
    solved, habit = solved_like(key, at).subquery(), NewsHabit
    about = exists().where(Written.author_id == Member.id, Written.created_at > at - LATELY)
    this_week = select(func.count()).select_from(Offered).where(Offered.member_id == Member.id)
    weight = func.sum(1 + SHARED_TAG * solved.c.shares_tag)
    return (
        select(Member.id, weight.label("weight"))
        .join(solved, solved.c.member_id == Member.id)
        .join(Contribution, Contribution.id == key)
        .join(Space, Space.id == Contribution.space_id)
        .outerjoin(habit, habit.member_id == Member.id)
        .where(member_may_see(), Member.id != func.coalesce(Contribution.author_id, 0), about)
        .where(or_(habit.member_id.is_(None), habit.takes_offers.is_(True)))
        .where(this_week.where(Offered.offered_at > at - WEEK).scalar_subquery() < MOST_A_WEEK)
        .where(~exists().where(Asked.id == key, Asked.author_id == Member.id))
        .group_by(Member.id)
        .order_by(weight.desc(), Member.id)
        .limit(OFFERED_TO)
    )


def solved_like(key: int, at: datetime) -> AnySelect:
    """Accepted answers of the last year to questions like one: with a tag in common, or in its space."""
    question: Any = Question.__table__
    shared = exists().where(
        Here.contribution_id == Asked.id, There.tag_id == Here.tag_id, There.contribution_id == Other.id
    )
    return (
        select(
            Answer.author_id.label("member_id"),
            Answer.id.label("answer_id"),
            Other.id.label("question_id"),
            Other.title,
            cast(shared, Integer).label("shares_tag"),
        )
        .select_from(question)
        .join(Answer, Answer.id == question.c.accepted_answer_id)
        .join(Other, Other.id == question.c.id)
        .join(Asked, Asked.id == key)
        .where(Answer.created_at > at - YEAR, Other.id != key, Answer.author_id.is_not(None))
        .where(func.coalesce(Answer.author_id, 0) != func.coalesce(Other.author_id, -1))
        .where(and_(*(post.state == State.PUBLISHED for post in (Answer, Other))))
        .where(Answer.concealed.is_(False), or_(Other.space_id == Asked.space_id, shared))
    )


def decline_offer(actor: Viewer, key: int) -> None:
    """Say that a question is not for oneself. Raises NotFound where it was not offered."""
    own = (Offer.question_id == key) & (Offer.member_id == actor.id)
    declined = update(Offer).where(own).values(declined_at=now()).returning(Offer.question_id)
    if db.session.scalar(declined) is None:
        raise NotFound
