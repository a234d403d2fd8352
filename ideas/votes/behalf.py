"""Votes that staff cast for a customer who said so elsewhere. The customer is told, and has the last word."""

from typing import Annotated

from pydantic import BeforeValidator, Field
from sqlalchemy import select

from accounts.models import Member
from accounts.names import name_key
from accounts.viewers import Viewer, viewer_of
from contributions import counters
from contributions.events import VoteCastOnBehalf
from contributions.models import Contribution, Vote
from contributions.policies import may_vote, require
from contributions.queries import contribution_of_kind, hold_thread
from contributions.schemas import one_line
from contributions.telling import Tidings, queue_mails, tell
from contributions.visibility import visible_to
from contributions.voting import score_changed
from core.clock import now
from core.database import db, once
from core.errors import Forbidden, Refused
from core.events import publish
from core.forms import Schema
from core.translation import gettext as _
from ideas.models import Idea
from ideas.votes.models import VoteOnBehalf

BEHALF = "behalf"


class BehalfDraft(Schema):
    """For whom staff votes (a name here), and from what they know that the customer wants this."""

    name: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=60)]
    words: Annotated[str, BeforeValidator(one_line), Field(min_length=3, max_length=500)]


def vote_on_behalf(actor: Viewer, key: int, draft: BehalfDraft) -> None:
    """Vote for an idea in the name of a customer, and tell them. Raises Forbidden, NotFound or Refused."""
    if not actor.standing.employee:
        raise Forbidden
    idea = hold_thread(actor, contribution_of_kind(actor, key, Idea).id)
    customer = _customer(draft.name)
    _require_sight(customer, key)
    require(may_vote(customer, idea))
    at = now()
    row = {"contribution_id": key, "member_id": customer.id, "value": 1, "origin": BEHALF, "valid": True}
    added = once(Vote).values(**row, reason=draft.words, created_at=at).returning(Vote.id)
    if db.session.scalar(added) is None:
        raise Refused(_("%(name)s has voted on this already. Their own vote stands.", name=customer.name))
    db.session.merge(
        VoteOnBehalf(contribution_id=key, member_id=customer.id, by_id=actor.id, words=draft.words, created_at=at)
    )
    db.session.flush()
    counters.recount_contribution(key)
    db.session.refresh(idea)
    score_changed.send(idea)
    event = publish(
        VoteCastOnBehalf(actor_id=actor.id, contribution_id=key, member_id=customer.id or 0, reason=draft.words)
    )
    tell(Tidings(key, f"behalf:{event}", BEHALF, "own", actor.id, at), Member.id == customer.id)
    queue_mails(key, f"behalf:{event}", at)


def _customer(name: str) -> Viewer:
    found = select(Member).where(Member.name_key == name_key(name), Member.active.is_(True), Member.erased_at.is_(None))
    member = db.session.scalars(found).one_or_none()
    if member is None:
        raise Refused(_("Nobody here has this name."))
    customer = viewer_of(member)
    if customer.standing.employee:
        raise Refused(_("Staff vote for themselves."))
    return customer


def _require_sight(customer: Viewer, key: int) -> None:
    seen = select(Contribution.id).where(Contribution.id == key, visible_to(customer))
    if db.session.scalar(seen) is None:
        raise Refused(_("%(name)s may not see this idea.", name=customer.name))
