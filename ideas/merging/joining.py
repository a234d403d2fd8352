"""Merging ideas, taking a merge back, and members who do not want their vote carried over."""

from typing import Any

from sqlalchemy import delete, or_, select, update

from accounts.viewers import Viewer
from contributions import counters
from contributions.events import VoteCast
from contributions.merging import joining
from contributions.merging.models import ThreadMerge, VoteRefusal
from contributions.merging.moving import carried, lent_follows, moved_posts
from contributions.models import Contribution, Follow, Space, State, Vote
from contributions.policies import YES, Verdict, require
from contributions.queries import contribution_of_kind, hold_thread
from contributions.taking_down import state_changed
from contributions.voting import score_changed
from core.clock import now
from core.database import db, once
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _
from ideas.deciding.moving import held_idea
from ideas.deciding.policies import may_decide
from ideas.merging.events import CarriedVoteRefused
from ideas.merging.models import DuplicateSuggestion
from ideas.models import Idea


def merge_idea(actor: Viewer, key: int, target_id: int) -> Idea:
    """Merge an idea into another one, or into that which the other was merged into. Raises NotFound or Refused.

    Its posts move; who voted for it or follows it counts there, each once; its address leads there.
    """
    require(may_decide(actor))
    joining.take_turns()
    target_id = joining.end_of(target_id)
    if key == target_id:
        raise Refused(_("An idea cannot be merged into itself, nor into one that was merged into it."))
    held = {one: held_idea(actor, one) for one in sorted((key, target_id))}
    source, target = held[key], held[target_id]
    require(may_join(source, target))
    merge = joining.join_threads(actor, source, target, _("This was merged into another idea."))
    _accept(actor, key, target_id)
    joining.settle(actor.id, merge, source, target, undone=False)
    state_changed.send(source)
    return target


def unmerge_idea(actor: Viewer, key: int) -> Idea:
    """Let a merged idea stand on its own again, with what came from it. Raises NotFound or Refused."""
    require(may_decide(actor))
    joining.stand_again(actor, key)
    return db.session.get_one(Idea, key)


def mend(changed: Contribution, **_more: Any) -> None:
    """Take an idea that stands again, by whatever way, out of the one that it was merged into."""
    if not isinstance(changed, Idea) or changed.state != State.PUBLISHED:
        return
    merge = db.session.get(ThreadMerge, changed.id)
    if merge is None:
        return
    target = db.session.get_one(Idea, merge.target_id)
    require(may_join(target, changed))
    if db.session.get(ThreadMerge, target.id) is not None:
        raise Refused(_("That idea was merged into another one since. Take that back first."))
    joining.part_threads(changed, target, merge, moved_posts(merge))
    joining.settle(changed.state_by_id, merge, changed, target, undone=True)


def is_idea(key: int) -> bool:
    """Whether a thread that was merged is an idea."""
    return db.session.get(Idea, key) is not None


def may_join(source: Contribution, target: Contribution) -> Verdict:
    """Whether the posts of an idea may move to another: only where the same members read them after as before."""
    spaces = db.session.scalars(select(Space).where(Space.id.in_([source.space_id, target.space_id]))).all()
    if joining.same_readers(spaces[0], spaces[-1]):
        return YES
    return Verdict(False, _("These ideas stand in spaces with different readers, so what was said cannot move."))


def refuse_vote(actor: Viewer, key: int) -> Idea:
    """Withdraw the vote that merges carried to an idea, for now and for later merges. Raises NotFound or Refused."""
    hold_thread(actor, key)
    idea = contribution_of_kind(actor, key, Idea)
    merges = list(db.session.scalars(select(ThreadMerge).where(ThreadMerge.target_id == key)))
    own = Vote.member_id == actor.id
    lent = [merge for merge in merges if db.session.scalar(select(Vote.id).where(own, carried(merge)))]
    if not lent:
        raise Refused(_("No vote of yours was carried over to this idea."))
    voted = select(Vote.contribution_id).where(own, Vote.contribution_id.in_([merge.source_id for merge in merges]))
    refused = [{"source_id": one, "member_id": actor.id, "refused_at": now()} for one in db.session.scalars(voted)]
    db.session.execute(once(VoteRefusal), refused)
    plain = {"synchronize_session": False}
    follows = or_(*(lent_follows(merge) for merge in lent))
    db.session.execute(delete(Follow).where(Follow.member_id == actor.id, follows).execution_options(**plain))
    db.session.execute(delete(Vote).where(own, Vote.contribution_id == key).execution_options(**plain))
    db.session.flush()
    counters.recount_contribution(key)
    db.session.refresh(idea)
    score_changed.send(idea)
    publish(VoteCast(actor_id=actor.id, contribution_id=key, value=0))
    publish(CarriedVoteRefused(actor_id=actor.id, contribution_id=key))
    return idea


def _accept(actor: Viewer, *pair: int) -> None:
    """Note that a suggestion was right, where these two were suggested."""
    first, second = sorted(pair)
    suggested = (DuplicateSuggestion.first_id == first) & (DuplicateSuggestion.second_id == second)
    decided = {"state": "accepted", "decided_by_id": actor.id, "decided_at": now()}
    db.session.execute(update(DuplicateSuggestion).where(suggested).values(**decided))
