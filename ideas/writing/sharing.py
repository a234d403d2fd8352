"""Having an idea together: an author asks, the member says yes, and either can end it."""

import re
from typing import Any

from sqlalchemy import delete, func, select
from werkzeug.exceptions import NotFound

from accounts.fields import FieldRefused
from accounts.models import Member
from accounts.names import name_key
from accounts.viewers import Viewer
from contributions.following import follow
from contributions.policies import Verdict, may_reply, may_unvote, require
from contributions.queries import contribution_of_kind, hold_contribution
from contributions.voting import cast_vote
from core.clock import now
from core.database import db, once
from core.events import publish
from core.translation import gettext as _
from ideas.models import CoAuthor, Idea
from ideas.writing.events import CoAuthorAsked, CoAuthorChanged

MOST_AUTHORS = 8
PAGE_OF_MEMBER = re.compile(r"(?:\S*/members/|#)?(\d{1,18})(?:/\S*)?\Z")


def has_together(actor: Viewer, idea: Any) -> bool:
    """Whether an actor is a co-author of an idea; a row may bring the answer along as `together`."""
    known = getattr(idea, "together", None)
    if known is not None:
        return bool(known)
    own = (CoAuthor.idea_id == idea.id) & (CoAuthor.member_id == actor.id) & CoAuthor.accepted_at.is_not(None)
    return db.session.scalar(select(CoAuthor.idea_id).where(own)) is not None


def may_share(actor: Viewer, idea: Any) -> Verdict:
    """Whether an actor may ask others to have an idea together."""
    if not actor.signed_in or idea.author_id != actor.id:
        return Verdict(False, _("Only its author asks others to be co-authors."))
    return may_reply(actor, idea)


def ask_coauthor(actor: Viewer, idea_id: int, name: str) -> Member:
    """Ask a member to be a co-author. Raises NotFound, Refused, or FieldRefused where the name fits nobody."""
    idea = contribution_of_kind(actor, idea_id, Idea)
    hold_contribution(actor, idea_id)
    require(may_share(actor, idea))
    member = _member_meant(name)
    if member.id == idea.author_id:
        raise FieldRefused("member", _("That is you."))
    count = db.session.scalar(select(func.count()).where(CoAuthor.idea_id == idea_id)) or 0
    if count >= MOST_AUTHORS:
        raise FieldRefused("member", _("An idea has at most %(count)s co-authors.", count=MOST_AUTHORS))
    row = {"idea_id": idea_id, "member_id": member.id, "asked_by_id": actor.id, "asked_at": now()}
    db.session.execute(once(CoAuthor).values(**row))
    publish(CoAuthorAsked(actor_id=actor.id, contribution_id=idea_id, thread_id=idea_id, member_id=member.id))
    return member


def _member_meant(typed: str) -> Member:
    numbered = PAGE_OF_MEMBER.match(typed)
    which = Member.id == int(numbered[1]) if numbered else Member.name_key == name_key(typed)
    living = select(Member).where(which, Member.erased_at.is_(None), ~Member.is_pending)
    found = db.session.scalars(living.limit(2)).all()
    if not found:
        raise FieldRefused("member", _("Nobody here has that name. The address of their page serves, too."))
    if len(found) > 1:
        raise FieldRefused("member", _("Several members have that name. Give the address of the page of the one."))
    return found[0]


def answer_coauthor(actor: Viewer, idea_id: int, accepted: bool) -> None:
    """Say yes to being a co-author, or no, also later. A vote for what becomes one's own is taken back.

    Raises NotFound where one was not asked.
    """
    idea = contribution_of_kind(actor, idea_id, Idea)
    row = db.session.get(CoAuthor, (idea_id, actor.id))
    if row is None:
        raise NotFound
    if not accepted:
        _end(actor, idea_id, row.member_id)
        return
    if row.accepted_at is None:
        if may_unvote(actor, idea):
            cast_vote(actor, idea_id, 0)
        row.accepted_at = now()
        follow(actor, idea_id)
        _publish(actor, idea_id, row.member_id, accepted=True)


def remove_coauthor(actor: Viewer, idea_id: int, member_id: int) -> None:
    """End that a member is a co-author, or is asked to be. Raises NotFound or Refused."""
    idea = contribution_of_kind(actor, idea_id, Idea)
    require(may_share(actor, idea))
    if db.session.get(CoAuthor, (idea_id, member_id)) is None:
        raise NotFound
    _end(actor, idea_id, member_id)


def _end(actor: Viewer, idea_id: int, member_id: int) -> None:
    own = (CoAuthor.idea_id == idea_id) & (CoAuthor.member_id == member_id)
    db.session.execute(delete(CoAuthor).where(own))
    _publish(actor, idea_id, member_id, accepted=False)


def _publish(actor: Viewer, idea_id: int, member_id: int, *, accepted: bool) -> None:
    about = {"contribution_id": idea_id, "thread_id": idea_id, "member_id": member_id}
    publish(CoAuthorChanged(actor_id=actor.id, accepted=accepted, **about))
