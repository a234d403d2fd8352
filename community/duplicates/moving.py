"""What a merge moves from one question to another, statement by statement, and how all of it goes back."""

from typing import Any, cast

from sqlalchemy import Select, Table, case, delete, insert, literal, or_, select, update
from sqlalchemy.orm import aliased

from community.duplicates.models import Merge, MovedPost
from community.models import Question, SharedQuestion
from contributions.models import Contribution, Draft, Follow, Vote
from core.database import Key, UTCDateTime, db, once

POSTS = cast("Table", Contribution.__table__)
MERGED = "merge"
MARKS = ("accepted", "official")
ABOVE = ("parent_id", "host_id")


def by_id(key: int) -> Select[Contribution]:
    """Select one contribution, whoever may see it."""
    return select(Contribution).where(Contribution.id == key)


def move_posts(source: Question, target: Question, merge: Merge) -> None:
    """Move every post of a thread, whatever its state, and note which they were; begun answers move along."""
    within = POSTS.c.thread_id == source.id
    noted = [
        {"question_id": source.id, "contribution_id": key}
        | {f"{mark}_at": _chosen_at(source, mark, merge) if _chosen(source, mark) == key else None for mark in MARKS}
        for key in db.session.scalars(select(POSTS.c.id).where(within))
    ]
    if noted:
        db.session.execute(insert(MovedPost), noted)
    _hang(source, target, within)
    for form in ("answer", "comment"):
        there = select(Draft.member_id).where(Draft.place == f"{form}:{target.id}")
        begun = (Draft.place == f"{form}:{source.id}") & Draft.member_id.not_in(there)
        db.session.execute(update(Draft).where(begun).values(place=f"{form}:{target.id}"))


def return_posts(source: Question, target: Question, merge: Merge) -> None:
    """Hang what was moved, and everything that was written under it since, on its own question again."""
    noted = db.session.execute(select(MovedPost).where(MovedPost.question_id == merge.question_id)).scalars().all()
    below = select(MovedPost.contribution_id).where(MovedPost.question_id == source.id).cte("below", recursive=True)
    deeper = aliased(Contribution, flat=True)
    below = below.union(select(deeper.id).join(below, deeper.parent_id == below.c.contribution_id))
    keys = list(db.session.scalars(select(below.c.contribution_id)))
    for mark in MARKS:
        before = [row for row in noted if getattr(row, f"{mark}_at") is not None]
        if _chosen(target, mark) in keys:
            _carry(target, source, mark)
        elif before:
            setattr(source, f"{mark}_answer_id", before[0].contribution_id)
            setattr(source, f"{mark}_at", getattr(before[0], f"{mark}_at"))
    _hang(target, source, POSTS.c.id.in_(keys))


def carry_marks(source: Question, target: Question) -> None:
    """Let the accepted and the official answer be those of the target where it has none yet; the source loses them."""
    for mark in MARKS:
        if _chosen(source, mark) is None:
            continue
        if _chosen(target, mark) is None:
            _carry(source, target, mark)
        else:
            _choose(source, mark, None, None, None)
            db.session.flush()


def lend(source: Question, target: Question, merge: Merge) -> None:
    """Count everybody who voted for, follows or has the source for the target too, each member once."""
    author, asker = target.author_id or 0, source.author_id or 0
    voted = select(Vote.member_id).where(Vote.contribution_id == target.id)
    votes = select(
        literal(target.id, Key), Vote.member_id, Vote.value, literal(MERGED), Vote.valid, Vote.reason, Vote.created_at
    ).where(Vote.contribution_id == source.id, Vote.member_id.not_in(voted), Vote.member_id != author)
    columns = ["contribution_id", "member_id", "value", "origin", "valid", "reason", "created_at"]
    db.session.execute(once(Vote).from_select(columns, votes))
    following = select(literal(target.id, Key), Follow.member_id, literal(merge.merged_at, UTCDateTime))
    following = following.where(Follow.contribution_id == source.id)
    db.session.execute(once(Follow).from_select(["contribution_id", "member_id", "since"], following))
    having = select(literal(target.id, Key), SharedQuestion.member_id, SharedQuestion.since)
    having = having.where(SharedQuestion.question_id == source.id, SharedQuestion.member_id != author)
    columns = ["question_id", "member_id", "since"]
    db.session.execute(once(SharedQuestion).from_select(columns, having))
    if asker and asker != author:
        own = {"question_id": target.id, "member_id": asker, "since": source.created_at}
        db.session.execute(once(SharedQuestion).values(own))


def take_back(source: Question, target: Question, merge: Merge) -> None:
    """Forget for the target what was lent to it, unless a member has changed it since."""
    lent, kept = aliased(Vote), Vote.__table__
    same = (lent.contribution_id == source.id) & (lent.member_id == kept.c.member_id)
    unchanged = select(lent.id).where(same, lent.created_at == kept.c.created_at).exists()
    ours = (Vote.contribution_id == target.id) & (Vote.origin == MERGED)
    db.session.execute(delete(Vote).where(ours, unchanged).execution_options(synchronize_session=False))
    followed = select(Follow.member_id).where(Follow.contribution_id == source.id)
    wrote = select(Contribution.author_id).where(
        Contribution.thread_id == target.id, Contribution.author_id.is_not(None)
    )
    since = (Follow.contribution_id == target.id) & (Follow.since == merge.merged_at) & Follow.member_id.not_in(wrote)
    db.session.execute(delete(Follow).where(since, Follow.member_id.in_(followed)))
    row, had = SharedQuestion.__table__, aliased(SharedQuestion)
    same = (had.question_id == source.id) & (had.member_id == row.c.member_id) & (had.since == row.c.since)
    asked = (row.c.member_id == (source.author_id or 0)) & (row.c.since == source.created_at)
    borrowed = delete(SharedQuestion).where(
        row.c.question_id == target.id, or_(select(had.since).where(same).exists(), asked)
    )
    db.session.execute(borrowed.execution_options(synchronize_session=False))


def _hang(source: Question, target: Question, which: Any) -> None:
    """Put posts into another thread, those that stood under its question under the other question."""
    moved = {column: case((POSTS.c[column] == source.id, target.id), else_=POSTS.c[column]) for column in ABOVE}
    values = {"thread_id": target.id, "space_id": target.space_id, **moved}
    db.session.execute(update(POSTS).where(which).values(values))
    db.session.expire_all()


def _carry(giver: Question, taker: Question, mark: str) -> None:
    chosen = [getattr(giver, f"{mark}_{part}") for part in ("answer_id", "at", "by_id")]
    _choose(giver, mark, None, None, None)
    # An answer is accepted by one question: the one that had it lets go of it first.
    db.session.flush()
    _choose(taker, mark, *chosen)
    db.session.flush()


def _choose(question: Question, mark: str, answer: int | None, at: Any, by: int | None) -> None:
    for part, value in (("answer_id", answer), ("at", at), ("by_id", by)):
        setattr(question, f"{mark}_{part}", value)


def _chosen(question: Question, mark: str) -> int | None:
    chosen: int | None = getattr(question, f"{mark}_answer_id")
    return chosen


def _chosen_at(question: Question, mark: str, merge: Merge) -> Any:
    return getattr(question, f"{mark}_at") or merge.merged_at
