"""What a person decides about a ring: whether its votes count in the clean number. No vote is ever taken away."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.events import RingDecided
from contributions.schemas import RowKey, one_line
from contributions.telling import Tidings, queue_mails, tell
from core.clock import now
from core.database import db, locked
from core.errors import Forbidden
from core.events import publish
from core.forms import Schema
from ideas.votes.models import RingIdea, RingMember, VoteRing

Words = Annotated[str, BeforeValidator(one_line), Field(min_length=3, max_length=500)]


class Decision(Schema):
    """What shall become of a ring, and why: its members read it. `open` takes an earlier decision back."""

    ring: RowKey
    state: Literal["agreed", "dismissed", "open"]
    words: Words


class Appeal(Schema):
    """What a member says to being taken for one of a ring."""

    ring: RowKey
    words: Words


def decide(actor: Viewer, draft: Decision) -> VoteRing:
    """Decide about a ring, or take that back, and tell its members. Raises Forbidden or NotFound."""
    if not actor.standing.employee:
        raise Forbidden
    ring = locked(select(VoteRing).where(VoteRing.id == draft.ring))
    if ring is None:
        raise NotFound
    before, at = ring.state, now()
    ring.state, ring.words, ring.decided_by_id, ring.decided_at = draft.state, draft.words, actor.id, at
    db.session.flush()
    event = publish(
        RingDecided(actor_id=actor.id, ring_id=ring.id, before=before, after=draft.state, reason=draft.words)
    )
    if before != draft.state and "agreed" in (before, draft.state):
        _tell_members(ring.id, f"ring:{event}")
    return ring


def _tell_members(key: int, occasion: str) -> None:
    """Tell each member once, beside an idea of the ring that they may see; the page of doubts holds all of it."""
    idea = db.session.scalar(
        select(RingIdea.idea_id).where(RingIdea.ring_id == key).order_by(RingIdea.idea_id).limit(1)
    )
    if idea is None:
        return
    at = now()
    members = select(RingMember.member_id).where(RingMember.ring_id == key)
    tell(Tidings(idea, occasion, "ring", "own", None, at), Member.id.in_(members))
    queue_mails(idea, occasion, at)


def appeal(actor: Viewer, draft: Appeal) -> None:
    """Say something to a decision about oneself; a later word takes the place of an earlier. Raises NotFound."""
    own = select(RingMember).where(RingMember.ring_id == draft.ring, RingMember.member_id == actor.id)
    decided = own.join(VoteRing, VoteRing.id == RingMember.ring_id).where(VoteRing.state != "open")
    row = locked(decided)
    if row is None:
        raise NotFound
    row.appeal, row.appealed_at = draft.words, now()
