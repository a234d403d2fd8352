"""The promises that are open, for whoever looks at the whole."""

from datetime import date
from typing import Any

from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.promised import Promised
from core.clock import now
from core.database import read
from core.times import written_day
from ideas.roadmap.models import Outcome, Promise
from ideas.roadmap.queries import promises_statement

SHOWN = 8


def promised(viewer: Viewer) -> list[Promised]:
    """Return the open promises that are due first: one statement."""
    promise: Any = Promise.__table__
    still_open = promises_statement(viewer.standing).where(promise.c.outcome == Outcome.OPEN)
    rows = read(still_open.order_by(promise.c.latest_day, promise.c.id).limit(SHOWN), {"viewer_id": viewer.id}).all()
    today = now().date().toordinal()
    return [
        Promised(
            row.title,
            KINDS["promise"].address(row.id, row.title),
            written_day(date.fromordinal(row.latest_day)),
            row.latest_day < today,
            row.confidence,
        )
        for row in rows
    ]
