"""Whether a term of guest staff is in force, asked of the clock each time: nothing has to run for it to expire."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select

from accounts.viewers import Viewer
from contributions.guests.events import GuestActed
from contributions.guests.models import GuestAct, GuestTerm, GuestTopic
from contributions.models import Contribution, Tagging
from core.clock import now
from core.database import UTCDateTime, db
from core.events import publish


def in_force() -> ColumnElement[bool]:
    """Terms that count at the moment at which the statement runs."""
    moment = bindparam("guest_now", callable_=now, type_=UTCDateTime())
    kept = and_(GuestTerm.accepted.is_(True), GuestTerm.ended_at.is_(None))
    return and_(kept, GuestTerm.begins_at <= moment, GuestTerm.ends_at > moment)


def under_topics(thread: Any = Contribution) -> ColumnElement[bool]:
    """Topics (GuestTopic) under which a thread falls: its space, or a tag on it."""
    tagged = exists().where(Tagging.contribution_id == thread.id, Tagging.tag_id == GuestTopic.tag_id)
    return or_(GuestTopic.space_id == thread.space_id, tagged)


def guest_of(member: Any, thread: Any = Contribution) -> ColumnElement[bool]:
    """Whether a member is guest staff under the topics of a thread (a column, for statements that read threads)."""
    term = select(GuestTerm.id).join(GuestTopic, GuestTopic.term_id == GuestTerm.id)
    return term.where(GuestTerm.member_id == member, in_force(), under_topics(thread)).correlate(thread).exists()


def term_for(actor: Viewer, thread_id: int) -> int | None:
    """Return the term under which an actor is guest staff in a thread; None for staff, who need none."""
    if not actor.signed_in or actor.standing.employee:
        return None
    statement = (
        select(GuestTerm.id)
        .join(GuestTopic, GuestTopic.term_id == GuestTerm.id)
        .join(Contribution, Contribution.id == thread_id)
        .where(GuestTerm.member_id == actor.id, in_force(), under_topics())
        .order_by(GuestTerm.id)
    )
    return db.session.scalar(statement.limit(1))


def note_act(actor: Viewer, term_id: int, contribution_id: int, act: str) -> None:
    """Write down what was done under a term, where everybody concerned can read it."""
    db.session.add(GuestAct(term_id=term_id, contribution_id=contribution_id, act=act, created_at=now()))
    publish(GuestActed(actor_id=actor.id, term_id=term_id, contribution_id=contribution_id, act=act))
