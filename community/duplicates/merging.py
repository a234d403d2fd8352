"""Merging a duplicate into its original, and taking a merge back: posts move, and everybody is counted once."""

from typing import Any

from sqlalchemy import delete
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from community import counters
from community.duplicates import moving
from community.duplicates.chains import settle, take_turns
from community.duplicates.marking import hold_both, link_of, space_of
from community.duplicates.models import Merge
from community.duplicates.policies import may_merge, may_move_posts
from community.models import DuplicateLink, Question
from community.queries import question_for
from contributions import counters as counts
from contributions.events import ContributionStateChanged, ThreadsMerged
from contributions.models import Contribution, State
from contributions.policies import require
from contributions.queries import contribution_for
from contributions.taking_down import state_changed
from core.clock import now
from core.database import db, locked
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _


def merge_question(actor: Viewer, key: int) -> Question:
    """Move everything of a duplicate to the question at the end of its chain, which is returned.

    Raises NotFound, or Refused where it is no duplicate, was taken down, or other members read that space.
    """
    take_turns()
    original_id = question_for(actor, key).duplicate_of_id
    require(may_merge(actor))
    if original_id is None:
        raise Refused(_("Say first which question this is a duplicate of."))
    question, target = hold_both(actor, key, original_id)
    require(may_move_posts(space_of(question), space_of(target)))
    if question.state != State.PUBLISHED:
        raise Refused(_("This has been taken down, so nothing can be added to it."))
    merge = Merge(question_id=key, target_id=target.id, merged_by_id=actor.id, merged_at=now())
    db.session.add(merge)
    db.session.flush()
    _link_to(key, target.id)
    moving.move_posts(question, target, merge)
    moving.carry_marks(question, target)
    moving.lend(question, target, merge)
    target.opening_score += question.opening_score
    question.state, question.state_by_id = State.DELETED, actor.id
    question.state_reason = _("This was merged into another question.")
    _count_again(question, target)
    state_changed.send(question)
    _tell(actor.id, merge, State.PUBLISHED, "merged")
    return target


def unmerge_question(actor: Viewer, key: int) -> Question:
    """Put a merged question back with the posts that came from it. Raises NotFound or Refused."""
    take_turns()
    require(may_merge(actor))
    merge = db.session.get(Merge, key)
    if merge is None:
        raise NotFound
    contribution_for(actor, merge.target_id)
    for one in sorted((key, merge.target_id)):
        locked(moving.by_id(one))
    question = db.session.get_one(Question, key)
    question.state, question.state_by_id, question.state_reason = State.PUBLISHED, actor.id, ""
    db.session.flush()
    state_changed.send(question)
    return question


def _link_to(key: int, target_id: int) -> None:
    """Let one link say where a merged question went: the chain in between may change."""
    link = link_of(key)
    if link is None:
        return
    others = (DuplicateLink.question_id == key) & (DuplicateLink.id != link.id)
    db.session.execute(delete(DuplicateLink).where(others))
    link.original_id = target_id
    db.session.flush()


def mend(changed: Contribution, **_more: Any) -> None:
    """Settle the duplicates around a question that was taken down or put back; one that was merged is taken out."""
    if not isinstance(changed, Question):
        return
    merge = db.session.get(Merge, changed.id) if changed.state == State.PUBLISHED else None
    if merge is not None:
        _take_apart(changed, merge)
    settle([changed.id])


def _take_apart(question: Question, merge: Merge) -> None:
    target = db.session.get_one(Question, merge.target_id)
    require(may_move_posts(space_of(target), space_of(question)))
    if db.session.get(Merge, target.id) is not None:
        raise Refused(_("That question was merged into another one since. Take that back first."))
    moving.return_posts(question, target, merge)
    moving.take_back(question, target, merge)
    target.opening_score -= question.opening_score
    db.session.delete(merge)
    _count_again(question, target)
    _tell(question.state_by_id, merge, "merged", State.PUBLISHED)


def _count_again(*threads: Question) -> None:
    db.session.flush()
    for thread in threads:
        counts.recount_thread(thread.id)
        counts.recount_contribution(thread.id)
        counters.recount_question(thread.id)
        counters.recount_shared(thread.id)
        db.session.refresh(thread)


def _tell(actor_id: int | None, merge: Merge, before: str, after: str) -> None:
    key, target, undone = merge.question_id, merge.target_id, after != "merged"
    publish(ThreadsMerged(actor_id=actor_id, contribution_id=key, thread_id=target, undone=undone))
    publish(
        ContributionStateChanged(
            actor_id=actor_id, contribution_id=key, thread_id=key, before=before, after=after, reason=""
        )
    )
