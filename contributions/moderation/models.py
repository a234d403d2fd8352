"""Tables of flags, of cases that wait for a moderator, and of what moderators and administrators did."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Key, identity, moment

REASONS = ("spam", "rude", "off_topic", "wrong_place", "other")
OPEN = text("state = 'open'")
WAITING = text("closed_at IS NULL")


class Flag(Base):
    """A member's word that a post needs a look. One member has at most one open flag on a post.

    `weight` is what the flagger's record was worth when the flag was raised; see `flagging.weight_of_record`.
    """

    __tablename__ = "flag"
    __table_args__ = (
        CheckConstraint("reason IN ('spam', 'rude', 'off_topic', 'wrong_place', 'other')", name="reason_known"),
        CheckConstraint("state IN ('open', 'agreed', 'disagreed', 'withdrawn')", name="state_known"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_when_closed"),
        Index("uq_flag_open", "contribution_id", "member_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_flag_contribution", "contribution_id", "id"),
        Index("ix_flag_member", "member_id", "state"),
    )

    id: Mapped[identity]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    weight: Mapped[float] = mapped_column(Float)
    state: Mapped[str] = mapped_column(String(10), default="open")
    created_at: Mapped[moment]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))


class Review(Base):
    """A post that waits for a moderator, or waited: flagged or held. A post has at most one open review.

    `announced` says whether the community had been told of the post before it was held; one that never stood on a page
    is announced when it is released.
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("decision IS NULL OR decision IN ('keep', 'hide', 'delete')", name="decision_known"),
        CheckConstraint("(closed_at IS NULL) = (decision IS NULL)", name="decided_when_closed"),
        Index("uq_review_open", "contribution_id", unique=True, sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_review_waiting", "opened_at", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_review_contribution", "contribution_id"),
    )

    id: Mapped[identity]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    cause: Mapped[str] = mapped_column(String(20))
    score: Mapped[float | None] = mapped_column(Float)
    weight: Mapped[float] = mapped_column(Float, default=0.0)
    announced: Mapped[bool] = mapped_column(default=True)
    opened_at: Mapped[moment]
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    claimed_until: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))


class AuditEntry(Base):
    """One act of a moderator or administrator. Rows are only ever added; each points to its event in the log."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_actor", "actor_id", text("id DESC")),
        Index("ix_audit_entry_member", "member_id", text("id DESC")),
        Index("ix_audit_entry_act", "act", text("id DESC")),
    )

    id: Mapped[identity]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    act: Mapped[str] = mapped_column(String(60))
    actor_id: Mapped[int | None] = mapped_column(Key)
    member_id: Mapped[int | None] = mapped_column(Key)
    contribution_id: Mapped[int | None] = mapped_column(Key)
    space_id: Mapped[int | None] = mapped_column(Key)
    group_id: Mapped[int | None] = mapped_column(Key)
    reason: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]]
    created_at: Mapped[moment]


class SpamModel(Base):
    """A trained spam model, packed; the latest row is the one in use.

    `threshold` is the score from which on a newcomer's post is held, `area` the area under the curve on unseen texts.
    """

    __tablename__ = "spam_model"

    id: Mapped[identity]
    made_at: Mapped[moment]
    packed: Mapped[bytes] = mapped_column(LargeBinary)
    threshold: Mapped[float] = mapped_column(Float)
    area: Mapped[float] = mapped_column(Float)
    good_count: Mapped[int]
    spam_count: Mapped[int]
