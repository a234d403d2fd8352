"""The append-only event log: who did what to which thing, when; and the outbox rows that tell the rest of the house."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.clock import now
from core.database import Base, Key, db, identity, moment


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. Subclasses add their own fields, which must be plain JSON values."""

    actor_id: int | None
    lanes: ClassVar[dict[str, list[str]]] = defaultdict(list)

    @classmethod
    def name(cls) -> str:
        """The name under which the log keeps events of this class."""
        return cls.__name__


class LoggedEvent(Base):
    """One line of the log. Rows are only ever added."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_name_created_at", "name", "created_at"),)

    id: Mapped[identity]
    name: Mapped[str] = mapped_column(String(60))
    actor_id: Mapped[int | None] = mapped_column(Key, index=True)
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[moment]


class OutboxEntry(Base):
    """Work that an event causes, kept in the same transaction as the event until a worker has done it."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_lane_due_at", "lane", "due_at", "id"),)

    id: Mapped[identity]
    lane: Mapped[str] = mapped_column(String(40))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    problem: Mapped[str | None] = mapped_column(Text)


def route_events(lane: str, *kinds: type[Event]) -> None:
    """Let every event of these kinds leave an outbox row in a lane."""
    for kind in kinds:
        if lane not in Event.lanes[kind.name()]:
            Event.lanes[kind.name()].append(lane)


def publish(event: Event) -> int:
    """Write an event to the log, and to the outbox for every lane that waits for its kind; returns its row."""
    at = now()
    fields = asdict(event)
    row = LoggedEvent(name=event.name(), actor_id=fields.pop("actor_id"), payload=fields, created_at=at)
    db.session.add(row)
    db.session.flush()
    db.session.add_all(OutboxEntry(lane=lane, event_id=row.id, due_at=at) for lane in Event.lanes[event.name()])
    return row.id
