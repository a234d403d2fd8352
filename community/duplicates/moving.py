"""What only questions have and a merge moves along: the marks of their answers, and who has the question too."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, insert, literal, or_, select
from sqlalchemy.orm import aliased

from community.duplicates.models import MovedMark
from community.models import Question, SharedQuestion
from contributions.merging.models import ThreadMerge
from core.database import Key, db, once

MARKS = ("accepted", "official")


def note_marks(source: Question, merge: ThreadMerge) -> None:
    """Keep which answers of a question were accepted or official, and since when."""
    noted: dict[int, dict[str, Any]] = {}
    for mark in MARKS:
        if (key := _chosen(source, mark)) is not None:
            row = {"question_id": source.id, "contribution_id": key, "accepted_at": None, "official_at": None}
            noted.setdefault(key, row)[f"{mark}_at"] = getattr(source, f"{mark}_at") or merge.merged_at
    if noted:
        db.session.execute(insert(MovedMark), list(noted.values()))


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


def return_marks(source: Question, target: Question, posts: Collection[int]) -> None:
    """Give a question the marks of its answers back, which go with these posts."""
    rows = select(MovedMark).where(MovedMark.question_id == source.id)
    noted = db.session.execute(rows).scalars().all()
    for mark in MARKS:
        before = [row for row in noted if getattr(row, f"{mark}_at") is not None]
        if _chosen(target, mark) in posts:
            _carry(target, source, mark)
        elif before:
            setattr(source, f"{mark}_answer_id", before[0].contribution_id)
            setattr(source, f"{mark}_at", getattr(before[0], f"{mark}_at"))


def lend_sharers(source: Question, target: Question) -> None:
    """Count everybody who has the source, and whoever asked it, for the target too, each member once."""
    author, asker = target.author_id or 0, source.author_id or 0
    having = select(literal(target.id, Key), SharedQuestion.member_id, SharedQuestion.since)
    having = having.where(SharedQuestion.question_id == source.id, SharedQuestion.member_id != author)
    columns = ["question_id", "member_id", "since"]
    db.session.execute(once(SharedQuestion).from_select(columns, having))
    if asker and asker != author:
        own = {"question_id": target.id, "member_id": asker, "since": source.created_at}
        db.session.execute(once(SharedQuestion).values(own))


def take_sharers_back(source: Question, target: Question) -> None:
    """Forget for the target who was counted there because of the source alone."""
    row, had = SharedQuestion.__table__, aliased(SharedQuestion)
    same = (had.question_id == source.id) & (had.member_id == row.c.member_id) & (had.since == row.c.since)
    asked = (row.c.member_id == (source.author_id or 0)) & (row.c.since == source.created_at)
    borrowed = delete(SharedQuestion).where(
        row.c.question_id == target.id, or_(select(had.since).where(same).exists(), asked)
    )
    db.session.execute(borrowed.execution_options(synchronize_session=False))


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
