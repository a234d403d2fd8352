"""Leads from a closed idea to the living one that is nearest to it, where staff has named none."""

from collections.abc import Sequence

from sqlalchemy import select

from contributions.merging.joining import same_readers
from contributions.models import Contribution, Space, State
from contributions.similarity.finding import CLOSE
from core.clock import now
from core.database import db, once
from core.outbox import Delivery
from ideas.deciding.events import IdeaMoved
from ideas.deciding.models import NearestIdea
from ideas.deciding.moving import LIVING
from ideas.models import Idea

LANE = "nearest living ideas"
EVENTS = (IdeaMoved,)
LOOKED_AT = 40


def find_nearest(deliveries: Sequence[Delivery]) -> None:
    """Keep for every idea that was closed which living one is nearest; the handler of the lane."""
    for delivery in deliveries:
        key = delivery.payload["contribution_id"]
        closed = db.session.scalar(select(Idea.__table__.c.phase).where(Idea.__table__.c.id == key)) == "closed"
        if closed and (nearest := nearest_living(key)) is not None:
            found = {"idea_id": key, "nearest_id": nearest, "chosen_by_id": None, "found_at": now()}
            db.session.execute(once(NearestIdea).values(**found))


def nearest_living(key: int) -> int | None:
    """Return the open or active idea that is most like another one and open to the same readers; None where none is."""
    from contributions.similarity.neighbours import neighbours

    alike = neighbours(key, ("idea",), LOOKED_AT, CLOSE)
    idea = Idea.__table__
    rows = db.session.execute(
        select(Contribution.id, idea.c.phase, Contribution.state, Space)
        .join(idea, idea.c.id == Contribution.id)
        .join(Space, Space.id == Contribution.space_id)
        .where(Contribution.id.in_([key, *alike]))
    ).all()
    known = {row.id: row for row in rows}
    stands = [
        other
        for other in alike
        if other in known
        and known[other].phase in LIVING
        and known[other].state == State.PUBLISHED
        and same_readers(known[other].Space, known[key].Space)
    ]
    return stands[0] if stands else None
