"""What the demo's members have read: the threads in which they wrote or voted, on the days on which they did."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select, union_all

from contributions.models import Contribution, Vote
from contributions.resuming.models import ReadingDay, ReadPosition
from contributions.trust.settling import settle_all
from core.clock import now
from core.database import db, once, unit_of_work

SECONDS_A_POST = 40
ROOT = func.coalesce(Contribution.thread_id, Contribution.id)


def read_what_they_took_part_in() -> None:
    """Write that down, and let the levels follow."""
    with unit_of_work():
        first, days = _traces()
        sizes = {root: (count, last) for root, count, last in db.session.execute(_sizes())}
        positions = [
            {"member_id": member, "thread_id": root, "read_to": sizes[root][1], "read_at": now()}
            for member, root in first
        ]
        if positions:
            db.session.execute(once(ReadPosition), positions)
            new: defaultdict[tuple[int, date], list[int]] = defaultdict(list)
            for (member, root), day in first.items():
                new[member, day].append(sizes[root][0])
            db.session.execute(insert(ReadingDay), [_day(*key, days[key], new[key]) for key in sorted(days)])
    with unit_of_work():
        settle_all()


def _traces() -> tuple[dict[tuple[int, int], date], dict[tuple[int, date], datetime]]:
    """Return when each member came to each thread first, and the last thing that they did on each day."""
    wrote = select(Contribution.author_id, ROOT, Contribution.created_at)
    voted = select(Vote.member_id, ROOT, Vote.created_at).join(Contribution, Contribution.id == Vote.contribution_id)
    first: dict[tuple[int, int], date] = {}
    days: dict[tuple[int, date], datetime] = {}
    rows: Any = db.session.execute(union_all(wrote, voted))
    for member, root, at in sorted(rows, key=lambda row: row[2]):
        if member is not None:
            first.setdefault((member, root), at.date())
            days[member, at.date()] = at
    return first, days


def _sizes() -> Any:
    return select(ROOT, func.count(), func.max(Contribution.id)).group_by(ROOT)


def _day(member: int, day: date, last_at: datetime, new: list[int]) -> dict[str, Any]:
    """Return a row for the threads, of so many posts each, that were new to a member on a day."""
    posts = sum(new)
    counted = {"threads": len(new), "posts": posts, "seconds": SECONDS_A_POST * max(posts, 1)}
    return {"member_id": member, "day": day, "last_at": last_at, **counted}
