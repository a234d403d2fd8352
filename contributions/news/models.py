"""Tables of mail about what happens: what members chose, what waits to be sent, and who was mentioned."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class MailChoice(Base):
    """How soon a member wants mail of one kind of news; without a row the kind's own pace counts."""

    __tablename__ = "mail_choice"
    __table_args__ = (CheckConstraint("pace IN ('now', 'daily', 'weekly', 'never')", name="pace_known"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    pace: Mapped[str] = mapped_column(String(10))


class NewsHabit(Base):
    """What is known of how a member takes news: whether questions may be offered, and when they were here.

    `daily_at` and `weekly_at` are the moments up to which digests of either pace have told.
    """

    __tablename__ = "news_habit"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    takes_offers: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    seen_at: Mapped[datetime | None]
    daily_at: Mapped[datetime | None]
    weekly_at: Mapped[datetime | None]


class NewsMail(Base):
    """A mail about news. `subject_key` makes each the only one of its kind; what it says is written when it is sent.

    It is due while `due_at` is set. One that is neither due nor sent was dropped: there was nothing to tell.
    """

    __tablename__ = "news_mail"
    __table_args__ = (
        UniqueConstraint("member_id", "subject_key"),
        Index(
            "ix_news_mail_due",
            "due_at",
            "id",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
    )

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    subject_key: Mapped[str] = mapped_column(String(100))
    notification_id: Mapped[int | None] = mapped_column(ForeignKey("notification.id", ondelete="CASCADE"), index=True)
    details: Mapped[dict[str, Any]]
    created_at: Mapped[moment]
    due_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    sent_at: Mapped[datetime | None]


class Mention(Base):
    """A member who was named in a contribution and has heard of it."""

    __tablename__ = "mention"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    created_at: Mapped[moment]


class ReceivedMail(Base):
    """A mail that came in and what became of it; a mail server that delivers twice is heard once."""

    __tablename__ = "received_mail"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="SET NULL"))
    received_at: Mapped[moment]
