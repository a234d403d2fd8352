"""Naming guest staff, agreeing to it or declining, and ending a term before its time."""

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.changing import hold_member
from accounts.mailing import queue_mail
from accounts.models import EMPLOYEES, Member
from accounts.viewers import Viewer
from contributions.guests.events import GuestAnswered, GuestEnded, GuestNamed
from contributions.guests.models import GuestTerm, GuestTopic
from contributions.guests.schemas import Ending, TermDraft
from contributions.models import Space, Tag
from contributions.visibility import readable_by
from core.clock import format_time, now
from core.database import db, locked
from core.errors import Forbidden, Refused
from core.events import publish
from core.translation import gettext as _


def name_guest(actor: Viewer, member_id: int, draft: TermDraft) -> GuestTerm:
    """Ask a member to be guest staff. Raises Forbidden, NotFound for an unknown topic, or Refused."""
    if not actor.standing.employee:
        raise Forbidden
    member = hold_member(member_id)
    _require_fit(member)
    topics = _topics(actor, draft)
    term = GuestTerm(member_id=member_id, named_by_id=actor.id, reason=draft.reason, created_at=now())
    term.begins_at, term.ends_at = draft.begins_at, draft.ends_at
    db.session.add(term)
    db.session.flush()
    db.session.add_all(GuestTopic(term_id=term.id, **topic) for topic in topics)
    db.session.flush()
    until = format_time(draft.ends_at)
    publish(GuestNamed(actor_id=actor.id, term_id=term.id, member_id=member_id, until=until, reason=draft.reason))
    if member.email:
        queue_mail("guest-asked", member.email, member)
    return term


def _require_fit(member: Member) -> None:
    if not member.active or member.erased_at is not None:
        raise NotFound
    if member.roles_held & EMPLOYEES:
        raise Refused(_("This member is staff already."))
    open_term = select(GuestTerm.id).where(GuestTerm.member_id == member.id, GuestTerm.ended_at.is_(None))
    if db.session.scalar(open_term.where(GuestTerm.ends_at > now(), GuestTerm.accepted.is_not(False)).limit(1)):
        raise Refused(_("This member has a term already. End it before you name another."))


def _topics(actor: Viewer, draft: TermDraft) -> list[dict[str, int]]:
    """Return the topics as columns. Raises NotFound for a space that the actor cannot read, Refused for no such tag."""
    spaces = list(db.session.scalars(select(Space.id).where(Space.id.in_(draft.spaces), readable_by(actor))))
    if len(spaces) < len(set(draft.spaces)):
        raise NotFound
    tags = {tag.name: tag.id for tag in db.session.scalars(select(Tag).where(Tag.name.in_(draft.tags)))}
    for name in draft.tags:
        if name not in tags:
            raise Refused(_("Nobody has used the tag “%(tag)s” yet.", tag=name))
    return [{"space_id": key} for key in spaces] + [{"tag_id": key} for key in tags.values()]


def answer_term(actor: Viewer, key: int, accepted: bool) -> GuestTerm:
    """Agree to be guest staff, or decline. Raises NotFound for terms of others, and Refused where it is too late."""
    term = _held(key)
    if term.member_id != actor.id:
        raise NotFound
    if term.accepted is accepted:
        return term
    if term.answered_at is not None or term.ended_at is not None or term.ends_at <= now():
        raise Refused(_("This is over. Staff can ask you again."))
    term.accepted, term.answered_at = accepted, now()
    publish(GuestAnswered(actor_id=actor.id, term_id=key, member_id=term.member_id, accepted=accepted))
    return term


def end_term(actor: Viewer, key: int, draft: Ending) -> GuestTerm:
    """End a term before its time: staff, and the guest. Raises NotFound, or Refused where it is over."""
    term = _held(key)
    if not actor.standing.employee and term.member_id != actor.id:
        raise NotFound
    if term.ended_at is not None or term.ends_at <= now():
        raise Refused(_("This term is over already."))
    term.ended_at, term.ended_by_id, term.end_reason = now(), actor.id, draft.reason
    publish(GuestEnded(actor_id=actor.id, term_id=key, member_id=term.member_id, reason=draft.reason))
    return term


def _held(key: int) -> GuestTerm:
    term = locked(select(GuestTerm).where(GuestTerm.id == key))
    if term is None:
        raise NotFound
    return term
