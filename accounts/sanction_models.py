"""The table of sanctions: members who may not sign in, or not write, for a time."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class Sanction(Base):
    """A suspension (no signing in) or a silence (reading only) from one moment to another. It ends by itself."""

    __tablename__ = "sanction"
    __table_args__ = (
        CheckConstraint("kind IN ('suspension', 'silence')", name="kind_known"),
        CheckConstraint("ends_at > begins_at", name="ends_after_it_begins"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted_by_somebody"),
        Index("ix_sanction_member", "member_id", text("id DESC")),
    )

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    begins_at: Mapped[moment]
    ends_at: Mapped[moment]
    imposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
