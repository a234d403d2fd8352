"""Lets what members were told go to their devices, as far as they chose it: one note for each browser, once."""

from datetime import datetime

from sqlalchemy import and_, literal, select

from contributions.models import Notification
from contributions.push.models import PushChoice, PushNote, PushSubscription
from core.database import Key, UTCDateTime, db, once


def queue_notes(contribution_id: int, occasion: str, at: datetime) -> int:
    """Queue a note for every browser of those who were told of this and want it there; returns how many are new."""
    chosen = and_(PushChoice.member_id == Notification.member_id, PushChoice.kind == Notification.kind)
    wanting = (
        select(
            PushSubscription.id,
            Notification.id,
            literal(at, UTCDateTime),
            literal(at, UTCDateTime),
            literal(0, Key),
        )
        .join(Notification, Notification.member_id == PushSubscription.member_id)
        .join(PushChoice, chosen)
        .where(Notification.contribution_id == contribution_id, Notification.occasion == occasion)
        # A browser that subscribes later is not told of what was before.
        .where(Notification.created_at >= PushSubscription.created_at)
    )
    columns = ["subscription_id", "notification_id", "created_at", "due_at", "attempts"]
    return len(db.session.scalars(once(PushNote).from_select(columns, wanting).returning(PushNote.id)).all())
