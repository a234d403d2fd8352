"""Delivers what stands in the outbox: lane by lane, in order, each batch with its effects in one transaction."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import delete, func, select, update

from core.clock import now
from core.database import db, unit_of_work
from core.events import Event, LoggedEvent, OutboxEntry, route_events

log = logging.getLogger(__name__)

BATCH = 200
MOST_ATTEMPTS = 10


@dataclass(frozen=True)
class Delivery:
    """One event on its way to a lane."""

    id: int
    event: str
    actor_id: int | None
    payload: dict[str, Any]
    created_at: datetime
    event_id: int = 0


Handler = Callable[[Sequence[Delivery]], None]


def add_lane(app: Flask, lane: str, handler: Handler, *kinds: type[Event], batch: int = BATCH) -> None:
    """Let a handler receive all events of these kinds. It is called with batches, and may see an event twice.

    Writers wait while a batch is under way: where each event makes many rows, a batch must be small.
    """
    app.extensions.setdefault("lanes", {})[lane] = handler
    app.extensions.setdefault("batches of lanes", {})[lane] = batch
    route_events(lane, *kinds)


def waiting_lanes() -> list[str]:
    """Name the lanes that have something due."""
    due = OutboxEntry.due_at <= now()
    return list(db.session.scalars(select(OutboxEntry.lane).where(due).group_by(OutboxEntry.lane)))


def deliver(lane: str) -> int:
    """Hand one batch to the lane's handler and return how many entries it took.

    Where a batch fails, its entries are tried one by one, so that a single bad one does not hold up the rest.
    """
    entries = _due(lane, current_app.extensions["batches of lanes"].get(lane, BATCH))
    if not entries:
        return 0
    try:
        _hand_over(lane, entries)
    except Exception:
        log.exception("lane %s failed on a batch of %d", lane, len(entries))
        for entry in entries:
            _hand_over_alone(lane, entry)
    return len(entries)


def deliver_all() -> int:
    """Deliver until nothing is due; returns the number of entries delivered."""
    total = 0
    while lanes := waiting_lanes():
        total += sum(deliver(lane) for lane in lanes)
    return total


def oldest_age() -> float:
    """Return how many seconds the oldest undelivered entry has waited; 0 when there is none."""
    oldest = db.session.scalar(
        select(func.min(LoggedEvent.created_at)).join(OutboxEntry, OutboxEntry.event_id == LoggedEvent.id)
    )
    return (now() - oldest).total_seconds() if oldest else 0.0


def _due(lane: str, limit: int) -> list[Delivery]:
    statement = (
        select(
            OutboxEntry.id,
            LoggedEvent.name,
            LoggedEvent.actor_id,
            LoggedEvent.payload,
            LoggedEvent.created_at,
            LoggedEvent.id.label("event_id"),
        )
        .join(LoggedEvent, LoggedEvent.id == OutboxEntry.event_id)
        .where(OutboxEntry.lane == lane, OutboxEntry.due_at <= now())
        .order_by(OutboxEntry.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=OutboxEntry)
    )
    return [Delivery(*row) for row in db.session.execute(statement)]


def _hand_over(lane: str, entries: Sequence[Delivery]) -> None:
    with unit_of_work():
        current_app.extensions["lanes"][lane](entries)
        db.session.execute(delete(OutboxEntry).where(OutboxEntry.id.in_([entry.id for entry in entries])))


def _hand_over_alone(lane: str, entry: Delivery) -> None:
    try:
        _hand_over(lane, [entry])
    except Exception as error:
        log.exception("lane %s failed on entry %d", lane, entry.id)
        _postpone(entry, f"{type(error).__name__}: {error}")


def _postpone(entry: Delivery, problem: str) -> None:
    with unit_of_work():
        attempts = db.session.scalar(select(OutboxEntry.attempts).where(OutboxEntry.id == entry.id)) or 0
        wait = timedelta(days=3650) if attempts + 1 >= MOST_ATTEMPTS else timedelta(seconds=5 * 2**attempts)
        db.session.execute(
            update(OutboxEntry)
            .where(OutboxEntry.id == entry.id)
            .values(attempts=attempts + 1, due_at=now() + wait, problem=problem[:2000])
        )
