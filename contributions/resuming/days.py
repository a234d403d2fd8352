"""How much members read on which day: counted in the worker from what pages showed, and from nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, tuple_

from contributions.resuming.models import ReadingDay, ReadPosition
from core.clock import parse_time
from core.database import db, insert_into

# Whoever opens the next page later than this was away meanwhile.
PAUSE = timedelta(minutes=5)
Reading = Sequence[Any]


@dataclass
class Day:
    """What one batch adds to a day."""

    threads: int = 0
    posts: int = 0
    seconds: float = 0
    last_at: datetime | None = None

    def go_on(self, at: datetime) -> None:
        """Take in that a page was opened."""
        if self.last_at is not None and timedelta() < at - self.last_at <= PAUSE:
            self.seconds += (at - self.last_at).total_seconds()
        self.last_at = max(at, self.last_at or at)


def count_readings(rows: Sequence[Reading]) -> None:
    """Add readings to their days, before the positions are written that say what was read until now.

    A post counts once: where it is newer than all that its reader has seen of the thread.
    """
    if not rows:
        return
    read_to = _positions(rows)
    timed = sorted((parse_time(row[3]), row) for row in rows)
    days = _begun({(row[0], at.date()) for at, row in timed})
    for at, (member_id, thread_id, _to, _at, *shown) in timed:
        day, known = days[member_id, at.date()], read_to.get((member_id, thread_id))
        day.threads += known is None
        day.posts += sum(key > (known or 0) for key in shown)
        day.go_on(at)
    _add(days)


def _positions(rows: Iterable[Reading]) -> dict[tuple[int, int], int]:
    pairs = [(row[0], row[1]) for row in rows]
    key = tuple_(ReadPosition.member_id, ReadPosition.thread_id)
    found = db.session.execute(select(ReadPosition).where(key.in_(pairs))).scalars()
    return {(row.member_id, row.thread_id): row.read_to for row in found}


def _begun(keys: set[tuple[int, date]]) -> defaultdict[tuple[int, date], Day]:
    """Return the days that these rows belong to, each knowing when its member was last there."""
    days: defaultdict[tuple[int, date], Day] = defaultdict(Day)
    columns = (ReadingDay.member_id, ReadingDay.day, ReadingDay.last_at)
    members = {member for member, _day in keys}
    for member_id, day, last_at in db.session.execute(select(*columns).where(ReadingDay.member_id.in_(members))):
        if (member_id, day) in keys:
            days[member_id, day] = Day(last_at=last_at)
    return days


def _add(days: dict[tuple[int, date], Day]) -> None:
    statement = insert_into(ReadingDay)
    new = statement.excluded
    latest = func.max if db.engine.dialect.name == "sqlite" else func.greatest
    added = {
        "threads": ReadingDay.threads + new.threads,
        "posts": ReadingDay.posts + new.posts,
        "seconds": ReadingDay.seconds + new.seconds,
        "last_at": latest(ReadingDay.last_at, new.last_at),
    }
    upsert = statement.on_conflict_do_update(index_elements=[ReadingDay.member_id, ReadingDay.day], set_=added)
    for (member_id, day), counted in sorted(days.items()):
        values = {"threads": counted.threads, "posts": counted.posts, "seconds": round(counted.seconds)}
        db.session.execute(upsert, {"member_id": member_id, "day": day, "last_at": counted.last_at, **values})
