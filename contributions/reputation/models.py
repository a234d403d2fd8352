"""Tables of points, of how large the community says it is, and of the levels that members reached."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Key, identity, moment


class ReputationEntry(Base):
    """Points that a member got or lost on a day. Rows are only ever added: what no longer holds gets a reversing row.

    `by_id` is whoever caused it, 0 for nobody; `turn` counts the rows of one cause, so that none is written twice.
    """

    __tablename__ = "reputation_entry"
    __table_args__ = (
        UniqueConstraint("contribution_id", "member_id", "cause", "by_id", "day", "turn"),
        CheckConstraint("points <> 0", name="points_count"),
        Index("ix_reputation_entry_member", "member_id", text("id DESC")),
    )

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    points: Mapped[int]
    cause: Mapped[str] = mapped_column(String(20))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    by_id: Mapped[int] = mapped_column(Key)
    day: Mapped[date] = mapped_column(Date)
    turn: Mapped[int]
    written_at: Mapped[moment]


class CommunitySize(Base):
    """Which thresholds hold: the latest row is in use, and without one those of a small community."""

    __tablename__ = "community_size"
    __table_args__ = (CheckConstraint("size IN ('small', 'medium', 'large')", name="size_known"),)

    id: Mapped[identity]
    size: Mapped[str] = mapped_column(String(10))
    chosen_at: Mapped[moment]
    chosen_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
