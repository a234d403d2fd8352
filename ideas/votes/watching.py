"""Looks for rings at night, in the worker, and keeps what was found for a person to look at."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from contributions.events import RingFound
from contributions.models import Contribution, Vote
from core.clock import now
from core.database import db, read
from core.events import publish
from ideas.votes.models import RingIdea, RingMember, VoteRing
from ideas.votes.rings import Cast, Ring, find_rings

# Older votes were looked at when they were new.
BACK = timedelta(days=90)


def look_for_rings() -> None:
    """Keep the rings among the votes of the last quarter that were not found before."""
    for ring in find_rings(_casts()):
        if not _known(ring):
            _keep(ring)


def _casts() -> list[Cast]:
    vote: Any = Vote.__table__
    since = now() - BACK
    rows = read(
        select(vote.c.member_id, vote.c.contribution_id, Contribution.author_id, vote.c.created_at)
        .join(Contribution, Contribution.id == vote.c.contribution_id)
        .where(Contribution.kind == "idea", vote.c.value == 1, vote.c.valid.is_(True), vote.c.created_at > since)
        .where(vote.c.origin != "behalf")
    )
    return [Cast(row[0], row[1], row[2], (row[3] - since).total_seconds() / 3600) for row in rows]


def _known(ring: Ring) -> bool:
    """Whether half of a ring stood together in one before, whatever was decided about that."""
    rows = read(select(RingMember.ring_id).where(RingMember.member_id.in_(ring.members))).scalars().all()
    return any(2 * rows.count(key) >= len(ring.members) for key in set(rows))


def _keep(ring: Ring) -> None:
    row = VoteRing(found_at=now(), density=round(100 * ring.density))
    db.session.add(row)
    db.session.flush()
    db.session.add_all(RingMember(ring_id=row.id, member_id=member) for member in sorted(ring.members))
    db.session.add_all(RingIdea(ring_id=row.id, idea_id=idea) for idea in sorted(ring.ideas))
    publish(RingFound(actor_id=None, ring_id=row.id, members=len(ring.members)))
