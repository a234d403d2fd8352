"""Joining two threads into one and parting them again; the database settles who comes first."""

from collections.abc import Collection

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions import counters
from contributions.events import ContributionStateChanged, ThreadsMerged
from contributions.merging import moving
from contributions.merging.models import ThreadMerge
from contributions.models import Contribution, Space, State
from contributions.taking_down import state_changed
from contributions.visibility import visible_to
from contributions.voting import score_changed
from core.clock import now
from core.database import db, locked, take_turn
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _

MERGED = "merged"
MOST_STEPS = 50


def take_turns() -> None:
    """Let nobody else merge until the transaction ends: two merges could close a circle unseen."""
    take_turn("duplicates")


def join_threads(actor: Viewer, source: Contribution, target: Contribution, reason: str) -> ThreadMerge:
    """Move everything of a held thread to another one that is held; `reason` is what readers of the first are told.

    What is counted stays to be counted: see `settle`. Raises Refused where one of them does not stand.
    """
    if source.state != State.PUBLISHED or target.state != State.PUBLISHED:
        raise Refused(_("This has been taken down, so nothing can be added to it."))
    merge = ThreadMerge(source_id=source.id, target_id=target.id, merged_by_id=actor.id, merged_at=now())
    db.session.add(merge)
    db.session.flush()
    moving.move_posts(source, target)
    moving.lend(merge, target.author_id)
    target.opening_score += source.opening_score
    source.state, source.state_by_id, source.state_reason = State.DELETED, actor.id, reason
    return merge


def part_threads(source: Contribution, target: Contribution, merge: ThreadMerge, posts: Collection[int]) -> None:
    """Put a thread back that stands again, with posts that came from it; see `moved_posts`."""
    moving.put_back(source, target, posts)
    moving.take_back(merge)
    target.opening_score -= source.opening_score
    db.session.delete(merge)
    db.session.flush()
    # Who voted for two merged threads was counted once: what is left of that counts on.
    for other in db.session.scalars(select(ThreadMerge).where(ThreadMerge.target_id == target.id)).all():
        moving.lend(other, target.author_id)


def settle(actor_id: int | None, merge: ThreadMerge, *threads: Contribution, undone: bool) -> None:
    """Count threads anew that were joined or parted, and tell the rest of the house."""
    db.session.flush()
    for thread in threads:
        counters.recount_thread(thread.id)
        counters.recount_contribution(thread.id)
        db.session.refresh(thread)
        score_changed.send(thread)
    source, target = merge.source_id, merge.target_id
    before, after = (MERGED, State.PUBLISHED) if undone else (State.PUBLISHED, MERGED)
    publish(ThreadsMerged(actor_id=actor_id, contribution_id=source, thread_id=target, undone=undone))
    publish(
        ContributionStateChanged(
            actor_id=actor_id, contribution_id=source, thread_id=source, before=before, after=after, reason=""
        )
    )


def stand_again(actor: Viewer, key: int) -> Contribution:
    """Put a merged thread back onto the page, which takes it out of the other one. Raises NotFound or Refused."""
    take_turns()
    merge = db.session.get(ThreadMerge, key)
    if merge is None or merged_into(actor, key) is None:
        raise NotFound
    for one in sorted((key, merge.target_id)):
        locked(select(Contribution).where(Contribution.id == one))
    source = db.session.get_one(Contribution, key)
    source.state, source.state_by_id, source.state_reason = State.PUBLISHED, actor.id, ""
    db.session.flush()
    state_changed.send(source)
    return source


def end_of(key: int) -> int:
    """Return where merges lead from a thread: itself where it was not merged."""
    for _step in range(MOST_STEPS):
        merge = db.session.get(ThreadMerge, key)
        if merge is None:
            break
        key = merge.target_id
    return key


def merged_into(viewer: Viewer, key: int) -> Contribution | None:
    """Return where a merged thread leads to, as far as the viewer may see it; None for everything else."""
    end = end_of(key)
    found = select(Contribution).where(Contribution.id == end, visible_to(viewer))
    return None if end == key else db.session.scalars(found).one_or_none()


def same_readers(one: Space, another: Space) -> bool:
    """Whether two spaces are open to the same members."""
    return (one.visibility, one.group_id) == (another.visibility, another.group_id)
