"""What a merge moves from one thread to another, statement by statement, and how all of it goes back."""

from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, case, delete, insert, literal, select, update
from sqlalchemy.orm import aliased

from contributions.merging.models import MovedPost, ThreadMerge, VoteRefusal
from contributions.models import Contribution, Draft, Follow, Vote
from core.database import Key, UTCDateTime, db, once

POSTS = cast("Table", Contribution.__table__)
MERGED = "merge"
ABOVE = ("parent_id", "host_id")
FORMS = ("answer", "comment")


def move_posts(source: Contribution, target: Contribution) -> None:
    """Move every post of a thread, whatever its state, and note which they were; what was begun moves along."""
    within = POSTS.c.thread_id == source.id
    noted = [
        {"source_id": source.id, "contribution_id": key} for key in db.session.scalars(select(POSTS.c.id).where(within))
    ]
    if noted:
        db.session.execute(insert(MovedPost), noted)
    hang(source, target, within)
    for form in FORMS:
        there = select(Draft.member_id).where(Draft.place == f"{form}:{target.id}")
        begun = (Draft.place == f"{form}:{source.id}") & Draft.member_id.not_in(there)
        db.session.execute(update(Draft).where(begun).values(place=f"{form}:{target.id}"))


def moved_posts(merge: ThreadMerge) -> list[int]:
    """Return the posts that a merge moved, and everything that was written under them since."""
    below = select(MovedPost.contribution_id).where(MovedPost.source_id == merge.source_id)
    found = below.cte("below", recursive=True)
    deeper = aliased(Contribution, flat=True)
    found = found.union(select(deeper.id).join(found, deeper.parent_id == found.c.contribution_id))
    return list(db.session.scalars(select(found.c.contribution_id)))


def hang(source: Contribution, target: Contribution, which: Any) -> None:
    """Put posts into another thread, those that stood under its opening post under the other one."""
    moved = {column: case((POSTS.c[column] == source.id, target.id), else_=POSTS.c[column]) for column in ABOVE}
    values = {"thread_id": target.id, "space_id": target.space_id, **moved}
    db.session.execute(update(POSTS).where(which).values(values))
    db.session.expire_all()


def put_back(source: Contribution, target: Contribution, posts: Iterable[int]) -> None:
    """Hang posts on the thread again from which they came."""
    hang(target, source, POSTS.c.id.in_(list(posts)))


def lend(merge: ThreadMerge, author_id: int | None) -> None:
    """Count everybody who voted for or follows the source for the target too, each once, but for its author.

    Those who said that their vote for the source is no vote for another thread are left out.
    """
    voted = select(Vote.member_id).where(Vote.contribution_id == merge.target_id)
    refused = select(VoteRefusal.member_id).where(VoteRefusal.source_id == merge.source_id)
    votes = select(
        literal(merge.target_id, Key),
        Vote.member_id,
        Vote.value,
        literal(MERGED),
        Vote.valid,
        Vote.reason,
        Vote.created_at,
    ).where(Vote.contribution_id == merge.source_id, Vote.member_id.not_in(voted), Vote.member_id.not_in(refused))
    columns = ["contribution_id", "member_id", "value", "origin", "valid", "reason", "created_at"]
    db.session.execute(once(Vote).from_select(columns, votes.where(Vote.member_id != (author_id or 0))))
    following = select(literal(merge.target_id, Key), Follow.member_id, literal(merge.merged_at, UTCDateTime))
    following = following.where(Follow.contribution_id == merge.source_id, Follow.member_id.not_in(refused))
    db.session.execute(once(Follow).from_select(["contribution_id", "member_id", "since"], following))


def carried(merge: ThreadMerge) -> ColumnElement[bool]:
    """Votes of the target that were lent to it by this merge and that nobody has changed since."""
    given, kept = aliased(Vote), Vote.__table__
    same = (given.contribution_id == merge.source_id) & (given.member_id == kept.c.member_id)
    unchanged = select(given.id).where(same, given.created_at == kept.c.created_at).exists()
    return (Vote.contribution_id == merge.target_id) & (Vote.origin == MERGED) & unchanged


def lent_follows(merge: ThreadMerge) -> ColumnElement[bool]:
    """Follows of the target that were lent to it by this merge, but for those of members who wrote there."""
    followed = select(Follow.member_id).where(Follow.contribution_id == merge.source_id)
    wrote = select(Contribution.author_id).where(
        Contribution.thread_id == merge.target_id, Contribution.author_id.is_not(None)
    )
    since = (Follow.contribution_id == merge.target_id) & (Follow.since == merge.merged_at)
    return since & Follow.member_id.in_(followed) & Follow.member_id.not_in(wrote)


def take_back(merge: ThreadMerge) -> None:
    """Forget for the target what was lent to it, unless a member has changed it since."""
    plain = {"synchronize_session": False}
    db.session.execute(delete(Vote).where(carried(merge)).execution_options(**plain))
    db.session.execute(delete(Follow).where(lent_follows(merge)).execution_options(**plain))
