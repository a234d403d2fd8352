"""Voting: one row for each member and contribution; the score is counted from the rows."""

from blinker import Signal
from sqlalchemy import delete, select

from accounts.viewers import Viewer
from contributions import counters
from contributions.events import VoteCast
from contributions.models import Contribution, Vote
from contributions.policies import may_unvote, may_vote, may_vote_down, require, require_open
from contributions.queries import hold_contribution, hold_thread
from core.clock import now
from core.database import db
from core.events import publish

# Lets a room mend, in the same transaction, what it derives from the scores of its contributions.
score_changed = Signal()
MAY = {1: may_vote, 0: may_unvote, -1: may_vote_down}


def cast_vote(actor: Viewer, key: int, value: int) -> Contribution:
    """Vote for (1) or against (-1) a contribution, or take the vote back (0). Raises NotFound or Refused."""
    # Everyone holds the thread first: the vote changes its rank too, and two writers never wait for each other.
    thread = hold_thread(actor, key)
    contribution = hold_contribution(actor, key)
    require(MAY[value](actor, contribution))
    require_open(actor, thread, contribution, "vote")
    own = (Vote.contribution_id == key) & (Vote.member_id == actor.id)
    vote = db.session.scalars(select(Vote).where(own)).one_or_none()
    if value == 0:
        db.session.execute(delete(Vote).where(own))
    elif vote is None:
        db.session.add(Vote(contribution_id=key, member_id=actor.id, value=value, valid=True, created_at=now()))
    elif vote.value == value:
        return contribution
    else:
        vote.value, vote.origin, vote.created_at = value, "page", now()
    db.session.flush()
    counters.recount_contribution(key)
    db.session.refresh(contribution)
    score_changed.send(contribution)
    publish(VoteCast(actor_id=actor.id, contribution_id=key, value=value))
    return contribution
