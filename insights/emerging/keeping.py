"""Keeps what a run found: an alarm is recorded once, known again by its posts, and forgets posts at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, delete, func, insert, select, update

from accounts.models import Member
from contributions.models import Contribution
from core.archive.identity import chunks
from core.clock import now
from core.database import db, read, unit_of_work
from insights.emerging.clocks import VOICES
from insights.emerging.models import EmergingAlarm, EmergingCard, EmergingPost

# What part of the posts of an alarm must be those of one that is known.
SAME = 0.5
# So many posts are kept with each: those that raised it, and of the others the latest.
MOST = 200
CARD = cast("Table", EmergingCard.__table__)
POST = cast("Table", EmergingPost.__table__)


@dataclass(frozen=True)
class Found:
    """An alarm in the words of the database; `opening` and `evidence` are ids of posts in order of time."""

    clock: str
    at: datetime
    first_at: datetime
    last_at: datetime
    closed: bool
    label: str
    words: Sequence[str]
    strength: float
    peak: float
    chance: float
    growth: tuple[float, float, float]
    hours: float
    authors: int
    opening: Sequence[int]
    evidence: Sequence[int]


def keep(run_id: int, found: Sequence[Found]) -> None:
    """Write the cards of a run; what was not known before is recorded."""
    with unit_of_work():
        taken: set[int] = set()
        for one in found:
            alarm_id = _known(one, taken) or _record(one)
            taken.add(alarm_id)
            _write(run_id, alarm_id, one)


def _known(one: Found, taken: set[int]) -> int | None:
    """Return the alarm that was raised by most of these posts before."""
    shared: Counter[tuple[int, int]] = Counter()
    for chunk in chunks(one.opening):
        rows = read(
            select(POST.c.run_id, POST.c.alarm_id)
            .join(EmergingAlarm, EmergingAlarm.id == POST.c.alarm_id)
            .where(POST.c.contribution_id.in_(chunk), POST.c.opening, EmergingAlarm.clock == one.clock)
        )
        shared.update((row.run_id, row.alarm_id) for row in rows)
    likely = [(count, -alarm) for (_run, alarm), count in shared.items() if alarm not in taken]
    count, alarm = max(likely, default=(0, 0))
    return -alarm if count >= SAME * len(one.opening) else None


def _record(one: Found) -> int:
    row = EmergingAlarm(clock=one.clock, at=one.at, recorded_at=now())
    db.session.add(row)
    db.session.flush()
    return row.id


def _write(run_id: int, alarm_id: int, one: Found) -> None:
    low, growth, high = one.growth
    same = ("at", "first_at", "last_at", "closed", "label", "strength", "peak", "chance", "hours", "authors")
    opening = set(one.opening)
    later = [key for key in one.evidence if key not in opening][-MOST:]
    kept = sorted([*one.opening[:MOST], *later], key=list(one.evidence).index)
    row = {name: getattr(one, name) for name in same} | {"words": list(one.words), "posts": len(kept)}
    row |= {"run_id": run_id, "alarm_id": alarm_id, "growth_low": low, "growth": growth, "growth_high": high}
    db.session.execute(insert(CARD).values(row))
    rows = [
        {"run_id": run_id, "alarm_id": alarm_id, "contribution_id": key, "opening": key in opening, "place": place}
        for place, key in enumerate(kept)
    ]
    db.session.execute(insert(POST), rows)


def forget_posts(keys: Sequence[int]) -> None:
    """Take posts out of all cards. What said something of them waits, unnamed, until the next run counts anew."""
    hit = read(select(POST.c.run_id, POST.c.alarm_id).where(POST.c.contribution_id.in_(keys)).distinct()).all()
    db.session.execute(delete(POST).where(POST.c.contribution_id.in_(keys)))
    for run_id, alarm_id in hit:
        _count_anew(run_id, alarm_id)


def _count_anew(run_id: int, alarm_id: int) -> None:
    mine = (CARD.c.run_id == run_id, CARD.c.alarm_id == alarm_id)
    posts, named, authors = read(
        select(func.count(), func.count(Member.id), func.count(Member.id.distinct()))
        .select_from(POST)
        .join(Contribution, Contribution.id == POST.c.contribution_id)
        .outerjoin(Member, (Member.id == Contribution.author_id) & Member.erased_at.is_(None))
        .where(POST.c.run_id == run_id, POST.c.alarm_id == alarm_id)
    ).one()
    # Where nobody has a name, as in some archives, each post is a voice of its own.
    heard = posts if not named else authors
    if heard < VOICES:
        db.session.execute(delete(POST).where(POST.c.run_id == run_id, POST.c.alarm_id == alarm_id))
        db.session.execute(delete(CARD).where(*mine))
        return
    nothing: dict[str, Any] = dict.fromkeys(("strength", "peak", "chance", "growth_low", "growth", "growth_high"), 0.0)
    unnamed = nothing | {"label": "", "words": [], "posts": posts, "authors": heard}
    db.session.execute(update(CARD).where(*mine).values(unnamed))
