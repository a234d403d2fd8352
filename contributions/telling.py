"""Telling members of something, each once: the unique key of the table settles it, whatever is done twice."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, cast, literal, select
from sqlalchemy.types import JSON

from accounts.models import Member
from contributions.events import NewsQueued
from contributions.models import Contribution, Notification, Space
from contributions.news.choices import Pace, pace_of
from contributions.news.models import MailChoice, NewsMail
from contributions.push.queueing import queue_notes
from contributions.visibility import member_may_see
from core.database import Key, UTCDateTime, db, once
from core.events import publish


@dataclass(frozen=True)
class Tidings:
    """What is told about a contribution. `occasion` tells apart what happens to it; of each a member hears once.

    `kind` is a kind of news, or an expression over Member and Contribution that gives one.
    """

    contribution_id: int
    occasion: str
    reason: str
    kind: str | ColumnElement[str]
    actor_id: int | None
    at: datetime


def tell(tidings: Tidings, whom: ColumnElement[bool]) -> None:
    """Leave a notification with every member of a condition who may see the contribution, but for its actor."""
    kind = literal(tidings.kind, String) if isinstance(tidings.kind, str) else tidings.kind
    said = (
        Member.id,
        Contribution.id,
        literal(tidings.occasion, String),
        literal(tidings.reason, String),
        kind,
        literal(tidings.actor_id, Key),
        literal(tidings.at, UTCDateTime),
    )
    told = (
        select(*said)
        .join(Contribution, Contribution.id == tidings.contribution_id)
        .join(Space, Space.id == Contribution.space_id)
        .where(member_may_see(), Member.id != (tidings.actor_id or 0), whom)
    )
    columns = ["member_id", "contribution_id", "occasion", "reason", "kind", "actor_id", "created_at"]
    db.session.execute(once(Notification).from_select(columns, told))


def queue_mails(contribution_id: int, occasion: str, at: datetime) -> None:
    """Let those who want mail of this at once, or a note on a device, have one, each once."""
    chosen = and_(MailChoice.member_id == Notification.member_id, MailChoice.kind == Notification.kind)
    wanting = (
        select(
            Notification.member_id,
            literal("notice:").concat(cast(Notification.id, String)),
            Notification.id,
            literal({}, JSON),
            literal(at, UTCDateTime),
            literal(at, UTCDateTime),
            literal(0, Key),
        )
        .join(Member, Member.id == Notification.member_id)
        .outerjoin(MailChoice, chosen)
        .where(Notification.contribution_id == contribution_id, Notification.occasion == occasion)
        .where(Member.email.is_not(None), pace_of(Notification.kind, MailChoice.pace) == Pace.NOW.value)
    )
    columns = ["member_id", "subject_key", "notification_id", "details", "created_at", "due_at", "attempts"]
    queued = db.session.scalars(once(NewsMail).from_select(columns, wanting).returning(NewsMail.id)).all()
    count = len(queued) + queue_notes(contribution_id, occasion, at)
    if count:
        publish(NewsQueued(actor_id=None, count=count))
