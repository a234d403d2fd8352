"""Keeps the ledger equal to the rows that points follow from, by adding what is missing and reversing what is not so.

An entry is written behind the page, from the event of its cause: in the transaction of a vote, all who vote for one
author would wait for one another across threads. Nothing can be lost, as the event stands in that transaction.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, case, func, insert, literal, select, true, union_all

from accounts.models import Member
from contributions.counters import write_changes
from contributions.reputation.models import ReputationEntry
from contributions.reputation.points import CAUSES, DAILY_CAP, LEAST
from contributions.reputation.sources import SOURCES, Chosen
from core.clock import now
from core.database import Key, UTCDateTime, db, take_turn

CAPPED = [cause.name for cause in CAUSES.values() if cause.capped]
Ids = Sequence[int] | None


def reconcile(contributions: Ids = None) -> int:
    """Let the ledger say of these contributions (None: all) what their rows say; returns how many entries it took."""
    # Who compares later sees what was written before.
    take_turn("reputation")
    columns = ["member_id", "cause", "contribution_id", "by_id", "day", "points", "turn", "written_at"]
    statement = insert(ReputationEntry).from_select(columns, _differences(_chosen(contributions)))
    changed = db.session.scalars(statement.returning(ReputationEntry.member_id)).all()
    if changed:
        recount(sorted(set(changed)))
    return len(changed)


def recount(members: Ids = None) -> int:
    """Write the reputation of these members (None: all) as their entries make it; returns how many it changed."""
    return write_changes(Member, "reputation", _sums(members))


def _chosen(contributions: Ids) -> Chosen:
    return lambda column: true() if contributions is None else column.in_(contributions)


def _differences(chosen: Chosen) -> Select[Any]:
    entry = ReputationEntry.__table__.c
    written = select(
        entry.member_id,
        (-entry.points).label("points"),
        entry.cause,
        entry.contribution_id,
        entry.by_id,
        entry.day,
        literal(1, Key).label("written"),
    ).where(chosen(entry.contribution_id))
    rows = union_all(*(source(chosen) for source in SOURCES.values()), written).subquery().c
    key = (rows.member_id, rows.cause, rows.contribution_id, rows.by_id, rows.day)
    points, turn = func.sum(rows.points), func.sum(rows.written) + 1
    told = select(*key, points, turn, literal(now(), UTCDateTime)).group_by(*key).having(points != 0)
    # Entries are shown by their number: what an import brings at once stands in the order of its days.
    return told.order_by(rows.day)


def _sums(members: Ids) -> Select[Any]:
    """The sum of `points.reputation` for each member, as a statement."""
    entry = ReputationEntry.__table__.c
    among = true() if members is None else entry.member_id.in_(members)
    capped = func.sum(case((entry.cause.in_(CAPPED), entry.points), else_=0))
    exempt = func.sum(case((entry.cause.in_(CAPPED), 0), else_=entry.points))
    of_day = case((capped > DAILY_CAP, DAILY_CAP), else_=capped) + exempt
    days = select(entry.member_id, of_day.label("points")).where(among).group_by(entry.member_id, entry.day).subquery()
    total = LEAST + func.coalesce(func.sum(days.c.points), 0)
    value = case((total < LEAST, LEAST), else_=total)
    chosen = true() if members is None else Member.id.in_(members)
    return (
        select(Member.id, value.label("value"))
        .outerjoin(days, days.c.member_id == Member.id)
        .where(chosen)
        .group_by(Member.id)
    )
