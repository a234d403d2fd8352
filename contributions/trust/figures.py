"""Counts what the levels ask for, for some members at once: one statement, and one for what is new to all."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, distinct, func, select
from sqlalchemy.orm import aliased

from accounts.models import Member
from contributions.counters import stands
from contributions.models import Contribution, Vote
from contributions.moderation.models import Flag
from contributions.moderation.newcomers import FIRST_DAY, KNOWN_AFTER
from contributions.reputation.days import day_of
from contributions.resuming.models import ReadingDay, ReadPosition
from contributions.trust.levels import WINDOW, Community, Figures
from contributions.trust.models import LevelChange
from core.clock import now
from core.database import read

Own = aliased(Contribution, flat=True)
Root = aliased(Contribution, flat=True)


class Counted(NamedTuple):
    """A member with their figures, their level, and since when they have it (None: since they joined)."""

    id: int
    name: str
    reputation: int
    level: int
    since: datetime | None
    figures: Figures


def figures_of(members: Sequence[int] | Select[int]) -> list[Counted]:
    """Return the figures of these members: one statement."""
    at = now()
    since = select(func.max(LevelChange.at)).where(LevelChange.member_id == Member.id).correlate(Member)
    statement = select(
        Member.id, Member.name, Member.reputation, Member.trust_level, since.scalar_subquery(), Member.joined_at
    )
    columns = [value.label(name) for name, value in _columns(at - WINDOW).items()]
    rows = read(statement.add_columns(*columns).where(Member.id.in_(members), Member.erased_at.is_(None)))
    return [_counted(row, at) for row in rows]


def new_to_all() -> Community:
    """Return how many threads and posts came in the last WINDOW and stand: one statement."""
    threads = func.count().filter(Contribution.thread_id.is_(None))
    statement = select(threads, func.count()).where(Contribution.created_at >= now() - WINDOW, stands(Contribution))
    return Community(*read(statement).one())


def _counted(row: Any, at: datetime) -> Counted:
    key, name, reputation, level, since, joined_at, *_rest = row
    counts = {one.name: int(getattr(row, one.name)) for one in fields(Figures) if one.name != "known"}
    counts["minutes"] //= 60
    known = row.standing >= KNOWN_AFTER and at - joined_at >= FIRST_DAY
    return Counted(key, name, reputation, level, since, Figures(known=known, **counts))


def _columns(since: datetime) -> dict[str, ScalarSelect[Any]]:
    """What is counted, by the name of its figure; minutes in seconds, and `standing` the posts that stand."""
    day = since.date() + timedelta(days=1)
    lately = ReadingDay.day >= day
    return {
        "threads": _of(func.count(), ReadPosition.member_id),
        "posts": _of(func.coalesce(func.sum(ReadingDay.posts), 0), ReadingDay.member_id),
        "minutes": _of(func.coalesce(func.sum(ReadingDay.seconds), 0), ReadingDay.member_id),
        "days": _of(func.count(), ReadingDay.member_id),
        "given": _given(),
        "received": _received(func.count()),
        "replied": _replied(),
        "standing": _of(func.count(), Own.author_id, stands(Own)),
        "recent_days": _of(func.count(), ReadingDay.member_id, lately),
        "recent_replied": _replied(Own.created_at >= since),
        "recent_threads": _entered(since),
        "recent_posts": _of(func.coalesce(func.sum(ReadingDay.posts), 0), ReadingDay.member_id, lately),
        "recent_given": _given(Vote.created_at >= since),
        "recent_received": _received(func.count(), Vote.created_at >= since),
        "recent_people": _received(func.count(distinct(Vote.member_id)), Vote.created_at >= since),
        "recent_received_days": _received(func.count(distinct(day_of(Vote.created_at))), Vote.created_at >= since),
        "recent_flagged": _flagged(since),
    }


def _of(what: Any, whose: Any, *more: ColumnElement[bool]) -> ScalarSelect[Any]:
    return select(what).where(whose == Member.id, *more).correlate(Member).scalar_subquery()


def _entered(since: datetime) -> ScalarSelect[Any]:
    statement = select(func.count()).join_from(ReadPosition, Root, Root.id == ReadPosition.thread_id)
    mine = (ReadPosition.member_id == Member.id, Root.created_at >= since)
    return statement.where(*mine).correlate(Member).scalar_subquery()


def _given(*more: ColumnElement[bool]) -> ScalarSelect[Any]:
    return _of(func.count(), Vote.member_id, Vote.value == 1, Vote.valid.is_(True), *more)


def _received(what: Any, *more: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Votes up by others that count, on what stands."""
    statement = select(what).join_from(Own, Vote, Vote.contribution_id == Own.id)
    up = (Vote.value == 1, Vote.valid.is_(True), Vote.member_id != Own.author_id)
    mine = (Own.author_id == Member.id, stands(Own))
    return statement.where(*mine, *up, *more).correlate(Member).scalar_subquery()


def _replied(*more: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Threads of others in which something of the member's stands."""
    statement = select(func.count(distinct(Own.thread_id))).join_from(Own, Root, Root.id == Own.thread_id)
    mine = (Own.author_id == Member.id, Root.author_id.is_distinct_from(Own.author_id), stands(Own))
    return statement.where(*mine, *more).correlate(Member).scalar_subquery()


def _flagged(since: datetime) -> ScalarSelect[Any]:
    statement = select(func.count(distinct(Own.id))).join_from(Own, Flag, Flag.contribution_id == Own.id)
    agreed = (Flag.state == "agreed", Flag.settled_at >= since)
    return statement.where(Own.author_id == Member.id, *agreed).correlate(Member).scalar_subquery()
