"""What the forum brings to the home page of a member: their questions, and those that wait, some for too long."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists

from accounts.panels.registry import Panel, row
from accounts.viewers import Standing
from community.models import Question
from contributions.models import Contribution, Space
from contributions.panels import thread_address
from contributions.visibility import listed_to, typical, viewer_id
from core.clock import now
from core.database import UTCDateTime
from core.paging import AnySelect
from core.translation import lazy_gettext as _

LONG = timedelta(days=1)


def _questions() -> AnySelect:
    named = {"key": Contribution.id, "kind": Contribution.kind, "title": Contribution.title, "more": Space.name}
    statement = row(**named, at=Contribution.created_at, number=Contribution.reply_count)
    return statement.join_from(Contribution, Space, Space.id == Contribution.space_id).where(
        Contribution.kind == "question"
    )


def _no_duplicate() -> ColumnElement[bool]:
    own: Any = Question.__table__
    return ~exists().where(own.c.id == Contribution.id, own.c.duplicate_of_id.is_not(None))


def _own(standing: Standing) -> AnySelect:
    own = _questions().where(Contribution.author_id == viewer_id(), listed_to(typical(standing)))
    return own.order_by(Contribution.created_at.desc(), Contribution.id.desc())


def _waiting(standing: Standing) -> AnySelect:
    others = (Contribution.author_id != viewer_id()) | Contribution.author_id.is_(None)
    waiting = _questions().where(Contribution.reply_count == 0, _no_duplicate(), others, listed_to(typical(standing)))
    return waiting.order_by(Contribution.created_at.desc(), Contribution.id.desc())


def _overdue(standing: Standing) -> AnySelect:
    before = bindparam("overdue", callable_=lambda: now() - LONG, type_=UTCDateTime)
    late = _questions().where(Contribution.reply_count == 0, _no_duplicate(), Contribution.created_at < before)
    return late.where(listed_to(typical(standing))).order_by(Contribution.created_at.desc(), Contribution.id.desc())


OWN = Panel(
    key="own-questions",
    title=_("Your questions"),
    empty=_("You have not asked anything yet."),
    url="/questions",
    rows=_own,
    address=thread_address,
)
WAITING = Panel(
    key="waiting",
    title=_("Waiting for an answer"),
    empty=_("Nothing is waiting. Every question has an answer."),
    url="/questions?order=unanswered",
    rows=_waiting,
    address=thread_address,
)

OVERDUE = Panel(
    key="overdue",
    title=_("No answer for a day"),
    empty=_("Nobody has waited for more than a day."),
    url="/staff/queues",
    rows=_overdue,
    address=thread_address,
    audience=lambda standing: standing.employee,
)


def panels() -> list[Panel]:
    """Return the panels."""
    return [OWN, WAITING, OVERDUE]
