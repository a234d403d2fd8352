"""Table of the levels that members reached and lost."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class LevelChange(Base):
    """A step from one level to another. Rows are only ever added; `by_id` is who decided it by hand."""

    __tablename__ = "level_change"
    __table_args__ = (
        CheckConstraint("level BETWEEN 0 AND 4", name="level_known"),
        CheckConstraint("level <> before", name="level_changed"),
        Index("ix_level_change_member", "member_id", text("id DESC")),
    )

    id: Mapped[identity]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    before: Mapped[int]
    level: Mapped[int]
    at: Mapped[moment]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
