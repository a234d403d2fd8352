"""The table of lessons."""

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class Lesson(Base):
    """What was learned about an idea, and what changed because of it. Rows are only added."""

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("source", "source_key"), Index("ix_lesson_idea", "idea_id", "id"))

    id: Mapped[identity]
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"))
    learned: Mapped[str] = mapped_column(Text)
    changed: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    created_at: Mapped[moment]
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))
