"""Tables of news on devices: which browsers take it, of which kinds, and what waits to be sent."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class PushSubscription(Base):
    """A browser that takes news; it ends with the login session in which it was asked for."""

    __tablename__ = "push_subscription"

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("login_session.id", ondelete="CASCADE"), index=True)
    endpoint: Mapped[str] = mapped_column(String(1000))
    # Addresses are long, and one browser has one: its digest is what must be there once.
    endpoint_digest: Mapped[str] = mapped_column(String(64), unique=True)
    key: Mapped[str] = mapped_column(String(100))
    secret: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[moment]


class PushChoice(Base):
    """A kind of news that a member wants on their devices; without a row they do not."""

    __tablename__ = "push_choice"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)


class PushNote(Base):
    """A notification on its way to one browser, due while `due_at` is set; what it says is written when it is sent."""

    __tablename__ = "push_note"
    __table_args__ = (
        UniqueConstraint("subscription_id", "notification_id"),
        Index(
            "ix_push_note_due",
            "due_at",
            "id",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
    )

    id: Mapped[identity]
    subscription_id: Mapped[int] = mapped_column(ForeignKey("push_subscription.id", ondelete="CASCADE"))
    notification_id: Mapped[int] = mapped_column(ForeignKey("notification.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[moment]
    due_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
