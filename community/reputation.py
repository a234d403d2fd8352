"""What points follow from in the forum: votes on questions and answers, and accepted answers."""

from typing import Any

from sqlalchemy import Select, func
from sqlalchemy.orm import aliased

from community.models import Question
from contributions.counters import stands
from contributions.models import Contribution, Vote
from contributions.reputation.points import ACCEPTED, ACCEPTING, VOTED_DOWN, VOTED_UP, VOTING_DOWN, Cause
from contributions.reputation.sources import Chosen, add_source, earned

Post = aliased(Contribution, flat=True)
Asked = aliased(Contribution, flat=True)
RATED = ("question", "answer")


def register() -> None:
    """Let points follow from these."""
    add_source("votes up", lambda chosen: _voted(chosen, VOTED_UP, 1))
    add_source("votes down", lambda chosen: _voted(chosen, VOTED_DOWN, -1))
    add_source("voting down", _voting_down)
    add_source("accepted answers", _accepted)
    add_source("accepting", _accepting)


def _voted(chosen: Chosen, cause: Cause, value: int) -> Select[Any]:
    statement = earned(cause, Post.author_id, Post.id, Vote.member_id, Vote.created_at)
    return _valid(statement, chosen).where(Post.kind.in_(RATED), Vote.value == value)


def _voting_down(chosen: Chosen) -> Select[Any]:
    """A vote against an answer costs its voter a point, so that it is given with thought."""
    statement = earned(VOTING_DOWN, Vote.member_id, Post.id, Vote.member_id, Vote.created_at)
    return _valid(statement, chosen).where(Post.kind == "answer", Vote.value == -1)


def _valid(statement: Select[Any], chosen: Chosen) -> Select[Any]:
    """Votes that count, on what stands, by somebody else than its author."""
    return (
        statement.join_from(Post, Vote, Vote.contribution_id == Post.id)
        .where(Vote.valid.is_(True), stands(Post), chosen(Post.id))
        .where(Post.author_id.is_not(None), Post.author_id != Vote.member_id)
    )


def _accepted(chosen: Chosen) -> Select[Any]:
    """An accepted answer, where it was neither accepted by its author nor given to an own question."""
    return _choice(earned(ACCEPTED, Post.author_id, Post.id, 0, _chosen_at()), chosen)


def _accepting(chosen: Chosen) -> Select[Any]:
    """Accepting an answer of somebody else to an own question."""
    own: Any = Question.__table__
    return _choice(earned(ACCEPTING, own.c.accepted_by_id, Post.id, 0, _chosen_at()), chosen).where(
        own.c.accepted_by_id == Asked.author_id
    )


def _chosen_at() -> Any:
    own: Any = Question.__table__
    return func.coalesce(own.c.accepted_at, Post.created_at)


def _choice(statement: Select[Any], chosen: Chosen) -> Select[Any]:
    own: Any = Question.__table__
    return (
        statement.join_from(Post, own, own.c.accepted_answer_id == Post.id)
        .join(Asked, Asked.id == own.c.id)
        .where(stands(Post), chosen(Post.id), Post.author_id.is_not(None))
        .where(Post.author_id.is_distinct_from(Asked.author_id))
        .where(Post.author_id.is_distinct_from(own.c.accepted_by_id))
    )
