"""Tables of webhooks and of what was sent to them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class Webhook(Base):
    """An address that is told of some kinds of events. `stopped_at` and `stopped_because` say when and why it is not.

    `audience` says whose eyes decide what it is told: everybody's, or those of whoever keeps it. While `earlier_until`
    is to come, deliveries are signed with the earlier secret as well.
    """

    __tablename__ = "webhook"
    __table_args__ = (CheckConstraint("audience IN ('public', 'owner')", name="audience_known"),)

    id: Mapped[identity]
    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(500))
    kinds: Mapped[list[str]]
    audience: Mapped[str] = mapped_column(String(10), default="public")
    secret: Mapped[str] = mapped_column(String(100))
    earlier_secret: Mapped[str | None] = mapped_column(String(100))
    earlier_until: Mapped[datetime | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    created_at: Mapped[moment]
    stopped_at: Mapped[datetime | None]
    stopped_because: Mapped[str] = mapped_column(String(20), default="")


class WebhookDelivery(Base):
    """One event on its way to one webhook. What is said is written anew for each attempt; nothing of it is kept.

    `outcome` is empty while it is under way, then delivered, failed, or withheld where there was nothing to be told.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event_id", "kind"),
        Index("ix_webhook_delivery_log", "webhook_id", text("id DESC")),
    )

    id: Mapped[identity]
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    event_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[moment] = mapped_column(index=True)
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    outcome: Mapped[str] = mapped_column(String(20), default="")
    status: Mapped[int | None]
    problem: Mapped[str] = mapped_column(Text, default="")
    finished_at: Mapped[datetime | None]
