"""Tables of merged questions, of what was moved, and of questions that are like one another."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, moment


class Merge(Base):
    """A question whose posts moved into another. It stands no more, and its address leads there."""

    __tablename__ = "question_merge"
    __table_args__ = (CheckConstraint("question_id <> target_id", name="not_itself"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    merged_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    merged_at: Mapped[moment]


class MovedPost(Base):
    """A post that a merge moved, so that it can go back; when it was accepted or made official in its old place."""

    __tablename__ = "moved_post"

    question_id: Mapped[int] = mapped_column(
        ForeignKey("question_merge.question_id", ondelete="CASCADE"), primary_key=True
    )
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    accepted_at: Mapped[datetime | None]
    official_at: Mapped[datetime | None]


class Neighbour(Base):
    """Two threads that are alike, 0 to about 1, as the worker found; kept both ways."""

    __tablename__ = "neighbour"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    similar_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    likeness: Mapped[float] = mapped_column(Float)
