"""Tables of guest staff: terms, their topics, and what was done under them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class GuestTerm(Base):
    """A time for which a member is guest staff. In force from `begins_at` to before `ends_at`, accepted and not ended.

    `answered_at` is when the member accepted or declined; whoever declined has no say under it.
    """

    __tablename__ = "guest_term"
    __table_args__ = (
        CheckConstraint("begins_at < ends_at", name="begins_before_end"),
        CheckConstraint("(answered_at IS NULL) = (accepted IS NULL)", name="answered_when_said"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_with_reason"),
        Index("ix_guest_term_member", "member_id", text("id DESC")),
    )

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    reason: Mapped[str] = mapped_column(String(300))
    begins_at: Mapped[moment]
    ends_at: Mapped[moment]
    created_at: Mapped[moment]
    accepted: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    end_reason: Mapped[str | None] = mapped_column(String(300))


class GuestTopic(Base):
    """A space or a tag under which a term counts."""

    __tablename__ = "guest_topic"
    __table_args__ = (
        CheckConstraint("(space_id IS NULL) <> (tag_id IS NULL)", name="space_or_tag"),
        UniqueConstraint("term_id", "space_id"),
        UniqueConstraint("term_id", "tag_id"),
    )

    id: Mapped[identity]
    term_id: Mapped[int] = mapped_column(ForeignKey("guest_term.id", ondelete="CASCADE"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    tag_id: Mapped[int | None] = mapped_column(ForeignKey("tag.id"))


class GuestAct(Base):
    """Something that a guest did under a term: replied, made an answer official, or took that back."""

    __tablename__ = "guest_act"
    __table_args__ = (
        CheckConstraint("act IN ('replied', 'official', 'unofficial')", name="act_known"),
        Index("ix_guest_act_term", "term_id", text("id DESC")),
    )

    id: Mapped[identity]
    term_id: Mapped[int] = mapped_column(ForeignKey("guest_term.id", ondelete="CASCADE"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    act: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[moment]
