"""Rows that wait to be sent: claimed first, so that nobody else sends them, and due again where the sender dies."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from core.clock import now
from core.database import begin_write, db

FIRST_WAIT = timedelta(minutes=1)
BATCH = 100


def due_keys(table: Any) -> list[int]:
    """Return the keys of rows that are due, the oldest first."""
    due = select(table.id).where(table.due_at <= now()).order_by(table.id).limit(BATCH)
    return list(db.session.scalars(due))


def claim(table: Any, key: int) -> int | None:
    """Take a row that is due, so that nobody else does for a while; returns the number of the attempt."""
    due = select(table.attempts).where(table.id == key, table.due_at <= now())
    begin_write()
    attempts: int | None = db.session.scalar(due.with_for_update(skip_locked=True))
    if attempts is None:
        return None
    wait = FIRST_WAIT * 2**attempts
    db.session.execute(update(table).where(table.id == key).values(attempts=attempts + 1, due_at=now() + wait))
    return attempts + 1
