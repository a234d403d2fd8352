"""Telling staff of questions that have waited too long, once each."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import exists, select, type_coerce

from accounts.models import Member, Role
from community.events import QuestionEscalated
from community.models import Question
from community.queues.models import Escalation
from community.queues.queries import by_staff, staff_has_written
from contributions.models import Contribution, State
from contributions.telling import Tidings, queue_mails, tell
from core.business import BusinessHours
from core.clock import now
from core.database import Key, db, once
from core.events import publish
from core.settings import Settings

# What is older was asked before anybody watched; an import of years wakes nobody.
OLDEST = timedelta(days=30)
MOST = 100
TOLD = Role.STAFF | Role.ADMINISTRATOR


def escalate() -> None:
    """Tell staff of every question that has waited for as many business hours as the settings allow."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.escalate_hours:
        return
    at, question = now(), Question.__table__
    since = BusinessHours.parse(settings.business_hours).before(at, settings.escalate_hours)
    waiting = (
        select(Contribution.id)
        .where(Contribution.kind == "question", Contribution.reply_count == 0, Contribution.source.is_(None))
        .where(Contribution.state == State.PUBLISHED, Contribution.concealed.is_(False))
        .where(Contribution.created_at <= since, Contribution.created_at > since - OLDEST)
        .where(~staff_has_written(), ~by_staff(Contribution.author_roles))
        .where(~exists().where(Escalation.question_id == Contribution.id))
        .where(~exists().where(question.c.id == Contribution.id, question.c.duplicate_of_id.is_not(None)))
        .order_by(Contribution.created_at, Contribution.id)
        .limit(MOST)
    )
    for key in db.session.scalars(waiting).all():
        new = once(Escalation).values(question_id=key, escalated_at=at).returning(Escalation.question_id)
        if db.session.scalar(new) is None:
            continue
        staff = type_coerce(Member.roles_held, Key).bitwise_and(int(TOLD)) != 0
        tell(Tidings(key, "escalated", "escalated", "escalation", None, at), staff)
        queue_mails(key, "escalated", at)
        publish(QuestionEscalated(actor_id=None, contribution_id=key, hours=settings.escalate_hours))
