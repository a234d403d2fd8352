"""Tables of ideas that seem to be the same, and of which ideas were compared."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment


class DuplicateSuggestion(Base):
    """Two ideas that the worker finds alike, 0 to about 1; a pair is suggested once, whatever is decided about it."""

    __tablename__ = "idea_duplicate"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="in_order"),
        CheckConstraint("state IN ('pending', 'accepted', 'declined')", name="state_known"),
        Index("ix_idea_duplicate_state", "state", "likeness", "id"),
    )

    id: Mapped[identity]
    first_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), index=True)
    likeness: Mapped[float] = mapped_column(Float)
    state: Mapped[str] = mapped_column(String(10), default="pending")
    found_at: Mapped[moment]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    decided_at: Mapped[datetime | None]


class IdeaComparison(Base):
    """When an idea was last compared with all others."""

    __tablename__ = "idea_comparison"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"), primary_key=True)
    compared_at: Mapped[moment]
