"""Merging a duplicate into its original, and taking a merge back: posts move, and everybody is counted once."""

from typing import Any

from sqlalchemy import delete

from accounts.viewers import Viewer
from community import counters
from community.duplicates import moving
from community.duplicates.chains import settle
from community.duplicates.marking import hold_both, link_of, space_of
from community.duplicates.policies import may_merge, may_move_posts
from community.models import DuplicateLink, Question
from community.queries import question_for
from contributions.merging import joining
from contributions.merging.models import ThreadMerge
from contributions.merging.moving import moved_posts
from contributions.models import Contribution, State
from contributions.policies import require
from contributions.taking_down import state_changed
from core.database import db
from core.errors import Refused
from core.translation import gettext as _


def merge_question(actor: Viewer, key: int) -> Question:
    """Move everything of a duplicate to the question at the end of its chain, which is returned.

    Raises NotFound, or Refused where it is no duplicate, was taken down, or other members read that space.
    """
    joining.take_turns()
    original_id = question_for(actor, key).duplicate_of_id
    require(may_merge(actor))
    if original_id is None:
        raise Refused(_("Say first which question this is a duplicate of."))
    question, target = hold_both(actor, key, original_id)
    require(may_move_posts(space_of(question), space_of(target)))
    merge = joining.join_threads(actor, question, target, _("This was merged into another question."))
    _link_to(key, target.id)
    moving.note_marks(question, merge)
    moving.carry_marks(question, target)
    moving.lend_sharers(question, target)
    _settle(actor.id, merge, question, target, undone=False)
    state_changed.send(question)
    return target


def unmerge_question(actor: Viewer, key: int) -> Question:
    """Put a merged question back with the posts that came from it. Raises NotFound or Refused."""
    require(may_merge(actor))
    joining.stand_again(actor, key)
    return db.session.get_one(Question, key)


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
    merge = db.session.get(ThreadMerge, changed.id) if changed.state == State.PUBLISHED else None
    if merge is not None:
        _take_apart(changed, merge)
    settle([changed.id])


def _take_apart(question: Question, merge: ThreadMerge) -> None:
    target = db.session.get_one(Question, merge.target_id)
    require(may_move_posts(space_of(target), space_of(question)))
    if db.session.get(ThreadMerge, target.id) is not None:
        raise Refused(_("That question was merged into another one since. Take that back first."))
    posts = moved_posts(merge)
    moving.return_marks(question, target, posts)
    moving.take_sharers_back(question, target)
    joining.part_threads(question, target, merge, posts)
    _settle(question.state_by_id, merge, question, target, undone=True)


def _settle(actor_id: int | None, merge: ThreadMerge, *threads: Question, undone: bool) -> None:
    joining.settle(actor_id, merge, *threads, undone=undone)
    for thread in threads:
        counters.recount_question(thread.id)
        counters.recount_shared(thread.id)
        db.session.refresh(thread)
